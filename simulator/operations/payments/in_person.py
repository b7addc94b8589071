"""Paying by a card that is held to a reader: the issuer answers at once, and asks for nothing else.

Source: Stripe docs, "Collect card payments", "Regional considerations".
"""

from typing import Any

from msgspec.structs import replace

from simulator.instruments import presented_cards
from simulator.instruments.cards import TestCard
from simulator.instruments.declines import Decline
from simulator.operations.accounts.connected_accounts import check_charges
from simulator.operations.payers.attaching import consume
from simulator.operations.payers.declining import declined
from simulator.operations.payers.generated_cards import generated
from simulator.operations.payments import intent_payers
from simulator.operations.payments.charging import held, keep_failed
from simulator.operations.payments.destinations import grouped
from simulator.operations.payments.in_person_charges import hold_seconds, present_charge
from simulator.operations.payments.outcomes import holds, sets_up
from simulator.operations.payments.taking import paid_by
from simulator.resources import charge as charge_states
from simulator.resources import payment_intent as states
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.work import Work


def attempt(
    work: Work, intent: PaymentIntent, method: PaymentMethod, vaulted: Vaulted
) -> PaymentIntent:
    """One attempt to pay this intent with what a reader has read.

    Raises:
        CARD_DECLINED, which keeps what was done
    """
    check_charges(work)
    intent = grouped(intent)
    number = vaulted.number or presented_cards.DEFAULT[method.type]
    card = presented_cards.behind(number)
    consume(work, method)
    refusal = work.account.take_planned_decline()
    if refusal is None:
        refusal = presented_cards.refusal(card, intent.amount, intent.currency)
    if refusal is not None:
        _fail(work, intent, method, card, refusal)
    return _succeed(work, intent, method, card)


def _fail(
    work: Work, intent: PaymentIntent, method: PaymentMethod, card: TestCard, refusal: Decline
) -> None:
    """A decline: the failed charge, the intent, the 402 for whoever asked by API.

    Raises:
        CARD_DECLINED: always; what was done is kept.
    """
    capture = not holds(intent, method.type)
    charge = present_charge(work, intent, method, card, capture=capture, decline=refusal)
    charge = keep_failed(work, charge)
    more: dict[str, Any] = {"charge": charge.id}
    members = declined(refusal, **more).members("9999")
    error = intent_payers.last_error(work, intent, method, members)
    after = work.keep(states.declined(intent, error, charge.id))
    work.post("payment_intent.payment_failed", after)
    refused = declined(refusal, payment_intent=after, payment_method=method, **more)
    refused.keeps = True
    raise refused


def _succeed(
    work: Work, intent: PaymentIntent, method: PaymentMethod, card: TestCard
) -> PaymentIntent:
    holding = holds(intent, method.type)
    charge = present_charge(work, intent, method, card, capture=not holding)
    charge = _kept_for_later(work, intent, method, charge)
    if holding:
        work.schedule(
            work.now + hold_seconds(intent, card.brand), "authorization_expires", intent.id
        )
        charge = held(work, charge)
        after = replace(states.authorized(intent, charge.id), review=charge.review)
        work.post("payment_intent.amount_capturable_updated", after)
        return work.keep(after)
    return paid_by(work, intent, charge)


def _kept_for_later(
    work: Work, intent: PaymentIntent, method: PaymentMethod, charge: Charge
) -> Charge:
    """The charge with the card that it leaves behind, if there are to be later payments."""
    if method.type != "card_present" or sets_up(intent, method.type) is None:
        return charge
    details = charge.payment_method_details
    assert isinstance(details, dict)
    card = generated(work, method, intent.customer, details, charge=charge.id)
    return charge_states.told_at(charge, generated_card=card.id)
