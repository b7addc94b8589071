"""Features, and the Products that they are attached to; what is not here the catalogue serves.

Source: API reference, "Features", "Product Features"; that what is refused is refused in these
words is inferred.
"""

from typing import Any, Final

import msgspec
from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.catalogue.things import Belonging
from simulator.resources.product import Product
from simulator.wire.lists import Page, page
from simulator.work import Work

FEATURE: Final = "entitlements.feature"
ATTACHED: Final = "product_feature"


def create(work: Work) -> Any:
    """POST /v1/entitlements/features

    Raises:
        FEATURE_EXISTS
    """
    key = work.params["lookup_key"]
    for other in work.account.store.table(FEATURE).values():
        if other.lookup_key == key:
            raise errors.FEATURE_EXISTS(key=key)
    return work.keep(Maker(work).make("entitlements.Feature", work.params))


def update(work: Work) -> Any:
    """POST /v1/entitlements/features/{id}; where it is attached, it is shown as it is now.

    Raises:
        RESOURCE_MISSING, FEATURE_STAYS_INACTIVE
    """
    id = work.path["id"]
    before = work.find_any(FEATURE, id)
    if before is None:
        raise errors.RESOURCE_MISSING(param="id", noun="feature", id=id)
    if work.params.get("active") and not before.active:
        raise errors.FEATURE_STAYS_INACTIVE()
    after = work.keep(Maker(work).change(before, work.params))
    for attached in tuple(work.account.store.table(ATTACHED).values()):
        if attached.entitlement_feature["id"] == id:
            work.keep(replace(attached, entitlement_feature=msgspec.to_builtins(after)))
    return after


def list_all(work: Work) -> Page:
    """GET /v1/entitlements/features: those that are active, unless the others are asked for."""
    given = work.params
    archived, key = bool(given.get("archived")), given.get("lookup_key")

    def keep(feature: Any) -> bool:
        return feature.active != archived and key in (None, feature.lookup_key)

    things = work.account.store.table(FEATURE).values()
    return page(things, given, "/v1/entitlements/features", FEATURE, keep=keep)


def attach(work: Work) -> Any:
    """POST /v1/products/{product}/features

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, FEATURE_INACTIVE, FEATURE_ATTACHED
    """
    product = work.load(Product, work.path["product"], "product").id
    made: Any = Maker(work).make("ProductFeature", work.params)
    if not made.entitlement_feature["active"]:
        raise errors.FEATURE_INACTIVE()
    if made.entitlement_feature["id"] in features_of(work, product):
        raise errors.FEATURE_ATTACHED(product=product)
    work.keep(Belonging(id=made.id, parent=product))
    return work.keep(made)


def features_of(work: Work, product: str) -> list[str]:
    """The ids of the features of a Product, the first that was attached first."""
    found = []
    for kept in work.account.store.table(ATTACHED).values():
        belongs = work.find(Belonging, kept.id)
        if belongs is not None and belongs.parent == product:
            found.append(kept.entitlement_feature["id"])
    return found
