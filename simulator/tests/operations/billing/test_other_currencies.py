"""Subscriptions, invoice items and previews in another currency than their price's own.

Source: API reference, "Create a subscription" (currency), "Prices" (currency_options).
"""

from typing import Any

from simulator.tests.calls import Stripe

MONTHLY = {"recurring": {"interval": "month"}}


def in_two(stripe: Stripe, usd: int, eur: int, **more: Any) -> str:
    """A price in dollars that has an option in euros."""
    made = stripe.post(
        "/v1/prices", currency="usd", unit_amount=usd, product_data={"name": "Plan"},
        currency_options={"eur": {"unit_amount": eur}}, **more,
    )  # fmt: skip
    return str(made.id)


def customer_of(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", email="jo@example.org", source="tok_visa").id)


def subscribe(stripe: Stripe, price: str, **more: Any) -> Any:
    return stripe.post(
        "/v1/subscriptions", customer=customer_of(stripe), items=[{"price": price}],
        expand=["latest_invoice"], **more,
    )  # fmt: skip


def test_a_subscription_is_billed_in_the_currency_that_is_asked_for(stripe: Stripe) -> None:
    made = subscribe(stripe, in_two(stripe, 1000, 900, **MONTHLY), currency="eur")
    assert (made.currency, made.latest_invoice.currency) == ("eur", "eur")
    assert made.latest_invoice.amount_paid == 900
    [line] = made.latest_invoice.lines.data
    assert (line.amount, line.currency) == (900, "eur")
    assert line.description == "1 × Plan (at €9.00 / month)"
    assert stripe.get(f"/v1/customers/{made.customer}").currency == "eur"
    [item] = made.body["items"]["data"]
    stripe.advance(seconds=item.current_period_end - stripe.now)
    renewed = stripe.get(f"/v1/subscriptions/{made.id}", expand=["latest_invoice"])
    assert (renewed.latest_invoice.currency, renewed.latest_invoice.total) == ("eur", 900)


def test_without_a_word_it_is_billed_in_the_prices_own(stripe: Stripe) -> None:
    made = subscribe(stripe, in_two(stripe, 1000, 900, **MONTHLY))
    assert (made.currency, made.latest_invoice.amount_paid) == ("usd", 1000)


def test_a_currency_that_a_price_lacks_is_refused(stripe: Stripe) -> None:
    refused = subscribe(stripe, in_two(stripe, 1000, 900, **MONTHLY), currency="sek")
    assert refused.refusal == (400, "invalid_request_error", None, "items[0][price]")
    assert "doesn't match the expected currency: `sek`." in refused.error.message


def test_tiers_are_billed_in_the_currencies_that_have_some(stripe: Stripe) -> None:
    tiers = [{"up_to": "inf", "unit_amount": 100}]
    price = stripe.post(
        "/v1/prices", currency="usd", billing_scheme="tiered", tiers_mode="graduated",
        tiers=tiers, product_data={"name": "Seats"}, **MONTHLY,
        currency_options={
            "eur": {"tiers": [{"up_to": "inf", "unit_amount": 90}]}, "gbp": {"unit_amount": 80},
        },
    )  # fmt: skip
    made = subscribe(stripe, price.id, currency="eur")
    assert (made.currency, made.latest_invoice.total) == ("eur", 90)
    assert subscribe(stripe, price.id, currency="gbp").http == 400


def test_a_change_is_prorated_in_the_subscriptions_currency(stripe: Stripe) -> None:
    made = subscribe(stripe, in_two(stripe, 1000, 900, **MONTHLY), currency="eur")
    [item] = made.body["items"]["data"]
    dearer = in_two(stripe, 2000, 1800, **MONTHLY)
    stripe.post(f"/v1/subscriptions/{made.id}", items=[{"id": item.id, "price": dearer}])
    waiting = stripe.get("/v1/invoiceitems", customer=made.customer).data
    assert sorted((each.amount, each.currency) for each in waiting) == [
        (-900, "eur"), (1800, "eur"),
    ]  # fmt: skip


def test_what_is_added_once_is_billed_in_it_too(stripe: Stripe) -> None:
    made = subscribe(
        stripe,
        in_two(stripe, 1000, 900, **MONTHLY),
        currency="eur",
        add_invoice_items=[{"price": in_two(stripe, 100, 80)}],
    )
    assert made.latest_invoice.total == 980


def test_an_invoice_item_costs_what_its_price_does_in_its_currency(stripe: Stripe) -> None:
    customer, price = customer_of(stripe), in_two(stripe, 1000, 900)
    old = stripe.at_version("2023-10-16")
    item = old.post("/v1/invoiceitems", customer=customer, price=price, currency="eur", quantity=2)
    assert (item.amount, item.currency) == (1800, "eur")
    changed = stripe.post(f"/v1/invoiceitems/{item.id}", quantity=3)
    assert (changed.amount, changed.currency) == (2700, "eur")
    invoice = stripe.post(
        "/v1/invoices", customer=customer, currency="eur",
        pending_invoice_items_behavior="include",
    )  # fmt: skip
    [line] = invoice.lines.data
    assert (line.amount, line.currency, invoice.total) == (2700, "eur", 2700)
    refused = old.post("/v1/invoiceitems", customer=customer, price=price, currency="sek")
    assert refused.refusal == (400, "invalid_request_error", None, "price")


def test_a_preview_shows_what_it_would_cost_in_it(stripe: Stripe) -> None:
    shown = stripe.post(
        "/v1/invoices/create_preview",
        customer=customer_of(stripe),
        currency="eur",
        subscription_details={"items": [{"price": in_two(stripe, 1000, 900, **MONTHLY)}]},
    )
    assert (shown.currency, shown.total) == ("eur", 900)
