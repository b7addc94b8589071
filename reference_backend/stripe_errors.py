"""What a call to Stripe can come to, other than what was asked for.

A refusal is certain: Stripe did not do it. Doubt is not: it may be done, not done, or be done yet.
"""

from __future__ import annotations

from reference_backend.stripe_objects import Intent


class StripeError(Exception):
    """Base of all; the text is fit for an admin and holds no secret."""


class Refused(StripeError):  # noqa: N818  # an outcome
    """Stripe says no, for good: asked the same again it would say the same."""

    def __init__(self, message: str, *, code: str | None = None, intent: Intent | None = None):
        super().__init__(message)
        self.code = code
        self.intent = intent


class Declined(Refused):
    """The card's issuer says no (HTTP 402)."""


class Unknown(StripeError):  # noqa: N818  # an outcome
    """No answer came that says whether it was done.

    Args:
        finished: Stripe has finished with this request (it answered 5xx), and will give the same
            answer to the same key; otherwise the request may still be under way.
    """

    def __init__(self, message: str, *, finished: bool = False):
        super().__init__(message)
        self.finished = finished


class NotNow(Unknown):
    """Stripe has not begun (429), or is at it with the same key (409): ask again shortly."""
