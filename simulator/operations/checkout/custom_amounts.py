"""Amounts that the shopper chooses: those of lines whose Price has a `custom_unit_amount`.

Such a line costs what the Price presets, or nothing yet, until somebody has chosen; nobody pays
before that.

Source: API reference, "Prices" (custom_unit_amount).
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from simulator import errors, money
from simulator.resources.line_item import LineItem


def of_amount(line: LineItem, amounts: Mapping[str, int]) -> LineItem:
    """The line over what was chosen for its Price.

    Args:
        amounts: by the ids of Prices, what each costs, minor units.

    Raises:
        AMOUNT_FIXED, CHOSEN_TOO_SMALL, CHOSEN_TOO_LARGE
    """
    if line.price is None or line.price.id not in amounts:
        return line
    if line.price.custom_unit_amount is None:
        raise errors.AMOUNT_FIXED(param="amounts", price=line.price.id)
    amount = amounts[line.price.id]
    _check(line, amount)
    whole = amount * (line.quantity or 1)
    return replace(line, amount_subtotal=whole, amount_total=whole)


def check_chosen(lines: Iterable[LineItem]) -> None:
    """Refuse to go on while an amount is still to be chosen.

    Raises:
        CHOSEN_TOO_SMALL, CHOSEN_TOO_LARGE
    """
    for line in lines:
        if line.price is not None and line.price.custom_unit_amount is not None:
            _check(line, line.amount_subtotal // (line.quantity or 1))


def limits_of(line: LineItem) -> tuple[int, int]:
    """What can be chosen at least, and at most, minor units.

    That the least which can be charged is the limit where there is no other is inferred.
    """
    custom = (line.price and line.price.custom_unit_amount) or {}
    least = custom.get("minimum") or money.MINIMUM.get(line.currency, 1)
    return least, custom.get("maximum") or money.maximum(line.currency)


def _check(line: LineItem, amount: int) -> None:
    least, most = limits_of(line)
    if amount < least:
        raise errors.CHOSEN_TOO_SMALL(least=money.printed(least, line.currency))
    if amount > most:
        raise errors.CHOSEN_TOO_LARGE(most=money.printed(most, line.currency))
