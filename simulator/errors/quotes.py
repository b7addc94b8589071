"""Refusals about Quotes. The sentences are inferred from those about Subscription Schedules."""

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
