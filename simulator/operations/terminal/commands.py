"""What a reader is told to do: take a payment, save a card, give money back, show a cart.

The answer says that it is in progress. What it waits for follows in `presenting`; what it does by
itself is done some moments later.

Source: API reference, "Terminal Readers"; Stripe docs, "Collect card payments" (server-driven),
"Save payment details in person", "Refund transactions", "Cart display".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.errors import StripeError
from simulator.operations.money.refunds import charge_of
from simulator.operations.payments import attempting, confirming, intent_payers
from simulator.operations.terminal.ending import ANSWERS_AFTER, ON_SCREEN, done, refused
from simulator.operations.terminal.readers import ready
from simulator.resources import terminal_reader as states
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import IN_PERSON, Vaulted
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.terminal_reader import Consent, Reader
from simulator.work import Work

Hash = dict[str, Any]


def process_payment_intent(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/process_payment_intent

    Raises:
        what `ready` raises; REFERENCE_MISSING, INTENT_NOT_PROCESSABLE, NOT_IN_PERSON
    """
    return _about_payment(work, "process_payment_intent", "process_config")


def collect_payment_method(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/collect_payment_method; raises the same."""
    return _about_payment(work, "collect_payment_method", "collect_config")


def _about_payment(work: Work, kind: str, config: str) -> Reader:
    reader = ready(work)
    intent = work.refer(PaymentIntent, work.params["payment_intent"], "payment_intent")
    confirming.check_not_of_session(work, intent)
    if intent.status != "requires_payment_method":
        raise errors.INTENT_NOT_PROCESSABLE()
    _check_in_person(intent.payment_method_types)
    said = work.params.get(config) or {}
    _agreed(work, reader, said)
    return _begun(work, reader, kind, {"payment_intent": intent.id} | _shown(config, said))


def confirm_payment_intent(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/confirm_payment_intent: of what was collected before.

    Raises:
        what `ready` raises; REFERENCE_MISSING, INTENT_NOT_COLLECTED, NOT_IN_PERSON
    """
    reader = ready(work)
    intent = work.refer(PaymentIntent, work.params["payment_intent"], "payment_intent")
    if intent.status != "requires_confirmation":
        raise errors.INTENT_NOT_COLLECTED()
    if intent_payers.method_of(work, intent).type not in IN_PERSON:
        raise errors.NOT_IN_PERSON()
    work.schedule(work.now + ANSWERS_AFTER, "reader_confirms", reader.id)
    config = _shown("confirm_config", work.params.get("confirm_config") or {})
    return _begun(work, reader, "confirm_payment_intent", {"payment_intent": intent.id} | config)


@due("reader_confirms")
def reader_confirms(work: Work, id: str) -> None:
    """The reader has sent on what it had collected, and the issuer has answered."""
    reader = work.find(Reader, id)
    if reader is None or states.doing(reader) != "confirm_payment_intent":
        return
    intent = work.load(PaymentIntent, states.about(reader)["payment_intent"])
    try:
        if intent.status != "requires_confirmation":
            raise errors.INTENT_NOT_COLLECTED()
        method = intent_payers.method_of(work, intent)
        attempting.attempt(work, intent, method, work.load(Vaulted, method.id), {})
    except StripeError as refusal:
        refused(work, reader, refusal)
        return
    done(work, reader)


def process_setup_intent(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/process_setup_intent

    Raises:
        what `ready` raises; REFERENCE_MISSING, SETUP_NOT_PROCESSABLE, NOT_IN_PERSON
    """
    reader, given = ready(work), work.params
    intent = work.refer(SetupIntent, given["setup_intent"], "setup_intent")
    if intent.status != "requires_payment_method":
        raise errors.SETUP_NOT_PROCESSABLE()
    _check_in_person(intent.payment_method_types)
    _agreed(work, reader, given)
    config = _shown("process_config", given.get("process_config") or {})
    return _begun(work, reader, "process_setup_intent", {"setup_intent": intent.id} | config)


def refund_payment(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/refund_payment: the card that has paid is presented.

    Raises:
        what `ready` raises; REFUND_NEEDS_TARGET, RESOURCE_MISSING, REFERENCE_MISSING,
        CHARGE_REFUNDED
    """
    reader, given = ready(work), work.params
    charge = charge_of(work, given)
    if (rest := charge.amount_captured - charge.amount_refunded) <= 0:
        raise errors.CHARGE_REFUNDED(charge=charge.id)
    said = {name: given[name] for name in given if name != "expand"}
    return _begun(work, reader, "refund_payment", {"amount": rest} | said)


def set_reader_display(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/set_reader_display

    Raises:
        what `ready` raises
    """
    reader, cart = ready(work), work.params.get("cart")
    shown = None if cart is None else {"tax": None} | cart
    work.schedule(work.now + ANSWERS_AFTER, "reader_shows", reader.id)
    return _begun(work, reader, ON_SCREEN, {"cart": shown, "type": work.params["type"]})


def _begun(work: Work, reader: Reader, kind: str, subject: Hash) -> Reader:
    return work.keep(states.begun(reader, kind, dict(sorted(subject.items())), work.now))


def _check_in_person(types: list[str]) -> None:
    """Refuse what is to be paid, or set up, on the web alone.

    Raises:
        NOT_IN_PERSON
    """
    if IN_PERSON.isdisjoint(types):
        raise errors.NOT_IN_PERSON()


def _agreed(work: Work, reader: Reader, said: Hash) -> None:
    """Note whether the owner of the card that is kept may see it again; the reader shows it not."""
    consent = Consent(id=reader.id)
    if said.get("allow_redisplay"):
        consent = replace(consent, allow_redisplay=said["allow_redisplay"])
    work.keep(consent)


def _shown(config: str, said: Hash) -> Hash:
    """What was said of this one time; absent where it was nothing."""
    shown = {name: value for name, value in said.items() if name != "allow_redisplay"}
    return {config: shown} if shown else {}
