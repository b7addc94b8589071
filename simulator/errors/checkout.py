"""Refusals about Checkout Sessions and Payment Links."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# Source: recorded and quoted refusals, unless a row says that its sentence is inferred.

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
AMOUNT_FIXED: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "The amount of the price `{price}` is not for the customer to choose."
)
CHOSEN_TOO_SMALL: Final = invalid(  # Likewise.
    "amount_too_small", "The amount must be at least {least}."
)
CHOSEN_TOO_LARGE: Final = invalid(  # Likewise.
    "amount_too_large", "The amount must be no more than {most}."
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
SESSION_TOO_LARGE: Final = invalid(  # Quoted by one who met it.
    "amount_too_large", "The Checkout Session's total amount due must be no more than {most}."
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
RECURRING_IN_PAYMENT: Final = invalid(
    None,
    "You specified `payment` mode but passed a recurring price. Either switch to `subscription`"
    " mode or use only one-time prices.",
)
SUBSCRIPTION_NEEDS_RECURRING: Final = invalid(
    None, "You must provide at least one recurring price in `subscription` mode when using prices."
)
INTERVALS_MIXED: Final = invalid(  # Quoted.
    None,
    "Checkout does not support multiple prices with different billing intervals.",
    "line_items",
)
KEY_NOT_ALPHANUMERIC: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "Invalid key: {value}; must only contain alphanumeric characters"
)
TOO_MANY_OF_A_KIND: Final = invalid(  # The sentence is inferred: none is recorded.
    None,
    "You can pass at most {most} line items with {kind} prices in `subscription` mode.",
    "line_items",
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
RECURS_NOT: Final = invalid(
    None,
    "You can only set `payment_method_collection` if there are recurring prices.",
    "payment_method_collection",
)
PROMOTIONS_NOT_HERE: Final = invalid(
    None,
    "`consent_collection.promotions` is not available in your country.",
    "consent_collection[promotions]",
)
NO_METHOD_TYPES: Final = invalid(  # Of Sessions and of PaymentIntents it is quoted.
    None,
    "No valid payment method types for this {noun}. Please ensure that you have activated payment"
    " methods compatible with your chosen currency in your dashboard"
    " (https://dashboard.stripe.com/settings/payment_methods) or specify `payment_method_types`.",
)
CURRENCY_OF_PAGE: Final = invalid(  # The second sentence is quoted, the first is that of Sources.
    None,
    "Invalid currency: {currency}. The payment method `{type}` only supports the following"
    " currencies: {supported}.",
    "payment_method_types",
)
KEY_TAKEN: Final = invalid(  # That it is refused is documented; the sentence is inferred.
    None, "Invalid key: {value}; must be unique"
)
DEFAULT_NOT_OFFERED: Final = invalid(  # Likewise.
    None, "Invalid default_value: {value}; must be the value of one of the options"
)
LENGTHS_CROSSED: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "The minimum_length must be less than or equal to the maximum_length."
)
NOT_A_COLOR: Final = invalid(  # That it is refused is documented; the sentence is inferred.
    None, "Invalid hex color: {value}"
)
ONE_WAY_NEEDED: Final = invalid(  # The sentence is that of Prices, about their Products.
    "parameter_missing", "You must specify either `shipping_rate` or `shipping_rate_data`."
)
SHIPPING_RATE_INACTIVE: Final = invalid(  # The sentence is that of Prices.
    None,
    "The shipping rate specified is inactive. This field only accepts active shipping rates.",
)
LINK_RECURS: Final = invalid(  # That it is refused is documented; the sentence is inferred.
    None, "`{name}` can only be used when there are no line items with recurring prices."
)
LINK_RECURS_NOT: Final = invalid(  # Likewise.
    None, "`{name}` can only be used if there are recurring prices."
)
NOT_OFFERED: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "The price `{price}` is not one of the optional items of this Checkout Session."
)
