"""Charges: retrieve, update, list, capture, and the legacy way to create one.

Source: API reference, "Charges".
"""

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.accounts.connected_accounts import (
    application_of,
    check_accounts,
    check_charged_for,
    check_charges,
)
from simulator.operations.payers.attaching import attempt_with, consume, usable
from simulator.operations.payers.declining import declined
from simulator.operations.payers.keeping_sources import Kept as LegacyPayer
from simulator.operations.payers.sources import as_charged, payer_of, spent
from simulator.operations.payments import account_debits, challenges, legacy_debits
from simulator.operations.payments.charging import (
    card_charge,
    held,
    held_until,
    judged,
    keep_failed,
    on_statement,
    taken,
)
from simulator.operations.payments.destinations import handed_over
from simulator.operations.payments.drafting import check_amount
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.payments.releasing import EXPIRED, leave_over, release
from simulator.operations.payments.settling import settle
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import by_clock, check_named, meets
from simulator.resources import charge as states
from simulator.resources.charge import Charge, LetGo
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import shipping_of
from simulator.resources.refund import Refund
from simulator.resources.source import Source
from simulator.wire.expand import includable
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

REFUNDS_SHOWN: Final = 10
DESCRIPTORS: Final = frozenset({"statement_descriptor", "statement_descriptor_suffix"})
CAPTURED_WITH: Final = frozenset({"receipt_email", "transfer_group", *DESCRIPTORS})
"""What a capture may still say of a charge."""


def retrieve(work: Work) -> Charge:
    """GET /v1/charges/{charge}"""
    return work.load(Charge, work.path["charge"])


def update(work: Work) -> Charge:
    """POST /v1/charges/{charge}"""
    before = work.load(Charge, work.path["charge"])
    given = work.params
    changes: dict[str, Any] = {}
    for name in ("description", "receipt_email"):
        if name in given:
            changes[name] = given[name] or None
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if given.get("shipping"):
        changes["shipping"] = shipping_of(given["shipping"])
    if told := given.get("fraud_details"):
        changes["fraud_details"] = states.reported(before, told["user_report"])
    if given.get("customer") and before.customer is None:
        changes["customer"] = work.refer(Customer, given["customer"], "customer").id
    if given.get("transfer_group"):
        if before.payment_intent is not None:
            raise errors.UPDATE_THE_INTENT(intent=before.payment_intent)
        changes["transfer_group"] = given["transfer_group"]
    after = replace(before, **changes)
    if after != before:
        work.post("charge.updated", after, before=before)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/charges"""
    given = work.params
    check_named(work, customer=Customer, payment_intent=PaymentIntent)
    every = work.account.store.table("charge").values()
    things: Any = every
    if intent := given.get("payment_intent"):
        things = work.where(Charge, "payment_intent", intent)
    elif customer := given.get("customer"):
        things = work.where(Charge, "customer", customer)
    equal, own = meets(work, "transfer_group"), by_clock(work, "customer", "payment_intent")
    return page(
        things,
        given,
        "/v1/charges",
        "charge",
        keep=lambda charge: equal(charge) and own(charge),
        among=every,
    )


def search(work: Work) -> SearchPage:
    """GET /v1/charges/search"""
    return found_by_query(work, "charge", "/v1/charges/search")


def capture(work: Work) -> Charge:
    """POST /v1/charges/{charge}/capture: of a legacy charge alone."""
    before = work.load(Charge, work.path["charge"])
    if before.captured:
        raise errors.CHARGE_CAPTURED(charge=before.id)
    if before.payment_intent is not None:
        raise errors.CAPTURE_THE_INTENT(intent=before.payment_intent)
    if _has_expired(work, before):
        raise errors.CHARGE_EXPIRED(charge=before.id)
    if before.refunded or before.status != "succeeded":
        raise errors.CHARGE_REFUNDED(charge=before.id)
    amount = work.params.get("amount", before.amount)
    if amount < 1:
        raise errors.CAPTURE_ZERO()
    if amount > before.amount:
        raise errors.CAPTURE_TOO_LARGE()
    check_lines(work.params)
    work.call_off("charge_expires", before.id)
    told = _told(work, before)
    after = states.captured(told, amount, settle(work, told, amount).id)
    after = taken(work, after, "charge.captured", before=before)
    leave_over(work, told, after)
    return work.load(Charge, after.id)


def _told(work: Work, before: Charge) -> Charge:
    """The charge with what its capture says of it."""
    named = {name: work.params[name] for name in CAPTURED_WITH if work.params.get(name)}
    charge = replace(before, **named)
    if named.keys() & DESCRIPTORS:
        whole, suffix = charge.statement_descriptor, charge.statement_descriptor_suffix
        charge = replace(charge, calculated_statement_descriptor=on_statement(work, whole, suffix))
    return handed_over(charge, work.params)


def create(work: Work) -> Charge:
    """POST /v1/charges: the way before PaymentIntents.

    Raises:
        CHARGE_NEEDS_SOURCE, CUSTOMER_HAS_NO_CARD, CANNOT_CHARGE, CARD_DECLINED
    """
    given = work.params
    customer: Customer | None = None
    if given.get("customer"):  # What is named is looked for before the rules.
        customer = work.refer(Customer, given["customer"], "customer")
    check_amount(work, given["amount"], given["currency"])
    check_lines(given)
    given = given | {
        "application_fee_amount": given.get("application_fee_amount")
        or given.get("application_fee"),
        "transfer_data": _transfer_data(given),
    }
    check_accounts(work, given)
    check_charged_for(work, given)
    source = given.get("source") or given.get("card")
    if not source and customer is None:
        raise errors.CHARGE_NEEDS_SOURCE()
    if customer is None and isinstance(source, str) and source.startswith(account_debits.PREFIX):
        return account_debits.debit(work, source, given)
    method, paying = payer_of(work, source, customer)
    return _charge(work, method, paying, customer, given)


def _charge(
    work: Work,
    method: PaymentMethod,
    source: LegacyPayer,
    customer: Customer | None,
    given: dict[str, Any],
) -> Charge:
    spent(work, source)
    if method.type != "card":
        return legacy_debits.debit(work, method, _fields(work, source, customer, given))
    check_charges(work)
    vaulted = usable(work, method)
    # A legacy charge knows no challenge: a card that needs one is declined, unless it was set up.
    asked = isinstance(source, Source) and source.type == "three_d_secure"
    how = attempt_with(method, vaulted)
    how = replace(how, off_session=not asked, authenticated=asked)
    card, verdict, checks = judged(work, vaulted.number, how)
    capture = given.get("capture", True)
    charge = card_charge(
        work,
        method,
        card,
        _fields(work, as_charged(source, checks), customer, given),
        payment=None,
        capture=capture,
        checks=checks,
        decline=verdict.decline,
        three_d_secure=challenges.passed(work) if asked else None,
    )
    if method.customer is None:
        consume(work, method)
    if verdict.decline is not None:
        keep_failed(work, charge)
        refusal = declined(verdict.decline, charge=charge.id)
        refusal.keeps = True
        raise refusal
    if capture:
        charge = replace(charge, balance_transaction=settle(work, charge, charge.amount).id)
    if not capture and (expires_at := held_until(charge)) is not None:
        work.schedule(expires_at, "charge_expires", charge.id)
    return taken(work, charge) if capture else held(work, charge)


@due("charge_expires")
def charge_expires(work: Work, id: str) -> None:
    """The hold of a legacy charge runs out."""
    before = work.find(Charge, id)
    if before is not None and states.capturable(before):
        release(work, before, EXPIRED, expiry=True)


def _transfer_data(given: dict[str, Any]) -> dict[str, Any] | None:
    """Where the money is handed over to, in the new way of saying it or in the old."""
    told = given.get("transfer_data") or given.get("destination")
    if isinstance(told, str):
        told = {"account": told}
    if not told:
        return None
    return {
        "amount": told.get("amount"),
        "destination": told.get("destination") or told.get("account"),
    }


def _has_expired(work: Work, charge: Charge) -> bool:
    if work.find(LetGo, charge.id) is not None:
        return True
    refunds = work.where(Refund, "charge", charge.id)
    return charge.refunded and any(refund.reason == EXPIRED for refund in refunds)


def _fields(
    work: Work, source: LegacyPayer, customer: Customer | None, given: dict[str, Any]
) -> dict[str, Any]:
    """What a legacy charge takes over from its parameters."""
    return {
        "amount": given["amount"],
        "application": application_of(work, given),
        "application_fee_amount": given["application_fee_amount"],
        "currency": given["currency"],
        "customer": customer.id if customer else None,
        "description": given.get("description"),
        "metadata": dict(given.get("metadata") or {}),
        "on_behalf_of": given.get("on_behalf_of"),
        "radar_options": given.get("radar_options") or {},
        "receipt_email": given.get("receipt_email"),
        "shipping": shipping_of(given.get("shipping")),
        "source": msgspec.to_builtins(source),
        "statement_descriptor": given.get("statement_descriptor"),
        "statement_descriptor_suffix": given.get("statement_descriptor_suffix"),
        "destination": (given["transfer_data"] or {}).get("destination"),
        "transfer_data": given["transfer_data"],
        "transfer_group": given.get("transfer_group"),
    }


@includable("charge", "refunds")
def refunds(work: Work, charge: dict[str, Any]) -> Page:
    """The refunds of a charge, the newest first; absent unless they are asked for."""
    found: list[Refund] = list(work.where(Refund, "charge", charge["id"]))
    found.reverse()
    return Page(
        data=found[:REFUNDS_SHOWN],
        has_more=len(found) > REFUNDS_SHOWN,
        total_count=len(found),
        url=f"/v1/charges/{charge['id']}/refunds",
    )
