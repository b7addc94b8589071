"""Destination charges: as soon as the money is taken, it is handed over to a connected account.

With `transfer_data[amount]` that much is, but no more than was taken; else all of it, and an
application fee is taken back from what the account received. What else `transfer_data` says of the
transfer, and of the payment that the account sees, is said there.

Source: Stripe docs, "Create destination charges"; recorded charges, with the transfer and the
payment of each.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from simulator.operations.payments.charging import on_entered
from simulator.operations.payments.settling import worth_of
from simulator.operations.payments.transferring import transferred
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.work import Work


def grouped(intent: PaymentIntent) -> PaymentIntent:
    """The intent whose transfer, if it makes one, is in a group of its own; recorded."""
    if not intent.transfer_data or intent.transfer_group:
        return intent
    return replace(intent, transfer_group=f"group_{intent.id}")


def handed_over(charge: Charge, given: Mapping[str, Any]) -> Charge:
    """The charge with the fee and the amount to hand over that its capture names."""
    fee = given.get("application_fee_amount", given.get("application_fee"))
    if fee is not None:
        charge = replace(charge, application_fee_amount=fee)
    amount = (given.get("transfer_data") or {}).get("amount")
    if amount is not None and charge.transfer_data:
        charge = replace(charge, transfer_data=charge.transfer_data | {"amount": amount})
    return charge


@on_entered
def hand_over(work: Work, charge: Charge) -> None:
    """Make the transfer of a destination charge."""
    data = charge.transfer_data
    if not data or not data.get("destination") or charge.transfer:
        return
    destination = work.account.world.connected(work.account, data["destination"])
    if destination is None:
        return
    group = charge.transfer_group or f"group_{charge.payment_intent or charge.id}"
    if charge.transfer_group is None:
        charge = replace(charge, transfer_group=group)
    amount, currency = data.get("amount"), charge.currency
    fee = min(charge.application_fee_amount or 0, charge.amount_captured)
    if amount:
        amount = min(amount, charge.amount_captured)
    else:
        amount, currency, _ = worth_of(work, charge, charge.amount_captured)
    there = work.beside(destination)
    intent = work.find(PaymentIntent, charge.payment_intent) if charge.payment_intent else None
    told = (intent.transfer_data if intent else work.params.get("transfer_data")) or {}
    transfer = transferred(
        work,
        there,
        amount=amount,
        currency=currency,
        source=charge,
        fee=fee,
        seen=_said(told.get("payment_data") or {}),
        transfer_group=group,
        **_said(told),
    )
    payment = there.find(Charge, transfer.destination_payment)
    work.keep(
        replace(
            charge,
            application_fee=payment.application_fee if payment else None,
            transfer=transfer.id,
        )
    )
    if intent and intent.transfer_group is None:
        work.keep(replace(intent, transfer_group=group))


def _said(told: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a transfer, or of the payment that it is to the one who receives it.

    Of a charge without a PaymentIntent it is what the request says that takes the money; inferred.
    """
    return {name: told[name] for name in ("description", "metadata") if told.get(name)}
