"""What pays a PaymentIntent: which PaymentMethod it is, and how answers and errors tell of it.

Source: API reference, "PaymentIntents", "Errors".
"""

from typing import Any

from simulator import errors
from simulator.resources import payment_intent as states
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

Hash = dict[str, Any]


def named_for(intent: PaymentIntent | SetupIntent) -> str | None:
    """The id of what is named for an intent of either kind."""
    return states.paid_with(intent) if isinstance(intent, PaymentIntent) else intent.payment_method


def method_of(work: Work, intent: PaymentIntent | SetupIntent) -> PaymentMethod:
    """The PaymentMethod of an intent for which one was named."""
    named = named_for(intent)
    assert named is not None
    return work.load(PaymentMethod, named)


def by_default(work: Work, intent: PaymentIntent) -> PaymentMethod:
    """The intent's own PaymentMethod, else its Customer's default one, else its default source.

    Source: API reference, "Create a PaymentIntent" (payment_method: "`source` automatically
    populates with `customer.default_source`"). That a default PaymentMethod goes first is inferred.

    Raises:
        CONFIRM_NEEDS_METHOD, CONFIRM_NEEDS_CUSTOMERS_METHOD
    """
    if states.paid_with(intent) is not None:
        return method_of(work, intent)
    embedded = {"payment_intent": intent}
    if intent.customer is None:
        raise errors.CONFIRM_NEEDS_METHOD(more=embedded)
    customer = work.find(Customer, intent.customer)
    default = customer and (
        customer.invoice_settings.default_payment_method or customer.default_source
    )
    if not default:
        raise errors.CONFIRM_NEEDS_CUSTOMERS_METHOD(customer=intent.customer, more=embedded)
    return work.load(PaymentMethod, default)


def told(method: PaymentMethod) -> Hash:
    """How an error tells what was to pay."""
    return {"payment_method": method}


def last_error(method: PaymentMethod, members: Hash) -> Hash:
    """`last_payment_error`: what the error says, and what was to pay."""
    shown = members | told(method) | {"payment_method_type": method.type}
    return dict(sorted(shown.items()))
