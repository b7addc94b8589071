"""Finer thin events: each names one thing that an update has changed, and has no snapshot.

They follow the snapshot event that tells of the update. Which one is told first where an update has
several, and that a subscription tells its first status as it tells any other, is inferred.

Unlike Stripe: what only schedules and Financial Connections tell is not told here, nor that a
promotion code was taken as often as it may be.

Source: Stripe docs, "API changelog" of 2026-10-28 (semantic thin events); the SDK, which lists the
types.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from simulator import catalogue

CHANGED: Final[Mapping[str, Mapping[str, str]]] = {
    "customer.discount": {"source": "source_changed"},
    "customer.subscription": {
        "cancel_at": "cancel_at_changed",
        "default_payment_method": "default_payment_method_changed",
    },
    "invoiceitem": {"amount": "amount_changed"},
    "price": {"lookup_key": "lookup_key_changed", "tax_behavior": "tax_behavior_changed"},
    "product": {"default_price": "default_price_changed", "tax_code": "tax_code_changed"},
}
"""Fields whose change has a type of its own, by what the snapshot's type begins with."""
SWITCHED: Final = ("price", "product")
"""What is said to be activated and deactivated."""
PARTS: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "customer.subscription": (
        "items",
        "item",
        {
            "price": "price_changed",
            "quantity": "quantity_changed",
            "tax_rates": "tax_rates_changed",
        },
    ),
    "invoice": (
        "lines",
        "line_item",
        {"pricing": "pricing_changed", "quantity": "quantity_changed"},
    ),
}
"""What is made of parts: the field, what types call a part, and what may change in one."""
UPDATED: Final = "updated"


def finer(type: str, thing: Any, previous: dict[str, Any] | None) -> tuple[str, ...]:
    """The types of the finer events that follow a snapshot event, each with `v1.` before it."""
    about, _, what = type.rpartition(".")
    if about not in _ABOUT:
        return ()
    found = (f"v1.{about}.{leaf}" for leaf in _leaves(about, what, thing, previous or {}))
    known = catalogue.thin_event_types()
    return tuple(name for name in dict.fromkeys(found) if name in known)


_ABOUT: Final = frozenset({*CHANGED, *SWITCHED, *PARTS})


def _leaves(about: str, what: str, thing: Any, previous: dict[str, Any]) -> Iterator[str]:
    if about == "customer.subscription" and (what == "created" or "status" in previous):
        yield thing.status
    if what != UPDATED:
        return
    for field, leaf in CHANGED.get(about, {}).items():
        if field in previous:
            yield leaf
    if about in SWITCHED and "active" in previous:
        yield "activated" if thing.active else "deactivated"
    if about in ("invoice", "invoiceitem") and "discounts" in previous:
        was, now = map(_discounts, (previous["discounts"], thing.discounts))
        if now - was:
            yield "discount_added"
        if was - now:
            yield "discount_removed"
    if about in PARTS:
        yield from _of_parts(about, thing, previous)


def _discounts(listed: Any) -> set[str]:
    return {each["id"] if isinstance(each, dict) else str(each) for each in listed or ()}


def _of_parts(about: str, thing: Any, previous: dict[str, Any]) -> Iterator[str]:
    field, part, changes = PARTS[about]
    if field not in previous:
        return
    was = _by_id(previous[field])
    now = _by_id(msgspec.to_builtins(getattr(thing, field)))
    if now.keys() - was.keys():
        yield f"{part}_added"
    if was.keys() - now.keys():
        yield f"{part}_removed"
    for id in was.keys() & now.keys():
        for name, leaf in changes.items():
            if was[id].get(name) != now[id].get(name):
                yield f"{part}_{leaf}"


def _by_id(listed: Any) -> dict[str, dict[str, Any]]:
    found = listed.get("data") if isinstance(listed, dict) else listed
    return {each["id"]: each for each in found or () if isinstance(each, dict)}
