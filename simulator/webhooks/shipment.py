"""One attempt before it is sent: everything about it that a fault may change."""

from collections.abc import Awaitable, Callable
from typing import Final

import msgspec

from simulator.webhooks.signature import signature

HEADERS: Final = {
    "Accept": "*/*; q=0.5, application/xml",
    "Accept-Encoding": "gzip",
    "Cache-Control": "no-cache",
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
}
"""Source: recorded deliveries."""


class Shipment(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be sent to an endpoint."""

    url: str
    body: bytes
    secrets: tuple[str, ...]
    signed_at: int
    """The wall's Unix time, seconds."""
    livemode: bool
    signed_body: bytes | None = None
    """What the signature is over; None: the body."""
    signature: str | None = None
    """A signature given whole; None: it is made from the secrets; empty: there is none."""
    version: str = ""
    """The API version that the body is in."""
    event_id: str = ""
    delivery_id: str = ""
    subject: str = ""
    """The id of the object that the event is about."""
    attempt: int = 1
    postponed: bool = False
    """Whether a fault has made it late already."""
    rendered: Callable[[str], bytes] = lambda _: b""
    """The body as another API version shows it."""
    pace_ms: int = 0
    """Milliseconds over which the body is sent, in small pieces; 0: at once."""
    cut: bool = False
    """Whether the connection is cut once the request is sent, before the receiver answers."""

    def headers(self) -> dict[str, str]:
        """The headers, signed afresh."""
        signed = self.signature
        if signed is None:
            body = self.body if self.signed_body is None else self.signed_body
            signed = signature(body, self.secrets, self.signed_at, livemode=self.livemode)
        return {**HEADERS, "Stripe-Signature": signed} if signed else dict(HEADERS)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one attempt."""

    status: int | None = None
    error: str | None = None
    answer: str = ""
    duration_ms: float = 0.0
    again_in: tuple[int, ...] = ()
    """Seconds of the account's time after which it is sent again, whatever came of it."""
    postponed_by: int | None = None
    """Seconds of the account's time after which it is sent at all; nothing has been sent yet."""
    final: bool = False
    """Whether it is given up, so that it is not tried again."""

    @property
    def succeeded(self) -> bool:
        """Source: Stripe docs, "Webhooks": 2xx alone is success; redirects are not followed."""
        return self.error is None and self.status is not None and 200 <= self.status < 300


Send = Callable[[Shipment], Awaitable[Outcome]]
