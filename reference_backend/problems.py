"""Every refusal of the shop is a row here, and goes out as a problem detail (RFC 9457).

No other file says a status code or a title of a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


class Problem(Exception):  # noqa: N818  # it is an answer, not an accident
    """A refusal on its way to the client."""

    def __init__(self, spec: ProblemSpec, detail: str, more: dict[str, object]) -> None:
        super().__init__(detail)
        self.spec = spec
        self.detail = detail
        self.more = more


@dataclass(frozen=True, slots=True)
class ProblemSpec:
    """One kind of refusal; calling it with its words gives the `Problem` to raise."""

    status: int
    code: str
    title: str
    detail: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, detail: str = "", **more: object) -> Problem:
        return Problem(self, detail or self.detail, more)


MALFORMED: Final = ProblemSpec(400, "malformed", "The request cannot be read")
BAD_SIGNATURE: Final = ProblemSpec(
    400, "bad_signature", "The event is not signed by Stripe", "No signature fits the body."
)
UNAUTHORIZED: Final = ProblemSpec(
    401, "unauthorized", "A token is needed", "Send the admin token as a bearer token.",
    {"WWW-Authenticate": "Bearer"},
)  # fmt: skip
CARD_DECLINED: Final = ProblemSpec(402, "card_declined", "The payment was declined")
PAYMENT_REQUIRED: Final = ProblemSpec(402, "payment_required", "Not paid yet")
ACTION_REQUIRED: Final = ProblemSpec(
    402, "requires_action", "The shopper has to authenticate the payment first"
)
FORBIDDEN: Final = ProblemSpec(403, "forbidden", "Not from another site")
NOT_FOUND: Final = ProblemSpec(404, "not_found", "There is no such thing")
METHOD_NOT_ALLOWED: Final = ProblemSpec(405, "method_not_allowed", "Not possible with this path")
CONFLICT: Final = ProblemSpec(409, "conflict", "Not possible in this state")
OUT_OF_STOCK: Final = ProblemSpec(409, "out_of_stock", "Not enough in stock")
COUPON_USED_UP: Final = ProblemSpec(409, "coupon_used_up", "The coupon is used up")
ALREADY_PAID: Final = ProblemSpec(409, "already_paid", "The order is paid")
TOO_LARGE: Final = ProblemSpec(413, "too_large", "The body is too large")
UNSUPPORTED_TYPE: Final = ProblemSpec(
    415, "unsupported_media_type", "The body must be JSON", "Send Content-Type: application/json."
)
INVALID: Final = ProblemSpec(422, "invalid", "The request is understood, and makes no sense")
PAYMENT_REFUSED: Final = ProblemSpec(422, "payment_refused", "Stripe refuses the payment")
INTERNAL: Final = ProblemSpec(
    500, "internal", "The shop is at fault", "The error was logged; nothing was changed."
)
IN_DOUBT: Final = ProblemSpec(
    503, "in_doubt", "Not known yet",
    "Stripe did not answer; whether it did what was asked will be found out. Ask again.",
    {"Retry-After": "2"},
)  # fmt: skip
NOT_READY: Final = ProblemSpec(
    503, "not_ready", "Not ready", "The database does not answer.", {"Retry-After": "1"}
)
