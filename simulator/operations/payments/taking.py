"""Taking money that was not held first: the charge is there, and its intent is paid.

Source: Stripe docs, "Asynchronous capture": with `automatic_async` the money is in the balance some
seconds later, and only then shared out.
"""

from msgspec.structs import replace

from simulator.operations.payments.charging import taken
from simulator.operations.payments.settling import SETTLES_ASYNC_AFTER, settle
from simulator.resources import payment_intent as states
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work


def paid_by(work: Work, intent: PaymentIntent, charge: Charge) -> PaymentIntent:
    """The intent once this charge has taken all of it; both told and kept."""
    if intent.capture_method == "automatic_async":
        work.schedule(work.now + SETTLES_ASYNC_AFTER, "charge_settles", charge.id)
    else:
        charge = replace(charge, balance_transaction=settle(work, charge, charge.amount).id)
    charge = taken(work, charge)
    after = replace(states.paid(intent, charge.id), review=charge.review)
    work.post("payment_intent.succeeded", after)
    return work.keep(after)
