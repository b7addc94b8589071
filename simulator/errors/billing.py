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
ANCHOR_TOO_LATE: Final = invalid(  # Quoted.
    None,
    "billing_cycle_anchor cannot be later than next natural billing date ({natural}) for plan",
    "billing_cycle_anchor",
)
BACKDATE_NOT_PAST: Final = invalid(  # The sentence is inferred.
    None, "The `backdate_start_date` must be in the past.", "backdate_start_date"
)
PRORATION_OUTSIDE_PERIOD: Final = invalid(  # Quoted.
    None,
    "Cannot specify proration date outside of current subscription period or current phase",
)
PRICE_NOT_ONE_TIME: Final = invalid(
    None,
    "The price specified is set to `type=recurring` but this field only accepts prices with"
    " `type=one_time`.",
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
INVOICE_FINAL: Final = invalid(  # The sentence is from memory, the code the reference's.
    "invoice_not_editable", "Finalized invoices can't be updated in this way"
)
INVOICE_NOT_SENT: Final = invalid(  # The sentence is from memory.
    None, "You can only manually send an invoice if its collection method is 'send_invoice'."
)
INVOICE_ALREADY_PAID: Final = invalid(None, "Invoice is already paid")
INVOICE_NOT_DRAFT: Final = invalid(  # The sentence is inferred.
    None, "You can only delete draft invoices. This invoice is {status}."
)
INVOICE_OF_SUBSCRIPTION: Final = invalid(  # The sentence is from memory.
    None, "You can't delete invoices created by subscriptions."
)
OTHER_CURRENCY_OF_INVOICE: Final = invalid(  # The sentence is inferred.
    None,
    "The invoice's currency is `{its}`; an invoice item in `{currency}` cannot be added to it.",
    "currency",
)
NOTHING_TO_INVOICE: Final = invalid(  # Quoted.
    "invoice_no_customer_line_items", "Nothing to invoice for customer"
)
NO_UPCOMING_INVOICE: Final = ErrorSpec(  # Quoted.
    404,
    "invalid_request_error",
    "invoice_upcoming_none",
    "No upcoming invoices for customer: '{customer}'",
)
PREVIEW_NEEDS_CUSTOMER: Final = invalid(  # The sentence is inferred.
    "parameter_missing", "You must specify a customer or a subscription.", "customer"
)
UPCOMING_NEEDS_CUSTOMER: Final = invalid(  # Recorded.
    None,
    "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint.",
)
LAST_SUBSCRIPTION_ITEM: Final = invalid(  # Quoted.
    None,
    "A subscription must have at least one active plan. To cancel a subscription, please use the"
    " cancel API endpoint on /v1/subscriptions.",
)
SUBSCRIPTION_OVER: Final = invalid(  # Quoted.
    "invalid_canceled_subscription_fields",
    "A canceled subscription can only update its cancellation_details and metadata.",
)
SUBSCRIPTION_NOT_PAUSED: Final = invalid(  # The sentence is inferred.
    None, "Only a subscription whose status is `paused` can be resumed."
)
SUBSCRIPTION_NEEDS_ACTION: Final = ErrorSpec(  # Quoted.
    402,
    "card_error",
    "subscription_payment_intent_requires_action",
    "Payment for this subscription requires additional user action before it can be completed"
    " successfully. Payment can be completed using the PaymentIntent associated with"
    " `subscription.latest_invoice`. Additional information is available here:"
    " https://stripe.com/docs/billing/subscriptions/overview#requires-action",
    executed=True,
)
INVOICE_NEEDS_ACTION: Final = ErrorSpec(  # Quoted.
    402,
    "card_error",
    "invoice_payment_intent_requires_action",
    "This payment requires additional user action before it can be completed successfully. Payment"
    " can be completed using the PaymentIntent associated with the invoice. For more details see:"
    " https://stripe.com/docs/billing/subscriptions/overview#requires-action",
    executed=True,
)
NOT_A_SOURCE_OF_PAYER: Final = invalid(  # Recorded of a path; of this parameter inferred.
    "resource_missing", "No such source: '{id}'", "source"
)
SAME_PRICE_TWICE: Final = invalid(  # Quoted in 2019; that a flexible one is refused is inferred.
    None, "Cannot add multiple subscription items with the same plan: {price}"
)
INTERVALS_DIFFER: Final = invalid(  # Quoted of `interval`; of `interval_count` inferred.
    None,
    "Currency and interval fields must match across all plans on this subscription. Found mismatch"
    " in {name} field.",
)
MOMENT_IN_THE_PAST: Final = invalid(  # Quoted.
    None, "Invalid timestamp: must be an integer Unix timestamp in the future"
)
TRIAL_TOO_LONG: Final = invalid(  # Quoted.
    None, "The maximum number of trial period days is 730 (2 years)."
)
FEE_PERCENT_TOO_LARGE: Final = invalid(  # The sentence is inferred from that of coupons.
    None,
    "This value must be less than or equal to 100 (it currently is '{value}').",
    "application_fee_percent",
)
ITEM_NEEDS_AMOUNT: Final = invalid(  # The sentence is inferred.
    "parameter_missing", "You must pass an amount with a currency, or a price."
)

# Test clocks. Those of TEST_CLOCK_ADVANCING and TEST_CLOCK_TOO_FAR are quoted, others inferred.

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
    None,
    "The frozen time of this clock is {now} ({now_said}). You can only advance it up to {most}"
    " ({most_said}). You can only advance a test clock up to two intervals from the current frozen"
    " time at a time, based on the shortest subscription interval in the test clock. For example,"
    " if a test clock has a monthly and yearly subscription, you may only advance up to two months"
    " at a time. If the test clock has no subscriptions or subscription schedules, you can advance"
    " up to 2 years from the current frozen time.",
    "frozen_time",
)
TOO_MANY_CUSTOMERS_ON_CLOCK: Final = invalid(
    None, "A test clock can have at most {most} customers.", "test_clock"
)
TOO_MANY_SUBSCRIPTIONS_ON_CLOCK: Final = invalid(
    None, "A customer on a test clock can have at most {most} subscriptions.", "customer"
)
