"""The tiers of a Price: what they may be, and how they are shown.

Source: API reference, "Prices"; refusals quoted by those who met them, in 2022 and 2023.
"""

from typing import Any, Final

from simulator import errors
from simulator.resources.price import canonical, whole

Hash = dict[str, Any]
AMOUNTS: Final = ("flat_amount", "unit_amount")


def check(given: Hash) -> None:
    """Refuse the parameters of a Price whose tiers cannot be reckoned with.

    Raises:
        TIERED_ONCE, PRICE_NEEDS_TIERS, EXCLUSIVE_UNCODED, TIER_NEEDS_AMOUNT
    """
    if given.get("billing_scheme") != "tiered":
        return
    if not given.get("recurring"):
        raise errors.TIERED_ONCE()
    if not (given.get("tiers") and given.get("tiers_mode")):
        raise errors.PRICE_NEEDS_TIERS()
    if given.get("transform_quantity"):
        raise errors.EXCLUSIVE_UNCODED(names="tiers, transform_quantity", param="tiers")
    for at, tier in enumerate(given["tiers"]):
        told = [name for name in AMOUNTS if _precise(tier, name) is not None]
        for name in told:
            both = (name, f"{name}_decimal")
            if all(tier.get(each) is not None for each in both):
                param = f"tiers[{at}][{name}]"
                raise errors.EXCLUSIVE_UNCODED(names=", ".join(both), param=param)
        if not told:
            raise errors.TIER_NEEDS_AMOUNT()


def _precise(tier: Hash, name: str) -> str | None:
    """An amount of a tier as a decimal, by whichever of its two names it is told."""
    if tier.get(name) is not None:
        return str(tier[name])
    return tier.get(f"{name}_decimal") or None


def shown(tier: Hash) -> Hash:
    """One tier as the Price shows it; the last has no end."""
    found: Hash = {}
    for name in AMOUNTS:
        precise = _precise(tier, name)
        found[name] = None if precise is None else whole(precise)
        found[f"{name}_decimal"] = None if precise is None else canonical(precise)
    up_to = tier.get("up_to")
    return found | {"up_to": None if up_to == "inf" else up_to}
