"""A part of the shop: it knows the shop, and through it the other parts.

Every part can be replaced when the shop is put together; that is how a defect is planted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference_backend.shop import Shop


class Part:
    """Base of all parts."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
