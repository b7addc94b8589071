"""Credit Notes: what is given back of an invoice that is final.

What is still to be paid is lowered first; what was paid already goes back by a Refund, into the
Customer's balance, or outside of Stripe.

Source: API reference, "Create a credit note"; Stripe docs, "Credit notes". The sentences of
refusals are inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors, money
from simulator.catalogue.maker import Maker
from simulator.catalogue.things import Belonging
from simulator.operations.billing.credit_note_lines import lines_of, sums
from simulator.operations.billing.customer_balances import balance_in, moved
from simulator.operations.billing.invoice_paying import intent_of, payments_of, settle
from simulator.operations.money.refunds import refund
from simulator.resources.charge import Charge
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.refund import Refund
from simulator.work import Work

Hash = dict[str, Any]
KIND: Final = "credit_note"
SAID: Final = ("effective_at", "memo", "metadata", "out_of_band_amount", "reason")
"""Parameters that the note shows as they were sent."""


def create(work: Work) -> Any:
    """POST /v1/credit_notes

    Raises:
        REFERENCE_MISSING, CREDIT_NOTE_OF_DRAFT, CREDIT_NOTE_NEEDS_AMOUNT, CREDIT_NOTE_TOO_LARGE,
        CREDIT_NOTE_NEGATIVE, CREDIT_NOTE_UNEVEN
    """
    given = work.params
    invoice = work.refer(Invoice, given["invoice"], "invoice")
    if invoice.status not in ("open", "paid"):
        raise errors.CREDIT_NOTE_OF_DRAFT(status=invoice.status)
    lines = lines_of(work, invoice, given)
    amounts = sums(lines)
    total = amounts["total"]
    credited = invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount
    if total < 0:
        raise errors.CREDIT_NOTE_NEGATIVE()
    if total > invoice.total - credited:
        raise errors.CREDIT_NOTE_TOO_LARGE()
    before = min(total, invoice.amount_remaining)
    after = total - before
    refunds = _refunds_named(work, given)
    _check_even(given, refunds, after, invoice.currency)
    known = {"effective_at": work.now}
    known |= {name: given[name] for name in SAID if given.get(name) is not None}
    note = Maker(work).make("CreditNote", {"customer": invoice.customer, "invoice": invoice.id})
    note = replace(
        note,
        **(known | amounts),
        amount=total,
        currency=invoice.currency,
        lines=_listed(note.id, lines),
        number=f"{invoice.number}-CN-{_count(work, invoice) + 1:02}",
        pdf=f"https://pay.stripe.com/credit_notes/{work.account.id}/{note.id}/pdf?s=ap",
        post_payment_amount=after,
        pre_payment_amount=before,
        status="issued",
        type="pre_payment" if not after else "mixed" if before else "post_payment",
    )
    note = _given_back(work, invoice, replace(note, refunds=refunds), given)
    for line in lines:
        work.keep(line)
        work.keep(Belonging(id=line.id, parent=note.id))
    work.post("credit_note.created", work.keep(note))
    _lowered(work, invoice, before, after)
    return note


def _check_even(given: Hash, refunds: list[Hash], due: int, currency: str) -> None:
    """Refuse where what was paid is not given back to the last cent, or more than it.

    Raises:
        CREDIT_NOTE_UNEVEN
    """
    named = ("credit_amount", "out_of_band_amount", "refund_amount")
    back = sum(given.get(name) or 0 for name in named)
    back += sum(row["amount_refunded"] for row in refunds)
    if back != due:
        raise errors.CREDIT_NOTE_UNEVEN(
            back=money.printed(back, currency), due=money.printed(due, currency)
        )


def _refunds_named(work: Work, given: Hash) -> list[Hash]:
    """The Refunds that there are already and that the note counts, as it shows them."""
    rows = []
    for at, row in enumerate(given.get("refunds") or ()):
        made = work.refer(Refund, row.get("refund") or "", f"refunds[{at}][refund]")
        rows.append(_refund_row(made.id, row.get("amount_refunded", made.amount)))
    return rows


def _refund_row(id: str, amount: int) -> Hash:
    return {
        "amount_refunded": amount, "payment_record_refund": None, "refund": id, "type": "refund",
    }  # fmt: skip


def _given_back(work: Work, invoice: Invoice, note: Any, given: Hash) -> Any:
    """The note, once what was paid has gone where it says."""
    rows = note.refunds
    if amount := given.get("refund_amount"):
        intent = intent_of(work, invoice)
        charge = work.find(Charge, (intent and intent.latest_charge) or "")
        if charge is None:
            raise errors.CREDIT_NOTE_UNPAID()
        rows = [*rows, _refund_row(refund(work, charge, {"amount": amount}).id, amount)]
    transaction = None
    if amount := given.get("credit_amount"):
        customer = work.load(Customer, invoice.customer)
        balance = balance_in(work, customer, invoice.currency) - amount
        said = {"credit_note": note.id, "invoice": invoice.id}
        transaction = moved(work, customer, invoice.currency, balance, KIND, **said).id
    return replace(note, customer_balance_transaction=transaction, refunds=rows)


def _lowered(work: Work, invoice: Invoice, before: int, after: int) -> None:
    """The invoice of which less is owed, or nothing any more; kept and told.

    Args:
        before: what is taken off what was still to be paid.
        after: what is given back of what was paid.
    """
    lower = replace(
        invoice,
        amount_due=invoice.amount_due - before,
        amount_remaining=invoice.amount_remaining - before,
        post_payment_credit_notes_amount=invoice.post_payment_credit_notes_amount + after,
        pre_payment_credit_notes_amount=invoice.pre_payment_credit_notes_amount + before,
    )
    _follow(work, lower)
    if lower.status == "open" and lower.amount_remaining == 0:
        settle(work, work.keep(lower), out_of_band=True)
        return
    work.post("invoice.updated", work.keep(lower), before=invoice)


def _follow(work: Work, invoice: Invoice) -> None:
    """What is opened to pay an invoice asks for what is owed now; that it stays is inferred."""
    intent = intent_of(work, invoice)
    if invoice.status != "open" or intent is None or invoice.amount_remaining <= 0:
        return
    work.keep(replace(intent, amount=invoice.amount_remaining))
    for payment in payments_of(work, invoice.id):
        if payment.status == "open":
            work.keep(replace(payment, amount_requested=invoice.amount_remaining))


def _count(work: Work, invoice: Invoice) -> int:
    """How many notes an invoice has."""
    notes = work.account.store.table(KIND).values()
    return sum(note.invoice == invoice.id for note in notes)


def _listed(id: str, lines: list[Any]) -> Hash:
    return {
        "object": "list",
        "data": lines,
        "has_more": False,
        "url": f"/v1/credit_notes/{id}/lines",
    }


def preview(work: Work) -> Any:
    """GET /v1/credit_notes/preview: what a note would be, of which nothing is kept."""
    trial = Work(work.account, version=work.version, params=work.params, path={})
    return create(trial)


def void(work: Work) -> Any:
    """POST /v1/credit_notes/{id}/void: what it took off is owed again.

    Raises:
        RESOURCE_MISSING, CREDIT_NOTE_STANDS
    """
    id = work.path["id"]
    if (note := work.find_any(KIND, id)) is None:
        raise errors.RESOURCE_MISSING(param="id", noun="credit note", id=id)
    invoice = work.load(Invoice, note.invoice)
    if note.status != "issued" or note.post_payment_amount or invoice.status != "open":
        raise errors.CREDIT_NOTE_STANDS()
    after = work.keep(replace(note, status="void", voided_at=work.now))
    work.post("credit_note.voided", after)
    _lowered(work, invoice, -note.pre_payment_amount, 0)
    return after
