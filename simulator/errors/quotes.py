"""Refusals about Quotes. The sentences are inferred; nobody quotes them."""

from typing import Final

from simulator.errors.spec import invalid

QUOTE_STATE: Final = invalid(
    None,
    "This quote is currently in the `{status}` status. It must be in {allowed} status to be"
    " {done}.",
)
QUOTE_WITHOUT_CUSTOMER: Final = invalid(
    None, "A quote must have a customer or an account before it can be finalized."
)
QUOTE_WITHOUT_LINES: Final = invalid(
    None, "A quote must have line items before it can be finalized."
)
QUOTE_INTERVALS_MIXED: Final = invalid(
    None, "All recurring prices of a quote must have the same billing interval.", "line_items"
)
QUOTE_NOT_REVISABLE: Final = invalid(
    None,
    "Only an open quote can be revised. This quote is currently in the `{status}` status.",
    "from_quote[quote]",
)
