"""Ids in the shapes that Stripe gives them.

Most ids are a prefix, a digit, five characters of time, ten of the account's own id, and eight by
chance. The payment family (`pi_`, `ch_`, `re_`, `txn_`, `evt_`) has the digit 3, and a payment's
charge, refunds and balance transactions share the payment's first sixteen characters.

Source: recorded shapes; Stripe gives no promise about them beyond the prefix.
"""

import string
from binascii import b2a_base64
from random import Random
from typing import Final

BASE62: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
SHORT: Final = {"cus": 14, "prod": 14, "si": 14, "uli": 14}
"""Prefixes that are followed by this many characters of chance alone."""

ACCOUNT: Final = "acct"
"""The account's own id is short: a digit, the time, and the ten characters that all of its other
ids have in them."""

_LETTERS: Final = bytes.maketrans(b"+/", b"Pd")
"""Base 64 spells out bits quickest; two of its characters are none of an id's, so that two letters
are a little likelier than the others."""


def base62(number: int, width: int) -> str:
    """The last `width` digits of a number in base 62."""
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(BASE62[digit])
    return "".join(reversed(digits))


def drawn_digits(chance: Random, count: int) -> str:
    """So many digits by chance; at most sixteen."""
    return f"{int(chance.random() * 10**count):0{count}d}"


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
        size = (length * 6 + 7) // 8
        drawn = self._chance.getrandbits(size * 8).to_bytes(size)
        return b2a_base64(drawn).translate(_LETTERS)[:length].decode()

    def new(self, prefix: str, now: int, *, like: str | None = None) -> str:
        """A new id with this prefix, without its underscore.

        Args:
            now: Unix seconds, from which the id takes its time part.
            like: an id of the payment family; the new one shares its first sixteen characters.
        """
        if like is not None:
            return f"{prefix}_{like.partition('_')[2][:16]}{self.any(8)}"
        if length := SHORT.get(prefix):
            return f"{prefix}_{self.any(length)}"
        digit = "3" if prefix == "pi" else "1"
        if now != self._at:
            self._at, self._time_part = now, base62(now, 5)
        if prefix == ACCOUNT:
            return f"{prefix}_{digit}{self._time_part}{self.any(10)}"
        return f"{prefix}_{digit}{self._time_part}{self.account_part}{self.any(8)}"

    def request(self, *, v2: bool) -> str:
        """The id of a request; one to API v2 says so, and is longer. Source: recorded."""
        return f"req_v2{self.any(15)}" if v2 else f"req_{self.any(14)}"

    def secret(self, owner: str, length: int) -> str:
        """A client secret: the id of what it opens, and characters by chance."""
        return f"{owner}_secret_{self.any(length)}"
