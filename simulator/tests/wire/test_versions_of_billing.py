"""Subscriptions and invoices as older clients know them."""

from typing import Any

import msgspec
import pytest

from simulator.tests.calls import Stripe, things
from simulator.webhooks.bodies import event_as

OLD, CLOVER = "2023-10-16", "2025-12-15.clover"


@pytest.fixture
def subscription(stripe: Stripe) -> Any:
    product = stripe.post("/v1/products", name="Standard plan")
    price = stripe.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=2500,
        recurring={"interval": "month"},
    )
    customer = stripe.post("/v1/customers", source="tok_visa")
    return stripe.post("/v1/subscriptions", customer=customer.id, items=[{"price": price.id}])


def test_until_basil_a_subscription_said_its_period(stripe: Stripe, subscription: Any) -> None:
    [item] = subscription.body["items"]["data"]
    assert "current_period_end" not in subscription.body
    old = stripe.at_version(OLD).get(f"/v1/subscriptions/{subscription.id}")
    assert old.current_period_end == item["current_period_end"]
    assert old.body["items"]["data"][0]["current_period_end"] == item["current_period_end"]
    assert old.managed_payments == {"enabled": False}


def test_until_basil_the_shortest_period_stood_for_all(stripe: Stripe, subscription: Any) -> None:
    price = stripe.post(
        "/v1/prices",
        product=subscription.plan.product,
        currency="usd",
        unit_amount=9000,
        recurring={"interval": "year"},
    )
    stripe.post("/v1/subscription_items", subscription=subscription.id, price=price.id)
    monthly = subscription.body["items"]["data"][0]
    old = stripe.at_version(OLD).get(f"/v1/subscriptions/{subscription.id}")
    assert old.current_period_end == monthly.current_period_end
    assert old.current_period_start == monthly.current_period_start


def test_until_basil_an_invoice_named_what_paid_it(stripe: Stripe, subscription: Any) -> None:
    path = f"/v1/invoices/{subscription.latest_invoice}"
    old = stripe.at_version(OLD).get(path, expand=["payment_intent"])
    assert (old.paid, old.subscription) == (True, subscription.id)
    assert old.payment_intent.status == "succeeded"
    assert old.charge == old.payment_intent.latest_charge
    assert old.parent.subscription_details.subscription == old.subscription
    assert (old.amount_overpaid, old.total_taxes) == (0, old.total_tax_amounts)
    [line] = old.lines.data
    assert (line.type, line.price.unit_amount) == ("subscription", 2500)
    assert line.pricing.price_details.price == line.price.id
    assert line.parent.subscription_item_details.subscription_item == line.subscription_item
    assert (line.quantity_decimal, line.subtotal, line.taxes) == ("1", 2500, line.tax_amounts)
    assert not {"paid", "payment_intent", "charge"} & set(stripe.get(path).body)


def test_until_basil_what_paid_an_invoice_named_it(stripe: Stripe, subscription: Any) -> None:
    invoice = subscription.latest_invoice
    old = stripe.at_version(OLD)
    intent = old.get(f"/v1/invoices/{invoice}").payment_intent
    path = f"/v1/payment_intents/{intent}"
    shown = old.get(path, expand=["invoice.subscription", "latest_charge.invoice"])
    assert (shown.invoice.id, shown.invoice.subscription.id) == (invoice, subscription.id)
    assert shown.latest_charge.invoice.id == invoice
    assert "payment_details" not in shown.body
    charge = f"/v1/charges/{shown.latest_charge.id}"
    assert old.get(charge).invoice == invoice
    assert not {"invoice"} & (stripe.get(path).body.keys() | stripe.get(charge).body.keys())
    assert old.get(f"/v1/payment_intents/{stripe.intent().id}").invoice is None


def test_until_basil_an_intent_was_expanded_through_the_invoice(
    stripe: Stripe, subscription: Any
) -> None:
    old = stripe.at_version(OLD).get(
        f"/v1/subscriptions/{subscription.id}", expand=["latest_invoice.payment_intent"]
    )
    assert old.latest_invoice.payment_intent.object == "payment_intent"


def test_until_basil_an_item_held_its_price(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    item = stripe.at_version(OLD).post(
        "/v1/invoiceitems", customer=customer, amount=500, currency="usd"
    )
    assert item.price.unit_amount == item.unit_amount == 500
    assert item.pricing.price_details.price == item.price.id


def test_until_basil_a_proration_was_an_invoice_item(stripe: Stripe, subscription: Any) -> None:
    [item] = subscription.body["items"]["data"]
    path = f"/v1/subscriptions/{subscription.id}"
    sent = {"items": [{"id": item["id"], "quantity": 2}], "proration_behavior": "always_invoice"}
    invoice = stripe.at_version(OLD).post(path, **sent, expand=["latest_invoice"]).latest_invoice
    for line in invoice.lines.data:
        assert (line.type, line.proration) == ("invoiceitem", True)
        assert line.invoice_item.startswith("ii_")
        assert (line.subscription, line.subscription_item) == (subscription.id, item["id"])


def test_clover_did_not_know_the_newest_fields(stripe: Stripe, subscription: Any) -> None:
    clover = stripe.at_version(CLOVER).get(f"/v1/subscriptions/{subscription.id}")
    assert "billing_schedules" not in clover.body
    assert "feedback_option" not in clover.cancellation_details
    assert "current_period_end" in clover.body["items"]["data"][0]


def test_a_discount_of_old_held_its_coupon_and_an_invoice_its_tax(stripe: Stripe) -> None:
    old = stripe.at_version("2022-11-15")
    coupon = old.post("/v1/coupons", percent_off=10, duration="forever")
    rate = old.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False)
    product = old.post("/v1/products", name="Plan")
    price = old.post(
        "/v1/prices",
        product=product.id,
        currency="usd",
        unit_amount=1000,
        recurring={"interval": "month"},
    )
    customer = old.post("/v1/customers", source="tok_visa")
    subscription = old.post(
        "/v1/subscriptions",
        customer=customer.id,
        items=[{"price": price.id}],
        coupon=coupon.id,
        default_tax_rates=[rate.id],
        expand=["latest_invoice"],
    )
    assert subscription.discount.coupon.id == coupon.id
    assert subscription.discount.source.coupon == coupon.id
    invoice = subscription.latest_invoice
    assert (invoice.subtotal, invoice.tax, invoice.total) == (1000, 180, 1080)
    assert invoice.total_tax_amounts == [
        {
            "amount": 180,
            "inclusive": False,
            "tax_rate": rate.id,
            "taxability_reason": "not_available",
            "taxable_amount": 900,
        }
    ]
    assert invoice.discount.coupon.id == coupon.id


def test_a_discount_that_is_taken_away_is_shown_as_old_as_it_was_given(
    stripe: Stripe, subscription: Any
) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="forever")
    path = f"/v1/subscriptions/{subscription.id}"
    stripe.post(path, discounts=[{"coupon": coupon.id}])
    gone = stripe.at_version(OLD).delete(f"{path}/discount")
    assert (gone.deleted, gone.coupon.id, gone.source.coupon) == (True, coupon.id, coupon.id)
    stripe.post(path, discounts=[{"coupon": coupon.id}])
    assert stripe.delete(f"{path}/discount").source.coupon == coupon.id


def test_until_2019_10_what_is_collected_was_billed(stripe: Stripe, subscription: Any) -> None:
    path = f"/v1/subscriptions/{subscription.id}"
    old = stripe.at_version("2019-10-08").get(path)
    assert (old.billing, old.start) == ("charge_automatically", subscription.start_date)
    assert "billing" not in stripe.at_version("2019-10-17").get(path).body
    invoice = f"/v1/invoices/{subscription.latest_invoice}"
    assert stripe.at_version("2019-10-08").get(invoice).billing == "charge_automatically"


def test_until_2019_10_who_collects_is_asked_for_as_billing(
    stripe: Stripe, subscription: Any
) -> None:
    old = stripe.at_version("2019-10-08")
    customer = old.post("/v1/customers", email="jo@example.org", account_balance=-100).id
    assert old.get(f"/v1/customers/{customer}").balance == -100
    old.post("/v1/invoiceitems", customer=customer, amount=500, currency="usd")
    sent = {"billing": "send_invoice", "days_until_due": 7}
    drawn_up = old.post("/v1/invoices", customer=customer, auto_advance=False, **sent)
    assert (drawn_up.billing, drawn_up.collection_method) == ("send_invoice", "send_invoice")
    plan = subscription.plan.id
    made = old.post("/v1/subscriptions", customer=customer, items=[{"plan": plan}], **sent)
    assert (made.billing, made.days_until_due) == ("send_invoice", 7)
    path = f"/v1/subscriptions/{made.id}"
    assert old.post(path, billing="charge_automatically").billing == "charge_automatically"
    listed = old.get("/v1/invoices", billing="send_invoice").data
    assert {each.id for each in listed} == {drawn_up.id, made.latest_invoice}
    assert old.get("/v1/subscriptions", billing="send_invoice").data == []
    wrong = old.post(path, billing="by_carrier")
    assert wrong.refusal == (400, "invalid_request_error", None, "billing")
    newer = stripe.at_version("2019-10-17").post(path, billing="send_invoice")
    assert newer.refusal == (400, "invalid_request_error", "parameter_unknown", "billing")


def test_until_2020_there_was_one_tax_and_tiers_were_shown(
    stripe: Stripe, subscription: Any
) -> None:
    path = f"/v1/subscriptions/{subscription.id}"
    old, new = (stripe.at_version(v).get(path) for v in ("2020-03-02", "2020-08-27"))
    assert (old.tax_percent, old.plan.tiers) == (None, None)
    assert "tax_percent" not in new.body
    assert "tiers" not in new.plan


def test_until_2019_03_an_invoice_had_a_date(stripe: Stripe, subscription: Any) -> None:
    old = stripe.at_version("2019-02-19").get(f"/v1/invoices/{subscription.latest_invoice}")
    assert (old.date, old.application_fee) == (old.created, None)
    assert old.finalized_at == old.status_transitions.finalized_at


def test_until_clover_a_code_held_its_coupon(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=25, duration="once")
    code = stripe.post(
        "/v1/promotion_codes", promotion={"type": "coupon", "coupon": coupon.id}, code="QUARTER"
    )
    old = stripe.at_version("2025-08-27.basil").get(f"/v1/promotion_codes/{code.id}")
    assert old.coupon.percent_off == 25
    assert old.promotion.coupon == coupon.id


@pytest.mark.parametrize("version", ["2019-12-03", "2022-11-15", OLD, "2025-02-24.acacia"])
def test_what_was_deleted_looks_the_same_in_every_version(stripe: Stripe, version: str) -> None:
    customer = stripe.post("/v1/customers").id
    stripe.post("/v1/invoiceitems", customer=customer, amount=700, currency="usd")
    draft = stripe.post("/v1/invoices", customer=customer).id
    product = stripe.post("/v1/products", name="Standard plan").id
    plan = stripe.post(
        "/v1/plans", amount=500, currency="usd", interval="month", product={"name": "Plan"}
    ).id
    client = stripe.at_version(version)
    for kind, path in (
        ("invoice", f"/v1/invoices/{draft}"),
        ("customer", f"/v1/customers/{customer}"),
        ("product", f"/v1/products/{product}"),
        ("plan", f"/v1/plans/{plan}"),
    ):
        gone = client.delete(path).body
        assert gone == {"id": path.rsplit("/", 1)[1], "object": kind, "deleted": True}


def test_the_price_of_a_line_was_as_old_as_its_invoice(stripe: Stripe, subscription: Any) -> None:
    path = f"/v1/invoices/{subscription.latest_invoice}"
    [line] = stripe.at_version(OLD).get(path).lines.data
    assert line.price.recurring["aggregate_usage"] is None


def test_until_2024_an_invoice_had_rendering_options(stripe: Stripe, subscription: Any) -> None:
    path = f"/v1/invoices/{subscription.latest_invoice}"
    assert stripe.at_version(OLD).get(path).body["rendering_options"] is None
    assert "rendering_options" not in stripe.at_version("2024-04-10").get(path).body


def told_of(stripe: Stripe, version: str, type: str) -> Any:
    """The newest event of a type, as an account of this version has it."""
    [event, *_] = stripe.get("/v1/events", type=type).data
    found = stripe.account.events[event.id]
    return things(msgspec.to_builtins(event_as(stripe.account, found, version))).data


def test_until_basil_a_renewal_was_told_by_the_subscriptions_period(
    stripe: Stripe, subscription: Any
) -> None:
    [before] = subscription.body["items"]["data"]
    stripe.advance(days=32)
    old = told_of(stripe, OLD, "customer.subscription.updated")
    assert old.previous_attributes.current_period_end == before.current_period_end
    assert old.object.current_period_end > before.current_period_end
    assert old.previous_attributes["items"]["data"][0].current_period_end == (
        before.current_period_end
    ), "which is shown beside the Subscription's"
    new = told_of(stripe, CLOVER, "customer.subscription.updated")
    assert "current_period_end" not in new.previous_attributes
    assert new.previous_attributes["items"]["data"][0].current_period_end == (
        before.current_period_end
    )


def test_until_basil_a_new_discount_replaced_none(stripe: Stripe, subscription: Any) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10)
    stripe.post(f"/v1/subscriptions/{subscription.id}", discounts=[{"coupon": coupon.id}])
    old = told_of(stripe, OLD, "customer.subscription.updated")
    assert old.object.discount.coupon.id == coupon.id
    assert old.previous_attributes.discount is None


def test_until_endive_a_line_did_not_name_the_subscription_beside_its_parent(
    stripe: Stripe, subscription: Any
) -> None:
    path = f"/v1/invoices/{subscription.latest_invoice}"
    assert stripe.get(path).lines.data[0].subscription == subscription.id
    [line] = stripe.at_version("2026-08-26.dahlia").get(path).lines.data
    assert "subscription" not in line
    assert line.parent.subscription_item_details.subscription == subscription.id
    assert stripe.at_version(OLD).get(path).lines.data[0].subscription == subscription.id


def test_until_dahlia_a_subscription_had_no_words_for_its_invoices(
    stripe: Stripe, subscription: Any
) -> None:
    path = f"/v1/subscriptions/{subscription.id}"
    assert stripe.get(path).invoice_settings == {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": {"type": "self"},
    }
    older = stripe.at_version(CLOVER).get(path).invoice_settings
    assert older == {"account_tax_ids": None, "issuer": {"type": "self"}}
