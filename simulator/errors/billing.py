"""Refusals about subscriptions and test clocks."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# Billing. Source: recorded refusals; API reference, "Subscriptions".

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
BACKDATE_NOT_PAST: Final = invalid(  # Quoted.
    None, "The backdated subscription start date must be in the past.", "backdate_start_date"
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
LAST_SUBSCRIPTION_ITEM: Final = invalid(  # Quoted.
    None,
    "A subscription must have at least one active plan. To cancel a subscription, please use the"
    " cancel API endpoint on /v1/subscriptions.",
)
SUBSCRIPTION_OVER: Final = invalid(  # Quoted.
    "invalid_canceled_subscription_fields",
    "A canceled subscription can only update its cancellation_details and metadata.",
)
SUBSCRIPTION_NOT_PAUSED: Final = invalid(  # Probed.
    None, "You can only resume a subscription if it is `paused`."
)
SUBSCRIPTION_INCOMPLETE: Final = invalid(  # Quoted.
    None,
    "You cannot update a subscription in `incomplete` status in a way that results in a new invoice"
    " or invoice items. Only minor attributes, like `metadata` or `default_payment_method`, can be"
    " updated on such subscriptions.",
)
SUBSCRIPTION_PAUSED: Final = invalid(  # Probed.
    None,
    "You cannot set `trial_end` while a subscription is `paused`. Resume the subscription first"
    " before setting `trial_end`.",
)
PENDING_ON_CREATION: Final = invalid(  # Probed.
    None,
    "Setting `payment_behavior` to `pending_if_incomplete` has no effect when creating a"
    " subscription.",
    "payment_behavior",
)
TRIAL_OF_PLAN_ALONE: Final = invalid(  # Probed.
    None, "You cannot set `trial_end` or `trial_period_days` when `trial_from_plan=true`."
)
DAYS_WITHOUT_SENDING: Final = invalid(  # Probed.
    None,
    "You can only specify 'days_until_due' if invoice collection method is 'send_invoice'.",
)
SENDING_NEEDS_DAYS: Final = invalid(  # Probed.
    None,
    "If invoice collection method is 'send_invoice', you must specify 'days_until_due'.",
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
NEW_SUBSCRIPTION_NEEDS_ACTION: Final = ErrorSpec(  # Probed.
    402,
    "card_error",
    "subscription_payment_intent_requires_action",
    "Payment for this subscription requires additional user action, but the requested payment"
    " behavior doesn't save the invoice or PaymentIntent. Retry the request with"
    " `payment_behavior=allow_incomplete` or `payment_behavior=default_incomplete`, then complete"
    " the PaymentIntent on the subscription's latest invoice. Additional information is available"
    " here: https://stripe.com/docs/billing/subscriptions/overview#requires-action",
    executed=True,
)
NOT_A_SOURCE_OF_PAYER: Final = invalid(  # Recorded of a path; of this parameter inferred.
    "resource_missing", "No such source: '{id}'", "source"
)
SAME_PRICE_TWICE: Final = invalid(  # Probed; in 2019 the sentence was another.
    None,
    "Cannot create a Subscription with multiple Subscription Items with the same Price: {price}",
    "plan",
)
PRICE_SUBSCRIBED_ALREADY: Final = invalid(  # Probed.
    None,
    "A new item with Price {price} can't be added to this Subscription because an existing"
    " Subscription Item {item} is already using that Price. If you want to update the existing item"
    " (e.g., to adjust the quantity), pass the existing Subscription Item's `id` in your update"
    " request: https://stripe.com/docs/api/subscriptions/update#update_subscription-items-id",
    "plan",
)
ITEM_MISSING: Final = ErrorSpec(  # Probed: it names neither a code nor a parameter.
    404, "invalid_request_error", None, "Invalid subscription_item id: {id}"
)
ITEMS_OF_CURRENCIES: Final = invalid(  # Probed.
    None,
    "This `price` has `currency={its}`, but other items use `currency={currency}`. All items must"
    " have pricing in the same currency. When using multi-currency prices, you can specify"
    " `currency` at the top level, to be used by all items.",
)
CURRENCIES_COMBINED: Final = invalid(  # Quoted in September 2026.
    None,
    "You cannot combine currencies on a single customer. This customer has an active subscription,"
    " subscription schedule, discount, quote, invoice item or active subscription mode checkout"
    " session with currency {currency}.",
)
INTERVALS_DIFFER: Final = invalid(  # Quoted of `interval`; of `interval_count` inferred.
    None,
    "Currency and interval fields must match across all plans on this subscription. Found mismatch"
    " in {name} field.",
)
PHASE_INTERVALS_DIFFER: Final = invalid(  # Quoted in 2020, when items were called plans.
    None,
    "For a particular phase, all of its `plans` must have the same `interval`, `interval_count`,"
    " and `currency`.",
)
TAXES_CONFLICT: Final = invalid(  # Quoted by two who met it.
    None,
    "One or more prices has a `tax_behavior` that conflicts with the tax rates that apply to the"
    " corresponding line item.",
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
