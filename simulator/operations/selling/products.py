"""Products: create, retrieve, update, delete, list.

Source: API reference, "Products".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.lengths import check_lengths
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling.prices import (
    STATEMENT_NEVER,
    make_price,
    post_price,
    tax_details,
)
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

COPIED: Final = (
    "description",
    "package_dimensions",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
)
"""Parameters that the Product shows as they were sent; an empty one is null."""
LONGEST: Final = {"features": 15, "images": 8, "marketing_features": 15}
"""Elements of an array, at most."""


def create(work: Work) -> Product:
    """POST /v1/products"""
    given = work.params
    id = given.get("id") or work.new_id("prod")
    if work.find(Product, id) is not None:
        raise errors.PRODUCT_EXISTS()
    product = changed(
        Product(
            id=id,
            created=work.now,
            livemode=work.account.livemode,
            metadata=dict(given.get("metadata") or {}),  # here, an empty value is kept
            name=given["name"].strip(),
            type=given.get("type") or "service",
            updated=work.now,
        ),
        {name: value for name, value in given.items() if name != "metadata"},
    )
    work.keep(product)
    price: Price | None = None
    if data := given.get("default_price_data"):
        price = make_price(work, data, product.id, "default_price_data")
        product = work.keep(replace(product, default_price=price.id))
    work.post("product.created", product)
    if price is not None:
        post_price(work, "created", price)
    return product


def changed(before: Product, given: dict[str, Any]) -> Product:
    """The Product with what the parameters say.

    Raises:
        ARRAY_TOO_LONG, and what `check_lines` raises
    """
    check_lines(given, never=STATEMENT_NEVER)
    check_lengths(given, LONGEST)
    changes: dict[str, Any] = {
        name: None if given[name] == "" else given[name] for name in COPIED if name in given
    }
    if given.get("active") is not None:
        changes["active"] = given["active"]
    if given.get("name"):
        changes["name"] = given["name"].strip()
    if "images" in given:
        changes["images"] = given["images"] or []
    for name in ("features", "marketing_features"):  # the older name, and the newer one
        if name in given:
            changes["marketing_features"] = given[name] or []
    if given.get("attributes"):
        changes["attributes"] = given["attributes"]
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "tax_details" in given:
        changes["tax_details"] = tax_details(given["tax_details"])
    if line := changes.get("statement_descriptor"):
        changes["statement_descriptor"] = line.encode("ascii", "ignore").decode()
    return replace(before, **changes)


def retrieve(work: Work) -> Product:
    """GET /v1/products/{id}"""
    return work.load(Product, work.path["id"])


def update(work: Work) -> Product:
    """POST /v1/products/{id}; one that changes nothing emits nothing."""
    before = retrieve(work)
    after = changed(before, work.params)
    if "default_price" in work.params:
        after = replace(after, default_price=_price_of(work, after, work.params["default_price"]))
    if after == before:
        return before
    after = work.keep(replace(after, updated=work.now))
    work.post("product.updated", after, before=before)
    return after


def _price_of(work: Work, product: Product, id: str | None) -> str | None:
    """The product's own price that is to be its default.

    Raises:
        REFERENCE_MISSING, PRICE_OF_ANOTHER_PRODUCT
    """
    if not id:
        return None
    price = work.refer(Price, id, "default_price")
    if price.product != product.id:
        raise errors.PRICE_OF_ANOTHER_PRODUCT(price=price.id, product=product.id)
    return price.id


def delete(work: Work) -> dict[str, Any]:
    """DELETE /v1/products/{id}; only of one that has no price.

    Raises:
        PRODUCT_HAS_PRICES
    """
    product = retrieve(work)
    if any(True for _ in work.where(Price, "product", product.id)):
        raise errors.PRODUCT_HAS_PRICES()
    work.drop(product)
    work.post("product.deleted", product)
    return {"id": product.id, "object": "product", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/products"""
    given = work.params
    wanted = {
        name: given[name]
        for name in ("active", "shippable", "type", "url")
        if given.get(name) is not None
    }
    ids = given.get("ids")

    def keep(product: Product) -> bool:
        return (ids is None or product.id in ids) and all(
            bool(getattr(product, name)) == value
            if isinstance(value, bool)
            else getattr(product, name) == value
            for name, value in wanted.items()
        )

    return page(
        work.account.store.table("product").values(), given, "/v1/products", "product", keep=keep
    )


def search(work: Work) -> SearchPage:
    """GET /v1/products/search"""
    return found_by_query(work, "product", "/v1/products/search")
