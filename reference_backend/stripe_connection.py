"""The connection to Stripe: the only file that imports the stripe SDK.

Rule 1: what comes back is plain JSON, what goes wrong is one of `stripe_errors`.
Rule 2: the SDK's own retries are off; who retries, how often and under which key is written in
`intentions.py`, once.

Source: Stripe docs, "Error handling", "Verify webhook signatures".
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any

import aiohttp
import stripe

from reference_backend.settings import Settings
from reference_backend.stripe_errors import Declined, NotNow, Refused, Unknown
from reference_backend.stripe_objects import Intent


class StripeConnection:
    """One account of Stripe's."""

    tolerance_s: int = 300
    """How old a signature may be."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # A plain connector where no TLS is spoken: certificates are not loaded for nothing.
        secure = settings.stripe_api_base.startswith("https:")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=64) if not secure else None
        )
        self._stripe = stripe.StripeClient(
            settings.stripe_secret_key,
            base_addresses={"api": settings.stripe_api_base},
            max_network_retries=0,
            http_client=stripe.AIOHTTPClient(
                timeout=aiohttp.ClientTimeout(total=settings.stripe_timeout_s),
                session=self._session,
            ),
        ).v1

    async def close(self) -> None:
        """Close the connections to Stripe."""
        await self._session.close()

    def signed_by_stripe(self, body: bytes, header: str, secrets: Sequence[str]) -> bool:
        """Whether the raw body was signed with one of the secrets in the last five minutes.

        Args:
            secrets: those of the endpoint; two while one is being rolled.
        """
        if not header.isascii():
            return False  # the SDK's comparison raises TypeError at it
        for secret in secrets:
            try:
                stripe.WebhookSignature.verify_header(body, header, secret, self.tolerance_s)
            except (stripe.SignatureVerificationError, UnicodeDecodeError):
                continue
            return True
        return False

    def _options(self, key: str) -> Any:
        return {"idempotency_key": key}

    async def _ask(self, call: Awaitable[Any]) -> dict[str, Any]:
        """Make the call, and say in the shop's own words what went wrong."""
        try:
            answer = await call
        except stripe.CardError as error:
            raise Declined(
                error.user_message or "The card was declined.",
                code=_decline_code(error),
                intent=_intent_in(error),
            ) from error
        except stripe.RateLimitError as error:
            raise NotNow(f"Stripe is busy: {error.user_message}") from error
        except stripe.APIConnectionError as error:
            raise Unknown("Stripe did not answer.") from error
        except stripe.StripeError as error:
            raise _refusal_or_doubt(error) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The connection broke while the answer was being read: the SDK lets this one through.
            raise Unknown("Stripe's answer was cut off.") from error
        plain: dict[str, Any] = answer.to_dict()
        return plain


def _refusal_or_doubt(error: stripe.StripeError) -> Refused | Unknown:
    message = error.user_message or "Stripe refuses."
    if error.http_status == 409:
        return NotNow(message)
    if error.http_status is None or error.http_status >= 500:
        return Unknown(f"Stripe failed: {message}", finished=error.http_status is not None)
    if error.http_status < 400:
        return Unknown("Stripe's answer cannot be read.", finished=True)
    return Refused(message, code=error.code, intent=_intent_in(error))


def _intent_in(error: stripe.StripeError) -> Intent | None:
    body = error.json_body
    raw = body.get("error", {}).get("payment_intent") if isinstance(body, dict) else None
    return Intent.read(raw) if isinstance(raw, dict) and "status" in raw else None


def _decline_code(error: stripe.CardError) -> str | None:
    body = error.json_body
    code = body.get("error", {}).get("decline_code") if isinstance(body, dict) else None
    return str(code) if code else error.code
