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
        self.more: dict[str, Any] = dict(more or {})
        """Further members of the error object: decline_code, charge, payment_intent, ..."""

    def message(self, version: str) -> str:
        """The sentence, as an answer of this API version reads."""
        return self.spec.reading(version).format(**self.words)

    def members(self, version: str) -> dict[str, Any]:
        """The members of `error` on the wire, but for the request's log address."""
        spec = self.spec
        found: dict[str, Any] = {"message": self.message(version), "type": spec.type, **self.more}
        if spec.code is not None:
            found["code"] = spec.code
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
    older: Mapping[str, str] = field(default_factory=dict)
    """Older readings: the first API version that no longer says it, and the sentence."""

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
