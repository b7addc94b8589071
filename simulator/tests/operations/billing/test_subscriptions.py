from typing import Any

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def price(stripe: Stripe) -> str:
    return new_price(stripe)


def new_price(stripe: Stripe, **more: Any) -> str:
    """A Price of 25.00 usd a month, where nothing else is said."""
    product = stripe.post("/v1/products", name="Standard plan")
    sold = {"currency": "usd", "unit_amount": 2500, "recurring": {"interval": "month"}}
    return str(stripe.post("/v1/prices", product=product.id, **sold | more).id)


def subscribe(stripe: Stripe, price: str, *, card: str | None = "tok_visa", **more: Any) -> Any:
    """A new Customer, who may have a card, subscribes."""
    paying = {} if card is None else {"source": card}
    customer = stripe.post("/v1/customers", email="jo@example.org", **paying)
    stripe.types()
    return stripe.post("/v1/subscriptions", customer=customer.id, items=[{"price": price}], **more)


def test_a_subscription_is_active_once_its_first_invoice_is_paid(
    stripe: Stripe, price: str
) -> None:
    subscription = subscribe(stripe, price)
    assert (subscription.http, subscription.status) == (200, "active")
    invoice = stripe.get(f"/v1/invoices/{subscription.latest_invoice}")
    assert (invoice.status, invoice.total, invoice.amount_paid) == ("paid", 2500, 2500)
    assert invoice.billing_reason == "subscription_create"
    [line] = invoice.lines.data
    assert line.description == "1 × Standard plan (at $25.00 / month)"
    assert stripe.types() == [
        "customer.updated",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ]


def test_the_first_event_of_a_subscription_shows_how_it_stands_once_it_was_tried(
    stripe: Stripe, price: str
) -> None:
    for card, status in (("tok_visa", "active"), ("tok_chargeCustomerFail", "incomplete")):
        subscription = subscribe(stripe, price, card=card)
        [told] = [e for e in stripe.told() if e.type == "customer.subscription.created"]
        assert told.data.object.status == status
        assert told.data.object.latest_invoice == subscription.latest_invoice


def test_an_incomplete_subscription_is_told_of_before_its_invoice(
    stripe: Stripe, price: str
) -> None:
    subscribe(stripe, price, card=None, payment_behavior="default_incomplete")
    assert stripe.types() == [
        "customer.updated",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "payment_intent.created",
    ]


def test_a_subscription_shows_what_nobody_asked_for(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price, expand=["latest_invoice"])
    assert subscription.managed_payments == {"enabled": False}
    assert subscription.latest_invoice.rendering is None
    path, pause = f"/v1/subscriptions/{subscription.id}", {"behavior": "void"}
    paused = stripe.post(path, pause_collection=pause).pause_collection
    assert paused == {"behavior": "void", "resumes_at": None}


def test_without_anything_to_pay_with_there_is_no_subscription(stripe: Stripe, price: str) -> None:
    refused = subscribe(stripe, price, card=None)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", None)
    assert stripe.get("/v1/subscriptions").data == []


def test_a_price_must_be_there_and_recur(stripe: Stripe) -> None:
    refused = subscribe(stripe, "price_test")
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "resource_missing",
        "items[0][price]",
    )
    product = stripe.post("/v1/products", name="Mug")
    once = stripe.post("/v1/prices", product=product.id, currency="usd", unit_amount=900)
    refused = subscribe(stripe, once.id)
    assert refused.error.message.startswith("The price specified is set to `type=one_time`")
    assert refused.error.param == "items[0][price]"


def test_default_incomplete_waits_for_the_shopper(stripe: Stripe, price: str) -> None:
    subscription = subscribe(
        stripe,
        price,
        card=None,
        payment_behavior="default_incomplete",
        expand=["latest_invoice.confirmation_secret"],
    )
    assert subscription.status == "incomplete"
    secret = subscription.latest_invoice.confirmation_secret.client_secret
    intent = secret.split("_secret_")[0]
    stripe.post(f"/v1/payment_intents/{intent}/confirm", payment_method="pm_card_visa")
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "active"
    assert "customer.subscription.updated" in stripe.types()


def test_what_is_never_paid_expires_after_a_day(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price, card=None, payment_behavior="default_incomplete")
    stripe.advance(hours=24)
    assert stripe.get(f"/v1/subscriptions/{subscription.id}").status == "incomplete_expired"
    assert stripe.get(f"/v1/invoices/{subscription.latest_invoice}").status == "void"


def test_a_declined_card_leaves_an_incomplete_subscription(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price, card="tok_chargeCustomerFail")
    assert (subscription.http, subscription.status) == (200, "incomplete")
    assert "invoice.payment_failed" in stripe.types()


def test_error_if_incomplete_leaves_nothing(stripe: Stripe, price: str) -> None:
    refused = subscribe(
        stripe, price, card="tok_chargeCustomerFail", payment_behavior="error_if_incomplete"
    )
    assert refused.http == 402
    assert stripe.get("/v1/subscriptions", status="all").data == []
    assert stripe.types() == []


def test_a_trial_is_free(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price, card=None, trial_period_days=7)
    assert subscription.status == "trialing"
    assert subscription.trial_end == stripe.now + 7 * 86400
    assert stripe.get(f"/v1/invoices/{subscription.latest_invoice}").total == 0


@pytest.mark.parametrize(
    ("mode", "described"),
    [
        ("classic", "Trial period for Standard plan"),
        ("flexible", "Free trial for 1 × Standard plan"),
    ],
)
def test_the_line_of_a_trial_reads_by_the_billing_mode(
    stripe: Stripe, price: str, mode: str, described: str
) -> None:
    asked = {"billing_mode": {"type": mode}, "metadata": {"k": "v"}, "trial_period_days": 7}
    invoice = stripe.get(
        f"/v1/invoices/{subscribe(stripe, price, card=None, **asked).latest_invoice}"
    )
    [line] = invoice.lines.data
    assert line.description == described
    assert (line.pricing.unit_amount_decimal, line.metadata) == ("0", {"k": "v"})


def test_the_lines_of_a_subscription_carry_its_metadata(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price, metadata={"k": "v"})
    invoice = stripe.get(f"/v1/invoices/{subscription.latest_invoice}")
    [line] = invoice.lines.data
    assert (invoice.metadata, line.metadata) == ({}, {"k": "v"})


def test_items_are_changed_added_and_removed(stripe: Stripe, price: str) -> None:
    other = new_price(stripe, unit_amount=500)
    subscription = subscribe(stripe, price)
    [item] = subscription.body["items"]["data"]
    path = f"/v1/subscriptions/{subscription.id}"
    changed = stripe.post(path, items=[{"id": item["id"], "quantity": 3}])
    assert changed.quantity == 3
    both = stripe.post(path, items=[{"price": other}])
    assert both.body["items"]["total_count"] == 2
    assert "plan" not in both.body
    one = stripe.post(path, items=[{"id": item["id"], "deleted": True}])
    assert one.body["items"]["total_count"] == 1
    refused = stripe.post(path, items=[{"id": "si_nope"}])
    assert refused.error.param == "items[0][id]"


def test_a_canceled_subscription_is_answered_whole_and_listed_no_more(
    stripe: Stripe, price: str
) -> None:
    subscription = subscribe(stripe, price)
    canceled = stripe.delete(f"/v1/subscriptions/{subscription.id}")
    assert (canceled.status, canceled.cancellation_details.reason) == (
        "canceled",
        "cancellation_requested",
    )
    assert stripe.get("/v1/subscriptions").data == []
    assert len(stripe.get("/v1/subscriptions", status="ended").data) == 1
    assert stripe.types()[-1] == "customer.subscription.deleted"


def test_cancel_at_period_end_can_be_taken_back(stripe: Stripe, price: str) -> None:
    subscription = subscribe(stripe, price)
    path = f"/v1/subscriptions/{subscription.id}"
    ends = subscription.body["items"]["data"][0]["current_period_end"]
    assert stripe.post(path, cancel_at_period_end=True).cancel_at == ends
    assert stripe.post(path, cancel_at_period_end=False).cancel_at is None


def test_what_is_to_stand_on_its_invoices_stands_on_each(stripe: Stripe, price: str) -> None:
    told = {"description": "Thank you", "footer": "Read on"}
    made = subscribe(stripe, price, invoice_settings=told, expand=["latest_invoice"])
    assert made.invoice_settings.description == "Thank you"
    assert made.latest_invoice.footer == "Read on"
    stripe.advance(days=32)
    newest, _ = stripe.get("/v1/invoices", subscription=made.id).data
    assert newest.description == "Thank you"


@pytest.mark.parametrize("name", ["default_payment_method", "default_source"])
def test_what_pays_must_be_there(stripe: Stripe, price: str, name: str) -> None:
    missing = {name: f"{'pm' if name.endswith('method') else 'card'}_x"}
    refused = subscribe(stripe, price, **missing)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", name)
    made = subscribe(stripe, price)
    changed = stripe.post(f"/v1/subscriptions/{made.id}", **missing)
    assert changed.refusal == refused.refusal


def test_what_is_billed_once_besides_is_an_item_that_can_be_asked_for(
    stripe: Stripe, price: str
) -> None:
    fee = stripe.post(
        "/v1/prices", currency="usd", unit_amount=900, product_data={"name": "Setup"}
    ).id
    made = subscribe(stripe, price, add_invoice_items=[{"price": fee}], expand=["latest_invoice"])
    [line] = [row for row in made.latest_invoice.lines.data if row.amount == 900]
    details = line.parent.invoice_item_details
    assert details.proration is False
    item = stripe.get(f"/v1/invoiceitems/{details.invoice_item}")
    assert (item.amount, item.invoice) == (900, made.latest_invoice.id)
    assert (item.description, item.customer) == ("Setup", made.customer)
