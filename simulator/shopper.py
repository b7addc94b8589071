"""A shopper on a page of Stripe's: what is typed into it, besides what it is paid with.

It stands by itself, since clients say it, too, and need nothing of what becomes of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

Hash = dict[str, Any]


class Shopper(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody has typed into the page, besides what it is paid with."""

    email: str | None = None
    name: str | None = None
    phone: str | None = None
    business_name: str | None = None
    individual_name: str | None = None
    address: Hash | None = None
    shipping: Hash | None = None
    """Where to: `{address, name}`."""
    tax_ids: Sequence[Hash] = ()
    """`{type, value}` of each."""
    opts_in: bool = False
    """Whether promotions may be sent."""
    custom_fields: Hash = {}
    """By key, what was typed into the shop's own fields."""
    shipping_rate: str | None = None
    """The way to send it that was chosen."""
    promotion_code: str | None = None
    """The code that was typed in, as customers know it."""
    optional_items: Mapping[str, int] = {}
    """By price, how many were added of what was offered besides."""
    quantities: Mapping[str, int] = {}
    """By line, how many are wanted where that is the shopper's choice; none takes it out."""
    amounts: Mapping[str, int] = {}
    """By price, what was chosen to be paid where that is the shopper's choice, minor units."""
    options: Hash = {}
    """What was said for this attempt to pay alone: `payment_method_options`."""
