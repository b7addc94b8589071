"""The Product: what is sold; its Prices say for how much.

Source: API reference, "Products". `attributes` is recorded in every answer, and declared nowhere.
"""

from typing import Any, ClassVar, Literal

import msgspec

Hash = dict[str, Any]


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A Product."""

    KIND: ClassVar[str] = "product"

    id: str
    object: Literal["product"] = "product"
    active: bool = True
    attributes: list[str] = []
    created: int
    default_price: str | None = None
    description: str | None = None
    images: list[str] = []
    livemode: bool
    marketing_features: list[Hash] = []
    metadata: dict[str, str]
    name: str
    package_dimensions: Hash | None = None
    shippable: bool | None = None
    statement_descriptor: str | None = None
    tax_code: str | None = None
    tax_details: Hash | None = None
    type: Literal["good", "service"] = "service"
    unit_label: str | None = None
    updated: int
    url: str | None = None
