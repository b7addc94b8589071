"""Refusals about products, prices, coupons, and the lines that sell them."""

from typing import Final

from simulator.errors.spec import invalid, state

# Source: recorded and quoted refusals, unless a row says
# that its sentence is inferred.

PRODUCT_EXISTS: Final = invalid("resource_already_exists", "Product already exists.", "id")
PRODUCT_HAS_PRICES: Final = state(
    None, "This product cannot be deleted because it has one or more user-created prices."
)
PRICE_OF_ANOTHER_PRODUCT: Final = invalid(  # The sentence is inferred.
    None, "The price `{price}` does not belong to the product `{product}`.", "default_price"
)
PRICE_NEEDS_PRODUCT: Final = invalid(  # Probed, without a code.
    None, "You must specify either `product` or `product_data` when creating a price."
)
PRICE_NEEDS_AMOUNT: Final = invalid(  # Probed, without a code.
    None, "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set."
)
PRICE_IS_DEFAULT: Final = invalid(  # Quoted.
    None, "This price cannot be archived because it is the default price of its product."
)
PRICE_OF_INACTIVE: Final = invalid(  # Quoted.
    None,
    "Price `{price}` is not available to be purchased because its product is not active.",
)
TIERED_ONCE: Final = invalid(  # Probed, with this parameter.
    None, "Prices with `type=one_time` are not supported with tiered billing.", "interval"
)
PRICE_NEEDS_TIERS: Final = invalid(  # The sentence is inferred.
    "parameter_missing",
    "You must specify `tiers` and `tiers_mode` when `billing_scheme` is `tiered`.",
    "tiers",
)
TIER_NEEDS_AMOUNT: Final = invalid(  # Quoted, with this parameter.
    None, "An entry in the tiers array is missing an amount.", "amount"
)
TOO_MANY_DECIMALS: Final = invalid(  # Quoted of a tax_percent, which had two.
    None,
    "Invalid decimal: {value}; must contain at maximum {most} decimal places.",
)
OWN_CURRENCY_TWICE: Final = invalid(  # Quoted by one who met it.
    None,
    "You are specifying a currency option that matches the top-level currency for this price."
    " Please remove this currency option and it will be added automatically on creation.",
)
OWN_CURRENCY_AS_OPTION: Final = invalid(  # Quoted.
    None,
    "You are specifying an update to a currency option that matches the top-level currency for this"
    " price. Please remove this currency option and update the top-level params instead.",
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
    None, "The interval_count for {rhythm} prices can't be greater than {most}"
)
NEGATIVE: Final = invalid("parameter_invalid_integer", "Invalid non-negative integer")
TOO_GREAT: Final = invalid(
    "parameter_invalid_integer", "This value must be less than or equal to {most}."
)
LINE_NEEDS_PRICE: Final = invalid(
    None, "You must provide one of `price` or `price_data` for each line item when using prices."
)
LINE_NEEDS_QUANTITY: Final = invalid(None, "Quantity is required. Add `quantity` to `{line}`")
LINE_COUNTS_ITSELF: Final = invalid(  # Quoted.
    None,
    "Quantity should not be specified where usage_type is `metered`. Remove `quantity` from"
    " `{line}`",
)
QUANTITY_LIMITS_CROSSED: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "The minimum of `adjustable_quantity` must be less than or equal to its maximum."
)
QUANTITY_OUT_OF_LIMITS: Final = invalid(  # Likewise.
    None, "The quantity must be between {least} and {most}, the limits of `adjustable_quantity`."
)
LINE_AMOUNTS_GONE: Final = invalid(
    None,
    "You cannot use `line_items.amount`, `line_items.currency`, `line_items.name`,"
    " `line_items.description`, or `line_items.images` in this API version. Please use"
    " `line_items.price` or `line_items.price_data`.",
)
PRICE_INACTIVE: Final = invalid(
    None, "The price specified is inactive. This field only accepts active prices."
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
COUPON_OF_ANOTHER_CURRENCY: Final = invalid(  # Quoted of promotion codes, of 2026.
    None,
    "The {noun} default currency ({other}) does not match the line item currency ({currency}).",
    "discounts[0]",
)
SHIPPING_OF_ANOTHER_CURRENCY: Final = invalid(  # Likewise.
    None,
    "The shipping rate specified only supports `{other}`. This doesn't match the expected currency:"
    " `{currency}`.",
)
TAX_RATE_INACTIVE: Final = invalid(  # That it is refused is documented; the sentence is Prices'.
    None, "The tax rate specified is inactive. This field only accepts active tax rates."
)
FEATURE_EXISTS: Final = invalid(  # That it is refused is documented; the sentence is inferred.
    "resource_already_exists", "A feature with `lookup_key: {key}` already exists.", "lookup_key"
)
FEATURE_STAYS_INACTIVE: Final = invalid(  # Likewise.
    None, "A feature that was deactivated cannot be activated again.", "active"
)
FEATURE_INACTIVE: Final = invalid(  # Likewise.
    None,
    "The feature specified is inactive. This field only accepts active features.",
    "entitlement_feature",
)
FEATURE_ATTACHED: Final = invalid(  # Inferred, as its sentence is.
    "resource_already_exists",
    "The feature is already attached to the product `{product}`.",
    "entitlement_feature",
)
CODE_UNREADABLE: Final = invalid(  # Probed.
    None,
    "This value must match the regex pattern. (/\\A[a-zA-Z0-9\\-_]+\\z/ does not match for the"
    " value {code}).",
    "code",
)
PROMOTION_OF_NOTHING: Final = invalid(  # Probed, with this parameter.
    None, "You must pass promotion.coupon when passing promotion", "promotion.coupon"
)
CODE_TAKEN: Final = invalid(
    None, "An active promotion code with `code: {code}` already exists.", "code"
)
NOT_FIRST_TIME: Final = invalid(  # Its code is documented.
    "promotion_code_customer_not_first_time",
    "This promotion code cannot be redeemed because the associated customer has prior"
    " transactions.",
    "discounts[0][promotion_code]",
)
CODE_NOT_FOR_GUESTS: Final = invalid(  # That it is refused is documented; the sentence is inferred.
    None,
    "This promotion code cannot be redeemed because it is restricted to first-time customers, and"
    " no customer is created.",
    "discounts[0][promotion_code]",
)
CODE_STAYS_INACTIVE: Final = invalid(  # Likewise.
    None,
    "This promotion code cannot be reactivated because it, or its coupon, cannot be redeemed any"
    " more.",
    "active",
)
OWN_MINIMUM_TWICE: Final = invalid(  # Likewise.
    None,
    "You are specifying a currency option that matches the `minimum_amount_currency` of this"
    " promotion code. Please remove this currency option.",
)
CODE_MAY_NEED_MORE: Final = invalid(  # Quoted by one integrator; that it may not is documented.
    None,
    "This promotion code cannot be redeemed on a subscription update because it uses the"
    " `minimum_amount` restriction and the amount may change.",
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
COUPON_GONE: Final = invalid(  # Quoted by its beginning; the rest is inferred.
    "coupon_expired", "Coupon expired: {coupon}"
)
PROMOTION_CODE_GONE: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "This promotion code cannot be redeemed because it is no longer active."
)
