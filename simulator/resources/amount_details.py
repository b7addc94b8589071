"""Of which parts the amount of a PaymentIntent is made: its lines, tax, shipping and discount.

Source: Stripe docs, "Payment line items", "Use payment line items for flexible payments"; API
reference, "PaymentIntents" (amount_details).
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Final, Literal

import msgspec

Hash = dict[str, Any]
SUMMED: Final = (("discount_amount",), ("tax", "total_tax_amount"), ("shipping", "amount"))
"""What several captures add up, by the names on the way to it."""
POSTAL_CODES: Final = ("from_postal_code", "to_postal_code")
PARTS: Final = ("discount_amount", "shipping", "tax")
"""What is told beside the lines."""


class AmountLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One product of a payment. Amounts are minor units, of all of it but for `unit_cost`."""

    KIND: ClassVar[str] = "payment_intent_amount_details_line_item"

    id: str
    object: Literal["payment_intent_amount_details_line_item"] = (
        "payment_intent_amount_details_line_item"
    )
    discount_amount: int | None = None
    payment_method_options: Hash | None = None
    product_code: str | None = None
    product_name: str
    quantity: int
    tax: Hash | None = None
    unit_cost: int
    unit_of_measure: str | None = None


class AmountLines(msgspec.Struct, frozen=True, gc=False):
    """The lines of a PaymentIntent, which it shows only when it is asked for them."""

    KIND: ClassVar[str] = "payment_intent.amount_lines"

    id: str
    """The PaymentIntent's id."""
    lines: tuple[AmountLine, ...]


def changed(details: Hash, said: Hash) -> Hash:
    """The parts once some are told anew; what is emptied goes, what is not told of stays."""
    after = dict(details)
    for name in PARTS:
        if name not in said:
            continue
        value = said[name]
        if value is None:
            after.pop(name, None)
        else:
            after[name] = shipping_of(value) if name == "shipping" else value
    return after


def shipping_of(said: Hash) -> Hash:
    """How the shipping is shown; what was not said is null."""
    return {name: said.get(name) for name in ("amount", *POSTAL_CODES)}


def added(details: Hash, more: Hash) -> Hash:
    """The parts of several captures together: amounts add up, and the addresses stay."""
    after = dict(details)
    for name in PARTS:
        if isinstance(more.get(name), dict):
            after[name] = {**more[name], **_told(details.get(name))}
        elif name in more:
            after.setdefault(name, more[name])
    for way in SUMMED:
        both = [found for found in (_at(details, way), _at(more, way)) if found is not None]
        if not both:
            continue
        part, *inner = way
        after[part] = {**after[part], inner[0]: sum(both)} if inner else sum(both)
    return after


def sent_elsewhere(details: Hash, more: Hash) -> str | None:
    """Which of the shipping's postal codes is another one now, if one is."""
    before, now = details.get("shipping") or {}, more.get("shipping") or {}
    for name in POSTAL_CODES:
        if before.get(name) and now.get(name) and before[name] != now[name]:
            return name
    return None


def total(details: Hash, lines: Iterable[AmountLine]) -> int:
    """What lines, tax, shipping and discount come to, minor units."""
    return beside(details) + sum(
        line.unit_cost * line.quantity
        + ((line.tax or {}).get("total_tax_amount") or 0)
        - (line.discount_amount or 0)
        for line in lines
    )


def beside(details: Hash) -> int:
    """What tax, shipping and discount come to beside the lines, minor units."""
    discount, tax, shipping = (_at(details, way) or 0 for way in SUMMED)
    return int(tax + shipping - discount)


def _at(details: Hash, way: tuple[str, ...]) -> int | None:
    found: Any = details
    for name in way:
        found = (found or {}).get(name)
    return None if found is None else int(found)


def _told(part: Hash | None) -> Hash:
    return {name: value for name, value in (part or {}).items() if value is not None}
