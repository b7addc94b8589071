"""Every error that the API gives is a row here, raised by its name.

Rule 1: no status code, error type or message is written anywhere else.
Rule 2: a row says whether Stripe had begun to execute when it refused. An executed refusal is
stored under its idempotency key and tells SDKs not to retry (`Stripe-Should-Retry: false`).
Rule 3: where Stripe has changed a sentence, the row keeps the older ones with the first API
version, or the day, that no longer says it.

Source: Stripe docs, "Error codes" and "Errors"; the sentences are recorded ones unless a row says
otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


class StripeError(Exception):
    """An answer that refuses: what it says, and what is to be remembered of it."""

    def __init__(
        self,
        spec: "ErrorSpec",
        words: Mapping[str, object],
        *,
        param: str | None = None,
        keeps: bool = False,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(spec.message)
        self.spec = spec
        self.words = words
        self.param = param
        self.keeps = keeps
        """Whether what the operation did until then stays done, as after a decline."""
        self.hint = ""
        """What is added to the sentence where something more is known."""
        self.more: dict[str, Any] = dict(more or {})
        """Further members of the error object: decline_code, charge, payment_intent, ..."""

    def message(self, version: str) -> str:
        """The sentence, as an answer of this API version reads."""
        return self.spec.reading(version).format(**self.words) + self.hint

    def members(self, version: str) -> dict[str, Any]:
        """The members of `error` on the wire, but for the request's log address."""
        spec = self.spec
        found: dict[str, Any] = {"message": self.message(version), "type": spec.type, **self.more}
        for name, since in spec.told_since.items():
            if version < since:
                found.pop(name, None)
        if spec.code is not None:
            found["code"] = spec.code
        if spec.code is not None and spec.documented:
            found["doc_url"] = f"https://stripe.com/docs/error-codes/{spec.code.replace('_', '-')}"
        if self.param is not None:
            found["param"] = self.param
        return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """One refusal. Calling it with its words gives the error to raise."""

    status: int
    type: str
    code: str | None
    message: str  # a format string
    param: str | None = None
    executed: bool = False
    documented: bool = True
    """Whether Stripe has a page about the code, to which `doc_url` leads."""
    older: Mapping[str, str] = field(default_factory=dict)
    """Older readings: the first API version that no longer says it, and the sentence."""

    told_since: Mapping[str, str] = field(default_factory=dict)
    """Members that older answers lack: their names, and the first API version that has them."""

    def __call__(
        self,
        *,
        param: str | None = None,
        keeps: bool = False,
        more: Mapping[str, Any] | None = None,
        **words: object,
    ) -> StripeError:
        """The error, ready to be raised."""
        return StripeError(self, words, param=param or self.param, keeps=keeps, more=more)

    def reading(self, version: str) -> str:
        """The format string that this API version's answers use."""
        for until in sorted(self.older):
            if version < until:
                return self.older[until]
        return self.message


def _invalid(code: str | None, message: str, param: str | None = None, **rest: Any) -> ErrorSpec:
    return ErrorSpec(400, "invalid_request_error", code, message, param, **rest)


def _state(code: str | None, message: str, param: str | None = None, **rest: Any) -> ErrorSpec:
    return ErrorSpec(400, "invalid_request_error", code, message, param, executed=True, **rest)


# Before the operation: who asks, and for what. Source: "Authentication", "Errors".

NO_KEY: Final = ErrorSpec(
    401,
    "invalid_request_error",
    None,
    "You did not provide an API key. You need to provide your API key in the Authorization header,"
    " using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See"
    " https://stripe.com/docs/api#authentication for details, or we can help at"
    " https://support.stripe.com/.",
)
INVALID_KEY: Final = ErrorSpec(
    401, "invalid_request_error", None, "Invalid API Key provided: {masked}"
)
UNKNOWN_URL: Final = ErrorSpec(
    404,
    "invalid_request_error",
    None,
    "Unrecognized request URL ({method}: {path}).{hint} Please see https://stripe.com/docs or we"
    " can help at https://support.stripe.com/.",
)
INVALID_VERSION: Final = _invalid(None, "Invalid Stripe API version: {version}")
INVALID_CONTENT: Final = _invalid(
    None,
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If"
    " you have any questions, we can help at https://support.stripe.com/.",
)
INVALID_ENCODING: Final = _invalid(  # The sentence is inferred: none is recorded.
    None, "Invalid request: parameters must be UTF-8 text without NUL characters."
)
RESOURCE_MISSING: Final = ErrorSpec(
    404, "invalid_request_error", "resource_missing", "No such {noun}: '{id}'"
)
REFERENCE_MISSING: Final = _invalid("resource_missing", "No such {noun}: '{id}'")
IN_THE_OTHER_MODE: Final = (
    "; a similar object exists in {there} mode, but a {here} mode key was used to make this"
    " request."
)
PERHAPS_ON_A_CONNECTED_ACCOUNT: Final = (
    "; It's possible this PaymentMethod exists on one of your connected accounts, in which case you"
    " should retry this request on that connected account. Learn more at"
    " https://stripe.com/docs/connect/authentication"
)
OWNED_BY_THE_PLATFORM: Final = (
    "; OAuth key or Stripe-Account header was used but API request was provided with a"
    " platform-owned payment method ID. Please ensure that the provided payment method matches the"
    " specified account."
)
RESOURCE_EXISTS: Final = _invalid("resource_already_exists", "{noun} already exists.")
NOT_SIMULATED: Final = _invalid(  # Unlike Stripe: which would have done it.
    None, "The simulator knows {call}, but does not simulate what it does."
)
API_ERROR: Final = ErrorSpec(
    500,
    "api_error",
    None,
    "An unknown error occurred. If you see this, the simulator has a fault: please report it with"
    " the request id.",
)

# Idempotency. Source: "Idempotent requests".

KEY_WITH_OTHER_PARAMS: Final = ErrorSpec(
    400,
    "idempotency_error",
    None,
    "Keys for idempotent requests can only be used with the same parameters they were first used"
    " with. Try using a key other than '{key}' if you meant to execute a different request.",
)
KEY_WITH_OTHER_ENDPOINT: Final = ErrorSpec(
    400,
    "idempotency_error",
    None,
    "Keys for idempotent requests can only be used for the same endpoint they were first used for"
    " ('{path}' vs '{first_path}'). Try using a key other than '{key}' if you meant to execute a"
    " different request.",
)
KEY_IN_USE: Final = ErrorSpec(
    409,
    "invalid_request_error",
    "idempotency_key_in_use",
    "There is currently another in-progress request using this Idempotent Key (that probably means"
    " you submitted twice, and the other request is still going through): {key}. Please try again"
    " later.",
)
KEY_EMPTY: Final = _invalid(None, "Idempotency Key must be a non-empty string.")
KEY_TOO_LONG: Final = _invalid(  # The sentence is inferred: none is recorded.
    None, "Idempotency Key must be at most 255 characters; yours has {length}."
)
LOCK_TIMEOUT: Final = ErrorSpec(
    429,
    "invalid_request_error",
    "lock_timeout",
    "This object cannot be accessed right now because another API request or Stripe process is"
    " currently accessing it. If you see this error intermittently, retry the request. If you see"
    " this error frequently and are making multiple concurrent requests to a single object, make"
    " your requests serially or at a lower rate.",
)

# Parameters. Source: recorded refusals; "Error codes".

PARAMETER_UNKNOWN: Final = _invalid("parameter_unknown", "Received unknown parameter: {names}")
PARAMETERS_UNKNOWN: Final = _invalid("parameter_unknown", "Received unknown parameters: {names}")
PARAMETER_MISSING: Final = _invalid("parameter_missing", "Missing required param: {name}.")
PARAMETER_EMPTY: Final = _invalid(
    "parameter_invalid_empty",
    "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a"
    " parameter; however '{name}' cannot be unset. You should remove '{name}' from your request or"
    " supply a non-empty value.",
)
INVALID_INTEGER: Final = _invalid("parameter_invalid_integer", "Invalid integer: {value}")
TOO_SMALL: Final = _invalid(
    "parameter_invalid_integer", "This value must be greater than or equal to {least}."
)
INVALID_BOOLEAN: Final = _invalid(None, "Invalid boolean: '{value}'")
INVALID_DECIMAL: Final = _invalid(None, "Invalid decimal: {value}")
INVALID_OBJECT: Final = _invalid(None, "Invalid object")
INVALID_ARRAY: Final = _invalid(None, "Invalid array")
INVALID_STRING: Final = _invalid(None, "Invalid string: {value}")
INVALID_ENUM: Final = _invalid(None, "Invalid {name}: must be one of {choices}")
STRING_TOO_LONG: Final = _invalid(
    None, "Invalid string: {value}; must be at most {most} characters"
)
METADATA_KEY_TOO_LONG: Final = _invalid(
    None,
    "Metadata keys can have up to 40 characters, but you passed in a key that is {length}"
    " characters. Invalid key: {key}",
)
METADATA_VALUE_TOO_LONG: Final = _invalid(
    None,
    "Metadata values can have up to 500 characters, but you passed in a value that is {length}"
    " characters. Invalid value: {value}",
)
METADATA_TOO_MANY: Final = _invalid(
    None, "Metadata can have up to 50 keys, but you've set {count}.", "metadata"
)
EXCLUSIVE: Final = _invalid(
    "parameters_exclusive", "You may only specify one of these parameters: {names}."
)
INVALID_EMAIL: Final = _invalid("email_invalid", "Invalid email address: {value}")
INVALID_CURRENCY: Final = _invalid(
    None,
    "Invalid currency: {value}. Stripe currently supports these currencies: {supported}",
    "currency",
)
CANNOT_EXPAND: Final = _invalid(None, "This property cannot be expanded ({path}).{hint}")
EXPANDS_TOO_DEEP: Final = _invalid(
    "property_expansion_max_depth",
    "You cannot expand more than 4 levels of a property. Property: {path}",
)
SEARCH_UNREADABLE: Final = _invalid(
    None,
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to'
    ' query for metadata or key:"value" to query for other fields.',
    "query",
)
SEARCH_FIELD: Final = _invalid(
    None,
    "Field `{field}` is an unsupported search field for resource `{resource}`.",
    "query",
)
SEARCH_PAGE: Final = _invalid(  # The sentence is inferred: none is recorded.
    None, "Invalid page: {page}", "page"
)
BOTH_CURSORS: Final = _invalid(
    None, "Received both starting_after and ending_before parameters. Please pass in only one."
)
SECRET_KEY_REQUIRED: Final = ErrorSpec(
    401,  # 401 or 403: not recorded; inferred.
    "invalid_request_error",
    "secret_key_required",
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can"
    " find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
)

# PaymentMethods. Source: recorded refusals; Stripe docs, "Testing".

PAYMENT_METHOD_CONSUMED: Final = _state(
    None,
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer"
    " attachment, shared with a connected account without Customer attachment, or was detached from"
    " a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach"
    " it to a Customer first.",
)
ALREADY_ATTACHED: Final = _state(
    None, "The payment method you provided has already been attached to a customer."
)
NOT_ATTACHED: Final = _state(
    None,
    "The payment method you provided is not attached to a customer so detachment is impossible.",
)
CUSTOMER_NEEDED: Final = _invalid("parameter_missing", "Must provide customer or customer_account.")
CARD_DECLINED: Final = ErrorSpec(402, "card_error", "card_declined", "{message}", executed=True)
"""Every decline: its code and message are those of the decline (`simulator.declines`)."""
INCORRECT_NUMBER: Final = ErrorSpec(
    402, "card_error", "incorrect_number", "Your card number is incorrect.", "number", executed=True
)
INVALID_EXPIRY_MONTH: Final = ErrorSpec(
    402,
    "card_error",
    "invalid_expiry_month",
    "Your card's expiration month is invalid.",
    "exp_month",
    executed=True,
)
INVALID_EXPIRY_YEAR: Final = ErrorSpec(
    402,
    "card_error",
    "invalid_expiry_year",
    "Your card's expiration year is invalid.",
    "exp_year",
    executed=True,
)
INVALID_CVC: Final = ErrorSpec(
    402, "card_error", "invalid_cvc", "Your card's security code is invalid.", "cvc", executed=True
)
TOKEN_USED: Final = _state(
    "token_already_used", "You cannot use a Stripe token more than once: {id}."
)

# PaymentIntents. Source: recorded refusals; API reference, "PaymentIntents".

AMOUNT_TOO_LOW: Final = _invalid(
    "parameter_invalid_integer",
    "The amount must be greater than or equal to the minimum charge amount allowed for your account"
    " and the currency set"
    " (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save"
    " a Payment Method for future use without an immediate payment, use a Setup Intent instead:"
    " https://docs.stripe.com/payments/setup-intents",
    "amount",
    older={"2022-11-15": "This value must be greater than or equal to 1."},
)
AMOUNT_TOO_SMALL: Final = _invalid(
    "amount_too_small", "Amount must be at least {least} {currency}", "amount"
)
AMOUNT_CONVERTS_TOO_SMALL: Final = _invalid(
    "amount_too_small",
    "Amount must convert to at least {least}. {amount} converts to approximately {converted}.",
    "amount",
)
DESCRIPTOR_NOT_FOR_CARDS: Final = _invalid(
    None,
    "The statement_descriptor parameter is not supported for the payment_method_type `card`. To"
    " continue supporting payment_method_type `card`, please pass in `statement_descriptor_suffix`"
    " or remove the `statement_descriptor` parameter altogether. Please see"
    " https://support.stripe.com/questions/use-of-the-statement-descriptor-parameter-on-"
    "paymentintents-for-card-charges for additional details.",
)
AMOUNT_TOO_LARGE: Final = _invalid(
    "amount_too_large", "Amount must be no more than {most}", "amount"
)
PAYMENT_INTENT_STATE: Final = _state("payment_intent_unexpected_state", "{message}")
PARAM_NOT_UPDATABLE: Final = _state(
    "payment_intent_unexpected_state",
    "This PaymentIntent's {param_name} could not be updated because it has a status of {status}."
    " You may only update the {param_name} of a PaymentIntent with one of the following statuses:"
    " {statuses}.",
)
CONFIRM_NEEDS_METHOD: Final = _state(
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
CONFIRM_NEEDS_CUSTOMERS_METHOD: Final = _state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it's missing a payment method. To confirm the"
    " PaymentIntent with {customer}, specify a payment method attached to this customer along with"
    " the customer ID.",
)
CONFIRM_ALREADY_SUCCEEDED: Final = _state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it has already succeeded after being previously"
    " confirmed.",
)
CONFIRM_STATE: Final = _state(
    "payment_intent_unexpected_state",
    "You cannot confirm this PaymentIntent because it has a status of {status}. Only a"
    " PaymentIntent with one of the following statuses may be confirmed: {statuses}.",
)
METHOD_OF_A_CUSTOMER: Final = _state(
    "parameter_missing",
    "The `payment_method` parameter supplied {id} belongs to the Customer {customer}. Please"
    " include the Customer in the `customer` parameter on the PaymentIntent.",
    "source",  # sic
)
METHOD_OF_ANOTHER_CUSTOMER: Final = _state(
    None,
    "The PaymentMethod {id} does not belong to the Customer you supplied {customer}. Please use"
    " this PaymentMethod with the Customer that it belongs to instead.",
    "payment_method",
)
RETURN_URL_NEEDED: Final = _invalid(
    None,
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because"
    " some of these payment methods might redirect your customer off of your page, you must provide"
    " a `return_url`. If you don't want to accept redirect-based payment methods, set"
    " `automatic_payment_methods[enabled]` to `true` and"
    " `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and"
    " Payment Intents.",
)
CAPTURE_STATE: Final = _state(
    "payment_intent_unexpected_state",
    "This PaymentIntent could not be captured because it has a status of {status}. Only a"
    " PaymentIntent with one of the following statuses may be captured: requires_capture.",
)
CAPTURED_ALREADY: Final = _state(
    "payment_intent_unexpected_state",
    "The remaining amount on this PaymentIntent could not be captured because the remainder of the"
    " authorized amount has been released.",
    older={
        "2024-10-28.acacia": "This PaymentIntent could not be captured because it has already been"
        " captured.",
    },
)
CAPTURE_TOO_LARGE: Final = _state(
    "amount_too_large",
    "The payment could not be captured because the requested capture amount is greater than the"
    " amount you can capture for this charge. Contact us via https://support.stripe.com/contact/"
    " for help.",
)
CAPTURE_ZERO: Final = _state(
    "parameter_invalid_integer",
    "This value must be greater than or equal to 1.",
    "amount",
)
CAPTURE_NEGATIVE: Final = _state(None, "Invalid non-negative integer", "amount_to_capture")
MULTICAPTURE_UNAVAILABLE: Final = _state(  # The sentence is inferred: none is recorded.
    None,
    "This PaymentIntent is not eligible for multicapture because you did not request support using"
    " `request_multicapture` when you created or confirmed it.",
    "final_capture",
)
CAPTURES_SPENT: Final = _state(  # The sentence is inferred: none is recorded.
    None, "This PaymentIntent has been captured {most} times, which is the most that is allowed."
)
PAYMENT_INTENT_NOT_CANCELABLE: Final = _state(
    "payment_intent_unexpected_state",
    "You cannot cancel this PaymentIntent because it has a status of {status}. Only a PaymentIntent"
    " with one of the following statuses may be canceled: {statuses}.",
    older={
        "2025-09-30.clover": "You cannot cancel this PaymentIntent because it has a status of"
        " {status}. Only a PaymentIntent with one of the following statuses may be canceled:"
        " requires_payment_method, requires_capture, requires_confirmation, requires_action,"
        " processing.",
    },
)
CUSTOMER_STAYS: Final = _invalid(  # The sentence is from memory: none is recorded.
    None,
    "You cannot modify `customer` on a PaymentIntent once it already has been set. To fulfill a"
    " payment with a different Customer, cancel this PaymentIntent and create a new one.",
    "customer",
)
SESSION_OWNS_INTENT: Final = _state(
    "payment_intent_unexpected_state",
    "You cannot {verb} this PaymentIntent because it was created by a Checkout Session. Expire the"
    " session instead.",  # The sentence is inferred: none is recorded.
)
NOT_INCREMENTABLE: Final = _invalid(
    None,
    "This PaymentIntent is not eligible for incremental authorization because you did not request"
    " support using `request_incremental_authorization` when you created or confirmed it.",
)
INCREMENT_STATE: Final = _state(  # The sentence is inferred from that of capture.
    "payment_intent_unexpected_state",
    "This PaymentIntent could not be incremented because it has a status of {status}. Only a"
    " PaymentIntent with one of the following statuses may be incremented: requires_capture.",
)
INCREMENT_TOO_SMALL: Final = _state(  # The sentence is inferred.
    None,
    "The amount must be greater than the amount that is authorized at present ({amount}).",
    "amount",
)
INCREMENTS_SPENT: Final = _state(  # The sentence is inferred: none is recorded.
    None,
    "This PaymentIntent cannot be incremented any more: the most is {most} attempts.",
)
OFF_SESSION_NEEDS_CONFIRM: Final = _invalid(
    None, "You can only set `off_session` when `confirm` is `true`.", "off_session"
)
WRONG_CLIENT_SECRET: Final = _invalid(
    None,
    "The client_secret provided does not match the client_secret associated with the {noun}.",
    "client_secret",
)

# Charges and refunds. Source: recorded refusals.

CAPTURE_THE_INTENT: Final = _state(
    None,
    "This uncaptured Charge was created by a PaymentIntent ({intent}). You must capture the"
    " PaymentIntent instead. For more information, see"
    " https://stripe.com/docs/payments/place-a-hold-on-a-payment-method",
)
CHARGE_CAPTURED: Final = _state(
    "charge_already_captured", "Charge {charge} has already been captured."
)
CHARGE_EXPIRED: Final = _state(  # The sentence is inferred from the code's description.
    "charge_expired_for_capture",
    "Charge {charge} cannot be captured because its authorization has expired.",
)
UPDATE_THE_INTENT: Final = _state(
    None,
    "This Charge was created by a PaymentIntent ({intent}). You must update the `transfer_group` on"
    " the PaymentIntent instead of updating the Charge directly. See"
    " https://stripe.com/docs/api#update_payment_intent",
)
CHARGE_NEEDS_SOURCE: Final = _invalid("parameter_missing", "Must provide source or customer.")
CUSTOMER_HAS_NO_CARD: Final = ErrorSpec(
    402,
    "card_error",
    "missing",
    "This Customer doesn't have any saved payment details. Attach a legacy Token, Card, Bank"
    " Account, or Source to this Customer and then try this request again, or use Payment Intents"
    " and Payment Methods instead.",
    "card",
    executed=True,
    older={"2020-08-27": "Cannot charge a customer that has no active card"},
)
CUSTOMER_HAS_METHODS_ALONE: Final = ErrorSpec(
    402,
    "card_error",
    "missing",
    "This Customer doesn't have any legacy saved payment details, but does have a Payment Method"
    " attached. Use a Payment Intent instead of creating a Charge:"
    " https://stripe.com/docs/payments/payment-intents/migration",
    "card",
    executed=True,
    older={"2020-08-27": "Cannot charge a customer that has no active card"},
)
NOT_THE_CUSTOMERS_CARD: Final = ErrorSpec(
    404,
    "invalid_request_error",
    "resource_missing",
    "Customer {customer} does not have card with ID {id}",
    "card",
)
NO_SUCH_SOURCE: Final = ErrorSpec(
    404, "invalid_request_error", "resource_missing", "No such source: '{id}'", "id"
)
TOKEN_KIND: Final = _invalid(  # The sentence is inferred.
    None, "You cannot use a token of the type {type} here: {id}.", "source"
)
TOKEN_NEEDS: Final = _invalid(  # The sentence is inferred.
    "parameter_missing",
    "You must supply either a card, customer, PII data, bank account, or account legal entity to"
    " create a token.",
)
SOURCE_STATE: Final = _state(  # The sentence is inferred.
    "payment_method_not_available",
    "The source {id} cannot be charged because it has a status of {status}.",
    "source",
)
MICRODEPOSITS_WRONG: Final = _state(
    None, "The amounts provided do not match the amounts that were sent to the bank account."
)
BANK_ACCOUNT_VERIFIED: Final = _state(
    "bank_account_already_verified", "This bank account has already been verified."
)
BANK_ACCOUNT_UNVERIFIED: Final = _state(
    None,
    "The customer's bank account must be verified before you can charge it.",
)
ROUTING_NUMBER_INVALID: Final = _invalid(
    "routing_number_invalid", "Routing number must have 9 digits", "bank_account[routing_number]"
)
REFUND_NEEDS_TARGET: Final = _invalid(
    None,
    "One of the following params should be provided for this request: payment_intent or charge.",
)
REFUND_EXCEEDS_REST: Final = _state(
    None,
    "Refund amount ({amount}) is greater than unrefunded amount on charge ({rest})",
    "amount",
)
REFUND_EXCEEDS_CHARGE: Final = _state(
    None, "Refund amount ({amount}) is greater than charge amount ({rest})", "amount"
)
CHARGE_REFUNDED: Final = _state(
    "charge_already_refunded", "Charge {charge} has already been refunded."
)
CHARGE_DISPUTED: Final = _state(
    "charge_disputed", "Charge {charge} has been charged back; cannot issue a refund."
)
CANCEL_THE_INTENT: Final = _state(
    None,
    "This uncaptured Charge was created by a PaymentIntent ({intent}). You must cancel the"
    " PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more"
    " information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method",
)
NOTHING_TO_REFUND: Final = _state(
    None, "This PaymentIntent ({intent}) does not have a successful charge to refund."
)
REFUND_STATE: Final = _state(  # Of the sentence only the words on the status are recorded.
    None,
    "This PaymentIntent ({intent}) could not be refunded because it has a status of {status}.",
)
REFUND_UNCAPTURED_PART: Final = _state(
    None,
    "You cannot partially refund an uncaptured charge. Instead, capture the charge for an amount"
    " less than the original amount",
    "amount",
)
REFUND_NOT_CANCELABLE: Final = _state(None, "Canceling this refund is unsupported.")

# SetupIntents. Source: recorded refusals; API reference, "SetupIntents".

SETUP_NEEDS_METHOD: Final = _state(
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
SETUP_ALREADY_SUCCEEDED: Final = _state(
    "setup_intent_unexpected_state",
    "You cannot {verb} this SetupIntent because it has already succeeded.",
)
SETUP_ALREADY_CANCELED: Final = _state(
    "setup_intent_unexpected_state",
    "You cannot {verb} this SetupIntent because it has been canceled.",
)
SETUP_IN_PROCESS: Final = _state(  # The sentence is inferred.
    "setup_intent_unexpected_state",
    "You cannot {verb} this SetupIntent because it has a status of processing.",
)
SETUP_NOT_CANCELABLE: Final = _state(
    "setup_intent_unexpected_state",
    "You cannot cancel this SetupIntent because it has a status of {status}. Only a SetupIntent"
    " with one of the following statuses may be canceled: `requires_payment_method`,"
    " `requires_confirmation`, or `requires_action`.",
)
SETUP_CANCELED_ALREADY: Final = _state(
    "setup_intent_unexpected_state",
    "You cannot cancel this SetupIntent because it is already canceled.",
    older={
        "2024-04-10": "You cannot cancel this SetupIntent because it it already canceled.",  # sic
    },
)
SETUP_METHOD_OF_A_CUSTOMER: Final = _state(
    None,
    "The payment method supplied ({id}) belongs to the Customer {customer}. Please include the"
    " Customer in the `customer` parameter on the SetupIntent.",
    "payment_method",
)
SETUP_AUTHENTICATION_FAILED: Final = _state(  # The sentence is that of PaymentIntents; inferred.
    "setup_intent_authentication_failure",
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a"
    " new PaymentMethod to attempt to fulfill this SetupIntent again.",
)
SETUP_RETURN_URL_NEEDED: Final = _invalid(
    None,
    "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because"
    " some of these payment methods might redirect your customer off of your page, you must provide"
    " a `return_url`. If you don't want to accept redirect-based payment methods, set"
    " `automatic_payment_methods[enabled]` to `true` and"
    " `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and"
    " Payment Intents.",
)
REDIRECT_NEEDS_RETURN_URL: Final = _invalid(  # The sentence is inferred.
    "parameter_missing",
    "You must provide a `return_url` to confirm this {noun} with a PaymentMethod of type {type}.",
    "return_url",
)
METHOD_TYPE_NOT_TAKEN: Final = _state(
    None,
    "The PaymentMethod provided ({type}) is not allowed for this {noun}. Please attach a"
    " PaymentMethod of one of the following types: {types}. Alternatively update the allowed"
    ' payment_method_types for this {noun} to include "{type}"',
)
INTENT_STATE: Final = _state(
    "intent_invalid_state",
    "This {noun} cannot be actioned on because it has a status of {status}. Only a {noun} with one"
    ' of the following statuses may be actioned on: ["requires_action"].',
)
MICRODEPOSIT_AMOUNTS_WRONG: Final = _state(  # These five sentences are inferred.
    "payment_method_microdeposit_verification_amounts_mismatch",
    "The amounts provided do not match the amounts that were sent to the bank account. You have"
    " {left} verification attempts left.",
)
MICRODEPOSIT_CODE_WRONG: Final = _state(
    "payment_method_microdeposit_verification_descriptor_code_mismatch",
    "The verification code provided does not match the one sent to the bank account. You have"
    " {left} verification attempts left.",
)
MICRODEPOSIT_ATTEMPTS: Final = _state(
    "payment_method_microdeposit_verification_attempts_exceeded",
    "You have exceeded the number of allowed verification attempts.",
)
MICRODEPOSIT_TIMEOUT: Final = _state(
    "payment_method_microdeposit_verification_timeout",
    "The microdeposits were not verified within 10 days.",
)
MICRODEPOSIT_FAILED: Final = _state(
    "payment_method_microdeposit_failed",
    "Microdeposit transfers failed. Please check the account, institution and transit numbers"
    " provided.",
)
MICRODEPOSIT_NEEDS: Final = _invalid(
    None,
    "One of the following params should be provided for this request: amounts or descriptor_code.",
)
MANDATE_NEEDED: Final = _state(
    "payment_intent_mandate_invalid",
    "This {noun} requires a mandate, but no existing mandate was found. Collect mandate acceptance"
    " from the customer and try again, providing acceptance data in the mandate_data parameter.",
)

INVALID_IBAN: Final = _invalid(
    "invalid_bank_account_iban",
    "The IBAN you provided is invalid.",
    "sepa_debit[iban]",
)


def bank_refused(code: str, message: str) -> ErrorSpec:
    """What a bank's refusal of a debit says; type and status are inferred."""
    return ErrorSpec(402, "invalid_request_error", code, message, executed=True)


# Payouts and ephemeral keys. Source: a recorded refusal of a balance too low; the others are
# inferred.

BALANCE_INSUFFICIENT: Final = _state(
    "balance_insufficient",
    "You have insufficient funds in your Stripe account for this transfer. Your card balance is too"
    " low.  You can use the /v1/balance endpoint to view your Stripe balance (for more details, see"
    " stripe.com/docs/api#balance).",
)
NO_EXTERNAL_ACCOUNT: Final = _invalid(
    "resource_missing", "No such external account: '{id}'", "destination"
)
PAYOUT_NOT_CANCELABLE: Final = _state(
    None, "Payout {id} cannot be canceled: it has a status of {status}, and is not pending."
)
PAYOUT_NOT_REVERSIBLE: Final = _state(
    None, "Payout {id} cannot be reversed: only a payout that was paid can be, and only once."
)
EPHEMERAL_KEY_NEEDS_OBJECT: Final = _invalid(
    None, "You must specify a customer or an issuing_card to create an ephemeral key."
)

# ConfirmationTokens. The sentences are inferred.

CONFIRMATION_TOKEN_NEEDS_METHOD: Final = _invalid(
    None,
    "One of the following params should be provided for this request: payment_method or"
    " payment_method_data.",
)
CONFIRMATION_TOKEN_USED: Final = _state(
    None, "The ConfirmationToken {id} was used before. It may not be used again."
)
CONFIRMATION_TOKEN_EXPIRED: Final = _state(
    None, "The ConfirmationToken {id} has expired. Create a new one and try again."
)

# Disputes. Source: recorded refusals; the sentence about length is inferred.

DISPUTE_CLOSED: Final = _state(None, "This dispute is already closed")
NO_DISPUTE: Final = ErrorSpec(404, "invalid_request_error", None, "No dispute for charge: {charge}")
EVIDENCE_TOO_LONG: Final = _invalid(
    None,
    "The combined length of all evidence is {length} characters; it must be at most {most}.",
    "evidence",
)

# What faults answer with. Source: "Errors", "Rate limits"; the sentences of 5xx are inferred.

RATE_LIMIT: Final = ErrorSpec(
    429,
    "invalid_request_error",
    "rate_limit",
    "Request rate limit exceeded. Learn more about rate limits here"
    " https://stripe.com/docs/rate-limits.",
)
SERVER_ERRORS: Final[Mapping[int, ErrorSpec]] = {
    500: ErrorSpec(500, "api_error", None, "An unknown error occurred", executed=True),
    502: ErrorSpec(502, "api_error", None, "Bad gateway", executed=True),
    503: ErrorSpec(503, "api_error", None, "Service temporarily unavailable", executed=True),
    504: ErrorSpec(504, "api_error", None, "Gateway timeout", executed=True),
}

# Webhook endpoints. Source: quoted refusals; "Webhook Endpoints".

URL_WITHOUT_SCHEME: Final = _invalid(
    "url_invalid", "Invalid URL: An explicit scheme (such as https) must be provided.", "url"
)
INVALID_URL: Final = _invalid("url_invalid", "Not a valid URL", "url")
TOO_MANY_ENDPOINTS: Final = _invalid(
    None, "You have reached the maximum of {most} {mode} webhook endpoints."
)
AUTHENTICATION_FAILED: Final = _state(
    "payment_intent_authentication_failure",
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a"
    " new PaymentMethod to attempt to fulfill this PaymentIntent again.",
)
CURRENCY_OF_METHODS: Final = _invalid(
    None,
    "The currency provided ({currency}) is invalid. Payments with {type} support the following"
    " currencies: {supported}.",
)
NOT_THE_CUSTOMERS: Final = _invalid(
    "resource_missing",
    "The customer does not have a payment method with the ID {id}. The payment method must be"
    " attached to the customer.",
    "invoice_settings[default_payment_method]",
)

# Products, Prices and Checkout Sessions. Source: recorded and quoted refusals, unless a row says
# that its sentence is inferred.

PRODUCT_EXISTS: Final = _invalid("resource_already_exists", "Product already exists.", "id")
PRODUCT_HAS_PRICES: Final = _state(
    None, "This product cannot be deleted because it has one or more user-created prices."
)
PRICE_OF_ANOTHER_PRODUCT: Final = _invalid(  # The sentence is inferred.
    None, "The price `{price}` does not belong to the product `{product}`.", "default_price"
)
PRICE_NEEDS_PRODUCT: Final = _invalid(
    "parameter_missing",
    "You must specify either `product` or `product_data` when creating a price.",
)
PRICE_NEEDS_AMOUNT: Final = _invalid(
    "parameter_missing",
    "Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.",
)
PRICE_NEEDS_TIERS: Final = _invalid(  # The sentence is inferred.
    "parameter_missing",
    "You must specify `tiers` and `tiers_mode` when `billing_scheme` is `tiered`.",
    "tiers",
)
LOOKUP_KEY_TAKEN: Final = _invalid(
    None, "A price (`{price}`) already uses that lookup key.", "lookup_key"
)
INTERVAL_TOO_LONG: Final = _invalid(
    None,
    "The interval_count for {rhythm} prices can't be greater than {most}",
    "recurring[interval_count]",
)
NEGATIVE: Final = _invalid("parameter_invalid_integer", "Invalid non-negative integer")
TOO_GREAT: Final = _invalid(
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
SESSION_NOT_EXPIRABLE: Final = _state(
    None,
    'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a'
    " status of `{status}`.",
)
SESSION_NOT_OPEN: Final = _state(  # The sentence is inferred: none is recorded.
    None, "This Checkout Session is not open any more: it has a status of `{status}`."
)
SESSION_TOTAL_CHANGED: Final = _state(  # The sentence is inferred: none is recorded.
    "checkout_amount_mismatch",
    "The total of this Checkout Session is {total}, not the expected {expected}.",
    "expected_amount",
)
SESSION_TOO_SMALL: Final = _invalid(
    "amount_too_small",
    "The Checkout Session's total amount due must add up to at least {least} {currency}",
)
SESSION_TOO_LARGE: Final = _invalid(  # The sentence is inferred from the other.
    "amount_too_large",
    "The Checkout Session's total amount due must add up to no more than {most} {currency}",
)
EXPIRES_TOO_SOON: Final = _invalid(
    None,
    "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
    "expires_at",
)
EXPIRES_TOO_LATE: Final = _invalid(
    None,
    "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
    "expires_at",
)
LINE_NEEDS_PRICE: Final = _invalid(
    None, "You must provide either `price` or `price_data` for each line item when using prices."
)
LINE_NEEDS_QUANTITY: Final = _invalid(None, "Quantity is required. Add `quantity` to `{line}`")
LINE_AMOUNTS_GONE: Final = _invalid(
    None,
    "You cannot use `line_items.amount`, `line_items.currency`, `line_items.name`,"
    " `line_items.description`, or `line_items.images` in this API version. Please use"
    " `line_items.price` or `line_items.price_data`.",
)
PRICE_INACTIVE: Final = _invalid(
    None, "The price specified is inactive. This field only accepts active prices."
)
RECURRING_IN_PAYMENT: Final = _invalid(
    None,
    "You specified `payment` mode but passed a recurring price. Either switch to `subscription`"
    " mode or use only one-time prices.",
)
SUBSCRIPTION_NEEDS_RECURRING: Final = _invalid(
    None, "You must provide at least one recurring price in `subscription` mode when using prices."
)
ACCOUNT_INVALID: Final = ErrorSpec(
    403,
    "invalid_request_error",
    "account_invalid",
    "The provided key '{masked}' does not have access to account '{account}' (or that account does"
    " not exist). Application access may have been revoked.",
)
TRANSFER_REVERSED: Final = _state(  # The sentence is inferred: none is recorded.
    None, "Transfer {id} has already been fully reversed."
)
REVERSAL_TOO_LARGE: Final = _state(  # The sentence is inferred: none is recorded.
    None, "Reversal amount is greater than the unreversed amount of the transfer."
)
EXCLUSIVE_DISCOUNTS: Final = _invalid(  # Unlike others of its kind, it was quoted without a code.
    None, "You may only specify one of these parameters: {names}."
)
NOT_IN_MODE: Final = _invalid(None, "You can not pass `{name}` in `{mode}` mode.")
ONLY_IN_PAYMENT: Final = _invalid(None, "`{name}` can only be used in `payment` mode.")
ONLY_WITH_CUSTOMER: Final = _invalid(None, "`customer_update` can only be used with `customer`.")
NOT_WITH_UI_MODE: Final = _invalid(
    None, "The following parameters are not supported with `ui_mode: {ui_mode}`: {names}."
)
INVOICE_ONLY_IN_PAYMENT: Final = _invalid(
    None,
    "You can only enable invoice creation when `mode` is set to `payment`. Invoices are created"
    " automatically when `mode` is set to `subscription`, and are unsupported when set to `setup`."
    " To learn more visit https://stripe.com/docs/payments/checkout/post-payment-invoices.",
)
TAX_NEEDS_ADDRESS: Final = _invalid(
    "customer_tax_location_invalid",
    "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid"
    " address to the Customer or set `customer_update[address]` to 'auto' to save the billing"
    " address entered in Checkout to the Customer.",
)
TAX_ID_NEEDS_NAME: Final = _invalid(
    None,
    "Tax ID collection requires updating business name on the customer. To enable tax ID collection"
    " for an existing customer, please set `customer_update[name]` to `auto`.",
)
CURRENCIES_MIXED: Final = _invalid(  # The sentence is inferred: none is recorded.
    None,
    "All prices on a Checkout Session must use the same currency. `{currency}` was expected, and"
    " `{other}` was given.",
)
ARRAY_TOO_LONG: Final = _invalid(None, "Array {name} exceeded maximum {most} allowed elements.")
COUPON_GONE: Final = _invalid(  # The sentence is inferred: none is recorded.
    "coupon_expired", "Coupon expired: {coupon}"
)
PROMOTION_CODE_GONE: Final = _invalid(  # The sentence is inferred: none is recorded.
    None, "This promotion code cannot be redeemed because it is no longer active."
)

# Billing. Source: recorded refusals; API reference, "Subscriptions", "Invoices".

SUBSCRIPTION_UNPAYABLE: Final = _state(
    "resource_missing",
    "This customer has no attached payment source or default payment method. Please consider adding"
    " a default payment method. For more information, visit"
    " https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.",
)
PRICE_NOT_RECURRING: Final = _invalid(
    None,
    "The price specified is set to `type=one_time` but this field only accepts prices with"
    " `type=recurring`.",
)
INVOICE_WITHOUT_EMAIL: Final = _invalid(
    None,
    "Missing email. In order to create invoices that are sent to the customer, the customer must"
    " have a valid email.",
)
INVOICE_NEEDS_DUE_DATE: Final = _invalid(  # The sentence is quoted.
    None,
    "If invoices are sent, `days_until_due` or `due_date` must be set.",
)
INVOICE_NOT_EDITABLE: Final = _invalid(  # The sentence is inferred.
    "invoice_not_editable", "This invoice is {status} and can no longer be {done}."
)
INVOICE_ALREADY_PAID: Final = _invalid(None, "Invoice is already paid")
INVOICE_NOT_DRAFT: Final = _invalid(  # The sentence is inferred.
    None, "You can only delete draft invoices. This invoice is {status}."
)
ITEM_NEEDS_AMOUNT: Final = _invalid(  # The sentence is inferred.
    "parameter_missing", "You must pass an amount with a currency, or a price."
)
NOT_A_TEST_BANK_ACCOUNT: Final = _invalid(
    "account_number_invalid",
    "You must use a test bank account number in test mode. Try 000123456789 or see more options at"
    " https://stripe.com/docs/connect/testing#account-numbers.",
    "bank_account[account_number]",
)

# Test clocks. The sentence of TEST_CLOCK_ADVANCING is quoted, the others are inferred.

TEST_CLOCK_ADVANCING: Final = ErrorSpec(
    429,
    "invalid_request_error",
    None,
    "Test clock advancement underway - cannot perform modifications: {id}",
)
TEST_CLOCK_PAST: Final = _invalid(
    None, "A test clock can only be advanced to a time after its current one.", "frozen_time"
)
TEST_CLOCK_TOO_FAR: Final = _invalid(
    None, "A test clock can be advanced by at most two years at once.", "frozen_time"
)
