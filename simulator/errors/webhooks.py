"""Refusals about webhook endpoints."""

from typing import Final

from simulator.errors.spec import invalid

# Webhook endpoints. Source: quoted refusals; "Webhook Endpoints".

URL_WITHOUT_SCHEME: Final = invalid(
    "url_invalid", "Invalid URL: An explicit scheme (such as https) must be provided.", "url"
)
INVALID_URL: Final = invalid("url_invalid", "Not a valid URL", "url")
TOO_MANY_ENDPOINTS: Final = invalid(
    None, "You have reached the maximum of {most} {mode} webhook endpoints."
)
