"""PaymentIntents: the calls of the API; what confirming does is in `confirming`.

Source: API reference, "PaymentIntents".
"""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors, money
from simulator.agenda import due
from simulator.errors import StripeError
from simulator.operations import confirming
from simulator.operations.charging import settle, taken
from simulator.operations.confirmation_tokens import written_on_intent
from simulator.operations.method_types import (
    check_types,
    default_options,
    enabled_types,
    with_options,
)
from simulator.operations.payers import method_of
from simulator.operations.payment_methods import declined, merged_metadata, usable
from simulator.operations.releasing import EXPIRED, release
from simulator.resources import charge as charge_states
from simulator.resources import payment_intent as states
from simulator.resources.charge import CardMethodDetails, Charge, Feature
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.person import shipping_of
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

AUTOMATIC_SINCE: Final = "2023-08-16"
"""From this API version on, automatic_payment_methods is what one gets without asking."""
ASYNC_SINCE: Final = "2024-04-10"
"""From this API version on, capture_method defaults to automatic_async."""
AVAILABLE: Final = Feature("available")
COPIED: Final = (
    "amount_details",
    "application_fee_amount",
    "customer_account",
    "description",
    "excluded_payment_method_types",
    "allowed_payment_method_types",
    "on_behalf_of",
    "receipt_email",
    "setup_future_usage",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)
"""Parameters that the intent shows as they were sent."""

METHOD_PARAMS: Final = frozenset(
    {"payment_method", "payment_method_data", "confirmation_token", "source"}
)
"""What names or describes the PaymentMethod; read once, since a test card's name mints one."""


def create(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents"""
    given = work.params
    check_amount(work, given["amount"], given["currency"])
    if given.get("off_session") and not given.get("confirm"):
        raise errors.OFF_SESSION_NEEDS_CONFIRM()
    if given.get("automatic_payment_methods") and given.get("confirmation_method") == "manual":
        raise errors.EXCLUSIVE(names="automatic_payment_methods, confirmation_method")
    try:
        return _created(work, made(work, given), given)
    except StripeError as refusal:
        if not refusal.keeps:  # An intent that was never made is not shown.
            refusal.more.pop("payment_intent", None)
        raise


def _created(work: Work, bare: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """The new intent with the PaymentMethod that was named for it, confirmed if that was asked."""
    intent = bare
    method = method_of(work, given, intent.id, customer=intent.customer)
    if method is not None:
        usable(work, method)
        confirming.check_owner(intent, method)
        intent = states.with_payment_method(intent, method.id)
    intent = work.keep(intent)
    work.post("payment_intent.created", bare if given.get("confirm") else intent)
    if not given.get("confirm"):
        return intent
    said = written_on_intent(work, given)
    rest = {name: value for name, value in said.items() if name not in METHOD_PARAMS}
    return confirming.confirm(work, intent, rest)


def made(work: Work, given: dict[str, Any]) -> PaymentIntent:
    """A new intent of these parameters; not yet kept."""
    customer = given.get("customer")
    if customer is not None:
        work.refer(Customer, customer, "customer")
    check_destination(work, (given.get("transfer_data") or {}).get("destination"))
    id = work.new_id("pi")
    automatic, types, configuration = payment_method_choice(work, given)
    check_descriptor(work, given, types)
    options = with_options(default_options(types), given.get("payment_method_options"))
    capture_default: states.CaptureMethod = (
        "automatic_async" if work.version >= ASYNC_SINCE else "automatic"
    )
    return PaymentIntent(
        id=id,
        amount=given["amount"],
        automatic_payment_methods=automatic,
        capture_method=given.get("capture_method") or capture_default,
        client_secret=work.account.ids.secret(id, 25),
        confirmation_method=given.get("confirmation_method") or "automatic",
        created=work.now,
        currency=given["currency"],
        customer=customer,
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_method_configuration_details=configuration,
        payment_method_options=options,
        payment_method_types=types,
        shipping=shipping_of(given.get("shipping")),
        **{name: given[name] for name in COPIED if given.get(name) is not None},
    )


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
    automatic = {
        "allow_redirects": (asked or {}).get("allow_redirects") or "always",
        "enabled": True,
    }
    allowed = given.get("allowed_payment_method_types")
    types = enabled_types(given["currency"])
    if allowed:
        types = [kind for kind in types if kind in allowed] or list(allowed)
    for excluded in given.get("excluded_payment_method_types") or ():
        types = [kind for kind in types if kind != excluded]
    configuration = {"id": work.account.payment_method_configuration, "parent": None}
    return automatic, types, configuration


def check_destination(work: Work, destination: str | None) -> None:
    """Refuse to pay on to an account that is not connected.

    Raises:
        REFERENCE_MISSING
    """
    if destination is None or work.account.world.connected(work.account, destination):
        return
    raise errors.REFERENCE_MISSING(
        param="transfer_data[destination]", noun="destination", id=destination
    )


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
    worth = money.converted(amount, currency, settled_in)
    if worth is not None and worth < least:
        raise errors.AMOUNT_CONVERTS_TOO_SMALL(
            least=f"{least} {money.UNITS.get(settled_in, settled_in)}",
            amount=money.named(amount, currency),
            converted=money.named(worth, settled_in),
        )


def check_descriptor(work: Work, given: dict[str, Any], types: Iterable[str]) -> None:
    """A card's statement takes a suffix alone, since February 2024.

    Raises:
        DESCRIPTOR_NOT_FOR_CARDS
    """
    if given.get("statement_descriptor") and "card" in types and work.version >= ASYNC_SINCE:
        raise errors.DESCRIPTOR_NOT_FOR_CARDS()


def retrieve(work: Work) -> PaymentIntent:
    """GET /v1/payment_intents/{intent}"""
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    check_secret(work, intent.client_secret, "PaymentIntent")
    return intent


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


def update(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}; there is no event for it."""
    before = work.load(PaymentIntent, work.path["intent"], "intent")
    return work.keep(updated(work, before, work.params))


def updated(work: Work, before: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """The intent with changed details."""
    for name in ("amount", "currency", "payment_method", "payment_method_data"):
        if name in given and before.status not in states.UPDATABLE:
            raise errors.PARAM_NOT_UPDATABLE(
                param=name,
                param_name=name.removesuffix("_data"),
                status=before.status,
                statuses=", ".join(states.UPDATABLE),
                more={"payment_intent": before},
            )
    changes: dict[str, Any] = {name: given[name] or None for name in COPIED if name in given}
    if "amount" in given or "currency" in given:
        changes["amount"] = given.get("amount", before.amount)
        changes["currency"] = given.get("currency", before.currency)
        check_amount(work, changes["amount"], changes["currency"])
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "shipping" in given:
        changes["shipping"] = shipping_of(given["shipping"])
    if before.customer is not None and given.get("customer", before.customer) != before.customer:
        raise errors.CUSTOMER_STAYS()
    if given.get("customer"):
        changes["customer"] = work.refer(Customer, given["customer"], "customer").id
    if given.get("capture_method"):
        changes["capture_method"] = given["capture_method"]
    if types := given.get("payment_method_types"):
        check_types(types, changes.get("currency", before.currency))
        changes |= {
            "payment_method_types": list(types),
            "automatic_payment_methods": None,
            "payment_method_configuration_details": None,
            "payment_method_options": default_options(types),
        }
    if options := given.get("payment_method_options"):
        current = changes.get("payment_method_options", before.payment_method_options)
        changes["payment_method_options"] = with_options(current, options)
    after = replace(before, **changes)
    check_descriptor(work, given, after.payment_method_types)
    method = method_of(work, given, after.id, customer=after.customer)
    if method is not None and method.id != before.payment_method:
        usable(work, method)
        confirming.check_owner(after, method)
        after = states.with_payment_method(after, method.id)
    return after


def confirm(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/confirm"""
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    check_secret(work, intent.client_secret, "PaymentIntent")
    confirming.check_not_of_session(work, intent, "confirm")
    return confirming.confirm(work, intent, work.params)


def cancel(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/cancel"""
    before = work.load(PaymentIntent, work.path["intent"], "intent")
    if before.status != "requires_capture":
        confirming.check_not_of_session(work, before, "cancel")
    after = states.canceled(before, work.now, work.params.get("cancellation_reason"))
    if before.status == "requires_capture":
        work.call_off("authorization_expires", before.id)
        assert before.latest_charge is not None
        release(work, work.load(Charge, before.latest_charge), after.cancellation_reason)
    work.post("payment_intent.canceled", after)
    return work.keep(after)


def capture(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/capture"""
    before = work.load(PaymentIntent, work.path["intent"], "intent")
    embedded = {"payment_intent": before}
    if before.status == "succeeded":
        raise errors.CAPTURED_ALREADY(more=embedded)
    if before.status != "requires_capture":
        raise errors.CAPTURE_STATE(status=before.status, more=embedded)
    assert before.latest_charge is not None
    charge = work.load(Charge, before.latest_charge)
    amount = _capture_amount(work, before, charge)
    # Inferred: a bank can refuse to settle what it authorized; here only a fault brings it about.
    if (planned := work.account.take_planned_decline()) is not None:
        raise declined(planned, payment_intent=before)
    final = work.params.get("final_capture", True)
    if not final:
        _count_capture(work, before, charge)
    metadata = work.params.get("metadata")
    if metadata is not None:
        before = replace(before, metadata=merged_metadata(before.metadata, metadata))
    for name in ("statement_descriptor", "statement_descriptor_suffix", "application_fee_amount"):
        if work.params.get(name) is not None:
            before = replace(before, **{name: work.params[name]})
    after = states.captured(before, amount, final=final)
    transaction = settle(work, charge, amount)
    captured = charge_states.captured(charge, amount, transaction.id)
    if after.status == "requires_capture":
        captured = replace(captured, captured=False)
        work.post("charge.captured", work.keep(captured), before=charge)
        work.post("payment_intent.amount_capturable_updated", after)
        return work.keep(after)
    work.call_off("authorization_expires", before.id)
    work.post("charge.captured", work.keep(captured), before=charge)
    taken(work, captured)
    work.post("payment_intent.succeeded", after)
    return work.keep(after)


def _count_capture(work: Work, intent: PaymentIntent, charge: Charge) -> None:
    """A capture that is not the last one: the charge must allow for it.

    Raises:
        MULTICAPTURE_UNAVAILABLE, CAPTURES_SPENT
    """
    embedded = {"payment_intent": intent}
    details = charge.payment_method_details
    if not isinstance(details, CardMethodDetails) or details.card.multicapture != AVAILABLE:
        raise errors.MULTICAPTURE_UNAVAILABLE(more=embedded)
    dossier = work.find(Dossier, intent.id) or Dossier(id=intent.id)
    if dossier.captures + 1 >= states.CAPTURES_MAX:  # One is left for the final capture.
        raise errors.CAPTURES_SPENT(most=states.CAPTURES_MAX, more=embedded)
    work.keep(replace(dossier, captures=dossier.captures + 1))


def _capture_amount(work: Work, intent: PaymentIntent, charge: Charge) -> int:
    """What is to be captured, minor units; all that can be where nothing is said."""
    embedded = {"payment_intent": intent}
    amount: int = work.params.get("amount_to_capture", intent.amount_capturable)
    if amount < 0:
        raise errors.CAPTURE_NEGATIVE(more=embedded)
    if amount == 0 and not (intent.amount_received and work.params.get("final_capture", True)):
        raise errors.CAPTURE_ZERO(more=embedded)
    most = intent.amount_capturable
    details = charge.payment_method_details
    if isinstance(details, CardMethodDetails) and details.card.overcapture is not None:
        spare = details.card.overcapture.maximum_amount_capturable - charge.amount
        most += max(0, spare)
    if amount > most:
        raise errors.CAPTURE_TOO_LARGE(more=embedded)
    return amount


def increment_authorization(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/increment_authorization; `amount` is the new total."""
    before = work.load(PaymentIntent, work.path["intent"], "intent")
    embedded = {"payment_intent": before}
    if before.status != "requires_capture":
        raise errors.INCREMENT_STATE(status=before.status, more=embedded)
    assert before.latest_charge is not None
    charge = work.load(Charge, before.latest_charge)
    details = charge.payment_method_details
    if not isinstance(details, CardMethodDetails) or (
        details.card.incremental_authorization != AVAILABLE
    ):
        raise errors.NOT_INCREMENTABLE(more=embedded)
    dossier = work.find(Dossier, before.id) or Dossier(id=before.id)
    if dossier.increments >= states.INCREMENTS_MAX:
        raise errors.INCREMENTS_SPENT(most=states.INCREMENTS_MAX, more=embedded)
    amount = work.params["amount"]
    if amount <= before.amount:
        raise errors.INCREMENT_TOO_SMALL(
            amount=money.printed(before.amount, before.currency), more=embedded
        )
    check_amount(work, amount, before.currency)
    work.keep(replace(dossier, increments=dossier.increments + 1))
    if (planned := work.account.take_planned_decline()) is not None:
        refusal = declined(planned, payment_intent=before)
        refusal.keeps = True  # Declined attempts count as well.
        raise refusal
    card = replace(details.card, amount_authorized=amount)
    work.keep(replace(charge, amount=amount, payment_method_details=CardMethodDetails(card=card)))
    changes = {
        name: work.params[name]
        for name in ("description", "application_fee_amount", "statement_descriptor")
        if work.params.get(name) is not None
    }
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata, work.params["metadata"])
    after = replace(before, amount=amount, amount_capturable=amount, **changes)
    work.post("payment_intent.amount_capturable_updated", after)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/payment_intents"""
    customer = work.params.get("customer")
    if customer is not None:
        work.refer(Customer, customer, "customer")
        found = work.where(PaymentIntent, "customer", customer)
    else:
        found = iter(work.account.store.table("payment_intent").values())
    return page(found, work.params, "/v1/payment_intents", "payment_intent")


def search(work: Work) -> SearchPage:
    """GET /v1/payment_intents/search"""
    return found_by_query(work, "payment_intent", "/v1/payment_intents/search")


@due("authorization_expires")
def authorization_expires(work: Work, id: str) -> None:
    """The hold runs out: the charge expires, and the intent is canceled.

    Source: Stripe docs, "Place a hold on a payment method". The cancellation reason `automatic` and
    the order of the events are inferred.
    """
    before = work.find(PaymentIntent, id)
    if before is None or before.status != "requires_capture" or before.latest_charge is None:
        return
    release(work, work.load(Charge, before.latest_charge), EXPIRED, expiry=True)
    after = states.canceled(before, work.now, "automatic")
    work.post("payment_intent.canceled", work.keep(after))
