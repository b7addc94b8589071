"""PaymentIntents: the calls of the API.

How an intent is drawn up is in `drafting`, what confirming does in `confirming`, and what becomes
of money that is held in `holding`.

Source: API reference, "PaymentIntents".
"""

from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.errors import StripeError
from simulator.operations.payers.attaching import usable
from simulator.operations.payers.confirmation_tokens import written_on_intent
from simulator.operations.payers.payers import check_taken, save
from simulator.operations.payments import bank_transfers, confirming, intent_payers
from simulator.operations.payments.amount_details import described
from simulator.operations.payments.browser_rules import check_from_browser
from simulator.operations.payments.card_options import keep_aside
from simulator.operations.payments.drafting import (
    COPIED,
    READ_ONCE,
    changed_kinds,
    check_amount,
    check_secret,
    details_of,
    made,
)
from simulator.operations.payments.intent_rules import (
    check_descriptor,
    check_new,
    check_off_session,
    check_uses,
)
from simulator.operations.payments.releasing import release
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.resources import payment_intent as states
from simulator.resources.charge import Charge
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import shipping_of
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

FIXED_BY_INVOICE: Final = (
    "amount",
    "application_fee_amount",
    "capture_method",
    "currency",
    "payment_method_types",
    "statement_descriptor",
    "transfer_data",
    "transfer_group",
)
"""What an invoice says of its intent, and nobody else.

Quoted of `amount` and `transfer_group`, told of `currency`; of the rest inferred.
"""
NOT_LATER: Final = (
    "amount",
    "currency",
    "payment_method",
    "payment_method_data",
    "source",
    "capture_method",
    "payment_method_types",
    "setup_future_usage",
)
"""What can be changed only until the intent is paid or held.

Quoted of `source`; of the last three that is inferred.
"""


def create(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents"""
    given = work.params
    if given.get("customer") is not None:  # What is named is looked for before the rules.
        work.refer(Customer, given["customer"], "customer")
    check_amount(work, given["amount"], given["currency"])
    check_new(given)
    try:
        return _created(work, made(work, given), given)
    except StripeError as refusal:
        if not refusal.keeps:  # An intent that was never made is not shown.
            refusal.more.pop("payment_intent", None)
        raise


def _created(work: Work, bare: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """The new intent with the PaymentMethod that was named for it, confirmed if that was asked."""
    intent = bare
    payer = intent_payers.named(work, given, intent)
    if payer is not None:
        intent = _with_payer(work, intent, payer)
    save(work, given, payer.method if payer else None, intent.customer)
    intent = work.keep(intent)
    work.post("payment_intent.created", bare if given.get("confirm") else intent)
    if not given.get("confirm"):
        keep_aside(work, intent.id, given)
        return intent
    check_off_session(intent, given)
    said = written_on_intent(work, given)
    rest = {name: value for name, value in said.items() if name not in READ_ONCE}
    return confirming.confirm(work, intent, rest, by_call=True)


def _with_payer(work: Work, intent: PaymentIntent, payer: intent_payers.Payer) -> PaymentIntent:
    """The intent that names what is to pay it, if that can."""
    usable(work, payer.method)
    confirming.check_owner(intent, payer.method)
    check_taken(intent, payer.method)
    return payer.named_for(intent)


def retrieve(work: Work) -> PaymentIntent:
    """GET /v1/payment_intents/{intent}"""
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    check_secret(work, intent.client_secret, "PaymentIntent")
    return intent


def update(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}; there is no event for it."""
    before = work.load(PaymentIntent, work.path["intent"], "intent")
    return bank_transfers.changed(work, before, updated(work, before, work.params))


def updated(work: Work, before: PaymentIntent, given: dict[str, Any]) -> PaymentIntent:
    """The intent with changed details; what went wrong the last time is then told no longer.

    Source: API reference, "PaymentIntents" (last_payment_error).
    """
    _check_changeable(work, before, given)
    keep_aside(work, before.id, given)
    changes: dict[str, Any] = {name: given[name] or None for name in COPIED if name in given}
    if "amount" in given or "currency" in given:
        changes["amount"] = given.get("amount", before.amount)
        changes["currency"] = given.get("currency", before.currency)
        check_amount(work, changes["amount"], changes["currency"])
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if before.transfer_data and given.get("transfer_data"):
        told = before.transfer_data | given["transfer_data"]
        changes["transfer_data"] = dict(sorted(told.items()))
    if "payment_details" in given:
        changes["payment_details"] = details_of(given["payment_details"])
    if "shipping" in given:
        changes["shipping"] = shipping_of(given["shipping"])
    if before.customer is not None and given.get("customer", before.customer) != before.customer:
        raise errors.CUSTOMER_STAYS()
    if given.get("customer"):
        changes["customer"] = work.refer(Customer, given["customer"], "customer").id
    if given.get("capture_method"):
        changes["capture_method"] = given["capture_method"]
    changes |= changed_kinds(work, before, given, changes.get("currency", before.currency))
    after = described(work, replace(before, **changes), given)
    check_descriptor(work, given, after.payment_method_types)
    check_uses(after, given)
    payer = intent_payers.named(work, given, after)
    if payer is not None and not payer.pays(before):
        after = _with_payer(work, after, payer)
    elif payer is None and "payment_method" in given and after.payment_method is not None:
        after = states.abandoned(after)  # An empty value takes the PaymentMethod back.
    method = work.find(PaymentMethod, states.paid_with(after) or "")
    save(work, given, method, after.customer)
    return after if after == before else replace(after, last_payment_error=None)


def _check_changeable(work: Work, before: PaymentIntent, given: dict[str, Any]) -> None:
    """Refuse to change what stands fast by now, or by whom the intent was made.

    Raises:
        PARAM_NOT_UPDATABLE, FIXED_BY_INVOICE
    """
    for name in NOT_LATER:
        if name in given and before.status not in states.UPDATABLE:
            raise errors.PARAM_NOT_UPDATABLE(
                param=name,
                param_name=name.removesuffix("_data"),
                status=before.status,
                statuses=", ".join(states.UPDATABLE),
                more={"payment_intent": before},
            )
    if (fixed := [name for name in FIXED_BY_INVOICE if name in given]) and (
        bank_transfers.of_invoice(work, before)
    ):
        raise errors.FIXED_BY_INVOICE(names=", ".join(fixed))


def confirm(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/confirm"""
    intent = work.load(PaymentIntent, work.path["intent"], "intent")
    check_secret(work, intent.client_secret, "PaymentIntent")
    confirming.check_not_of_session(work, intent)
    check_from_browser(work, intent, work.params)
    check_off_session(intent, work.params)
    if (spent := _count_confirmation(work, intent)) is not None:
        return spent
    return confirming.confirm(work, intent, work.params, by_call=True)


def _count_confirmation(work: Work, intent: PaymentIntent) -> PaymentIntent | None:
    """Count an attempt that is not the first; one too many cancels the intent: the answer, then.

    Source: API reference, "Confirm a PaymentIntent", which leaves open how many are too many.
    """
    if intent.status not in states.UPDATABLE:
        return None
    tried = intent.last_payment_error is not None or intent.latest_charge is not None
    if not tried and intent.status != "requires_action":
        return None
    dossier = work.find(Dossier, intent.id) or Dossier(id=intent.id)
    if dossier.confirmations < states.CONFIRMATIONS_MAX:
        work.keep(replace(dossier, confirmations=dossier.confirmations + 1))
        return None
    after = states.canceled(intent, work.now, "automatic")
    work.post("payment_intent.canceled", after)
    return bank_transfers.released(work, after)


def cancel(work: Work) -> PaymentIntent:
    """POST /v1/payment_intents/{intent}/cancel"""
    before = work.load(PaymentIntent, work.path["intent"], "intent")
    if before.status != "requires_capture":
        confirming.check_not_of_session(work, before)
    after = states.canceled(before, work.now, work.params.get("cancellation_reason"))
    if before.status == "requires_capture":
        work.call_off("authorization_expires", before.id)
        assert before.latest_charge is not None
        release(work, work.load(Charge, before.latest_charge), after.cancellation_reason)
    work.post("payment_intent.canceled", after)
    return bank_transfers.released(work, after)


def list_all(work: Work) -> Page:
    """GET /v1/payment_intents"""
    check_named(work, customer=Customer)
    every = work.account.store.table("payment_intent").values()
    found: Iterable[PaymentIntent] = every
    if customer := work.params.get("customer"):
        found = work.where(PaymentIntent, "customer", customer)
    equal, own = meets(work, "customer_account"), by_clock(work, "customer")
    return page(
        found,
        work.params,
        "/v1/payment_intents",
        "payment_intent",
        keep=lambda intent: equal(intent) and own(intent),
        among=every,
    )


def search(work: Work) -> SearchPage:
    """GET /v1/payment_intents/search"""
    return found_by_query(work, "payment_intent", "/v1/payment_intents/search")
