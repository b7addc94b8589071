"""Refusals of Stripe Tax."""

from typing import Final

from simulator.errors.spec import invalid, state

HEAD_OFFICE_MISSING: Final = state(  # Quoted by those who met it, with its two blanks.
    None,
    "You must have a valid head office address to enable automatic tax calculation in {mode} mode. "
    " Visit https://dashboard.stripe.com{path}/settings/tax to update it.",
)
TAX_LOCATION_INVALID: Final = state(  # Source: Stripe docs, "Collect tax with custom flows".
    "customer_tax_location_invalid",
    "We could not determine the customer's tax location based on the provided customer address.",
    "customer_details[address]",
)
TAX_DATE_TOO_FAR: Final = invalid(  # The rule is Stripe's; this sentence and those below are not.
    None, "Invalid tax_date: must be at most {days} days in the past or in the future.", "tax_date"
)
TAX_REFERENCE_TAKEN: Final = invalid(
    None, "The reference '{reference}' is already used by another {noun}.", "reference"
)
TAX_DEFAULT_KEPT: Final = invalid(
    None, "The default {name} cannot be unset once it has been specified.", "defaults[{name}]"
)
REVERSAL_OF_REVERSAL: Final = state(
    None,
    "The transaction {id} is itself a reversal, and cannot be reversed.",
    "original_transaction",
)
REVERSED_TOO_MUCH: Final = state(
    None, "You cannot reverse more of {what} than is left of it ({left})."
)
REVERSAL_NOT_NEGATIVE: Final = invalid(None, "Amounts to reverse must be negative.")
