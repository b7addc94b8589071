"""Which kinds of PaymentMethod a Session's page takes, and how it treats each of them.

Source: API reference, "Create a Checkout Session" (payment_method_types,
allowed_payment_method_types, payment_method_options).
"""

from collections.abc import Iterable
from typing import Any, Final

from simulator import errors
from simulator.operations.payers.mandates import lacks_terms
from simulator.operations.payers.method_types import CURRENCIES, PAYING_ONCE
from simulator.operations.payments.intent_rules import check_able
from simulator.operations.payments.offering import offered
from simulator.work import Work

Hash = dict[str, Any]
METHOD_OPTIONS: Final[dict[str, Hash]] = {
    "card": {"request_three_d_secure": "automatic"},
    "us_bank_account": {"verification_method": "automatic"},
}


def methods(work: Work, given: Hash, mode: str, currency: str) -> Hash:
    """Which kinds of PaymentMethod the page takes, and how each is treated.

    Raises:
        NOT_FOR_SUBSCRIPTIONS, MANDATE_OPTIONS_NEEDED, WECHAT_ON_WEB, CURRENCY_OF_PAGE,
        NO_METHOD_TYPES, REFERENCE_MISSING
        TYPES_PAY_ONCE, TYPES_ARE_NOT_HELD: quoted of the PaymentIntent that would be made; of a
            Session inferred.
    """
    types = list(given.get("payment_method_types") or ())
    asked = given.get("payment_intent_data") or {}
    if mode == "subscription":
        check_recurs(types)
    check_options(types, given.get("payment_method_options") or {})
    check_able(
        types,
        given.get("payment_method_options"),
        sets_up=bool(asked.get("setup_future_usage")),
        holds=asked.get("capture_method") == "manual",
    )
    configuration = None
    if types and mode != "setup":
        check_currency(types, currency)
    if not types:
        offer = offered(
            work,
            given,
            noun="Checkout Session",
            currency=None if mode == "setup" else currency,
            redirects=given.get("redirect_on_completion") != "never",
            holds=asked.get("capture_method") == "manual",
            keeps=mode != "payment" or bool(asked.get("setup_future_usage")),
        )
        types, configuration = list(offer.types), offer.configuration
    options = {kind: dict(METHOD_OPTIONS[kind]) for kind in sorted(types) if kind in METHOD_OPTIONS}
    for kind, said in (given.get("payment_method_options") or {}).items():
        if kind in types and said:
            options[kind] = dict(sorted((options.get(kind, {}) | said).items()))
    return {
        "payment_method_configuration_details": configuration,
        "payment_method_options": dict(sorted(options.items())),
        "payment_method_types": types,
    }


def saves(told: Hash, options: Hash | None) -> bool:
    """Whether a payment keeps what it is paid with for later ones, whatever that is, or some kinds.

    Args:
        told: `payment_intent_data`.
        options: `payment_method_options`.
    """
    by_kind = ((of or {}).get("setup_future_usage") for of in (options or {}).values())
    return bool(told.get("setup_future_usage")) or any(
        said not in (None, "none") for said in by_kind
    )


def check_recurs(named: Iterable[str]) -> None:
    """Refuse a kind that pays no Subscription.

    Quoted of eps, oxxo, customer_balance and alipay; which others they are is inferred.

    Raises:
        NOT_FOR_SUBSCRIPTIONS
    """
    for kind in named:
        if kind in PAYING_ONCE or kind == "alipay":
            raise errors.NOT_FOR_SUBSCRIPTIONS(type=kind)


def check_options(named: Iterable[str], options: Hash) -> None:
    """Refuse a kind that was named without what it needs to know.

    Raises:
        MANDATE_OPTIONS_NEEDED, WECHAT_ON_WEB
    """
    for kind in named:
        if lacks_terms(kind, options):
            raise errors.MANDATE_OPTIONS_NEEDED(type=kind)
        if kind == "wechat_pay" and (options.get(kind) or {}).get("client") != "web":
            raise errors.WECHAT_ON_WEB()


def check_currency(types: Iterable[str], currency: str) -> None:
    """Refuse a kind that is not paid in this currency, whatever else is taken.

    Raises:
        CURRENCY_OF_PAGE
    """
    for kind in types:
        supported = CURRENCIES.get(kind, (currency,))
        if currency not in supported:
            raise errors.CURRENCY_OF_PAGE(
                currency=currency,
                type=kind,
                supported=", ".join(f"`{each}`" for each in supported),
            )
