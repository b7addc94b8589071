"""Tax rates of a Subscription whose prices say whether they contain a tax.

Source: a refusal quoted by two who met it.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


def taxed(stripe: Stripe, behavior: str) -> tuple[dict[str, Any], str]:
    """What subscribes to a price of this tax behavior, and a rate that comes on top of it."""
    price = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=1100,
        recurring={"interval": "month"},
        tax_behavior=behavior,
        product_data={"name": "Plan"},
    ).id
    rate = stripe.post("/v1/tax_rates", display_name="GST", percentage=10, inclusive=False).id
    customer = stripe.post("/v1/customers", source="tok_visa").id
    return {"customer": customer, "items": [{"price": price}]}, rate


def test_a_tax_on_top_is_not_for_a_price_that_contains_it(stripe: Stripe) -> None:
    said = (
        "One or more prices has a `tax_behavior` that conflicts with the tax rates that apply to"
        " the corresponding line item."
    )
    asked, rate = taxed(stripe, "inclusive")
    refused = stripe.post("/v1/subscriptions", **asked, default_tax_rates=[rate])
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == said
    [item] = asked["items"]
    own = asked | {"items": [item | {"tax_rates": [rate]}]}
    assert stripe.post("/v1/subscriptions", **own).error.message == said
    old = stripe.at_version("2020-03-02")
    assert old.post("/v1/subscriptions", **asked, tax_percent=10).error.message == said
    made = stripe.post("/v1/subscriptions", **asked).id
    changed = stripe.post(f"/v1/subscriptions/{made}", default_tax_rates=[rate])
    assert changed.error.message == said


@pytest.mark.parametrize("behavior", ["exclusive", "unspecified"])
def test_a_tax_on_top_is_for_other_prices(stripe: Stripe, behavior: str) -> None:
    asked, rate = taxed(stripe, behavior)
    assert stripe.post("/v1/subscriptions", **asked, default_tax_rates=[rate]).http == 200
