"""What pays a PaymentIntent: which PaymentMethod it is, and how answers and errors tell of it.

Cards, bank accounts and Sources that are kept as they were before PaymentMethods are PaymentMethods
as well, under the same id. An intent that was told of one as a source shows it as `source`, and no
`payment_method`; so does the error of an attempt that failed. Its charge shows both, the source
whole. All of this was recorded by integrators, but for what is marked as inferred.

Source: API reference, "PaymentIntents", "Charges", "Errors" (source); recorded in public.
"""

from typing import Any, NamedTuple

import msgspec

from simulator import errors
from simulator.operations.payers.keeping_sources import Kept, kept
from simulator.operations.payers.payers import method_of as method_named
from simulator.operations.payers.sources import as_charged, payer_of, spent
from simulator.resources import payment_intent as states
from simulator.resources.customer import Customer
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import Checks, PaymentMethod
from simulator.resources.setup_intent import SetupIntent
from simulator.work import Work

Hash = dict[str, Any]


class Payer(NamedTuple):
    """What is to pay: a PaymentMethod, and whether it was named as the source that it is too."""

    method: PaymentMethod
    as_source: bool = False

    def pays(self, intent: PaymentIntent) -> bool:
        """Whether it is what the intent names already, and in this way."""
        return self.method.id == (intent.source if self.as_source else intent.payment_method)

    def named_for(self, intent: PaymentIntent) -> PaymentIntent:
        """The intent that it is to pay from now on."""
        if self.as_source:
            return states.with_source(intent, self.method.id)
        return states.with_payment_method(intent, self.method.id)


def named(work: Work, given: Hash, intent: PaymentIntent) -> Payer | None:
    """What the parameters name or describe for an intent, if they do.

    Args:
        intent: whose Customer's own cards a `source` may name.

    Raises:
        REFERENCE_MISSING, NOT_THE_CUSTOMERS_CARD, TOKEN_USED, card errors
    """
    if (method := method_named(work, given, intent.id)) is not None:
        return Payer(method)
    if not given.get("source"):
        return None
    customer = work.find(Customer, intent.customer) if intent.customer else None
    return Payer(payer_of(work, given["source"], customer)[0], as_source=True)


def by_default(work: Work, intent: PaymentIntent) -> Payer:
    """What the intent names, or else its Customer's default source.

    A default PaymentMethod is one for invoices and Subscriptions, and pays nothing else.

    Source: API reference, "Create a PaymentIntent" (payment_method: "`source` automatically
    populates with `customer.default_source`"), "Customers" (invoice_settings).

    Raises:
        CONFIRM_NEEDS_METHOD, CONFIRM_NEEDS_CUSTOMERS_METHOD, and those of a source that cannot pay
    """
    if states.paid_with(intent) is not None:
        return Payer(method_of(work, intent), as_source=intent.source is not None)
    embedded = {"payment_intent": intent}
    if intent.customer is None:
        raise errors.CONFIRM_NEEDS_METHOD(more=embedded)
    customer = work.find(Customer, intent.customer)
    if customer is None or customer.default_source is None:
        raise errors.CONFIRM_NEEDS_CUSTOMERS_METHOD(customer=intent.customer, more=embedded)
    return Payer(payer_of(work, customer.default_source, customer)[0], as_source=True)


def named_for(intent: PaymentIntent | SetupIntent) -> str | None:
    """The id of what is named for an intent of either kind."""
    return states.paid_with(intent) if isinstance(intent, PaymentIntent) else intent.payment_method


def method_of(work: Work, intent: PaymentIntent | SetupIntent) -> PaymentMethod:
    """The PaymentMethod of an intent for which one was named."""
    named = named_for(intent)
    assert named is not None
    return work.load(PaymentMethod, named)


def source_of(work: Work, intent: PaymentIntent) -> Kept | None:
    """The source that pays the intent, if it is paid by one."""
    return kept(work, intent.source) if intent.source is not None else None


def tried(work: Work, intent: PaymentIntent) -> None:
    """Note that what pays the intent is used now; what pays once has done so."""
    if (source := source_of(work, intent)) is not None:
        spent(work, source)


def shown_on_charge(work: Work, intent: PaymentIntent, checks: Checks) -> Hash | None:
    """`source` of a Charge of this intent: the whole source, as the issuer has seen it."""
    source = source_of(work, intent)
    return None if source is None else msgspec.to_builtins(as_charged(source, checks))


def told(work: Work, intent: PaymentIntent, method: PaymentMethod) -> Hash:
    """How an error tells what was to pay this intent."""
    source = source_of(work, intent)
    return {"payment_method": method} if source is None else {"source": source}


def last_error(work: Work, intent: PaymentIntent, method: PaymentMethod, members: Hash) -> Hash:
    """`last_payment_error`: what the error says, and what was to pay.

    That the type of a source is not said beside it is inferred.
    """
    shown = members | told(work, intent, method)
    if "payment_method" in shown:
        shown["payment_method_type"] = method.type
    return dict(sorted(shown.items()))
