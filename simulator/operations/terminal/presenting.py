"""A card is held to a simulated reader: what it was waiting for goes on, and ends at once.

Source: API reference, "Simulate presenting a payment method"; Stripe docs, "Test Stripe Terminal",
"Collect on-reader tips". In which order the events come is inferred.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.errors import StripeError
from simulator.instruments import presented_cards
from simulator.operations.money.refunds import charge_of, refund
from simulator.operations.payers.declining import declined
from simulator.operations.payments import attempting
from simulator.operations.terminal.ending import done, refused
from simulator.operations.terminal.readers import named
from simulator.operations.terminal.reading import chosen, read
from simulator.operations.terminal.saving import set_up
from simulator.resources import payment_intent as intent_states
from simulator.resources import terminal_reader as states
from simulator.resources.payment_intent import AmountDetails, PaymentIntent
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.resources.refund import Refund
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.terminal_reader import Reader
from simulator.work import Work

Hash = dict[str, Any]


def present(work: Work) -> Reader:
    """POST /v1/test_helpers/terminal/readers/{reader}/present_payment_method

    Raises:
        READER_NOT_SIMULATED, NOTHING_PRESENTABLE, PRESENTED_KIND_NOT_TAKEN
    """
    reader = simulated(work)
    kind = states.doing(reader)
    if kind not in states.WAITS_FOR_CARD:
        raise errors.NOTHING_PRESENTABLE(id=reader.id)
    try:
        reader = GOES_ON[kind](work, reader, states.about(reader))
    except StripeError as refusal:
        if not refusal.keeps:
            raise
        return refused(work, reader, refusal)
    return done(work, reader)


def simulated(work: Work) -> Reader:
    """The reader that the path names, if a test helper can act on it.

    Raises:
        RESOURCE_MISSING, READER_NOT_SIMULATED
    """
    reader = named(work)
    if not states.is_simulated(reader):
        raise errors.READER_NOT_SIMULATED(id=reader.id)
    return reader


def _pays(work: Work, reader: Reader, about: Hash) -> Reader:
    """The payment is tried with the card that was read."""
    intent, method = _collected(work, reader, about, about.get("process_config") or {})
    attempting.attempt(work, intent, method, work.load(Vaulted, method.id), {})
    return reader


def _collects(work: Work, reader: Reader, about: Hash) -> Reader:
    """The card was read, and the payment waits to be confirmed."""
    intent, method = _collected(work, reader, about, about.get("collect_config") or {})
    work.keep(intent)
    reader = states.told(reader, payment_method=msgspec.to_builtins(method))
    work.post("terminal.reader.action_updated", reader)
    return reader


def _collected(
    work: Work, reader: Reader, about: Hash, config: Hash
) -> tuple[PaymentIntent, PaymentMethod]:
    """The intent that names what was read, with the tip that its payer has chosen.

    Raises:
        INTENT_NOT_PROCESSABLE: something else has become of it meanwhile.
        PRESENTED_KIND_NOT_TAKEN
    """
    intent = work.load(PaymentIntent, about["payment_intent"])
    if intent.status != "requires_payment_method":
        raise errors.INTENT_NOT_PROCESSABLE()
    kind, number = chosen(work.params, intent.payment_method_types)
    intent = _tipped(intent, 0 if config.get("skip_tipping") else work.params.get("amount_tip"))
    method = read(work, reader, kind, number, amount=intent.amount, currency=intent.currency)
    return intent_states.with_payment_method(intent, method.id), method


def _tipped(intent: PaymentIntent, tip: int | None) -> PaymentIntent:
    """The intent with a tip, minor units: its amount comes to more.

    That one which was chosen before, for a payment that then failed, counts no more is inferred.
    """
    details: Any = msgspec.to_builtins(intent.amount_details) or {}
    before = (details.get("tip") or {}).get("amount") or 0
    if not tip and not before:
        return intent
    shown = {"tip": {"amount": tip} if tip else {}}
    told = details | shown if isinstance(intent.amount_details, dict) else AmountDetails(**shown)
    return replace(intent, amount=intent.amount - before + (tip or 0), amount_details=told)


def _sets_up(work: Work, reader: Reader, about: Hash) -> Reader:
    """The card is kept for later payments."""
    intent = work.load(SetupIntent, about["setup_intent"])
    if intent.status != "requires_payment_method":
        raise errors.SETUP_NOT_PROCESSABLE()
    kind, number = chosen(work.params, intent.payment_method_types)
    method = read(work, reader, kind, number, amount=None, currency="")
    return states.told(reader, generated_card=set_up(work, intent, method))


def _refunds(work: Work, reader: Reader, about: Hash) -> Reader:
    """The card that has paid gets its money back; that no other is asked for is inferred."""
    try:
        return states.told(reader, refund=_given_back(work, about).id)
    except StripeError as refusal:  # Nobody has asked the API; so it is the action that fails.
        refusal.keeps = True
        raise


def _given_back(work: Work, about: Hash) -> Refund:
    charge, amount = charge_of(work, about), about["amount"]
    vaulted = work.find(Vaulted, charge.payment_method or "")
    card = presented_cards.behind(vaulted.number if vaulted else "")
    if amount < charge.amount_captured:
        refusal = presented_cards.refund_refusal(card, amount, charge.currency)
        if refusal is not None:
            raise declined(refusal)
    given = {name: value for name, value in about.items() if name != "refund_payment_config"}
    return refund(work, charge, given)


GOES_ON: Final[Mapping[str, Callable[[Work, Reader, Hash], Reader]]] = {
    "collect_payment_method": _collects,
    "process_payment_intent": _pays,
    "process_setup_intent": _sets_up,
    "refund_payment": _refunds,
}
"""What follows when a card is presented, by the action that waits for it."""
