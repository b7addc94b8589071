"""SetupAttempts: begun with each confirmation, and listed.

Source: API reference, "SetupAttempts".
"""

from typing import Any

import msgspec

from simulator.catalogue.references import inside
from simulator.resources.payment_method import Card, PaymentMethod, by_type
from simulator.resources.setup_attempt import SetupAttempt
from simulator.resources.setup_intent import SetupIntent
from simulator.wire.lists import Page, page
from simulator.work import Work


def begun(
    work: Work,
    intent: SetupIntent,
    method: PaymentMethod,
    *,
    three_d_secure: Any = None,
    moto: bool = False,
) -> SetupAttempt:
    """A new attempt of an intent with this PaymentMethod, kept.

    Args:
        three_d_secure: what came of it where it took no challenge, or somebody else asked.
        moto: whether a card was told by mail or by telephone.
    """
    return work.keep(
        SetupAttempt(
            id=work.new_id("setatt"),
            application=intent.application,
            created=work.now,
            customer=intent.customer,
            flow_directions=intent.flow_directions,
            livemode=work.account.livemode,
            on_behalf_of=intent.on_behalf_of,
            payment_method=method.id,
            payment_method_details=details_of(method, three_d_secure, moto=moto),
            setup_intent=intent.id,
            usage=intent.usage,
        )
    )


def details_of(
    method: PaymentMethod, three_d_secure: Any = None, *, moto: bool = False
) -> dict[str, Any]:
    """`payment_method_details` of an attempt."""
    if not isinstance(method.card, Card):
        fields = inside("setup_attempt", "payment_method_details", method.type)
        return by_type(method.type, dict.fromkeys(sorted(fields)))
    card = method.card
    return {
        "card": {
            "brand": card.brand,
            "checks": msgspec.to_builtins(card.checks),
            "country": card.country,
            "exp_month": card.exp_month,
            "exp_year": card.exp_year,
            "fingerprint": card.fingerprint,
            "funding": card.funding,
            "last4": card.last4,
            **({"moto": True} if moto else {}),
            "network": card.brand,
            "three_d_secure": three_d_secure,
            "wallet": card.wallet,
        },
        "type": "card",
    }


def list_all(work: Work) -> Page:
    """GET /v1/setup_attempts, of one SetupIntent.

    Raises:
        REFERENCE_MISSING
    """
    intent = work.refer(SetupIntent, work.params["setup_intent"], "setup_intent")
    found = work.where(SetupAttempt, "setup_intent", intent.id)
    return page(found, work.params, "/v1/setup_attempts", "setup_attempt")
