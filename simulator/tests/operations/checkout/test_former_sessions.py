"""Sessions as they were shown and described before, version by version."""

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.shopping import again, goods, open_session


@pytest.mark.parametrize(
    ("version", "sent", "shown"),
    [
        ("2025-02-24.acacia", "hosted", "hosted"),
        ("2025-09-30.clover", "embedded", "embedded"),
        ("2026-03-25.dahlia", "embedded_page", "embedded_page"),
    ],
)
def test_the_ways_to_show_the_page_were_renamed_in_dahlia(
    stripe: Stripe, version: str, sent: str, shown: str
) -> None:
    given: dict[str, Any] = {"mode": "payment", "line_items": [goods()], "ui_mode": sent}
    name = "success_url" if sent == "hosted" else "return_url"
    session = stripe.at_version(version).post(
        "/v1/checkout/sessions", **given, **{name: "https://shop.example/back"}
    )
    assert session.ui_mode == shown


def test_until_2022_an_intent_was_there_from_the_start(stripe: Stripe) -> None:
    old = stripe.at_version("2020-08-27")
    session = open_session(old)
    assert session.payment_intent.startswith("pi_")
    assert session.customer_creation == session.payment_method_collection == "always"
    assert {"shipping", "shipping_rate"} <= session.body.keys()
    assert old.types() == ["payment_intent.created"]
    stripe.post(f"/v1/checkout/sessions/{session.id}/expire")
    assert stripe.get(f"/v1/payment_intents/{session.payment_intent}").status == "canceled"


def test_until_2022_lines_named_their_amounts_themselves(stripe: Stripe) -> None:
    line = {"name": "Mug", "amount": 2500, "currency": "usd", "quantity": 2}
    session = open_session(stripe.at_version("2019-12-03"), line)
    assert session.amount_total == 5000
    assert session.display_items == [
        {
            "amount": 2500,
            "currency": "usd",
            "custom": {"description": None, "images": None, "name": "Mug"},
            "quantity": 2,
            "type": "custom",
        }
    ]
    priced = open_session(stripe.at_version("2019-12-03"), goods())
    assert "display_items" not in priced.body


def test_until_2022_a_subscription_could_be_described_by_its_items(stripe: Stripe) -> None:
    product = stripe.post("/v1/products", name="Plan")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=900,
        recurring={"interval": "month"},
    )
    session = stripe.at_version("2020-03-02").post(
        "/v1/checkout/sessions",
        success_url="https://shop.example/thanks",
        subscription_data={"items": [{"plan": price.id, "quantity": 2}]},
    )
    assert (session.mode, session.amount_total) == ("subscription", 1800)


def test_until_basil_shipping_details_stood_by_themselves(stripe: Stripe) -> None:
    session = open_session(stripe)
    assert "shipping_details" not in session.body
    old = again(stripe.at_version("2024-06-20"), session)
    assert old.shipping_details is None
