"""Refusals about PaymentIntents."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# PaymentIntents. Source: recorded refusals; API reference, "PaymentIntents".

AMOUNT_TOO_LOW: Final = invalid(
    "parameter_invalid_integer",
    "The amount must be greater than or equal to the minimum charge amount allowed for your account"
    " and the currency set"
    " (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save"
    " a Payment Method for future use without an immediate payment, use a Setup Intent instead:"
    " https://docs.stripe.com/payments/setup-intents",
    "amount",
    older={"2022-11-15": "This value must be greater than or equal to 1."},
)
AMOUNT_TOO_SMALL: Final = invalid(
    "amount_too_small", "Amount must be at least {least} {currency}", "amount"
)
AMOUNT_CONVERTS_TOO_SMALL: Final = invalid(
    "amount_too_small",
    "Amount must convert to at least {least}. {amount} converts to approximately {converted}.",
    "amount",
)
DESCRIPTOR_NOT_FOR_CARDS: Final = invalid(
    None,
    "The statement_descriptor parameter is not supported for the payment_method_type `card`. To"
    " continue supporting payment_method_type `card`, please pass in `statement_descriptor_suffix`"
    " or remove the `statement_descriptor` parameter altogether. Please see"
    " https://support.stripe.com/questions/use-of-the-statement-descriptor-parameter-on-"
    "paymentintents-for-card-charges for additional details.",
)
AMOUNT_TOO_LARGE: Final = invalid(
    "amount_too_large", "Amount must be no more than {most}", "amount"
)
PARAM_NOT_UPDATABLE: Final = state(
    "payment_intent_unexpected_state",
    "This PaymentIntent's {param_name} could not be updated because it has a status of {status}."
    " You may only update the {param_name} of a PaymentIntent with one of the following statuses:"
    " {statuses}.",
)
CONFIRM_NEEDS_METHOD: Final = state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either"
    " update the PaymentIntent with a payment method and then confirm it again, or confirm it again"
    " directly with a payment method or ConfirmationToken.",
    older={
        "2023-10-16": "You cannot confirm this PaymentIntent because it's missing a payment method."
        " You can either update the PaymentIntent with a payment method and then confirm it again,"
        " or confirm it again directly with a payment method.",
    },
)
CONFIRM_NEEDS_CUSTOMERS_METHOD: Final = state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the"
    " PaymentIntent with {customer}, specify a payment method attached to this customer along with"
    " the customer ID.",
)
CONFIRM_ALREADY_SUCCEEDED: Final = state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it has already succeeded after being previously"
    " confirmed.",
)
CONFIRM_STATE: Final = state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it has a status of {status}. Only a"
    " PaymentIntent with one of the following statuses may be confirmed: {statuses}.",
)
METHOD_OF_A_CUSTOMER: Final = state(
    "parameter_missing",
    "The `payment_method` parameter supplied {id} belongs to the Customer {customer}. Please"
    " include the Customer in the `customer` parameter on the PaymentIntent.",
    "source",  # sic
)
METHOD_OF_ANOTHER_CUSTOMER: Final = state(
    None,
    "The PaymentMethod {id} does not belong to the Customer you supplied {customer}. Please use"
    " this PaymentMethod with the Customer that it belongs to instead.",
    "payment_method",
)
SAVING_NEEDS_METHOD: Final = invalid(  # Quoted by a client's tests, as the next; no code is.
    None,
    "A payment method must be provided or already attached to the PaymentIntent when"
    " `save_payment_method=true`.",
)
SAVING_NEEDS_CUSTOMER: Final = invalid(
    None, "A valid `customer` must be provided when `save_payment_method=true`."
)
RETURN_URL_NEEDED: Final = invalid(
    None,
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because"
    " some of these payment methods might redirect your customer off of your page, you must provide"
    " a `return_url`. If you don't want to accept redirect-based payment methods, set"
    " `automatic_payment_methods[enabled]` to `true` and"
    " `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and"
    " Payment Intents.",
    older={
        "2023-08-16": "You must provide a `return_url` when confirming using"
        " automatic_payment_methods[enabled]=true.",
    },
)
CAPTURE_STATE: Final = state(
    "payment_intent_unexpected_state",
    "This PaymentIntent could not be captured because it has a status of {status}. Only a"
    " PaymentIntent with one of the following statuses may be captured: requires_capture.",
)
CAPTURED_ALREADY: Final = state(
    "payment_intent_unexpected_state",
    "The remaining amount on this PaymentIntent could not be captured because the remainder of the"
    " authorized amount has been released.",
    older={
        "2024-10-28.acacia": "This PaymentIntent could not be captured because it has already been"
        " captured.",
    },
)
CAPTURE_TOO_LARGE: Final = state(
    "amount_too_large",
    "The payment could not be captured because the requested capture amount is greater than the"
    " amount you can capture for this charge. Contact us via https://support.stripe.com/contact/"
    " for help.",
)
CAPTURE_ZERO: Final = state(
    "parameter_invalid_integer",
    "This value must be greater than or equal to 1.",
    "amount",
)
CAPTURE_NEGATIVE: Final = state(None, "Invalid non-negative integer", "amount_to_capture")
MULTICAPTURE_UNAVAILABLE: Final = state(  # The sentence is inferred: none is recorded.
    None,
    "This PaymentIntent is not eligible for multicapture because you did not request support using"
    " `request_multicapture` when you created or confirmed it.",
    "final_capture",
)
CAPTURES_SPENT: Final = state(  # The sentence is inferred: none is recorded.
    None, "This PaymentIntent has been captured {most} times, which is the most that is allowed."
)
AMOUNT_DETAILS_MISMATCH: Final = state(  # Quoted of what is not enforced.
    "amount_details_amount_mismatch",
    "The total value of `amount_details` ({total}) does not match the `amount` ({amount}). Make"
    " sure that the total value of `line_items` matches the amount to charge, taking into account"
    " any discounts, tax, and shipping. See https://docs.stripe.com/payments/payment-line-items",
    "amount_details",
)
AMOUNT_DETAILS_TOO_MUCH: Final = state(  # The sentence is inferred from the one above.
    "amount_details_tax_shipping_discount_greater_than_amount",
    "The total value of tax, shipping and discounts in `amount_details` ({total}) is greater than"
    " the `amount` ({amount}). See https://docs.stripe.com/payments/payment-line-items",
    "amount_details",
)
CAPTURE_NEEDS_DETAILS: Final = state(  # Stripe's rules; this sentence and the next two are not.
    None,
    "You must include `{name}` in this capture, or unset it in the first one, because it was"
    " provided before.",
)
CAPTURE_DETAILS_LATE: Final = state(
    None,
    "You cannot include `{name}` in this capture because previous captures did not include it.",
)
SHIPPED_ELSEWHERE: Final = state(
    None, "`shipping.{name}` cannot be changed across captures of the same PaymentIntent."
)
_CANCELABLE: Final = (
    "You cannot cancel this PaymentIntent because it has a status of {status}. Only a PaymentIntent"
    " with one of the following statuses may be canceled:"
)
PAYMENT_INTENT_NOT_CANCELABLE: Final = state(
    "payment_intent_unexpected_state",
    _CANCELABLE + " {statuses}.",
    older={  # Seen in 2019, in 2023 and in April 2026; the versions between are inferred.
        "2019-12-03": _CANCELABLE
        + " requires_payment_method, requires_capture, requires_confirmation, requires_action.",
        "2025-09-30.clover": _CANCELABLE
        + " requires_payment_method, requires_capture, requires_confirmation, requires_action,"
        " processing.",
        "2026-04-22.dahlia": _CANCELABLE
        + " requires_payment_method, requires_capture, requires_reauthorization,"
        " requires_confirmation, requires_action, processing.",
    },
)
CUSTOMER_STAYS: Final = invalid(  # Quoted by those who met it; the param is inferred.
    None,
    "You cannot modify `customer` on a PaymentIntent once it already has been set. To fulfill a"
    " payment with a different Customer, cancel this PaymentIntent and create a new one.",
    "customer",
)
SESSION_OWNS_INTENT: Final = state(  # Quoted by those who met it; the code is not.
    "payment_intent_unexpected_state",
    "You cannot perform this action on PaymentIntents created by Checkout. Try expiring the"
    " Checkout Session instead.",
)
NOT_INCREMENTABLE: Final = invalid(
    None,
    "This PaymentIntent is not eligible for incremental authorization because you did not request"
    " support using `request_incremental_authorization` when you created or confirmed it.",
)
INCREMENT_STATE: Final = state(  # The sentence is inferred from that of capture.
    "payment_intent_unexpected_state",
    "This PaymentIntent could not be incremented because it has a status of {status}. Only a"
    " PaymentIntent with one of the following statuses may be incremented: requires_capture.",
)
INCREMENT_TOO_SMALL: Final = state(  # The sentence is inferred.
    None,
    "The amount must be greater than the amount that is authorized at present ({amount}).",
    "amount",
)
INCREMENTS_SPENT: Final = state(  # The sentence is inferred: none is recorded.
    None,
    "This PaymentIntent cannot be incremented any more: the most is {most} attempts.",
)
ONLY_WITH_CONFIRM: Final = invalid(
    "payment_intent_invalid_parameter",
    "The parameter `{param_name}` cannot be passed when creating a PaymentIntent unless `confirm`"
    " is set to true.",
)
OFF_SESSION_SETS_NOTHING_UP: Final = invalid(  # That there is a code is inferred.
    "payment_intent_invalid_parameter",
    "You cannot confirm with the `off_session` parameter when `setup_future_usage` is also set on"
    " the PaymentIntent because you cannot set up future usages when processing payments"
    " off-session.",
    "off_session",
)
DESCRIPTOR_TOO_LONG: Final = invalid(
    None,
    "The statement descriptor must be at most {most} characters. {value} is {length} characters"
    " long.",
    "statement_descriptor",
)
DESCRIPTOR_CHARACTER: Final = invalid(  # Quoted by integrators, with and without the full stop.
    None, "The statement descriptor cannot include {character}."
)
DESCRIPTOR_WITHOUT_LETTER: Final = invalid(  # Quoted of a suffix, too.
    None, "The statement descriptor must contain at least one Latin character."
)
MANUAL_WITH_PUBLISHABLE_KEY: Final = invalid(  # Quoted up to the key; the rest is from memory.
    "payment_intent_invalid_parameter",
    "This PaymentIntent {id} cannot be confirmed using your publishable key because its"
    " `confirmation_method` is set to `manual`. Please use your secret key instead, or create a"
    " PaymentIntent with `confirmation_method` set to `automatic`.",
)
SHIPPING_OF_SERVER: Final = invalid(  # Quoted by those who met it.
    "payment_intent_invalid_parameter",
    "The shipping information on this PaymentIntent was last set with a secret key and therefore"
    " cannot be changed with a publishable key. Please use your secret key instead.",
    "shipping",
)
USAGE_OF_SERVER: Final = invalid(  # Stripe's rule; the sentence is inferred from the one above.
    "payment_intent_invalid_parameter",
    "The `setup_future_usage` of this PaymentIntent can only be changed from `on_session` to"
    " `off_session` with a publishable key. Please use your secret key instead.",
    "setup_future_usage",
)
SECRET_AS_ID: Final = ErrorSpec(
    404,
    "invalid_request_error",
    None,
    "You passed a string that looks like a client secret as the {noun} ID, but you must provide a"
    " valid {noun} ID. Please use the value in the `id` field of the {noun}.",
    "intent",
)
WRONG_CLIENT_SECRET: Final = invalid(
    None,
    "The client_secret provided does not match the client_secret associated with the {noun}.",
    "client_secret",
)
EXPORT_NEEDS_DESCRIPTION: Final = invalid(  # Quoted by those who met it, as the next.
    None,
    "As per Indian regulations, export transactions require a description. More info here:"
    " https://stripe.com/docs/india-exports",
)
EXPORT_NEEDS_PAYER: Final = invalid(
    None,
    "As per Indian regulations, export transactions require a customer name and address. More info"
    " here: https://stripe.com/docs/india-exports",
)
SECRET_OF_NONE: Final = invalid(  # Quoted by those who met it, the first sentence by many.
    None,
    "The client_secret provided does not match any associated {noun} on this account. Ensure the"
    " publishable key used belongs to the same account that created the {noun}.",
    "client_secret",
)
FIXED_BY_INVOICE: Final = state(  # Quoted by those who met it.
    None,
    "Some of the parameters you provided ({names}) cannot be used when modifying a PaymentIntent"
    " that was created by an invoice. You can try again without those parameters.",
)
AUTHENTICATION_FAILED: Final = state(
    "payment_intent_authentication_failure",
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a"
    " new PaymentMethod to attempt to fulfill this PaymentIntent again.",
)
ATTEMPT_FAILED: Final = state("payment_intent_payment_attempt_failed", "The payment failed.")
ATTEMPT_EXPIRED: Final = state(  # The sentence is inferred from the one before.
    "payment_intent_payment_attempt_expired", "The payment expired."
)
KONBINI_NUMBER_REJECTED: Final = invalid(  # The sentence is that of "Error codes"; inferred.
    "payment_intent_konbini_rejected_confirmation_number",
    "The `confirmation_number` provided in `payment_method_options[konbini]` was rejected by the"
    " processing partner at time of PaymentIntent confirmation.",
    "payment_method_options[konbini][confirmation_number]",
)
KONBINI_NUMBER_INVALID: Final = invalid(  # What it must be is documented, the sentence inferred.
    "payment_method_invalid_parameter",
    "The confirmation number must have 10 to 11 digits, and not consist of zeroes only.",
    "payment_method_options[konbini][confirmation_number]",
)
