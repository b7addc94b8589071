"""Elements sessions: what a page or an app is told before it draws a form to pay in.

Stripe documents none of it; Stripe.js and the mobile SDKs ask for it with a publishable key. What
is here is what the mobile SDKs read: which kinds to offer in which order, and the intent.

Unlike Stripe: nothing of Link, wallets or saved methods is told, since there are none of them here.
"""

from typing import Any, Final

from simulator import errors
from simulator.operations.payments.offering import offered
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

Hash = dict[str, Any]
DEFERRED: Final = "deferred_intent"


def retrieve(work: Work) -> Hash:
    """GET /v1/elements/sessions

    Raises:
        PARAMETER_MISSING: neither the intent nor what it is to be is told.
        SECRET_OF_NONE
    """
    kind: str = work.params["type"]
    told: Hash = {"object": "payment_method_preference", "country_code": work.account.country}
    if kind == DEFERRED:
        types = _types(work)
    else:
        intent = _intent(work, kind)
        types = list(intent.payment_method_types)
        told[kind] = intent
    told |= {"ordered_payment_method_types": types, "type": kind}
    return {
        "object": "elements_session",
        "business_name": work.account.statement_descriptor,
        "customer": None,
        "merchant_country": work.account.country,
        "merchant_currency": work.account.default_currency,
        "merchant_id": work.account.id,
        "payment_method_preference": told,
        "session_id": f"elements_session_{work.account.ids.any(11)}",
        "unactivated_payment_method_types": [],
    }


def _intent(work: Work, kind: str) -> PaymentIntent | SetupIntent:
    """The intent whose client secret was told."""
    secret = work.params.get("client_secret")
    if not secret:
        raise errors.PARAMETER_MISSING(param="client_secret", name="client_secret")
    id = secret.split("_secret_")[0]
    paying = kind == "payment_intent"
    intent = work.find(PaymentIntent, id) if paying else work.find(SetupIntent, id)
    if intent is None or intent.client_secret != secret:
        raise errors.SECRET_OF_NONE(noun="PaymentIntent" if paying else "SetupIntent")
    return intent


def _types(work: Work) -> list[str]:
    """The kinds that are offered for an intent that is made once the shopper has chosen."""
    told: Hash = work.params.get(DEFERRED) or {}
    if not told.get("mode"):
        raise errors.PARAMETER_MISSING(param=f"{DEFERRED}[mode]", name=f"{DEFERRED}[mode]")
    if named := told.get("payment_method_types"):
        return list(named)
    given = {"payment_method_configuration": told.get("payment_method_configuration")}
    currency = told.get("currency")
    return list(
        offered(
            work,
            given,
            noun=DEFERRED,
            currency=currency.lower() if currency else None,
            holds=told.get("capture_method") == "manual",
            keeps=told["mode"] == "setup",
        ).types
    )
