"""The `Stripe-Signature` header.

Source: Stripe docs, "Verify webhook signatures manually". The key is the whole secret, `whsec_`
included; the message is the timestamp, a full stop, and the raw body.
"""

import hashlib
import hmac
from collections.abc import Iterable


def signature(body: bytes, secrets: Iterable[str], at: int, *, livemode: bool = False) -> str:
    """The header's value: one `v1` for each secret that holds, and in test mode a vain `v0`.

    Args:
        at: the wall's Unix time in seconds, since receivers compare it with theirs.
    """
    parts = [f"t={at}", *(f"v1={v1(body, secret, at)}" for secret in secrets)]
    if not livemode:
        # Not published; recorded values look like any digest, and no SDK reads them.
        parts.append(f"v0={hashlib.sha256(b'v0.' + body[:64]).hexdigest()}")
    return ",".join(parts)


def v1(body: bytes, secret: str, at: int) -> str:
    """The signature of scheme `v1`, in lowercase hexadecimal digits."""
    return hmac.digest(secret.encode(), b"%d." % at + body, "sha256").hex()
