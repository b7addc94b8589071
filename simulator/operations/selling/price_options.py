"""What a Price is in other currencies, and the amount that a shopper chooses.

Source: API reference, "Prices" (currency_options, custom_unit_amount).
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator import errors, money
from simulator.operations.selling import price_tiers
from simulator.resources.price import canonical, whole

Hash = dict[str, Any]
LIMITS: Final = ("maximum", "minimum", "preset")


def check(given: Hash, at: str) -> None:
    """Refuse what a Price is in its own currency, said once more, and amounts that do not go.

    Args:
        at: how the parameter that holds them begins; empty at the top.

    Raises:
        OWN_CURRENCY_TWICE, EXCLUSIVE_UNCODED, TOO_SMALL
    """
    options = given.get("currency_options") or {}
    if given["currency"] in options:
        param = _inside(at, "currency_options")
        raise errors.OWN_CURRENCY_TWICE(param=f"{param}[{given['currency']}]")
    _check_custom(given, given["currency"], at)
    for currency, option in options.items():
        _check_custom(option, currency, f"{_inside(at, 'currency_options')}[{currency}]")


def _check_custom(given: Hash, currency: str, at: str) -> None:
    """That both amounts exclude each other is inferred, and the words in which it is refused."""
    asked = custom(given.get("custom_unit_amount"))
    if asked is None:
        return
    for name in ("unit_amount", "unit_amount_decimal"):
        if given.get(name) is not None:
            names = f"{name}, custom_unit_amount"
            raise errors.EXCLUSIVE_UNCODED(names=names, param=_inside(at, name))
    least = money.MINIMUM.get(currency, 1)
    if asked["minimum"] is not None and asked["minimum"] < least:
        raise errors.TOO_SMALL(param=f"{_inside(at, 'custom_unit_amount')}[minimum]", least=least)


def _inside(at: str, name: str) -> str:
    return f"{at}[{name}]" if at else name


def custom(given: Hash | None) -> Hash | None:
    """The amount that the shopper chooses, within limits."""
    if not given or not given.get("enabled"):
        return None
    return {name: given.get(name) for name in LIMITS}


def shown(given: Hash) -> Hash:
    """The Price in another currency; its tiers are there where it has some."""
    unknown: Hash = {
        "custom_unit_amount": None,
        "tax_behavior": "unspecified",
        "unit_amount": None,
        "unit_amount_decimal": None,
    }
    return changed(unknown, given)


def changed(before: Mapping[str, Any], given: Hash) -> Hash:
    """The Price in another currency with what is new; what was not sent stays."""
    changes: Hash = {}
    precise = given.get("unit_amount_decimal") or (
        None if given.get("unit_amount") is None else str(given["unit_amount"])
    )
    if precise is not None:
        changes |= {"unit_amount": whole(precise), "unit_amount_decimal": canonical(precise)}
    if given.get("custom_unit_amount"):
        changes["custom_unit_amount"] = custom(given["custom_unit_amount"])
    if given.get("tax_behavior"):
        changes["tax_behavior"] = given["tax_behavior"]
    if given.get("tiers"):
        changes["tiers"] = [price_tiers.shown(tier) for tier in given["tiers"]]
    return dict(sorted({**before, **changes}.items()))
