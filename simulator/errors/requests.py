"""Refusals before an operation: who asks, and for what; idempotency; limits; what faults answer."""

from collections.abc import Mapping
from typing import Final

from simulator.errors.spec import ErrorSpec, invalid

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
PERMISSION_DENIED: Final = ErrorSpec(
    403,
    "invalid_request_error",
    "more_permissions_required",
    "Permission denied. The provided key '{masked}' does not have the required permissions for this"
    " endpoint on account '{account}'. Enabling \"{title}\" ('{name}') permissions on this key"
    " would allow this request to continue.",
)
LIVE_KEY_IN_TEST: Final = invalid(
    None, "This endpoint is only available in testmode. Try using your test keys instead."
)
UNKNOWN_URL: Final = ErrorSpec(
    404,
    "invalid_request_error",
    None,
    "Unrecognized request URL ({method}: {path}).{hint} Please see https://stripe.com/docs or we"
    " can help at https://support.stripe.com/.",
)
INVALID_VERSION: Final = invalid(None, "Invalid Stripe API version: {version}")
INVALID_CONTENT: Final = invalid(
    None,
    "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If"
    " you have any questions, we can help at https://support.stripe.com/.",
)
INVALID_ENCODING: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "Invalid request: parameters must be UTF-8 text without NUL characters."
)
RESOURCE_MISSING: Final = ErrorSpec(
    404, "invalid_request_error", "resource_missing", "No such {noun}: '{id}'"
)
REFERENCE_MISSING: Final = invalid("resource_missing", "No such {noun}: '{id}'")
EXACT_ID: Final = ". Make sure you use the exact id without extra whitespace or quotes"
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
RESOURCE_EXISTS: Final = invalid("resource_already_exists", "{noun} already exists.")
NOT_SIMULATED: Final = invalid(  # Unlike Stripe: which would have done it.
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
KEY_LENGTH: Final = ErrorSpec(  # Quoted of an empty key, with its type, and of one too long.
    400,
    "idempotency_error",
    None,
    "Idempotent key length is {length} characters long, which is outside accepted lengths."
    " Idempotent Keys must be 1-255 characters long. If you're looking for a decent generator, try"
    " using a UUID defined by IETF RFC 4122.",
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

OWN_ACCOUNT_ELSEWHERE: Final = ErrorSpec(  # Quoted by those who met it.
    403,
    "invalid_request_error",
    None,
    "You cannot use this method on your own account: you may only use it on connected accounts.",
)
ACCOUNT_INVALID: Final = ErrorSpec(
    403,
    "invalid_request_error",
    "account_invalid",
    "The provided key '{masked}' does not have access to account '{account}' (or that account does"
    " not exist). Application access may have been revoked.",
)
