"""Transfers to connected accounts: asked for, or made by a destination charge; and reversals.

Source: API reference, "Transfers"; Stripe docs, "Create destination charges".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.operations.charging import on_taken, receipt_url
from simulator.operations.metadata import merged_metadata
from simulator.resources import charge as charge_states
from simulator.resources.balance_transaction import row
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.person import NO_BILLING_DETAILS
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer, TransferReversal, reversed_by
from simulator.wire.lists import Page, page
from simulator.work import Work
from simulator.world import Account


def create(work: Work) -> Transfer:
    """POST /v1/transfers"""
    given = work.params
    destination = work.account.world.connected(work.account, given["destination"])
    if destination is None:
        raise errors.REFERENCE_MISSING(
            param="destination", noun="destination", id=given["destination"]
        )
    source = given.get("source_transaction")
    charge = work.refer(Charge, source, "source_transaction") if source else None
    amount = given.get("amount", charge.amount if charge else None)
    if amount is None:
        raise errors.PARAMETER_MISSING(name="amount", param="amount")
    if amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    return transferred(
        work,
        destination,
        amount=amount,
        currency=given["currency"],
        description=given.get("description"),
        metadata=dict(given.get("metadata") or {}),
        source_transaction=source,
        transfer_group=given.get("transfer_group") or (charge.transfer_group if charge else None),
    )


def transferred(
    work: Work, destination: Account, *, amount: int, currency: str, **rest: Any
) -> Transfer:
    """A transfer with both its rows and the payment that the connected account sees; kept."""
    source = rest.get("source_transaction")
    id = work.new_id("tr", like=source)
    payment = received(work, destination, id, amount, currency)
    transaction = work.keep(
        row(
            id=work.new_id("txn", like=source),
            amount=-amount,
            created=work.now,
            currency=currency,
            description=rest.get("description"),
            source=id,
            type="transfer",
            reporting_category="transfer",
            at_once=True,
        )
    )
    transfer = Transfer(
        id=id,
        amount=amount,
        balance_transaction=transaction.id,
        created=work.now,
        currency=currency,
        destination=destination.id,
        destination_payment=payment.id,
        livemode=work.account.livemode,
        reversals=Page(data=[], has_more=False, total_count=0, url=f"/v1/transfers/{id}/reversals"),
        **{"metadata": {}} | rest,
    )
    work.post("transfer.created", transfer)
    return work.keep(transfer)


def received(work: Work, destination: Account, transfer: str, amount: int, currency: str) -> Charge:
    """The payment that a transfer is in the account that receives it."""
    there = work.beside(destination)
    id = there.new_id("py")
    transaction = there.keep(
        row(
            id=there.new_id("txn"),
            amount=amount,
            created=work.now,
            currency=currency,
            description=None,
            source=id,
            type="payment",
            reporting_category="charge",
            at_once=True,
        )
    )
    payment = Charge(
        id=id,
        amount=amount,
        amount_captured=amount,
        balance_transaction=transaction.id,
        billing_details=NO_BILLING_DETAILS,
        calculated_statement_descriptor=None,
        captured=True,
        created=work.now,
        currency=currency,
        livemode=work.account.livemode,
        metadata={},
        outcome=None,
        paid=True,
        payment_method_details={"stripe_account": {}, "type": "stripe_account"},
        receipt_url=receipt_url(there),
        source={
            "id": work.account.id,
            "object": "account",
            "application_icon": None,
            "application_logo": None,
            "application_name": work.account.statement_descriptor,
            "application_url": None,
        },
        source_transfer=transfer,
        status="succeeded",
    )
    there.post("payment.created", payment)
    return there.keep(payment)


@on_taken
def hand_over(work: Work, charge: Charge) -> None:
    """A destination charge hands over its transfer_data as soon as the money is taken."""
    data = charge.transfer_data
    if not data or not data.get("destination") or charge.transfer:
        return
    destination = work.account.world.connected(work.account, data["destination"])
    if destination is None:
        return
    group = charge.transfer_group or f"group_{charge.payment_intent or charge.id}"
    fee = charge.application_fee_amount or 0
    amount = data.get("amount") or charge.amount_captured - fee
    transfer = transferred(
        work,
        destination,
        amount=amount,
        currency=charge.currency,
        source_transaction=charge.id,
        transfer_group=group,
    )
    work.keep(
        replace(charge, destination=destination.id, transfer=transfer.id, transfer_group=group)
    )
    intent = charge.payment_intent and work.find(PaymentIntent, charge.payment_intent)
    if intent and intent.transfer_group is None:
        work.keep(replace(intent, transfer_group=group))


def retrieve(work: Work) -> Transfer:
    """GET /v1/transfers/{transfer}"""
    return work.load(Transfer, work.path["transfer"])


def update(work: Work) -> Transfer:
    """POST /v1/transfers/{transfer}"""
    before = retrieve(work)
    changes: dict[str, Any] = {}
    if "description" in work.params:
        changes["description"] = work.params["description"] or None
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata, work.params["metadata"])
    after = replace(before, **changes)
    if after != before:
        work.post("transfer.updated", after, before=before)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/transfers"""
    wanted = {
        name: work.params[name]
        for name in ("destination", "transfer_group")
        if work.params.get(name)
    }
    return page(
        work.account.store.table("transfer").values(),
        work.params,
        "/v1/transfers",
        "transfer",
        keep=lambda transfer: all(getattr(transfer, k) == v for k, v in wanted.items()),
    )


def reverse(work: Work) -> TransferReversal:
    """POST /v1/transfers/{id}/reversals"""
    transfer = work.load(Transfer, work.path["id"])
    amount = work.params.get("amount", transfer.amount - transfer.amount_reversed)
    return reversal_of(work, transfer, amount, dict(work.params.get("metadata") or {}))


def reversal_of(
    work: Work,
    transfer: Transfer,
    amount: int,
    metadata: dict[str, str] | None = None,
    source_refund: str | None = None,
) -> TransferReversal:
    """Take money of a transfer back; kept, with its rows in both accounts."""
    id = work.new_id("trr")
    transaction = row(
        id=work.new_id("txn"),
        amount=amount,
        created=work.now,
        currency=transfer.currency,
        description=None,
        source=id,
        type="transfer_refund",
        reporting_category="transfer_reversal",
        at_once=True,
    )
    reversal = TransferReversal(
        id=id,
        amount=amount,
        balance_transaction=transaction.id,
        created=work.now,
        currency=transfer.currency,
        destination_payment_refund=_given_back(work, transfer, amount),
        metadata=metadata or {},
        source_refund=source_refund,
        transfer=transfer.id,
    )
    after = reversed_by(transfer, reversal)
    work.keep(transaction)
    work.post("transfer.reversed", after)
    work.keep(after)
    return work.keep(reversal)


def _given_back(work: Work, transfer: Transfer, amount: int) -> str | None:
    """The refund that the connected account sees."""
    assert transfer.destination is not None
    destination = work.account.world.connected(work.account, transfer.destination)
    if destination is None or transfer.destination_payment is None:
        return None
    there = work.beside(destination)
    refund = there.keep(
        Refund(
            id=there.new_id("pyr"),
            amount=amount,
            charge=transfer.destination_payment,
            created=work.now,
            currency=transfer.currency,
            metadata={},
            payment_intent=None,
            reason=None,
            status="succeeded",
        )
    )
    payment = there.find(Charge, transfer.destination_payment)
    if payment is not None:
        there.keep(charge_states.refunded(payment, amount))
    return refund.id


def list_reversals(work: Work) -> Page:
    """GET /v1/transfers/{id}/reversals"""
    transfer = work.load(Transfer, work.path["id"])
    table = work.account.store.table("transfer_reversal").values()
    url = f"/v1/transfers/{transfer.id}/reversals"
    return page(
        table,
        work.params,
        url,
        "transfer_reversal",
        keep=lambda reversal: reversal.transfer == transfer.id,
    )


def retrieve_reversal(work: Work) -> TransferReversal:
    """GET /v1/transfers/{transfer}/reversals/{id}"""
    return work.load(TransferReversal, work.path["id"])


def update_reversal(work: Work) -> TransferReversal:
    """POST /v1/transfers/{transfer}/reversals/{id}"""
    before = retrieve_reversal(work)
    given = work.params.get("metadata", before.metadata)
    return work.keep(replace(before, metadata=merged_metadata(before.metadata, given)))
