"""Refusals about SetupIntents, mandates and banks."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# SetupIntents. Source: recorded refusals; API reference, "SetupIntents".

SETUP_NEEDS_METHOD: Final = state(
    "setup_intent_unexpected_state",
    "You cannot confirm this SetupIntent because it's missing a payment method. You can either"
    " update the SetupIntent with a payment method and then confirm it again, or confirm it again"
    " directly with a payment method or ConfirmationToken.",
    older={
        "2023-10-16": "You cannot confirm this SetupIntent because it's missing a payment method."
        " You can either update the SetupIntent with a payment method and then confirm it again,"
        " or confirm it again directly with a payment method.",
    },
)
SETUP_METHOD_TYPE_UNKNOWN: Final = invalid(  # Quoted of interac_present; the param is inferred.
    "setup_intent_invalid_parameter",
    'The payment method type "{type}" is invalid. See'
    " https://stripe.com/docs/api/setup_intents/create#create_setup_intent-payment_method_types for"
    " the full list of supported payment method types. Please also ensure the provided types are"
    " activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and your"
    " account is enabled for any features that you are trying to use.",
    "payment_method_types",
)
SETUP_ALREADY_SUCCEEDED: Final = state(
    "setup_intent_unexpected_state",
    "You cannot {verb} this SetupIntent because it has already succeeded.",
)
SETUP_ALREADY_CANCELED: Final = state(
    "setup_intent_unexpected_state",
    "You cannot {verb} this SetupIntent because it has been canceled.",
)
SESSION_OWNS_SETUP: Final = state(  # Inferred from that of PaymentIntents.
    "setup_intent_unexpected_state",
    "You cannot perform this action on SetupIntents created by Checkout. Try expiring the Checkout"
    " Session instead.",
)
SETUP_IN_PROCESS: Final = state(  # The sentence is inferred.
    "setup_intent_unexpected_state",
    "You cannot {verb} this SetupIntent because it has a status of processing.",
)
SETUP_NOT_CANCELABLE: Final = state(
    "setup_intent_unexpected_state",
    "You cannot cancel this SetupIntent because it has a status of {status}. Only a SetupIntent"
    " with one of the following statuses may be canceled: `requires_payment_method`,"
    " `requires_confirmation`, or `requires_action`.",
)
SETUP_CANCELED_ALREADY: Final = state(
    "setup_intent_unexpected_state",
    "You cannot cancel this SetupIntent because it is already canceled.",
    older={
        "2024-04-10": "You cannot cancel this SetupIntent because it it already canceled.",  # sic
    },
)
SETUP_METHOD_OF_A_CUSTOMER: Final = state(
    None,
    "The payment method supplied ({id}) belongs to the Customer {customer}. Please include the"
    " Customer in the `customer` parameter on the SetupIntent.",
    "payment_method",
)
SETUP_AUTHENTICATION_FAILED: Final = state(  # The sentence is that of PaymentIntents; inferred.
    "setup_intent_authentication_failure",
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a"
    " new PaymentMethod to attempt to fulfill this SetupIntent again.",
)
SETUP_ONLY_WITH_CONFIRM: Final = invalid(
    "setup_intent_invalid_parameter",
    "The parameter `{param_name}` cannot be passed when creating a SetupIntent unless `confirm` is"
    " set to true.",
)
SETUP_RETURN_URL_NEEDED: Final = invalid(
    None,
    "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because"
    " some of these payment methods might redirect your customer off of your page, you must provide"
    " a `return_url`. If you don't want to accept redirect-based payment methods, set"
    " `automatic_payment_methods[enabled]` to `true` and"
    " `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and"
    " Payment Intents.",
)
REDIRECT_NEEDS_RETURN_URL: Final = invalid(
    None,
    "You must provide a `return_url` when confirming a {noun} with the payment method type {type}.",
)
METHOD_TYPE_NOT_TAKEN: Final = state(
    None,
    "The PaymentMethod provided ({type}) is not allowed for this {noun}. Please attach a"
    " PaymentMethod of one of the following types: {types}. Alternatively, update the allowed"
    ' payment_method_types for this {noun} to include "{type}"',
)
INTENT_STATE: Final = state(
    "intent_invalid_state",
    "This {noun} cannot be actioned on because it has a status of {status}. Only a {noun} with one"
    ' of the following statuses may be actioned on: ["requires_action"].',
)
MICRODEPOSIT_AMOUNTS_WRONG: Final = state(  # These six are the pages' about each bank debit.
    "payment_method_microdeposit_verification_amounts_mismatch",
    "The amounts provided do not match the amounts that were sent to the bank account. You have"
    " {left} verification attempts remaining.",
)
MICRODEPOSIT_AMOUNTS_INVALID: Final = state(
    "payment_method_microdeposit_verification_amounts_invalid",
    "You must provide exactly two microdeposit amounts.",
)
MICRODEPOSIT_CODE_WRONG: Final = state(
    "payment_method_microdeposit_verification_descriptor_code_mismatch",
    "The verification code provided does not match the one sent to the bank account. You have"
    " {left} verification attempts remaining.",
)
MICRODEPOSIT_ATTEMPTS: Final = state(
    "payment_method_microdeposit_verification_attempts_exceeded",
    "You have exceeded the number of allowed verification attempts.",
)
MICRODEPOSIT_TIMEOUT: Final = state(
    "payment_method_microdeposit_verification_timeout",
    "Microdeposit timeout. Customer has not verified their bank account within the required 10 day"
    " period.",
)
MICRODEPOSIT_FAILED: Final = state(
    "payment_method_microdeposit_failed",
    "Microdeposits failed. Please check the account, institution and transit numbers provided.",
)
MICRODEPOSIT_NEEDS: Final = invalid(
    None,
    "One of the following params should be provided for this request: amounts or descriptor_code.",
)
MANDATE_NEEDED: Final = state(  # Quoted of PaymentIntents, without a code.
    None,
    "This {noun} requires a mandate, but no existing mandate was found. Collect mandate acceptance"
    " from the customer and try again, providing acceptance data in the mandate_data parameter.",
)
MANDATE_NEEDED_TO_KEEP: Final = invalid(  # Quoted of `sepa_debit` and `off_session`.
    None,
    "When confirming a PaymentIntent with a `{type}` PaymentMethod and `setup_future_usage` value"
    " of {usage}, `mandate_data` is required.",
)
MANDATE_INVALID: Final = state(  # The sentence is that of "Error codes".
    "payment_intent_mandate_invalid",
    "The provided mandate is invalid and can not be used for the payment intent.",
    "mandate",
)
BANK_ACCOUNT_UNUSABLE: Final = invalid(  # The sentence is inferred from "Error codes".
    "bank_account_unusable",
    "The bank account provided can not be used for payments. A different bank account must be"
    " used.",
    "sepa_debit[iban]",
)
INVALID_IBAN: Final = invalid(
    "invalid_bank_account_iban",
    "The IBAN you provided is invalid.",
    "sepa_debit[iban]",
)


def bank_refused(code: str, message: str) -> ErrorSpec:
    """What a bank's refusal of a debit says; type and status are inferred."""
    return ErrorSpec(402, "invalid_request_error", code, message, executed=True)


def bank_declined(message: str) -> ErrorSpec:
    """What a bank's refusal without a code of its own says: an empty one, beside a decline code.

    Source: a failed SEPA debit that was posted, of 2023-10-16.
    """
    return ErrorSpec(402, "card_error", "", message, executed=True, documented=False)
