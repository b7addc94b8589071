"""The reference backend keeps to the OpenAPI document that it serves at /openapi.json."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import pytest

from contracts.documents import ALLOWED, FORBIDDEN, broken_promises, document
from scenarios.driver import Line

if TYPE_CHECKING:
    from schemathesis import BaseSchema, GenerationMode

EXAMPLES: Final = int(os.environ.get("PAIDONCE_EXAMPLES", "12"))  # for each operation
# They would change the secret that the other tests of this session sign with, and kill the shop.
NOT_HERE: Final = ["/testing/webhook-secret", "/testing/crash"]

BOTH = pytest.mark.parametrize("kind", [ALLOWED, FORBIDDEN])


@pytest.fixture
def described(stage: Any) -> "BaseSchema":
    """The document, as the started backend gives it."""
    return document(f"{stage.url}/openapi.json").exclude(path=NOT_HERE)


@pytest.fixture
def known(stage: Any) -> Mapping[str, Mapping[str, str]]:
    """A cart, a paid order, its user and an open session, by the paths that speak of them."""
    shop = stage.shop
    tea = Line(shop.new_product(quantity=100).sku)
    order = shop.place_order("jenny", tea)
    shop.pay_order(order, "pm_card_visa")
    return {
        "/store/carts/": {"id": shop.open_cart(tea).id},
        "/api/orders/by-session/": {"session_id": shop.open_session(tea).id},
        "/api/orders/{id}": {"id": order},
        "/api/mobile-app/orders/": {"order_id": order},
        "/api/mobile-app/users/": {"user_id": "jenny"},
        "/admin/orders/": {"id": order},
        "/admin/products/": {"sku": tea.sku},
    }


@BOTH
def test_every_answer_is_one_that_the_document_promises(
    described: "BaseSchema", kind: "GenerationMode"
) -> None:
    broken = broken_promises(described, kind, examples=EXAMPLES)
    assert not broken, "\n\n".join(map(str, broken))


@BOTH
def test_every_answer_about_something_real_is_one_that_the_document_promises(
    described: "BaseSchema", known: Mapping[str, Mapping[str, str]], kind: "GenerationMode"
) -> None:
    broken = broken_promises(described, kind, examples=EXAMPLES, known=known)
    assert not broken, "\n\n".join(map(str, broken))
