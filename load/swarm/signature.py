"""A delivery's signature, as Stripe makes it.

Source: Stripe docs, "Resolve webhook signature verification errors", "Verify manually".
"""

import hashlib
import hmac


def header(body: bytes, secret: str, at: int) -> str:
    """The value of Stripe-Signature.

    Args:
        at: Unix time, seconds; receivers compare it with their own clock.
    """
    signed = hmac.new(secret.encode(), b"%d.%b" % (at, body), hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"
