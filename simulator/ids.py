"""Ids in the shapes that Stripe gives them.

Most ids are a prefix, a digit, five characters of time, ten of the account's own id, and eight by
chance. The payment family (`pi_`, `ch_`, `re_`, `txn_`, `evt_`) has the digit 3, and a payment's
charge, refunds and balance transactions share the payment's first sixteen characters.

Source: recorded shapes; Stripe gives no promise about them beyond the prefix.
"""

import string
from random import Random
from typing import Final

BASE62: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
SHORT: Final = {"cus": 14, "prod": 14, "req": 14, "si": 14}
"""Prefixes that are followed by this many characters of chance alone."""


PAIRS: Final = tuple(first + second for first in BASE62 for second in BASE62)
"""All pairs of characters: half as many draws, and a draw of one number is quick."""


def base62(number: int, width: int) -> str:
    """The last `width` digits of a number in base 62."""
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(BASE62[digit])
    return "".join(reversed(digits))


class Ids:
    """Makes the ids of one account, by its own stream of chance."""

    __slots__ = ("_at", "_chance", "_time_part", "account_part")

    def __init__(self, account_part: str, chance: Random) -> None:
        self.account_part = account_part
        self._chance = chance
        self._at = -1
        self._time_part = ""

    def any(self, length: int) -> str:
        """Characters by chance, as in client secrets and fingerprints."""
        draw = self._chance.random
        found = "".join([PAIRS[int(draw() * 3844)] for _ in range((length + 1) // 2)])
        return found if length % 2 == 0 else found[:-1]

    def new(self, prefix: str, now: int, *, like: str | None = None) -> str:
        """A new id with this prefix, without its underscore.

        Args:
            now: Unix seconds, from which the id takes its time part.
            like: an id of the payment family; the new one shares its first sixteen characters.
        """
        if length := SHORT.get(prefix):
            return f"{prefix}_{self.any(length)}"
        if like is not None:
            return f"{prefix}_{like.split('_', 1)[1][:16]}{self.any(8)}"
        digit = "3" if prefix == "pi" else "1"
        if now != self._at:
            self._at, self._time_part = now, base62(now, 5)
        return f"{prefix}_{digit}{self._time_part}{self.account_part}{self.any(8)}"

    def secret(self, owner: str, length: int) -> str:
        """A client secret: the id of what it opens, and characters by chance."""
        return f"{owner}_secret_{self.any(length)}"
