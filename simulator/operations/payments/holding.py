"""What becomes of money that is held: it is captured, the hold is raised, or its time runs out.

Source: API reference, "Capture a PaymentIntent", "Increment an authorization"; Stripe docs, "Place
a hold on a payment method".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors, money
from simulator.agenda import due
from simulator.instruments.declines import DECLINES
from simulator.instruments.issuer import granted
from simulator.operations.payers.cards import behind
from simulator.operations.payers.declining import declined
from simulator.operations.payments import amount_details, partly_authorized
from simulator.operations.payments.charging import on_statement, overcapture, taken
from simulator.operations.payments.destinations import handed_over
from simulator.operations.payments.drafting import check_amount, details_of
from simulator.operations.payments.intent_rules import check_descriptor, check_lines
from simulator.operations.payments.outcomes import tell_settled
from simulator.operations.payments.releasing import EXPIRED, leave_over, leaves_refund, release
from simulator.operations.payments.settling import settle
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources import charge as charge_states
from simulator.resources import payment_intent as states
from simulator.resources.charge import AVAILABLE, CardMethodDetails, Charge
from simulator.resources.payment_intent import Dossier, PaymentIntent
from simulator.resources.payment_method import Vaulted
from simulator.work import Work


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
    card = isinstance(charge.payment_method_details, CardMethodDetails)
    check_descriptor(work, work.params, ("card",) if card else ())
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
    charge = _named(work, handed_over(charge, work.params))
    before = work.keep(_handing_over(work, before, charge))
    if "payment_details" in work.params:
        before = replace(before, payment_details=details_of(work.params["payment_details"]))
    before = amount_details.captured(work, before, work.params, amount=amount, final=final)
    after = states.captured(before, amount, final=final)
    transaction = settle(work, charge, amount)
    captured = charge_states.captured(charge, amount, transaction.id)
    if after.status == "requires_capture":
        captured = replace(captured, captured=False)
        work.post("charge.captured", work.keep(captured), before=charge)
        work.post("payment_intent.amount_capturable_updated", after)
        return work.keep(after)
    work.call_off("authorization_expires", before.id)
    leave_over(work, charge, taken(work, captured, "charge.captured", before=charge))
    work.post("payment_intent.succeeded", after)
    return tell_settled(work, work.keep(after))


def _handing_over(work: Work, intent: PaymentIntent, charge: Charge) -> PaymentIntent:
    """The intent with what is now said of the transfer to come."""
    said = work.params.get("transfer_data")
    if not (said and charge.transfer_data and intent.transfer_data):
        return intent
    return replace(intent, transfer_data=dict(sorted((intent.transfer_data | said).items())))


def _named(work: Work, charge: Charge) -> Charge:
    """The charge as the shopper's statement shows it, if the capture says so."""
    names = ("statement_descriptor", "statement_descriptor_suffix")
    told = {name: work.params[name] for name in names if work.params.get(name) is not None}
    if not told:
        return charge
    charge = replace(charge, **told)
    if not isinstance(charge.payment_method_details, CardMethodDetails):
        return charge
    shown = on_statement(work, charge.statement_descriptor, charge.statement_descriptor_suffix)
    return replace(charge, calculated_statement_descriptor=shown)


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
    most = intent.amount_capturable + charge_states.most_capturable(charge) - charge.amount
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
    if not _can_be_raised(charge):
        raise errors.NOT_INCREMENTABLE(more=embedded)
    dossier = work.find(Dossier, before.id) or Dossier(id=before.id)
    if dossier.increments >= states.INCREMENTS_MAX:
        raise errors.INCREMENTS_SPENT(most=states.INCREMENTS_MAX, more=embedded)
    check_lines(work.params)
    amount = work.params["amount"]
    if amount <= before.amount:
        raise errors.INCREMENT_TOO_SMALL(
            amount=money.printed(before.amount, before.currency), more=embedded
        )
    check_amount(work, amount, before.currency)
    work.keep(replace(dossier, increments=dossier.increments + 1))
    options = _options_of_increment(work, before)
    requested, amount = amount, _granted(work, before, amount, options)
    charge = _named(work, handed_over(_raised(charge, amount), work.params))
    charge = partly_authorized.told(charge, options, requested=requested)
    before = _handing_over(work, before, charge)
    work.keep(charge)
    changes = {
        name: work.params[name]
        for name in ("description", "application_fee_amount", "statement_descriptor")
        if work.params.get(name) is not None
    }
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata, work.params["metadata"])
    if "payment_details" in work.params:
        changes["payment_details"] = details_of(work.params["payment_details"])
    after = replace(before, amount=amount, amount_capturable=amount, **changes)
    after = amount_details.described(work, after, work.params)
    work.post("payment_intent.amount_capturable_updated", after)
    return work.keep(after)


def _options_of_increment(work: Work, intent: PaymentIntent) -> dict[str, Any]:
    """What was asked of the card when it was authorized, and what this increment asks."""
    known = (intent.payment_method_options or {}).get("card") or {}
    return known | ((work.params.get("payment_method_options") or {}).get("card") or {})


def _granted(work: Work, intent: PaymentIntent, amount: int, options: dict[str, Any]) -> int:
    """The new total, minor units, as far as the account covers what is new of it.

    Raises:
        CARD_DECLINED: what was held stays so; declined attempts count as well.
    """
    vaulted = work.find(Vaulted, intent.payment_method or "")
    more = amount - intent.amount
    part = granted(behind(vaulted.number), more, "when_raised") if vaulted else more
    refusal = work.account.take_planned_decline()
    if refusal is None and part < more and not partly_authorized.asked(options):
        refusal = DECLINES["insufficient_funds"]
    if refusal is not None:
        refused = declined(refusal, payment_intent=intent)
        refused.keeps = True
        raise refused
    return intent.amount + part


def _can_be_raised(charge: Charge) -> bool:
    """Whether more can be held than was authorized at first."""
    details = charge.payment_method_details
    if isinstance(details, CardMethodDetails):
        return details.card.incremental_authorization == AVAILABLE
    return bool(charge_states.read_at(charge).get("incremental_authorization_supported"))


def _raised(charge: Charge, amount: int) -> Charge:
    """The charge that now holds this much, minor units."""
    details = charge.payment_method_details
    charge = replace(charge, amount=amount)
    if not isinstance(details, CardMethodDetails):
        return charge_states.told_at(charge, amount_authorized=amount)
    card = replace(details.card, amount_authorized=amount)
    if card.overcapture is not None:
        card = replace(card, overcapture=overcapture(amount, card.overcapture.status))
    return replace(charge, payment_method_details=CardMethodDetails(card=card))


@due("authorization_expires")
def authorization_expires(work: Work, id: str) -> None:
    """The hold runs out: the charge expires, and the intent is canceled.

    Source: Stripe docs, "Place a hold on a payment method", "API changelog", 2025-03-31.basil, by
    which the reason was `automatic` before. The order of the events is inferred.
    """
    before = work.find(PaymentIntent, id)
    if before is None or before.status != "requires_capture" or before.latest_charge is None:
        return
    release(work, work.load(Charge, before.latest_charge), EXPIRED, expiry=True)
    reason = "automatic" if leaves_refund(work) else "expired"
    after = states.canceled(before, work.now, reason)
    work.post("payment_intent.canceled", work.keep(after))
