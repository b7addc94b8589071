"""Refusals about products, prices, Checkout Sessions and payment links."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# Products, Prices and Checkout Sessions. Source: recorded and quoted refusals, unless a row says
# that its sentence is inferred.

PRODUCT_EXISTS: Final = invalid("resource_already_exists", "Product already exists.", "id")
PRODUCT_HAS_PRICES: Final = state(
    None, "This product cannot be deleted because it has one or more user-created prices."
)
PRICE_OF_ANOTHER_PRODUCT: Final = invalid(  # The sentence is inferred.
    None, "The price `{price}` does not belong to the product `{product}`.", "default_price"
)
PRICE_NEEDS_PRODUCT: Final = invalid(
    "parameter_missing",
    "You must specify either `product` or `product_data` when creating a price.",
)
PRICE_NEEDS_AMOUNT: Final = invalid(
    "parameter_missing",
    "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
)
PRICE_NEEDS_TIERS: Final = invalid(  # The sentence is inferred.
    "parameter_missing",
    "You must specify `tiers` and `tiers_mode` when `billing_scheme` is `tiered`.",
    "tiers",
)
TOO_MANY_DECIMALS: Final = invalid(  # The sentence is inferred from that of percentages.
    None,
    "Invalid decimal: {value}; must contain at maximum {most} decimal places.",
)
TAX_BEHAVIOR_STAYS: Final = invalid(  # That it stays is documented; the sentence is inferred.
    None,
    "The `tax_behavior` of a price cannot be changed once it is `inclusive` or `exclusive`.",
    "tax_behavior",
)
LOOKUP_KEY_TAKEN: Final = invalid(
    None, "A price (`{price}`) already uses that lookup key.", "lookup_key"
)
METERED_WITHOUT_METER: Final = invalid(  # Quoted.
    None,
    "Starting with Stripe version `2025-03-31.basil`, metered prices must be backed by meters.",
)
INTERVAL_TOO_LONG: Final = invalid(
    None,
    "The interval_count for {rhythm} prices can't be greater than {most}",
    "recurring[interval_count]",
)
NEGATIVE: Final = invalid("parameter_invalid_integer", "Invalid non-negative integer")
TOO_GREAT: Final = invalid(
    "parameter_invalid_integer", "This value must be less than or equal to {most}."
)
SESSION_MISSING: Final = ErrorSpec(
    404, "invalid_request_error", "resource_missing", "No such checkout.session: {id}"
)
SESSION_ID_TOO_LONG: Final = ErrorSpec(
    404,
    "invalid_request_error",
    None,
    "Invalid string: {head}...{tail}; must be at most 66 characters",
    "session",
)
SESSION_NOT_EXPIRABLE: Final = state(
    None,
    'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a'
    " status of `{status}`.",
)
SESSION_NOT_OPEN: Final = state(  # The sentence is inferred: none is recorded.
    None, "This Checkout Session is not open any more: it has a status of `{status}`."
)
QUANTITY_FIXED: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "The quantity of `{line}` can not be changed to {quantity}."
)
SESSION_TOTAL_CHANGED: Final = state(  # The sentence is inferred: none is recorded.
    "checkout_amount_mismatch",
    "The total of this Checkout Session is {total}, not the expected {expected}.",
    "expected_amount",
)
SESSION_TOO_SMALL: Final = invalid(
    "amount_too_small",
    "The Checkout Session's total amount due must add up to at least {least} {currency}",
)
SESSION_CONVERTS_TOO_SMALL: Final = invalid(  # Quoted by those who met it.
    "amount_too_small",
    "The Checkout Session's total amount must convert to at least {least}. {amount} converts to"
    " approximately {converted}.",
)
SESSION_TOO_LARGE: Final = invalid(  # The sentence is inferred from the other.
    "amount_too_large",
    "The Checkout Session's total amount due must add up to no more than {most} {currency}",
)
EXPIRES_TOO_SOON: Final = invalid(
    None,
    "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    "expires_at",
)
EXPIRES_TOO_LATE: Final = invalid(
    None,
    "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    "expires_at",
)
LINE_NEEDS_PRICE: Final = invalid(
    None, "You must provide either `price` or `price_data` for each line item when using prices."
)
LINE_NEEDS_QUANTITY: Final = invalid(None, "Quantity is required. Add `quantity` to `{line}`")
LINE_AMOUNTS_GONE: Final = invalid(
    None,
    "You cannot use `line_items.amount`, `line_items.currency`, `line_items.name`,"
    " `line_items.description`, or `line_items.images` in this API version. Please use"
    " `line_items.price` or `line_items.price_data`.",
)
PRICE_INACTIVE: Final = invalid(
    None, "The price specified is inactive. This field only accepts active prices."
)
RECURRING_IN_PAYMENT: Final = invalid(
    None,
    "You specified `payment` mode but passed a recurring price. Either switch to `subscription`"
    " mode or use only one-time prices.",
)
SUBSCRIPTION_NEEDS_RECURRING: Final = invalid(
    None, "You must provide at least one recurring price in `subscription` mode when using prices."
)
KEY_NOT_ALPHANUMERIC: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "Invalid key: {value}; must only contain alphanumeric characters"
)
TOO_MANY_OF_A_KIND: Final = invalid(  # The sentence is inferred: none is recorded.
    None,
    "You can pass at most {most} line items with {kind} prices in `subscription` mode.",
    "line_items",
)
EXCLUSIVE_DISCOUNTS: Final = invalid(  # Unlike others of its kind, it was quoted without a code.
    None, "You may only specify one of these parameters: {names}."
)
NOT_IN_MODE: Final = invalid(None, "You can not pass `{name}` in `{mode}` mode.")
ONLY_IN_PAYMENT: Final = invalid(None, "`{name}` can only be used in `payment` mode.")
ONLY_WITH_CUSTOMER: Final = invalid(None, "`customer_update` can only be used with `customer`.")
NOT_WITH_UI_MODE: Final = invalid(None, "`{name}` is not supported with `ui_mode: {ui_mode}`.")
SEVERAL_NOT_WITH_UI_MODE: Final = invalid(
    None, "The following parameters are not supported with `ui_mode: {ui_mode}`: {names}."
)
UI_MODE_RENAMED: Final = invalid(
    None, "The ui_mode value {old} is no longer supported. Use {new} instead.", "ui_mode"
)
RETURN_URL_UNUSED: Final = invalid(  # That it is refused is quoted; the sentence is inferred.
    None, "`return_url` is not supported with `redirect_on_completion: never`.", "return_url"
)
INVOICE_ONLY_IN_PAYMENT: Final = invalid(
    None,
    "You can only enable invoice creation when `mode` is set to `payment`. Invoices are created"
    " automatically when `mode` is set to `subscription`, and are unsupported when set to `setup`."
    " To learn more visit https://stripe.com/docs/payments/checkout/post-payment-invoices.",
)
TAX_NEEDS_ADDRESS: Final = invalid(
    "customer_tax_location_invalid",
    "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid"
    " address to the Customer or set `customer_update[address]` to 'auto' to save the billing"
    " address entered in Checkout to the Customer.",
)
TAX_ID_NEEDS_NAME: Final = invalid(
    None,
    "Tax ID collection requires updating business name on the customer. To enable tax ID collection"
    " for an existing customer, please set `customer_update[name]` to `auto`.",
)
ONLY_OTHER_CURRENCY: Final = invalid(
    None,
    "The price specified only supports `{other}`. This doesn't match the expected currency:"
    " `{currency}`.",
)
TRIAL_DAYS_NONE: Final = invalid(
    None,
    "The minimum number of trial period days is 1.",
    "subscription_data[trial_period_days]",
)
TRIAL_ENDS_TOO_SOON: Final = invalid(
    None,
    "The `trial_end` date has to be at least 2 days in the future.",
    "subscription_data[trial_end]",
)
COUPON_OF_NOTHING: Final = invalid("parameter_missing", "Must provide percent_off or amount_off.")
COUPON_OF_BOTH: Final = invalid(
    None, "Received both percent_off and amount_off parameters. Please pass in only one."
)
COUPON_NEEDS_CURRENCY: Final = invalid(
    None, "You must pass currency when passing amount_off", "currency"
)
COUPON_NEEDS_MONTHS: Final = invalid(
    None,
    "The duration_in_months param must be set when creating a coupon with a repeating duration",
    "duration",
)
PERCENT_TOO_SMALL: Final = invalid(
    None,
    "This value must be greater than or equal to 0.01 (it currently is '{value}').",
    "percent_off",
)
TAX_PERCENT_NEGATIVE: Final = invalid(  # The sentence is inferred from the other.
    None,
    "This value must be greater than or equal to 0 (it currently is '{value}').",
    "tax_percent",
)
TAX_PERCENT_TOO_GREAT: Final = invalid(  # The sentence is inferred from the other.
    None,
    "This value must be less than or equal to 100 (it currently is '{value}').",
    "tax_percent",
)
PERCENT_TOO_GREAT: Final = invalid(  # The sentence is inferred from the other.
    None,
    "This value must be less than or equal to 100 (it currently is '{value}').",
    "percent_off",
)
COUPON_OF_ANOTHER_CURRENCY: Final = invalid(  # Inferred from what is said of a price.
    None,
    "The coupon specified only supports `{other}`. This doesn't match the expected currency:"
    " `{currency}`.",
    "discounts[0]",
)
SHIPPING_OF_ANOTHER_CURRENCY: Final = invalid(  # Likewise.
    None,
    "The shipping rate specified only supports `{other}`. This doesn't match the expected currency:"
    " `{currency}`.",
)
CODE_TAKEN: Final = invalid(
    None, "An active promotion code with `code: {code}` already exists.", "code"
)
NOT_FIRST_TIME: Final = invalid(
    None,
    "This promotion code cannot be redeemed because the associated customer has prior"
    " transactions.",
    "discounts[0][promotion_code]",
)
CODE_OF_ANOTHER_CUSTOMER: Final = invalid(  # The sentence is inferred from its neighbours.
    None,
    "This promotion code cannot be redeemed because it is restricted to another customer.",
    "discounts[0][promotion_code]",
)
CODE_NEEDS_MORE: Final = invalid(  # Quoted by one integrator.
    None,
    "This promotion code cannot be redeemed because the associated purchase does not meet the"
    " minimum amount requirement.",
    "discounts[0][promotion_code]",
)
COUPON_GONE: Final = invalid(  # The sentence is inferred: none is recorded.
    "coupon_expired", "Coupon expired: {coupon}"
)
PROMOTION_CODE_GONE: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "This promotion code cannot be redeemed because it is no longer active."
)
