"""What an attempt to pay leaves behind, whatever it was tried with: cards and banks share it.

Source: API reference, "Confirm a PaymentIntent".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator.operations.payers.attaching import consume
from simulator.operations.payers.generated_debits import GENERATING, left_behind
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, Vaulted, attached
from simulator.work import Work

OnSettled = Callable[[Work, PaymentIntent], None]
ON_SETTLED: Final[list[OnSettled]] = []
"""Told when a PaymentIntent was paid, held, captured or taken in by a bank, or when a bank declined
it later: a Checkout Session goes on from there.
"""


def tell_settled(work: Work, intent: PaymentIntent) -> PaymentIntent:
    """Tell those who wait for this intent how it stands; hand it back."""
    for told in ON_SETTLED:
        told(work, intent)
    return intent


def copied_to_charge(intent: PaymentIntent) -> dict[str, Any]:
    """What a charge takes over from its intent, as it was at that moment."""
    return {
        "amount": intent.amount,
        "application": intent.application,
        "application_fee_amount": intent.application_fee_amount,
        "currency": intent.currency,
        "customer": intent.customer,
        "description": intent.description,
        "destination": (intent.transfer_data or {}).get("destination"),
        "metadata": intent.metadata,
        "on_behalf_of": intent.on_behalf_of,
        "receipt_email": intent.receipt_email,
        "shipping": intent.shipping,
        "statement_descriptor": intent.statement_descriptor,
        "statement_descriptor_suffix": intent.statement_descriptor_suffix,
        "transfer_data": shown_on_charge(intent.transfer_data),
        "transfer_group": intent.transfer_group,
    }


def shown_on_charge(transfer_data: dict[str, Any] | None) -> dict[str, Any] | None:
    """`transfer_data` of a charge, which says less of the transfer than its intent does."""
    if not transfer_data:
        return None
    return {name: transfer_data.get(name) for name in ("amount", "destination")}


def holds(intent: PaymentIntent, kind: str) -> bool:
    """Whether money of this kind is only held at first; what its options say comes first."""
    how = _option(intent, kind, "capture_method") or intent.capture_method
    return how in ("manual", "manual_preferred")


def sets_up(intent: PaymentIntent, kind: str) -> str | None:
    """For which later payments a PaymentMethod of this kind is kept; None: for none."""
    said: str | None = _option(intent, kind, "setup_future_usage") or intent.setup_future_usage
    return said


def _option(intent: PaymentIntent, kind: str, name: str) -> Any:
    return ((intent.payment_method_options or {}).get(kind) or {}).get(name)


def settle_method(
    work: Work, intent: PaymentIntent, method: PaymentMethod, *, authenticated: bool
) -> PaymentMethod:
    """Attach the PaymentMethod where the intent says so; else, on its own, it is used up.

    What cannot be used twice leaves a debit behind, which is attached in its place.
    """
    later = sets_up(intent, method.type)
    if later and method.type in GENERATING:
        left_behind(work, method, intent.customer)
        consume(work, method)
        return method
    if authenticated or later:
        vaulted = work.find(Vaulted, method.id)
        if vaulted is not None and later:
            work.keep(replace(vaulted, set_up=True))
    if method.customer is not None:
        return method
    if later and intent.customer is not None:
        method = work.keep(attached(method, intent.customer))
        work.post("payment_method.attached", method)
        return method
    consume(work, method)
    return method
