"""Application fees: collected with a payment, read, and given back.

A direct charge pays its fee out of its own row; a destination charge pays it out of the payment
that the connected account receives. Either way the platform gets a row of its own.

Source: API reference, "Application Fees", "Application Fee Refunds"; Stripe docs, "Create direct
charges", "Create destination charges"; recorded fees.
"""

from msgspec.structs import replace

from simulator import errors, money
from simulator.operations.payments.charging import on_entered
from simulator.operations.payments.settling import exchanged, row_of
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources import application_fee as states
from simulator.resources.application_fee import ApplicationFee, FeeRefund, FeeSource
from simulator.resources.balance_transaction import BalanceTransaction, row
from simulator.resources.charge import Charge
from simulator.wire.lists import Page, page, with_changed
from simulator.work import Work


@on_entered
def of_direct_charge(work: Work, charge: Charge) -> None:
    """A charge on a connected account pays the platform its fee.

    Unlike Stripe: an account that is nobody's takes the fee as its own platform, as if its key were
    one that a platform got by OAuth; Stripe refuses the fee there.
    """
    if not charge.application_fee_amount or charge.transfer_data or charge.application_fee:
        return
    payee = platform_of(work)
    amount = min(charge.application_fee_amount, charge.amount_captured)
    fee = collect(payee, work, charge, amount, charge.currency)
    work.keep(replace(charge, application_fee=fee.id))


def collect(
    payee: Work,
    payer: Work,
    payment: Charge,
    amount: int,
    currency: str,
    originating: str | None = None,
) -> ApplicationFee:
    """The fee of a payment, with the platform's row; kept. The payer's row tells of it already.

    Args:
        payee: the platform's work.
        payer: the work of the account that the payment belongs to.
        amount: minor units of `currency`, which is the platform's charge's.
        originating: the platform's charge, if the payment came about by it.
    """
    id = payer.new_id("fee")
    theirs = row_of(payer, payment)
    name, account = payee.account.statement_descriptor, payer.account.id
    entry = payee.keep(
        row(
            id=payee.new_id("txn"),
            amount=amount,
            created=payee.now,
            currency=currency,
            description=f"Application fee from application {name} for {_called(payer)} ({account})",
            exchange_rate=money.rate(currency, theirs.currency)
            if theirs and theirs.currency != currency
            else None,
            source=id,
            type="application_fee",
            reporting_category="platform_earning",
            along_with=theirs,
        )
    )
    fee = ApplicationFee(
        id=id,
        account=account,
        amount=amount,
        application=payee.account.application,
        balance_transaction=entry.id,
        charge=payment.id,
        created=payee.now,
        currency=currency,
        fee_source=FeeSource(charge=payment.id),
        livemode=payee.account.livemode,
        originating_transaction=originating,
        refunds=Page(
            data=[], has_more=False, total_count=0, url=f"/v1/application_fees/{id}/refunds"
        ),
    )
    payee.post("application_fee.created", fee)
    return payee.keep(fee)


def platform_of(work: Work) -> Work:
    """What an operation in a connected account does in its platform; else the operation itself."""
    platform = work.account.platform
    return work if platform is None else work.beside(platform)


def _called(payer: Work) -> str:
    """What the platform calls an account: by its mail address, else by its id."""
    platform = payer.account.platform
    known = platform.store.get("account", payer.account.id) if platform else None
    return (known and known.email) or payer.account.id


def give_back(
    payee: Work,
    payer: Work,
    fee: ApplicationFee,
    amount: int,
    metadata: dict[str, str] | None = None,
) -> FeeRefund:
    """Give a part of a fee back to the account that paid it; kept, with its rows in both accounts.

    Args:
        payee: the platform's work.
        payer: the work of the account that paid the fee.
        amount: minor units of the fee's currency.
    Raises:
        FEE_REFUNDED, FEE_REFUND_EXCEEDS_REST, FEE_REFUND_EXCEEDS_FEE
    """
    states.check_refundable(fee, amount)
    payment = payer.find(Charge, fee.charge)
    theirs = row_of(payer, payment) if payment else None
    back = exchanged(amount, fee.currency, theirs.currency if theirs else fee.currency)
    id = payer.new_id("fr")
    description = "REFUND FOR APPLICATION FEE"
    entry = payee.keep(
        row(
            id=payee.new_id("txn"),
            amount=-amount,
            created=payee.now,
            currency=fee.currency,
            description=description,
            exchange_rate=back.rate,
            source=fee.id,
            type="application_fee_refund",
            reporting_category="platform_earning_refund",
            along_with=payee.find(BalanceTransaction, fee.balance_transaction or ""),
        )
    )
    payer.keep(
        row(  # Inferred: no row of the account that gets the fee back is recorded.
            id=payer.new_id("txn"),
            amount=back.amount,
            created=payee.now,
            currency=back.currency,
            description=description,
            source=fee.id,
            type="adjustment",
            reporting_category="other_adjustment",
            along_with=theirs,
        )
    )
    refund = FeeRefund(
        id=id,
        amount=back.amount,
        balance_transaction=entry.id,
        created=payee.now,
        currency=back.currency,
        fee=fee.id,
        metadata=metadata or {},
    )
    after = states.refunded(fee, amount, refund)
    payee.post("application_fee.refunded", after, before=fee)
    payee.keep(after)
    return payee.keep(refund)


def give_share_back(payee: Work, payer: Work, id: str | None, part: int, whole: int) -> None:
    """Give back as large a share of a fee as a part is of the whole payment, if there is a fee."""
    fee = payee.find(ApplicationFee, id) if id else None
    if fee is None:
        return
    share = min(fee.amount * part // whole, fee.amount - fee.amount_refunded)
    if share:
        give_back(payee, payer, fee, share)


def retrieve(work: Work) -> ApplicationFee:
    """GET /v1/application_fees/{id}"""
    return work.load(ApplicationFee, work.path["id"])


def list_all(work: Work) -> Page:
    """GET /v1/application_fees"""
    charge = work.params.get("charge")
    return page(
        work.account.store.table("application_fee").values(),
        work.params,
        "/v1/application_fees",
        "application_fee",
        keep=lambda fee: charge is None or charge in (fee.charge, fee.originating_transaction),
    )


def refund(work: Work) -> FeeRefund:
    """POST /v1/application_fees/{id}/refunds

    Raises:
        TOO_SMALL, FEE_REFUNDED, FEE_REFUND_EXCEEDS_REST, FEE_REFUND_EXCEEDS_FEE
    """
    fee = retrieve(work)
    amount = work.params.get("amount", fee.amount - fee.amount_refunded)
    if amount < 1 and fee.amount > fee.amount_refunded:
        raise errors.TOO_SMALL(param="amount", least=1)
    payer = work.account.world.connected(work.account, fee.account)
    there = work if payer is None or payer is work.account else work.beside(payer)
    return give_back(work, there, fee, amount, dict(work.params.get("metadata") or {}))


def refund_fee(work: Work) -> ApplicationFee:
    """POST /v1/application_fees/{id}/refund: the older way; it answers with the fee.

    What a `directive` would say is not known, and it says nothing here.

    Raises:
        what `refund` raises
    """
    return work.load(ApplicationFee, refund(work).fee)


def list_refunds(work: Work) -> Page:
    """GET /v1/application_fees/{id}/refunds"""
    fee = retrieve(work)
    return page(
        work.account.store.table("fee_refund").values(),
        work.params,
        f"/v1/application_fees/{fee.id}/refunds",
        "fee_refund",
        keep=lambda found: found.fee == fee.id,
    )


def retrieve_refund(work: Work) -> FeeRefund:
    """GET /v1/application_fees/{fee}/refunds/{id}"""
    fee = work.load(ApplicationFee, work.path["fee"], "fee")
    found = work.load(FeeRefund, work.path["id"])
    if found.fee != fee.id:
        raise errors.RESOURCE_MISSING(param="id", noun="fee refund", id=found.id)
    return found


def update_refund(work: Work) -> FeeRefund:
    """POST /v1/application_fees/{fee}/refunds/{id}: metadata alone."""
    before = retrieve_refund(work)
    if "metadata" not in work.params:
        return before
    after = replace(before, metadata=merged_metadata(before.metadata, work.params["metadata"]))
    if after != before:
        work.post("application_fee.refund.updated", after, before=before)
        fee = work.load(ApplicationFee, after.fee)
        work.keep(replace(fee, refunds=with_changed(fee.refunds, after)))
    return work.keep(after)
