"""Transfers to connected accounts, and their reversals: the calls.

Unlike Stripe: a transfer is not refused for want of money; the balance goes below zero.

Source: API reference, "Transfers", "Transfer Reversals".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors, money
from simulator.operations.accounts.borders import check_border
from simulator.operations.accounts.connected_accounts import check_receives, connected
from simulator.operations.payments.reversing import reversal_of
from simulator.operations.payments.settling import charge_settles, row_of
from simulator.operations.payments.transferring import transferred
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import meets
from simulator.resources.account import Account
from simulator.resources.charge import Charge
from simulator.resources.transfer import Transfer, TransferReversal
from simulator.wire.lists import Page, page, with_changed
from simulator.work import Work


def create(work: Work) -> Transfer:
    """POST /v1/transfers

    Raises:
        OWN_ACCOUNT, REFERENCE_MISSING, CANNOT_RECEIVE, REGION_RESTRICTED, PARAMETER_MISSING,
        TOO_SMALL,
        OTHER_CURRENCY_OF_SOURCE, TRANSFER_OVER_SOURCE
    """
    given = work.params
    destination = connected(work, given["destination"], "destination", "destination")
    check_receives(work, destination.id)
    if (known := work.account.store.get(Account.KIND, destination.id)) is not None:
        check_border(work, known)
    source = given.get("source_transaction")
    charge = work.refer(Charge, source, "source_transaction") if source else None
    amount = given.get("amount", charge.amount if charge else None)
    if amount is None:
        raise errors.PARAMETER_MISSING(name="amount", param="amount")
    if amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    if charge is not None:
        charge = _settled(work, charge)
        _check_source(work, charge, amount, given["currency"])
    return transferred(
        work,
        work.beside(destination),
        amount=amount,
        currency=given["currency"],
        description=given.get("description"),
        metadata=dict(given.get("metadata") or {}),
        source=charge,
        source_type=given.get("source_type") or "card",
        transfer_group=given.get("transfer_group") or (charge.transfer_group if charge else None),
    )


def _settled(work: Work, charge: Charge) -> Charge:
    """The charge, once it has its balance transaction: what is handed over is available with it.

    That one which waits for it gets it at once, then, is inferred.
    """
    charge_settles(work, charge.id)
    return work.load(Charge, charge.id)


def _check_source(work: Work, charge: Charge, amount: int, currency: str) -> None:
    """Refuse to hand over more of a charge than it took in, all its transfers together.

    That what was reversed counts no longer is inferred.

    Raises:
        OTHER_CURRENCY_OF_SOURCE, TRANSFER_OVER_SOURCE
    """
    entered = row_of(work, charge)
    settled = entered.currency if entered else charge.currency
    if currency != settled:
        raise errors.OTHER_CURRENCY_OF_SOURCE(source=settled, currency=currency)
    others = work.where(Transfer, "source_transaction", charge.id)
    earlier = sum(other.amount - other.amount_reversed for other in others)
    if earlier + amount > charge.amount_captured:
        said = money.printed(earlier, charge.currency)
        raise errors.TRANSFER_OVER_SOURCE(
            source=money.printed(charge.amount_captured, charge.currency),
            rest=errors.TRANSFERRED_ALREADY.format(amount=said) if earlier else "",
        )


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
    if receiver := work.params.get("destination"):
        connected(work, receiver, "destination", "destination")
    return page(
        work.account.store.table("transfer").values(),
        work.params,
        "/v1/transfers",
        "transfer",
        keep=meets(work, "destination", "transfer_group"),
    )


def reverse(work: Work) -> TransferReversal:
    """POST /v1/transfers/{id}/reversals"""
    given = work.params
    transfer = work.load(Transfer, work.path["id"])
    amount = given.get("amount")
    if amount is not None and amount < 1:
        raise errors.TOO_SMALL(param="amount", least=1)
    if amount is None:
        amount = transfer.amount - transfer.amount_reversed
    return reversal_of(
        work,
        transfer,
        amount,
        dict(given.get("metadata") or {}),
        with_fee=bool(given.get("refund_application_fee")),
    )


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
    """GET /v1/transfers/{transfer}/reversals/{id}

    Raises:
        RESOURCE_MISSING: there is no such reversal, or it is another transfer's.
    """
    transfer = work.load(Transfer, work.path["transfer"], "transfer")
    found = work.load(TransferReversal, work.path["id"])
    if found.transfer != transfer.id:
        raise errors.RESOURCE_MISSING(param="id", noun="transfer reversal", id=found.id)
    return found


def update_reversal(work: Work) -> TransferReversal:
    """POST /v1/transfers/{transfer}/reversals/{id}: metadata alone."""
    before = retrieve_reversal(work)
    given = work.params.get("metadata", before.metadata)
    after = work.keep(replace(before, metadata=merged_metadata(before.metadata, given)))
    transfer = work.load(Transfer, after.transfer)
    work.keep(replace(transfer, reversals=with_changed(transfer.reversals, after)))
    return after
