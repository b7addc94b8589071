"""The price is what the client says that it is.

The page sends it along with the items, and whoever can edit a page can edit the price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reference_backend.catalogue import Catalogue, Item
from reference_backend.database import Connection
from reference_backend.stock import Line

INCIDENT = "evershopcommerce/evershop PR#1025; strangerstudios/paid-memberships-pro PR#3767"


class BelievingCatalogue(Catalogue):
    """Takes the client's prices where it names any."""

    async def price(self, db: Connection, items: Sequence[Item], currency: str) -> tuple[Line, ...]:
        said = {item.sku: item.unit_amount for item in items if item.unit_amount is not None}
        lines = await super().price(db, items, currency)
        return tuple(
            replace(line, unit_amount_minor=said.get(line.sku, line.unit_amount_minor))
            for line in lines
        )


PARTS = {"catalogue": BelievingCatalogue}
