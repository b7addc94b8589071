"""What an account in India has to say of a payment that comes from abroad.

Source: refusals quoted by integrators, of PaymentIntents and of Charges; Stripe docs, "Accept
international payments from customers outside of India". That a payment comes from abroad where it
is not in rupees, and that all of the names and addresses below will do, is inferred.

Unlike Stripe: a Charge that is made without a PaymentIntent is not asked.
"""

from typing import Final

from simulator import errors
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import Address
from simulator.work import Work

INDIA: Final = "IN"
RUPEES: Final = "inr"


def check_export(work: Work, intent: PaymentIntent, method: PaymentMethod) -> None:
    """Refuse a payment from abroad of which too little is said.

    Raises:
        EXPORT_NEEDS_DESCRIPTION, EXPORT_NEEDS_PAYER
    """
    if work.account.country != INDIA or intent.currency == RUPEES:
        return
    if not intent.description:
        raise errors.EXPORT_NEEDS_DESCRIPTION()
    customer = work.find(Customer, intent.customer) if intent.customer else None
    for payer in (intent.shipping, customer, method.billing_details):
        if payer is not None and payer.name and _lives_somewhere(payer.address):
            return
    raise errors.EXPORT_NEEDS_PAYER()


def _lives_somewhere(address: Address | None) -> bool:
    return address is not None and bool(address.line1 or address.country)
