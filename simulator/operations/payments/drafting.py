"""Drawing up a PaymentIntent: amounts, kinds of PaymentMethod, each API version's defaults.

Whatever makes an intent (the API, a Checkout Session, an invoice) draws it up here.

Source: API reference, "PaymentIntents"; Stripe docs, "API upgrades".
"""

from typing import Any, Final

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors, money
from simulator.operations.accounts.connected_accounts import (
    application_of,
    check_accounts,
    check_charged_for,
)
from simulator.operations.payers.method_types import (
    check_types,
    default_options,
    with_options,
)
from simulator.operations.payments.amount_details import described
from simulator.operations.payments.intent_rules import check_descriptor, check_uses, kept
from simulator.operations.payments.offering import offered
from simulator.resources import payment_intent as states
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.person import shipping_of
from simulator.work import Work

AUTOMATIC_SINCE: Final = "2023-08-16"
"""From this API version on, automatic_payment_methods is what one gets without asking."""
ASYNC_SINCE: Final = "2024-04-10"
"""From this API version on, capture_method defaults to automatic_async."""
COPIED: Final = frozenset(
    {
        "application_fee_amount",
        "customer_account",
        "description",
        "excluded_payment_method_types",
        "allowed_payment_method_types",
        "hooks",
        "on_behalf_of",
        "receipt_email",
        "setup_future_usage",
        "statement_descriptor",
        "statement_descriptor_suffix",
        "transfer_group",
    }
)
"""Parameters that the intent shows as they were sent."""
AUTOMATIC: Final = {
    redirects: {"allow_redirects": redirects, "enabled": True} for redirects in ("always", "never")
}
"""`automatic_payment_methods` of an intent, which all that ask alike share."""
DECIDE_KINDS: Final = (
    "allowed_payment_method_types",
    "capture_method",
    "currency",
    "excluded_payment_method_types",
    "payment_method_configuration",
    "setup_future_usage",
)
"""What decides which kinds an intent takes, where the account chooses them."""
METHOD_PARAMS: Final = frozenset(
    {"payment_method", "payment_method_data", "confirmation_token", "source"}
)
"""What names or describes the PaymentMethod; read once, since a test card's name mints one."""
READ_ONCE: Final = METHOD_PARAMS | {"amount_details", "payment_method_types"}
"""What an intent that is made and confirmed at once has read by then; lines were given ids."""


def made(work: Work, given: dict[str, Any]) -> PaymentIntent:
    """A new intent of these parameters; not yet kept."""
    customer = given.get("customer")
    if customer is not None:
        work.refer(Customer, customer, "customer")
    check_accounts(work, given)
    check_charged_for(work, given)
    id = work.new_id("pi")
    automatic, types, configuration = payment_method_choice(work, given)
    check_descriptor(work, given, types)
    options = with_options(default_options(types), given.get("payment_method_options"))
    capture_default: states.CaptureMethod = (
        "automatic_async" if work.version >= ASYNC_SINCE else "automatic"
    )
    intent = PaymentIntent(
        id=id,
        amount=given["amount"],
        application=application_of(work, given),
        automatic_payment_methods=automatic,
        capture_method=given.get("capture_method") or capture_default,
        client_secret=work.account.ids.secret(id, 25),
        confirmation_method=given.get("confirmation_method") or "automatic",
        created=work.now,
        currency=given["currency"],
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_method_configuration_details=configuration,
        payment_method_options=options,
        payment_method_types=types,
    )
    said = {name: given[name] for name in COPIED & given.keys() if given[name] is not None}
    if customer is not None:
        said["customer"] = customer
    if given.get("payment_details"):
        said["payment_details"] = details_of(given["payment_details"])
    if given.get("shipping"):
        said["shipping"] = shipping_of(given["shipping"])
    if given.get("transfer_data"):
        said["transfer_data"] = dict(sorted(given["transfer_data"].items()))
    if said:
        intent = replace(intent, **said)
    check_uses(intent, given)
    return described(work, intent, given)


def details_of(given: dict[str, Any] | None) -> dict[str, Any] | UnsetType:
    """What the payment is for, in the words of others; absent where nothing was said."""
    if not given:
        return UNSET
    return {name: given.get(name) or None for name in ("customer_reference", "order_reference")}


def payment_method_choice(
    work: Work, given: dict[str, Any]
) -> tuple[dict[str, Any] | None, list[str], dict[str, Any] | None]:
    """automatic_payment_methods, payment_method_types and the configuration of a new intent."""
    types = given.get("payment_method_types")
    asked = given.get("automatic_payment_methods")
    if types:
        check_types(types, given["currency"])
        return None, list(types), None
    wants = asked["enabled"] if asked else work.version >= AUTOMATIC_SINCE
    if given.get("confirmation_method") == "manual" and not asked:
        wants = False
    if not wants:
        return None, ["card"], None
    redirects = (asked or {}).get("allow_redirects") or "always"
    offer = offered(
        work,
        given,
        noun="Payment Intent",
        currency=given["currency"],
        redirects=redirects == "always",
        holds=given.get("capture_method") == "manual",
    )
    kinds = list(offer.types)
    if given.get("setup_future_usage"):
        kinds = kept(kinds, given.get("payment_method_options")) or kinds
    return AUTOMATIC[redirects], kinds, offer.configuration


def changed_kinds(
    work: Work, before: PaymentIntent, given: dict[str, Any], currency: str
) -> dict[str, Any]:
    """What changes of the kinds of PaymentMethod that are taken, and of how each is."""
    changes: dict[str, Any] = {}
    if types := given.get("payment_method_types"):
        check_types(types, currency)
        changes = {
            "payment_method_types": list(types),
            "automatic_payment_methods": None,
            "payment_method_configuration_details": None,
            "payment_method_options": default_options(types),
        }
    elif before.automatic_payment_methods is None:
        if currency != before.currency:
            check_types(before.payment_method_types, currency)
    elif said := {name: given[name] or None for name in DECIDE_KINDS if name in given}:
        decided = _decided(before)
        if (now := decided | said) != decided:
            changes = _chosen_again(work, before, now)
    if options := given.get("payment_method_options"):
        current = changes.get("payment_method_options", before.payment_method_options)
        changes["payment_method_options"] = with_options(current, options)
    return changes


def _decided(intent: PaymentIntent) -> dict[str, Any]:
    """What its kinds were chosen by."""
    configuration = intent.payment_method_configuration_details or {}
    said = {name: getattr(intent, name, None) for name in DECIDE_KINDS}
    return said | {"payment_method_configuration": configuration.get("id")}


def _chosen_again(work: Work, before: PaymentIntent, now: dict[str, Any]) -> dict[str, Any]:
    """The kinds that the account chooses for an intent of which something else is said now.

    Source: API reference, "Update a PaymentIntent" (allowed_payment_method_types).
    """
    told = before.payment_method_options or {}
    said = {
        "automatic_payment_methods": before.automatic_payment_methods,
        "payment_method_options": told,
    }
    _, types, configuration = payment_method_choice(work, now | said)
    kept_options = {kind: told[kind] for kind in types if kind in told}
    return {
        "payment_method_configuration_details": configuration,
        "payment_method_options": default_options(types) | kept_options,
        "payment_method_types": types,
    }


def check_amount(work: Work, amount: int, currency: str) -> None:
    """Refuse what is too little or too much to be charged.

    Raises:
        AMOUNT_TOO_LOW, AMOUNT_TOO_SMALL, AMOUNT_CONVERTS_TOO_SMALL, AMOUNT_TOO_LARGE
    """
    if amount < 1:
        raise errors.AMOUNT_TOO_LOW()
    most = money.maximum(currency)
    if amount > most:
        raise errors.AMOUNT_TOO_LARGE(most=money.printed(most, currency))
    settled_in = work.account.default_currency
    least = money.MINIMUM.get(settled_in, 0)
    if currency == settled_in:
        if amount < least:
            raise errors.AMOUNT_TOO_SMALL(least=money.printed(least, currency), currency=currency)
        return
    if (said := converted_too_little(work, amount, currency)) is not None:
        raise errors.AMOUNT_CONVERTS_TOO_SMALL(**said)


def converted_too_little(work: Work, amount: int, currency: str) -> dict[str, Any] | None:
    """What is said of an amount that is below the minimum once it is exchanged; None: it is not."""
    settled_in = work.account.default_currency
    least = money.MINIMUM.get(settled_in, 0)
    worth = money.converted(amount, currency, settled_in)
    if worth is None or worth >= least:
        return None
    return {
        "least": f"{least} {money.UNITS.get(settled_in, settled_in)}",
        "amount": money.named(amount, currency, beside=settled_in),
        "converted": money.named(worth, settled_in, beside=currency),
    }


def check_secret(work: Work, secret: str | None, noun: str) -> None:
    """With a publishable key, the object's client secret must be shown.

    Raises:
        PARAMETER_MISSING, WRONG_CLIENT_SECRET
    """
    shown = work.params.get("client_secret")
    if shown is None and work.publishable:
        raise errors.PARAMETER_MISSING(name="client_secret", param="client_secret")
    if shown is not None and shown != secret:
        raise errors.WRONG_CLIENT_SECRET(noun=noun)
