"""Products. Source: API reference, "Products"."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


def test_a_new_product_shows_every_field(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug")
    assert product.http == 200
    assert product.id.startswith("prod_")
    assert product.body | {"id": "prod_x"} == {
        "id": "prod_x",
        "object": "product",
        "active": True,
        "attributes": [],
        "created": stripe.now,
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "name": "Mug",
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "tax_details": None,
        "type": "service",
        "unit_label": None,
        "updated": stripe.now,
        "url": None,
    }


def test_a_product_and_its_first_price_can_be_made_in_one_call(stripe: Stripe) -> None:
    product = stripe.post(
        "/v1/products",
        name="Mug",
        default_price_data={"currency": "usd", "unit_amount": 1500},
        expand=["default_price"],
    )
    assert (product.default_price.unit_amount, product.default_price.product) == (1500, product.id)
    assert stripe.types() == ["product.created", "price.created"]


def test_an_empty_value_of_metadata_is_kept_at_first_and_deletes_its_key_later(
    stripe: Stripe,
) -> None:
    product = stripe.post("/v1/products", name="Mug", metadata={"region": "", "tier": "a"})
    assert product.metadata == {"region": "", "tier": "a"}
    changed = stripe.post(f"/v1/products/{product.id}", metadata={"tier": "", "sku": "M"})
    assert changed.metadata == {"sku": "M"}


def test_an_update_tells_what_was_before(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug")
    stripe.told()
    stripe.advance(seconds=5)
    stripe.post(f"/v1/products/{product.id}", name="Cup", active=False)
    (event,) = stripe.told()
    assert event.type == "product.updated"
    assert event.data.previous_attributes == {
        "active": True,
        "name": "Mug",
        "updated": product.updated,
    }


def test_an_update_that_changes_nothing_tells_nothing(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug")
    stripe.told()
    stripe.post(f"/v1/products/{product.id}", name="Mug")
    assert stripe.types() == []


def test_a_product_without_prices_can_be_deleted(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Mug")
    gone = stripe.delete(f"/v1/products/{product.id}")
    assert gone.body == {"id": product.id, "object": "product", "deleted": True}
    missing = stripe.get(f"/v1/products/{product.id}")
    assert missing.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert missing.error.message == f"No such product: '{product.id}'"


def test_a_product_with_a_price_cannot_be_deleted(stripe: Stripe) -> None:
    product = stripe.post(
        "/v1/products", name="Mug", default_price_data={"currency": "usd", "unit_amount": 1500}
    )
    refused = stripe.delete(f"/v1/products/{product.id}")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "This product cannot be deleted because it has one or more user-created prices."
    )


def test_an_id_of_ones_own_can_be_taken_only_once(stripe: Stripe) -> None:
    assert stripe.post("/v1/products", id="mug", name="Mug").id == "mug"
    again = stripe.post("/v1/products", id="mug", name="Mug")
    assert again.refusal == (400, "invalid_request_error", "resource_already_exists", "id")


def test_a_default_price_must_be_the_products_own(stripe: Stripe) -> None:
    mug, tea = (stripe.post("/v1/products", name=name) for name in ("Mug", "Tea"))
    price = stripe.post("/v1/prices", product=tea.id, currency="usd", unit_amount=300)
    refused = stripe.post(f"/v1/products/{mug.id}", default_price=price.id)
    assert refused.refusal == (400, "invalid_request_error", None, "default_price")
    assert stripe.post(f"/v1/products/{tea.id}", default_price=price.id).default_price == price.id


def test_products_are_listed_by_what_they_are(stripe: Stripe) -> None:
    mug = stripe.post("/v1/products", name="Mug", shippable=True, url="https://shop.example/mug")
    tea = stripe.post("/v1/products", name="Tea", active=False)

    def listed(**filters: object) -> list[str]:
        return [product.id for product in stripe.get("/v1/products", **filters).data]

    assert listed() == [tea.id, mug.id]
    assert listed(active=True) == [mug.id]
    assert listed(shippable=True) == [mug.id]
    assert listed(ids=[tea.id]) == [tea.id]
    assert listed(url="https://shop.example/mug") == [mug.id]


def test_until_2024_marketing_features_were_called_features(stripe: Stripe) -> None:
    old = stripe.at_version("2023-10-16")
    product = old.post("/v1/products", name="Mug", features=[{"name": "Stoneware"}])
    assert product.features == [{"name": "Stoneware"}]
    assert product.marketing_features == product.features
    new = stripe.get(f"/v1/products/{product.id}")
    assert new.marketing_features == [{"name": "Stoneware"}]


def test_a_products_line_on_a_statement_has_a_letter(stripe: Stripe) -> None:
    refused = stripe.post("/v1/products", name="Mug", statement_descriptor="1234")
    assert refused.refusal == (400, "invalid_request_error", None, "statement_descriptor")
    assert refused.error.message == (
        "The statement descriptor must contain at least one Latin character."
    )
    product = stripe.post("/v1/products", name="Mug", statement_descriptor="SHOP* MUG")
    assert product.statement_descriptor == "SHOP* MUG"
    stripped = stripe.post(f"/v1/products/{product.id}", statement_descriptor="CAF\u00c9 MUG")
    assert stripped.statement_descriptor == "CAF MUG"
    changed = stripe.post(f"/v1/products/{product.id}", statement_descriptor="MUG>")
    assert changed.error.message == "The statement descriptor cannot include >."


@pytest.mark.parametrize(("name", "most"), [("images", 8), ("marketing_features", 15)])
def test_a_product_shows_so_much_at_most(stripe: Stripe, name: str, most: int) -> None:
    one: Any = {"images": "https://shop.example/mug.png", "marketing_features": {"name": "Blue"}}
    product = stripe.post("/v1/products", name="Mug", **{name: [one[name]] * most})
    assert len(product.body[name]) == most
    for path in ("/v1/products", f"/v1/products/{product.id}"):
        refused = stripe.post(path, name="Mug", **{name: [one[name]] * (most + 1)})
        said = f"Array {name} exceeded maximum {most} allowed elements."
        assert refused.error.message == said


def test_a_marketing_feature_is_short(stripe: Stripe) -> None:
    for length, http in ((80, 200), (81, 400)):
        features = [{"name": "x" * length}]
        assert stripe.post("/v1/products", name="Mug", marketing_features=features).http == http
