"""Refusals about Credit Notes. The sentences are inferred, unless their row says otherwise."""

from typing import Final

from simulator.errors.spec import invalid

CREDIT_NOTE_OF_DRAFT: Final = invalid(
    None, "Credit notes can only be issued for open or paid invoices. This invoice is {status}."
)
CREDIT_NOTE_NEEDS_AMOUNT: Final = invalid(
    None, "One of `amount`, `lines`, or `shipping_cost` must be provided."
)
CREDIT_NOTE_TOO_LARGE: Final = invalid(
    None, "The credit note's total is greater than what is left to be credited of the invoice."
)
CREDIT_NOTE_NEGATIVE: Final = invalid(None, "The credit note's total must not be negative.")
CREDIT_NOTE_UNEVEN: Final = invalid(  # Quoted, of 2025; the sentence of 2020 is not kept.
    None,
    "The sum of refunds, credit amount, and out of band amount ({back}) must equal the credit note"
    " post_payment_amount ({due}).",
)
CREDIT_NOTE_UNPAID: Final = invalid(
    None, "There is no charge of this invoice to be refunded.", "refund_amount"
)
CREDIT_NOTE_STANDS: Final = invalid(
    None, "Only a pre-payment credit note of an open invoice can be voided."
)
