"""Refusals about webhook endpoints."""

from typing import Final

from simulator.errors.spec import invalid, state

# Webhook endpoints. Source: quoted refusals; "Webhook Endpoints".

URL_WITHOUT_SCHEME: Final = invalid(
    "url_invalid", "Invalid URL: An explicit scheme (such as https) must be provided.", "url"
)
INVALID_URL: Final = invalid("url_invalid", "Not a valid URL", "url")
TOO_MANY_ENDPOINTS: Final = invalid(
    None, "You have reached the maximum of {most} {mode} webhook endpoints."
)
AUTHENTICATION_FAILED: Final = state(
    "payment_intent_authentication_failure",
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a"
    " new PaymentMethod to attempt to fulfill this PaymentIntent again.",
)
ATTEMPT_FAILED: Final = state("payment_intent_payment_attempt_failed", "The payment failed.")
CURRENCY_OF_METHODS: Final = invalid(
    None,
    "The currency provided ({currency}) is invalid. Payments with {type} support the following"
    " currencies: {supported}.",
)
