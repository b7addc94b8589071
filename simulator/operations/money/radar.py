"""Radar: early fraud warnings by the banks of some test cards, and the rules of charges.

Source: API reference, "Early Fraud Warnings"; Stripe docs, "Testing" (fraud prevention).
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator.agenda import due
from simulator.operations.payments.charging import on_taken
from simulator.operations.payments.settling import card_of
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.radar import RULES, EarlyFraudWarning, Rule
from simulator.wire.expand import Find, includable_within
from simulator.wire.lists import Page, page
from simulator.work import Work

WARNS_AFTER: Final = 1
"""Seconds from the payment to the bank's warning; inferred."""


@on_taken
def warning_of_test_card(work: Work, charge: Charge) -> None:
    """The bank of one test card suspects its payments; it says so a little later."""
    card = card_of(work, charge)
    if card is not None and card.fraud_warning:
        work.schedule(work.now + WARNS_AFTER, "radar.warning", charge.id)


@due("radar.warning")
def warn(work: Work, id: str) -> None:
    """The bank's warning arrives."""
    charge = work.find(Charge, id)
    if charge is None:
        return
    warning = EarlyFraudWarning(
        id=work.new_id("issfr"),
        actionable=_actionable(charge),
        charge=charge.id,
        created=work.now,
        fraud_type="made_with_stolen_card",
        livemode=charge.livemode,
        payment_intent=charge.payment_intent or UNSET,
    )
    work.post("radar.early_fraud_warning.created", work.keep(warning))


def _actionable(charge: Charge) -> bool:
    """Whether there is still something to be done about a warning.

    Source: API reference, "Early Fraud Warnings": it "has not received a dispute and has not been
    fully refunded".
    """
    return not (charge.disputed or charge.refunded)


def answered(work: Work, charge: Charge) -> None:
    """Say of the warnings of a charge that was refunded or disputed that nothing is left to do."""
    if _actionable(charge):
        return
    for before in work.where(EarlyFraudWarning, "charge", charge.id):
        if before.actionable:
            after = work.keep(replace(before, actionable=False))
            work.post("radar.early_fraud_warning.updated", after, before=before)


def retrieve_warning(work: Work) -> EarlyFraudWarning:
    """GET /v1/radar/early_fraud_warnings/{early_fraud_warning}"""
    return work.load(EarlyFraudWarning, work.path["early_fraud_warning"], "early_fraud_warning")


def list_warnings(work: Work) -> Page:
    """GET /v1/radar/early_fraud_warnings

    Raises:
        REFERENCE_MISSING
    """
    given = work.params
    if charge := given.get("charge"):
        work.refer(Charge, charge, "charge")
    if intent := given.get("payment_intent"):
        work.refer(PaymentIntent, intent, "payment_intent")
    wanted = {name: given[name] for name in ("charge", "payment_intent") if given.get(name)}
    return page(
        work.account.store.table("radar.early_fraud_warning").values(),
        given,
        "/v1/radar/early_fraud_warnings",
        "radar.early_fraud_warning",
        keep=lambda row: all(getattr(row, name) == value for name, value in wanted.items()),
    )


@includable_within("charge", "outcome.rule")
def rule_shown(_: Find, charge: dict[str, Any]) -> Rule | None:
    """The rule that decided over a charge; without being asked for, its id alone is shown."""
    return RULES.get(charge["outcome"].get("rule", ""))
