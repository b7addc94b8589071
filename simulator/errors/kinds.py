"""Refusals about the kinds of PaymentMethod that an intent takes."""

from typing import Final

from simulator.errors.spec import invalid

METHOD_TYPE_UNKNOWN: Final = invalid(
    "payment_intent_invalid_parameter",
    'The payment method type "{type}" is invalid. Please ensure the provided type is activated in'
    " your dashboard (https://dashboard.stripe.com/account/payments/settings) and your account is"
    " enabled for any preview features that you are trying to use. See"
    " https://stripe.com/docs/payments/payment-methods/integration-options for supported payment"
    " method, currency, and country combinations.",
    "payment_method_types",
)
METHOD_TYPES_UNKNOWN: Final = invalid(  # Quoted; code and parameter are those of the one above.
    "payment_intent_invalid_parameter",
    "All types provided in payment_method_types are invalid. Please ensure the provided types are"
    " activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your"
    " account is enabled for any preview features that you are trying to use.",
    "payment_method_types",
)
TYPES_NO_LONGER: Final = invalid(  # The code is documented; the sentence is inferred.
    "payment_method_types_no_longer_supported",
    "The `payment_method_types` parameter is no longer supported in this API version. Remove it to"
    " use dynamic payment methods, or use `allowed_payment_method_types` or"
    " `excluded_payment_method_types` instead.",
    "payment_method_types",
)
AUTOMATIC_AND_TYPES: Final = invalid(  # Quoted by those who met it; that it has no code is not.
    None, "You cannot enable `automatic_payment_methods` and specify `payment_method_types`."
)
TYPES_PAY_ONCE: Final = invalid(  # The sentence is quoted, of customer_balance; the code is not.
    "payment_intent_invalid_parameter",
    "`setup_future_usage` cannot be used with one or more of the values you specified in"
    " `payment_method_types`. Please remove `setup_future_usage` or remove these types from"
    " `payment_method_types`: [{types}]",
    "setup_future_usage",
)
TYPES_ARE_NOT_HELD: Final = invalid(  # Quoted of sofort and of ideal, without a code.
    None,
    "The following payment method types [{types}] can only be used with PaymentIntents that have"
    " capture_method=automatic. Please retry by creating a PaymentIntent with"
    " capture_method=automatic.",
)
CURRENCY_OF_ONE_METHOD: Final = invalid(
    None,
    "The currency provided ({currency}) is invalid for one or more payment method types on this"
    " PaymentIntent.",
)
CURRENCY_OF_METHODS: Final = invalid(
    None,
    "The currency provided ({currency}) is invalid. Payments with {type} support the following"
    " currencies: {supported}.",
)
MANDATE_OPTIONS_NEEDED: Final = invalid(  # Quoted of Checkout Sessions.
    None, "{type} requires payment_method_options[{type}][mandate_options] to be set"
)
WECHAT_ON_WEB: Final = invalid(  # Quoted of Checkout Sessions.
    None, "WeChat Pay requires payment_method_options[wechat_pay][client] to be set to web."
)
NOT_FOR_SUBSCRIPTIONS: Final = invalid(  # Quoted by many who met it.
    None, "The payment method `{type}` cannot be used in `subscription` mode."
)
