"""What is said of one attempt on a card, and no answer of its intent repeats.

Somebody else may have asked its owner by 3-D Secure, or nobody could, since the order came by mail
or by telephone; and Radar may have seen the browser. What is said before an intent is confirmed
counts for its next attempt; that it counts for no second one is inferred.

Source: Stripe docs, "Import 3D Secure results", "Mail order telephone order (MOTO)".
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator.instruments.cards import TestCard
from simulator.operations.payers.method_types import ASIDE
from simulator.resources.payment_intent import Dossier
from simulator.work import Work

ATTEMPTED: Final = frozenset({"01", "06"})
"""Electronic commerce indicators of a shopper whom the issuer was ready to ask, and could not."""


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """How the owner of a card was asked, or why not, and in which browser."""

    three_d_secure: dict[str, Any] | None = None
    """The result of somebody else's 3-D Secure, as it was sent."""
    moto: bool = False
    """The card was told by mail or by telephone."""
    radar_options: dict[str, Any] | None = None
    """The session in which Radar saw the shopper."""


def keep_aside(work: Work, intent: str, given: Mapping[str, Any]) -> None:
    """Note what was said for the next attempt of this intent."""
    if said := _said(given):
        dossier = work.find(Dossier, intent) or Dossier(id=intent)
        work.keep(replace(dossier, aside=(dossier.aside or {}) | said))


def said_aside(work: Work, intent: str, given: Mapping[str, Any]) -> Aside:
    """What holds for this attempt: what it says itself, and what was noted before, once."""
    said = _said(given)
    dossier = work.find(Dossier, intent)
    if dossier is not None and dossier.aside:
        said = dossier.aside | said
        work.keep(replace(dossier, aside=None))
    return Aside(**said)


def _said(given: Mapping[str, Any]) -> dict[str, Any]:
    card = (given.get("payment_method_options") or {}).get("card") or {}
    said = {name: card[name] for name in ASIDE if card.get(name)}
    if given.get("radar_options"):
        said["radar_options"] = given["radar_options"]
    return said


def imported(result: Mapping[str, Any], card: TestCard) -> dict[str, Any]:
    """`three_d_secure` of a charge whose payer somebody else has asked.

    Quoted for an exempted payment; which of the other results it is, is inferred from the
    indicator and from `ares_trans_status`.
    """
    status, indicator = (
        result.get(name) for name in ("ares_trans_status", "electronic_commerce_indicator")
    )
    exemption = result.get("exemption_indicator")
    outcome = "authenticated"
    if exemption == "low_risk":
        outcome = "exempted"
    elif status == "A" or indicator in ATTEMPTED:
        outcome = "attempt_acknowledged"
    return {
        "authentication_flow": "challenge" if status == "C" else "frictionless",
        "electronic_commerce_indicator": indicator,
        "exemption_indicator": exemption,
        **({"exemption_indicator_applied": card.exempts} if exemption else {}),
        "result": outcome,
        "result_reason": None,
        "transaction_id": result["transaction_id"],
        "version": result["version"],
    }


def imported_for_later(result: Mapping[str, Any], card: TestCard) -> dict[str, Any]:
    """The same of a SetupAttempt, which knows no exemptions."""
    shown = imported(result, card)
    return {name: value for name, value in shown.items() if not name.startswith("exemption")}
