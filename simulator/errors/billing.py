"""Refusals about subscriptions, invoices and test clocks."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# Billing. Source: recorded refusals; API reference, "Subscriptions", "Invoices".

SUBSCRIPTION_UNPAYABLE: Final = state(
    "resource_missing",
    "This customer has no attached payment source or default payment method. Please consider adding"
    " a default payment method. For more information, visit"
    " https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
)
PRICE_NOT_RECURRING: Final = invalid(
    None,
    "The price specified is set to `type=one_time` but this field only accepts prices with"
    " `type=recurring`.",
)
PRORATION_OUTSIDE_PERIOD: Final = invalid(  # Quoted.
    None,
    "Cannot specify proration date outside of current subscription period or current phase",
)
INVOICE_WITHOUT_EMAIL: Final = invalid(
    None,
    "Missing email. In order to create invoices that are sent to the customer, the customer must"
    " have a valid email.",
)
INVOICE_NEEDS_DUE_DATE: Final = invalid(  # The sentence is quoted.
    None,
    "If invoices are sent, `days_until_due` or `due_date` must be set.",
)
INVOICE_NOT_EDITABLE: Final = invalid(  # The sentence is inferred.
    "invoice_not_editable", "This invoice is {status} and can no longer be {done}."
)
INVOICE_ALREADY_PAID: Final = invalid(None, "Invoice is already paid")
INVOICE_NOT_DRAFT: Final = invalid(  # The sentence is inferred.
    None, "You can only delete draft invoices. This invoice is {status}."
)
NOTHING_TO_INVOICE: Final = invalid(  # Quoted.
    "invoice_no_customer_line_items", "Nothing to invoice for customer"
)
NO_UPCOMING_INVOICE: Final = ErrorSpec(  # Quoted.
    404,
    "invalid_request_error",
    "invoice_upcoming_none",
    "No upcoming invoices for customer: {customer}",
)
PREVIEW_NEEDS_CUSTOMER: Final = invalid(  # The sentence is inferred.
    "parameter_missing", "You must specify a customer or a subscription.", "customer"
)
LAST_SUBSCRIPTION_ITEM: Final = invalid(  # Quoted.
    None,
    "A subscription must have at least one active plan. To cancel a subscription, please use the"
    " cancel API endpoint on /v1/subscriptions.",
)
ITEM_NEEDS_AMOUNT: Final = invalid(  # The sentence is inferred.
    "parameter_missing", "You must pass an amount with a currency, or a price."
)

# Test clocks. The sentence of TEST_CLOCK_ADVANCING is quoted, the others are inferred.

TEST_CLOCK_ADVANCING: Final = ErrorSpec(
    429,
    "invalid_request_error",
    None,
    "Test clock advancement underway - cannot perform modifications: {id}",
)
TEST_CLOCK_PAST: Final = invalid(
    None, "A test clock can only be advanced to a time after its current one.", "frozen_time"
)
TEST_CLOCK_TOO_FAR: Final = invalid(
    None, "A test clock can be advanced by at most two years at once.", "frozen_time"
)
