"""ConfirmationTokens: made in the browser, or by a test, and spent by confirming an intent.

Source: API reference, "Confirmation Tokens"; Stripe docs, "Finalize payments on the server".
"""

from typing import Any, Final

import msgspec

from simulator import errors
from simulator.operations.payers.making_methods import make, named
from simulator.resources import confirmation_token as states
from simulator.resources.confirmation_token import (
    ConfirmationToken,
    Intended,
)
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import recipient_of
from simulator.work import Work

LASTS: Final = 12 * 3600
"""Seconds until a token that was not used is of no more use."""
PREVIEWED: Final = ("allow_redisplay", "billing_details", "customer", "customer_account", "type")
"""What the preview shows of the PaymentMethod, besides the hash that is named after its type."""


def create(work: Work) -> ConfirmationToken:
    """POST /v1/test_helpers/confirmation_tokens, and POST /v1/confirmation_tokens of a browser

    Raises:
        CONFIRMATION_TOKEN_NEEDS_METHOD, and those of a card that no network knows
    """
    given = work.params
    if id := given.get("payment_method"):
        method = named(work, id)
    elif data := given.get("payment_method_data"):
        method = make(work, data, "payment_method_data")
    else:
        raise errors.CONFIRMATION_TOKEN_NEEDS_METHOD()
    token = ConfirmationToken(
        id=work.new_id("ctoken"),
        created=work.now,
        expires_at=work.now + LASTS,
        livemode=work.account.livemode,
        payment_method_options=given.get("payment_method_options"),
        payment_method_preview=_preview(method),
        return_url=given.get("return_url"),
        setup_future_usage=given.get("setup_future_usage"),
        shipping=recipient_of(given.get("shipping")),
    )
    work.keep(Intended(id=token.id, payment_method=method.id))
    return work.keep(token)


def _preview(method: PaymentMethod) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.to_builtins(method)
    return {name: document[name] for name in sorted((*PREVIEWED, method.type)) if name in document}


def retrieve(work: Work) -> ConfirmationToken:
    """GET /v1/confirmation_tokens/{confirmation_token}"""
    return work.load(ConfirmationToken, work.path["confirmation_token"], "confirmation_token")


def spend(work: Work, id: str, intent: str) -> PaymentMethod:
    """The PaymentMethod of a token, which is used up by the intent of this id.

    Raises:
        REFERENCE_MISSING, CONFIRMATION_TOKEN_USED, CONFIRMATION_TOKEN_EXPIRED
    """
    token = work.refer(ConfirmationToken, id, "confirmation_token")
    work.keep(states.spent(token, intent, work.now))
    intended = work.load(Intended, token.id)
    return work.load(PaymentMethod, intended.payment_method)


def written_on_intent(work: Work, given: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a confirmation, with what its token says where they say nothing."""
    id = given.get("confirmation_token")
    token = work.find(ConfirmationToken, id) if id else None
    if token is None:
        return given
    said: dict[str, Any] = {
        "mandate_data": token.mandate_data,
        "payment_method_options": token.payment_method_options,
        "return_url": token.return_url,
        "setup_future_usage": token.setup_future_usage,
        "shipping": msgspec.to_builtins(token.shipping),
        "use_stripe_sdk": token.use_stripe_sdk,
    }
    return {name: value for name, value in said.items() if value is not None} | given
