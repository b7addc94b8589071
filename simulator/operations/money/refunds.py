"""Refunds: whole and partial, at once or later, and those that come back.

Source: API reference, "Refunds"; Stripe docs, "Refund and cancel payments", "Testing".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors, money
from simulator.operations.money import radar, reviews
from simulator.operations.money.bank_refunds import mailed, return_cash
from simulator.operations.money.refund_destinations import destination_of, is_asked_for
from simulator.operations.money.refund_outcomes import (
    SETTLES_AFTER,
    post_updated,
    taken_from_balance,
)
from simulator.operations.payments.account_debits import sent_back
from simulator.operations.payments.application_fees import give_share_back, platform_of
from simulator.operations.payments.receipts import receipt_url
from simulator.operations.payments.releasing import void
from simulator.operations.payments.reversing import reversal_of
from simulator.operations.payments.settling import card_of, charge_settles
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import check_named
from simulator.resources import charge as charge_states
from simulator.resources.charge import Charge, LetGo
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer
from simulator.wire.lists import Page, page
from simulator.work import Work

REFERENCE_AFTER: Final = 1
"""Seconds until the acquirer's reference number of a card refund is known."""


def create(work: Work) -> Refund:
    """POST /v1/refunds"""
    given = work.params
    if given.get("origin") == "customer_balance":
        return return_cash(work)
    return refund(work, _online(charge_of(work, given)), given)


def create_of_charge(work: Work) -> Refund:
    """POST /v1/charges/{charge}/refunds"""
    return refund(work, _online(work.load(Charge, work.path["charge"], "charge")), work.params)


def refund_charge(work: Work) -> Charge:
    """POST /v1/charges/{charge}/refund: the oldest way; it answers with the charge."""
    before = work.load(Charge, work.path["charge"])
    refund(work, _online(before), work.params)
    return work.load(Charge, before.id)


def _online(charge: Charge) -> Charge:
    """The charge, if it can be refunded without the card.

    Source: Stripe docs, "Regional considerations" (Canada).

    Raises:
        REFUND_IN_PERSON
    """
    if charge_states.read_at(charge).get("network") == "interac":
        raise errors.REFUND_IN_PERSON()
    return charge


def charge_of(work: Work, given: dict[str, Any]) -> Charge:
    """The charge that is to be refunded.

    Raises:
        REFUND_NEEDS_TARGET, RESOURCE_MISSING, REFERENCE_MISSING, REFUND_STATE, NOTHING_TO_REFUND
    """
    if id := given.get("charge"):
        return work.load(Charge, id)  # 404 with the param `id`, although it stands in the body
    if not (id := given.get("payment_intent")):
        raise errors.REFUND_NEEDS_TARGET()
    intent = work.refer(PaymentIntent, id, "payment_intent")
    charge = work.find(Charge, intent.latest_charge) if intent.latest_charge else None
    if charge is None and intent.status == "requires_action":
        raise errors.REFUND_STATE(intent=intent.id, status=intent.status)
    if charge is None or charge.status == "failed":
        raise errors.NOTHING_TO_REFUND(intent=intent.id)
    return charge


def refund(work: Work, charge: Charge, given: dict[str, Any]) -> Refund:
    """Give money back.

    Raises:
        every refusal of API reference, "Create a refund".
    """
    amount = given.get("amount")
    if amount is not None and amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    if not charge.captured and charge.status == "succeeded":
        return _void(work, charge, amount, given)
    if charge.status == "failed":
        raise errors.NOTHING_TO_REFUND(intent=charge.payment_intent or charge.id)
    rest = charge.amount_captured - charge.amount_refunded
    if rest <= 0:
        raise errors.CHARGE_REFUNDED(charge=charge.id)
    _refuse_disputed(work, charge)
    if amount is None:
        amount = rest
    if amount > rest:
        over = (
            errors.REFUND_EXCEEDS_REST if charge.amount_refunded else errors.REFUND_EXCEEDS_CHARGE
        )
        raise over(
            amount=money.printed(amount, charge.currency),
            rest=money.printed(rest, charge.currency),
        )
    if given.get("reverse_transfer") or given.get("refund_application_fee"):
        charge = _shared_out(work, charge)
    if (back := sent_back(work, charge, amount, given)) is not None:
        return back
    made = _made(work, charge, amount, given)
    after = replace(
        charge_states.refunded(charge, amount), receipt_url=receipt_url(work, charge.payment_intent)
    )
    if given.get("reason") == "fraudulent":
        after = replace(after, fraud_details=charge_states.reported(after, "fraudulent"))
    work.post("refund.created", made)
    work.post("charge.refunded", work.keep(after), before=charge)
    radar.answered(work, after)
    reviews.refunded(work, after, made.reason)
    return work.keep(made)


def _shared_out(work: Work, charge: Charge) -> Charge:
    """The charge, once it has handed over what is now to be taken back.

    That a charge which waits for its balance transaction gets it at once, then, is inferred.
    """
    charge_settles(work, charge.id)
    return work.load(Charge, charge.id)


def _refuse_disputed(work: Work, charge: Charge) -> None:
    if charge.dispute is None:
        return
    dispute = work.find_any("dispute", charge.dispute)
    if dispute is not None and not dispute.is_charge_refundable:
        raise errors.CHARGE_DISPUTED(charge=charge.id)


def _void(work: Work, charge: Charge, amount: int | None, given: dict[str, Any]) -> Refund:
    """Refund of what was only held: of an intent it is refused, of a legacy charge it releases."""
    let_go = charge.payment_intent is None and work.find(LetGo, charge.id) is not None
    if charge.refunded or let_go:  # That a hold which ran out is refused alike is inferred.
        raise errors.CHARGE_REFUNDED(charge=charge.id)
    if charge.payment_intent is not None:
        raise errors.CANCEL_THE_INTENT(intent=charge.payment_intent)
    if amount is not None and amount != charge.amount:
        raise errors.REFUND_UNCAPTURED_PART()
    made = void(work, charge, given.get("reason"), dict(given.get("metadata") or {}))
    reviews.refunded(work, work.load(Charge, charge.id), made.reason)
    return made


def _made(work: Work, charge: Charge, amount: int, given: dict[str, Any]) -> Refund:
    """The refund itself, with its row in the ledger; both kept.

    Of a payment that its bank has not answered yet there is nothing to give back: the refund waits
    for it. Source: Stripe changelog, "Adds a field explaining why refunds are pending"; that it has
    no row meanwhile, and that the charge shows it nevertheless, is inferred.
    """
    is_card = charge_states.by_card(charge)
    card = card_of(work, charge)
    behaviour = card.refund if card is not None else "succeeds"
    made = Refund(
        id=work.new_id("re" if is_card else "pyr", like=charge.id),
        amount=amount,
        charge=charge.id,
        created=work.now,
        currency=charge.currency,
        customer=charge.customer,
        destination_details=destination_of(charge),
        metadata=dict(given.get("metadata") or {}),
        payment_intent=charge.payment_intent,
        payment_method=charge.payment_method,
        reason=given.get("reason"),
        status="pending" if behaviour == "pending" else "succeeded",
    )
    if charge.status != "pending":
        made = taken_from_balance(work, charge, made)
    if is_asked_for(charge):
        made = mailed(work, made, given, charge.billing_details.email)
    if given.get("reverse_transfer"):
        made = replace(made, transfer_reversal=_taken_back(work, charge, amount, made.id))
    if given.get("refund_application_fee"):
        _give_fee_back(work, charge, amount)
    if charge.status == "pending":
        made = replace(made, status="pending", pending_reason="charge_pending")
    elif behaviour == "pending":
        made = replace(made, pending_reason="processing")
        work.schedule(work.now + SETTLES_AFTER, "refund_arrives", made.id)
    elif behaviour == "fails":
        work.schedule(work.now + SETTLES_AFTER, "refund_returns", made.id)
    elif is_card:
        work.schedule(work.now + REFERENCE_AFTER, "refund_reference", made.id)
    return work.keep(made)


def _taken_back(work: Work, charge: Charge, amount: int, refund: str) -> str | None:
    """The reversal of as large a share of the charge's transfer as is refunded; None if it is over.

    Raises:
        NO_TRANSFER_TO_REVERSE
    """
    if not isinstance(charge.transfer, str):
        raise errors.NO_TRANSFER_TO_REVERSE(charge=charge.id)
    transfer = work.load(Transfer, charge.transfer)
    share = transfer.amount * amount // charge.amount_captured
    back = min(share, transfer.amount - transfer.amount_reversed)
    return reversal_of(work, transfer, back, source_refund=refund).id if back else None


def _give_fee_back(work: Work, charge: Charge, amount: int) -> None:
    """The platform gives back as large a share of its fee as is refunded.

    Of a charge that was handed over in part there is no fee, and yet this may be asked: recorded.

    Raises:
        NO_FEE_TO_REFUND
    """
    if charge.application_fee is None and not isinstance(charge.transfer, str):
        raise errors.NO_FEE_TO_REFUND(charge=charge.id)
    payee, payer = platform_of(work), work
    if isinstance(charge.transfer, str):
        to = work.load(Transfer, charge.transfer).destination
        account = work.account.world.connected(work.account, to) if to else None
        if account is not None:
            payer = work.beside(account)
    give_share_back(payee, payer, charge.application_fee, amount, charge.amount_captured)


def retrieve(work: Work) -> Refund:
    """GET /v1/refunds/{refund}"""
    return work.load(Refund, work.path["refund"])


def retrieve_of_charge(work: Work) -> Refund:
    """GET /v1/charges/{charge}/refunds/{refund}"""
    charge = work.load(Charge, work.path["charge"], "charge")
    found = work.find(Refund, work.path["refund"])
    if found is None or found.charge != charge.id:
        raise errors.RESOURCE_MISSING(param="refund", noun="refund", id=work.path["refund"])
    return found


def update(work: Work) -> Refund:
    """POST /v1/refunds/{refund}: metadata alone."""
    return _updated(work, work.load(Refund, work.path["refund"]))


def update_of_charge(work: Work) -> Refund:
    """POST /v1/charges/{charge}/refunds/{refund}"""
    return _updated(work, retrieve_of_charge(work))


def _updated(work: Work, before: Refund) -> Refund:
    if "metadata" not in work.params:
        return before
    after = replace(before, metadata=merged_metadata(before.metadata, work.params["metadata"]))
    if after != before:
        post_updated(work, after, before)
    return after


def list_all(work: Work) -> Page:
    """GET /v1/refunds"""
    given = work.params
    check_named(work, charge=Charge, payment_intent=PaymentIntent)
    every = work.account.store.table("refund").values()
    things: Any = every
    if charge := given.get("charge"):
        things = work.where(Refund, "charge", charge)
    elif intent := given.get("payment_intent"):
        things = work.where(Refund, "payment_intent", intent)
    found = page(things, given, "/v1/refunds", "refund", among=every)
    return replace(found, count=len(found.data))


def list_of_charge(work: Work) -> Page:
    """GET /v1/charges/{charge}/refunds"""
    charge = work.load(Charge, work.path["charge"], "charge")
    found = work.where(Refund, "charge", charge.id)
    return page(found, work.params, f"/v1/charges/{charge.id}/refunds", "refund")
