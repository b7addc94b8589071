"""JSON as Stripe prints it: two blanks of indentation, keys in the order of the fields.

What is kept is frozen, and prints alike whenever it is printed: so what remembers an answer (the
journal, idempotency) remembers what it shows, which is kept anyway, rather than its bytes.
"""

from typing import Any, Final

import msgspec

_encoder: Final = msgspec.json.Encoder()


def pretty(thing: Any) -> bytes:
    """JSON as Stripe prints it."""
    return msgspec.json.format(_encoder.encode(thing), indent=2)
