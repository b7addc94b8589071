"""Which known name a client may have meant by an unknown one ("Did you mean pricing?").

Stripe's suggestions are those of Ruby's own spell checker, and this is its rule: names that are
alike by Jaro-Winkler, the likest first; of these the first that is few typing errors away, else
the first that is at least not wholly another word.

Source: recorded and quoted refusals, all of which this rule reproduces (`price` means `pricing`,
`product_data` means `product`, `customer_email` on a list of sessions means `customer_details`).
"""

from collections.abc import Iterable
from math import ceil
from typing import Final

LIKENESS: Final = 0.834
LIKENESS_SHORT: Final = 0.77
"""How alike two names must be at least; less for names of up to three characters."""


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one was probably meant to be, or None."""
    least = LIKENESS if len(name) > 3 else LIKENESS_SHORT
    alike = sorted(
        ((likeness, word) for word in known if (likeness := jaro_winkler(word, name)) >= least),
        reverse=True,
    )
    distances = [(distance(word, name), word) for _, word in alike]
    typing_errors = ceil(len(name) * 0.25)
    for errors, word in distances:
        if errors <= typing_errors:
            return word
    for errors, word in distances:
        if errors < min(len(word), len(name)):
            return word
    return None


def jaro_winkler(one: str, other: str) -> float:
    """How alike two words are, 0 to 1, where a common beginning counts more."""
    likeness = _jaro(one, other)
    if likeness <= 0.7:
        return likeness
    prefix = 0
    for mine, theirs in zip(one[:4], other[:4], strict=False):
        if mine != theirs:
            break
        prefix += 1
    return likeness + prefix * 0.1 * (1 - likeness)


def _jaro(one: str, other: str) -> float:
    window = max(max(len(one), len(other)) // 2 - 1, 0)
    taken = [False] * len(other)
    mine: list[str] = []
    for position, character in enumerate(one):
        for at in range(max(0, position - window), min(len(other), position + window + 1)):
            if not taken[at] and other[at] == character:
                taken[at] = True
                mine.append(character)
                break
    if not mine:
        return 0.0
    theirs = [character for at, character in enumerate(other) if taken[at]]
    misplaced = sum(a != b for a, b in zip(mine, theirs, strict=True)) // 2
    matches = len(mine)
    return (matches / len(one) + matches / len(other) + (matches - misplaced) / matches) / 3


def distance(one: str, other: str) -> int:
    """How many characters must be typed, deleted or replaced to turn one word into the other."""
    row = list(range(len(other) + 1))
    for position, mine in enumerate(one, 1):
        before, row[0] = row[0], position
        for at, theirs in enumerate(other, 1):
            before, row[at] = (
                row[at],
                min(row[at] + 1, row[at - 1] + 1, before + (mine != theirs)),
            )
    return row[-1]
