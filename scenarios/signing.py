"""Signing an event as Stripe does, for stories that make their own.

Source: Stripe docs, "Verify webhook signatures manually".
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from scenarios.driver import Session


def signature(payload: bytes, secret: str, *, age_s: int = 0) -> str:
    """The Stripe-Signature header of a payload signed so many seconds ago, by the wall's time."""
    then = int(time.time()) - age_s  # real: SDKs compare it with the wall's
    signed = hmac.new(secret.encode(), f"{then}.".encode() + payload, hashlib.sha256).hexdigest()
    return f"t={then},v1={signed}"


def paid_session(session: Session) -> dict[str, Any]:
    """The Checkout Session as it would be, had somebody paid it: what a forger claims."""
    return {
        "id": session.id,
        "object": "checkout.session",
        "payment_status": "paid",
        "status": "complete",
        "mode": "payment",
        "metadata": {"order_id": session.order},
        "client_reference_id": session.order,
        "payment_intent": None,
    }


def event(id: str, type: str, about: Mapping[str, Any], **fields: Any) -> bytes:
    """An event's body as a forger would write it."""
    body = {
        "id": id,
        "object": "event",
        "api_version": "2024-06-20",
        "created": int(time.time()),  # real: as the forger's clock says
        "data": {"object": dict(about)},
        "livemode": False,
        "pending_webhooks": 1,
        "request": None,
        "type": type,
        **fields,
    }
    return json.dumps(body).encode()
