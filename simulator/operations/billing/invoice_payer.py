"""What an invoice is paid with: what a request names, or what is kept for it.

A source is a card, a bank account or a Source that a Customer keeps, as it was before
PaymentMethods. Each is a PaymentMethod as well, and pays as one.

Source: Stripe docs, "Payment method priority"; API reference, "Pay an invoice" (source).
"""

from typing import Any, NamedTuple

from msgspec.structs import replace

from simulator import errors
from simulator.operations.payers.keeping_sources import of_customer
from simulator.operations.payers.mandates import NEEDING
from simulator.operations.payers.sources import payer_of
from simulator.resources import invoice as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import Vaulted
from simulator.resources.subscription import Subscription
from simulator.work import Work

Hash = dict[str, Any]


class Payer(NamedTuple):
    """The id of what is to pay, and whether it was named as a source."""

    id: str
    as_source: bool = False


def first(*named: tuple[str | None, str | None]) -> Payer | None:
    """The first that is named; a PaymentMethod goes before a source that stands beside it."""
    for method, source in named:
        if method:
            return Payer(method)
        if source:
            return Payer(source, as_source=True)
    return None


def payer(work: Work, invoice: Invoice) -> Payer | None:
    """What an invoice is paid with: its own, the Subscription's, or the Customer's."""
    customer = work.refer(Customer, invoice.customer, "customer")
    subscription = work.find(Subscription, states.subscription_of(invoice) or "")
    return first(
        (invoice.default_payment_method, invoice.default_source),
        (subscription.default_payment_method, subscription.default_source)
        if subscription
        else (None, None),
        (customer.invoice_settings.default_payment_method, customer.default_source),
    )


def asked(work: Work, invoice: Invoice, given: Hash) -> Payer | None:
    """What a request names to pay with: a PaymentMethod, or a source of the Customer's.

    Raises:
        EXCLUSIVE: there is one too many; inferred.
        NOT_A_SOURCE_OF_PAYER
    """
    method, source = given.get("payment_method"), given.get("source")
    if method and source:
        raise errors.EXCLUSIVE(names="payment_method, source", param="payment_method")
    if not source:
        return first((method, None))
    if of_customer(work, work.load(Customer, invoice.customer), source) is None:
        raise errors.NOT_A_SOURCE_OF_PAYER(id=source)
    return first((None, source))


def confirmed_with(
    work: Work, invoice: Invoice, intent: PaymentIntent, payer: Payer
) -> tuple[PaymentIntent, Hash]:
    """The intent as it takes what pays it, and the parameters that confirm it.

    A source is taken whatever its type, unless the invoice says which types are; what is debited by
    a mandate has had one since the Customer kept it. Both are inferred.

    Raises:
        BANK_ACCOUNT_UNVERIFIED, SOURCE_STATE, SOURCE_CONSUMED
    """
    id = payer.id
    how: Hash = {"source" if payer.as_source else "payment_method": id}
    customer = work.load(Customer, invoice.customer)
    if of_customer(work, customer, id) is None:
        return intent, how
    method, _ = payer_of(work, id, customer)
    types = intent.payment_method_types
    chosen = (invoice.payment_settings or {}).get("payment_method_types")
    if method.type not in types and not chosen:
        intent = replace(intent, payment_method_types=[*types, method.type])
    if method.type in NEEDING:
        how["mandate_data"] = {"customer_acceptance": {"type": "offline"}}
        if (vaulted := work.find(Vaulted, id)) is not None:
            work.keep(replace(vaulted, verified=True))
    return intent, how
