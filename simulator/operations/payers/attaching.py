"""Attaching PaymentMethods and detaching them; which of them can still pay.

Source: API reference, "Attach a PaymentMethod to a Customer"; recorded refusals.
"""

from typing import Final

from msgspec.structs import replace

from simulator import errors
from simulator.instruments import issuer
from simulator.instruments.issuer import Attempt
from simulator.operations.payers.cards import behind
from simulator.operations.payers.declining import not_kept, validation_decline
from simulator.operations.payers.method_types import PAYING_ONCE, TURNED_INTO_DEBITS
from simulator.resources import payment_method as method_states
from simulator.resources.customer import Customer
from simulator.resources.payment_method import Card, Checks, PaymentMethod, Vaulted
from simulator.work import Work

VERIFIED_FIRST: Final = frozenset({"us_bank_account"})
"""Kinds of which it must be known that they are the payer's own, before they are anybody's."""


def attach_to(
    work: Work, method: PaymentMethod, customer: str, *, asks: bool = True
) -> PaymentMethod:
    """Attach, with the validation that Stripe asks the issuer for.

    Args:
        asks: whether it does.

    Raises:
        NOT_SAVED, PAYMENT_METHOD_CONSUMED, ALREADY_ATTACHED, NOT_VERIFIED, CARD_DECLINED
    """
    if method.type in PAYING_ONCE | TURNED_INTO_DEBITS | method_states.IN_PERSON:
        raise errors.NOT_SAVED(type=method.type)
    vaulted = usable(work, method)
    if method.customer == customer:
        return method
    moved = method_states.attached(method, customer)
    if method.type in VERIFIED_FIRST and not vaulted.verified:
        raise errors.NOT_VERIFIED(type=method.type)
    if asks and isinstance(method.card, Card):
        card = behind(vaulted.number)
        attempt = attempt_with(method, vaulted)
        if (refusal := validation_decline(card, attempt)) is not None:
            raise not_kept(refusal)
        moved = method_states.checked(moved, issuer.checks(card, attempt))
    work.post("payment_method.attached", moved)
    return work.keep(moved)


def detach_from(work: Work, method: PaymentMethod) -> PaymentMethod:
    """Detach; from then on it can never be used again.

    That a Customer who loses the default is told of so, and after that, is inferred of what Stripe
    says of `customer.updated`: it tells of any property that changes.
    """
    alone = method_states.detached(method)
    consume(work, method)
    work.post("payment_method.detached", alone, before=method)
    assert method.customer is not None
    customer = work.find(Customer, method.customer)
    if customer is not None and customer.invoice_settings.default_payment_method == method.id:
        settings = replace(customer.invoice_settings, default_payment_method=None)
        after = work.keep(replace(customer, invoice_settings=settings))
        work.post("customer.updated", after, before=customer)
    return work.keep(alone)


def usable(work: Work, method: PaymentMethod) -> Vaulted:
    """What stands behind a PaymentMethod that can still pay.

    Raises:
        PAYMENT_METHOD_CONSUMED: it has paid without a Customer, or was detached.
    """
    vaulted = work.find(Vaulted, method.id)
    if vaulted is None:
        return Vaulted(id=method.id, number="")
    if vaulted.consumed and method.customer is None:
        raise errors.PAYMENT_METHOD_CONSUMED()
    return vaulted


def consume(work: Work, method: PaymentMethod) -> None:
    """Note that a PaymentMethod without a Customer has paid, or tried to."""
    vaulted = work.find(Vaulted, method.id) or Vaulted(id=method.id, number="")
    work.keep(replace(vaulted, consumed=True))


def attempt_with(method: PaymentMethod, vaulted: Vaulted) -> Attempt:
    """How this PaymentMethod would be tried, so far as its own details say."""
    address = method.billing_details.address
    told = method.card.checks if isinstance(method.card, Card) else Checks(cvc_check="unchecked")
    return Attempt(
        set_up=vaulted.set_up,
        cvc_given=vaulted.cvc is not None,
        cvc_known=told.cvc_check is not None,
        postal_code_given=bool(address.postal_code),
        postal_code_known=bool(address.postal_code or told.address_postal_code_check),
        line1_known=bool(address.line1 or told.address_line1_check),
    )
