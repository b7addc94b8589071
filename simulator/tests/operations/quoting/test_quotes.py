"""Quotes: drawn up, made final, accepted, canceled, expired.

Source: API reference, "Quotes".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

DAY = 86_400


def price(stripe: Stripe, amount: int = 2500, **more: Any) -> str:
    product = stripe.post("/v1/products", name="A thing").id
    made = stripe.post("/v1/prices", product=product, currency="usd", unit_amount=amount, **more)
    return str(made.id)


def monthly(stripe: Stripe, amount: int = 1000) -> str:
    return price(stripe, amount, recurring={"interval": "month"})


def draft(stripe: Stripe, *prices: str, **more: Any) -> Any:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    lines = [{"price": each, "quantity": 2} for each in prices or (price(stripe),)]
    return stripe.post("/v1/quotes", **{"customer": customer, "line_items": lines} | more)


def deed(stripe: Stripe, quote: Any, verb: str, **more: Any) -> Any:
    return stripe.post(f"/v1/quotes/{quote.id}/{verb}", **more)


def test_a_draft_expires_in_thirty_days_and_has_no_number(stripe: Stripe) -> None:
    quote = draft(stripe)
    assert (quote.status, quote.number) == ("draft", None)
    assert quote.expires_at == stripe.now + 30 * DAY
    assert stripe.types()[-1] == "quote.created"


def test_once_final_it_has_a_number_and_can_be_accepted(stripe: Stripe) -> None:
    first, second = draft(stripe), draft(stripe)
    final = deed(stripe, first, "finalize", expires_at=stripe.now + DAY)
    assert (final.status, final.expires_at) == ("open", stripe.now + DAY)
    assert final.status_transitions.finalized_at == stripe.now
    assert final.number != deed(stripe, second, "finalize").number
    accepted = deed(stripe, first, "accept")
    assert (accepted.status, accepted.status_transitions.accepted_at) == ("accepted", stripe.now)
    assert [type for type in stripe.types() if type.startswith("quote.")][2:] == [
        "quote.finalized",
        "quote.finalized",
        "quote.accepted",
    ]


@pytest.mark.parametrize("final", [False, True])
def test_one_that_nobody_accepts_in_time_is_canceled(stripe: Stripe, final: bool) -> None:
    quote = draft(stripe, expires_at=stripe.now + DAY)
    if final:
        deed(stripe, quote, "finalize")
    stripe.advance(seconds=DAY)
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "canceled"
    assert "quote.canceled" in stripe.types()


def test_one_that_was_accepted_expires_no_more(stripe: Stripe) -> None:
    quote = draft(stripe)
    deed(stripe, quote, "finalize")
    deed(stripe, quote, "accept")
    stripe.advance(days=31)
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "accepted"


def test_only_a_draft_is_updated(stripe: Stripe) -> None:
    quote = draft(stripe)
    changed = stripe.post(f"/v1/quotes/{quote.id}", header="Hello", metadata={"a": "b"})
    assert (changed.header, changed.metadata.a) == ("Hello", "b")
    deed(stripe, quote, "finalize")
    assert stripe.post(f"/v1/quotes/{quote.id}", header="Bye").http == 400


@pytest.mark.parametrize(
    ("done", "then"),
    [
        ([], "accept"),
        (["finalize"], "finalize"),
        (["cancel"], "finalize"),
        (["cancel"], "cancel"),
        (["finalize", "accept"], "cancel"),
        (["finalize", "accept"], "accept"),
    ],
)
def test_what_its_life_cycle_does_not_hold_is_refused(
    stripe: Stripe, done: list[str], then: str
) -> None:
    quote = draft(stripe)
    for verb in done:
        deed(stripe, quote, verb)
    assert deed(stripe, quote, then).http == 400


def test_without_a_customer_or_lines_it_stays_a_draft(stripe: Stripe) -> None:
    lines = [{"price": price(stripe), "quantity": 1}]
    assert deed(stripe, stripe.post("/v1/quotes", line_items=lines), "finalize").http == 400
    assert deed(stripe, draft(stripe, line_items=[]), "finalize").http == 400


def test_it_cannot_expire_in_the_past(stripe: Stripe) -> None:
    assert draft(stripe, expires_at=stripe.now - 1).error.param == "expires_at"
    quote = draft(stripe)
    refused = deed(stripe, quote, "finalize", expires_at=stripe.now)
    assert refused.error.param == "expires_at"
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "draft"


def test_it_tells_what_is_due_once_and_with_each_period(stripe: Stripe) -> None:
    quote = draft(stripe, price(stripe), monthly(stripe))
    assert (quote.currency, quote.amount_subtotal, quote.amount_total) == ("usd", 7000, 7000)
    assert quote.computed.upfront.amount_total == 7000
    again = quote.computed.recurring
    assert (again.amount_total, again.interval, again.interval_count) == (2000, "month", 1)
    once = draft(stripe)
    assert (once.computed.recurring, once.amount_total) == (None, 5000)


def test_in_a_trial_only_what_is_paid_once_is_due(stripe: Stripe) -> None:
    prices = price(stripe), monthly(stripe)
    quote = draft(stripe, *prices, subscription_data={"trial_period_days": 7})
    assert (quote.amount_total, quote.computed.recurring.amount_total) == (5000, 2000)
    due = stripe.get(f"/v1/quotes/{quote.id}/computed_upfront_line_items")
    assert [line.price.id for line in due.data] == [prices[0]]


def test_a_discount_stays_until_another_is_asked_for(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10).id
    quote = draft(stripe, discounts=[{"coupon": coupon}])
    path = f"/v1/quotes/{quote.id}"
    assert stripe.post(path).body == quote.body
    assert stripe.post(path, description="For you").discounts == quote.discounts
    assert stripe.post(path, discounts="").discounts == []


def test_discounts_and_taxes_are_reckoned(stripe: Stripe) -> None:
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="once").id
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=20, inclusive=False).id
    quote = draft(stripe, discounts=[{"coupon": coupon}], default_tax_rates=[rate])
    assert (quote.amount_subtotal, quote.amount_total) == (5000, 5400)
    details = quote.total_details
    assert (details.amount_discount, details.amount_tax) == (500, 900)
    assert len(quote.discounts) == 1
    invoice = accepted(stripe, quote, "invoice")
    assert (invoice.subtotal, invoice.total) == (5000, 5400)


def test_its_lines_are_listed_in_their_order_and_changed_with_an_update(stripe: Stripe) -> None:
    prices = price(stripe), monthly(stripe)
    quote = draft(stripe, *prices)
    listed = stripe.get(f"/v1/quotes/{quote.id}/line_items")
    assert [(line.price.id, line.amount_total) for line in listed.data] == [
        (prices[0], 5000),
        (prices[1], 2000),
    ]
    shown = stripe.get(f"/v1/quotes/{quote.id}", expand=["line_items"])
    assert shown.line_items.data == listed.data
    row = {"price": prices[1], "quantity": 3}
    changed = stripe.post(f"/v1/quotes/{quote.id}", line_items=[row], expand=["line_items"])
    assert (changed.amount_total, len(changed.line_items.data)) == (3000, 1)


def test_a_line_named_by_its_id_keeps_what_is_not_said_of_it(stripe: Stripe) -> None:
    rate = stripe.post("/v1/tax_rates", display_name="VAT", percentage=10, inclusive=False).id
    sold = {"price": price(stripe, 1000), "tax_rates": [rate]}
    quote = draft(stripe, line_items=[sold], expand=["line_items"])
    [line] = quote.line_items.data
    rows = [{"id": line.id, "quantity": 2}, {"price": price(stripe, 500)}]
    changed = stripe.post(f"/v1/quotes/{quote.id}", line_items=rows, expand=["line_items"])
    first, second = changed.line_items.data
    assert (first.id, first.price.id, first.quantity) == (line.id, sold["price"], 2)
    assert (second.quantity, changed.amount_total) == (1, 2200 + 500)
    missing = stripe.post(f"/v1/quotes/{quote.id}", line_items=[{"id": "li_1", "quantity": 1}])
    assert missing.error.param == "line_items[0][id]"


def test_one_is_offered_where_no_quantity_is_said(stripe: Stripe) -> None:
    assert draft(stripe, line_items=[{"price": price(stripe)}]).amount_total == 2500


def test_recurring_prices_have_one_interval(stripe: Stripe) -> None:
    yearly = price(stripe, recurring={"interval": "year"})
    assert draft(stripe, monthly(stripe), yearly).error.param == "line_items"


def accepted(stripe: Stripe, quote: Any, made: str) -> Any:
    """What was made of a Quote, as the Quote names it once it was accepted."""
    deed(stripe, quote, "finalize")
    after = deed(stripe, quote, "accept", expand=[made])
    assert after.status == "accepted", after
    others = {"invoice", "subscription", "subscription_schedule"} - {made}
    assert [getattr(after, other) for other in others] == [None, None]
    return getattr(after, made)


def test_what_is_paid_once_makes_an_invoice_that_stays_a_draft(stripe: Stripe) -> None:
    invoice = accepted(stripe, draft(stripe), "invoice")
    assert (invoice.status, invoice.total, invoice.billing_reason) == (
        "draft",
        5000,
        "quote_accept",
    )
    assert invoice.parent.type == "quote_details"
    assert invoice.parent.quote_details.quote.startswith("qt_")


def test_what_recurs_makes_a_subscription_with_what_is_paid_once_on_its_first_invoice(
    stripe: Stripe,
) -> None:
    quote = draft(
        stripe,
        monthly(stripe),
        price(stripe),
        collection_method="send_invoice",
        invoice_settings={"days_until_due": 10},
        subscription_data={"description": "Bread", "metadata": {"a": "b"}},
    )
    begun = accepted(stripe, quote, "subscription")
    assert (begun.description, begun.metadata) == ("Bread", {"a": "b"})
    assert (begun.collection_method, begun.days_until_due) == ("send_invoice", 10)
    assert [item.quantity for item in begun["items"].data] == [2]
    assert stripe.get(f"/v1/invoices/{begun.latest_invoice}").total == 7000
    assert stripe.types()[-1] == "quote.accepted"


def test_what_recurs_from_a_later_day_on_makes_a_schedule(stripe: Stripe) -> None:
    starts = stripe.now + 5 * DAY
    quote = draft(stripe, monthly(stripe), subscription_data={"effective_date": starts})
    schedule = accepted(stripe, quote, "subscription_schedule")
    assert (schedule.status, schedule.phases[0].start_date) == ("not_started", starts)
    stripe.advance(days=5)
    assert stripe.get(f"/v1/subscription_schedules/{schedule.id}").status == "active"


def test_a_payer_whose_first_payment_fails_is_told_like_any_other(stripe: Stripe) -> None:
    begun = accepted(stripe, draft(stripe, monthly(stripe)), "subscription")
    stripe.advance(seconds=2 * 3600)
    assert stripe.get(f"/v1/invoices/{begun.latest_invoice}").status == "open"


def test_a_clone_says_the_same_and_stands_for_itself(stripe: Stripe) -> None:
    quote = draft(stripe, monthly(stripe), header="Hello", metadata={"a": "b"})
    deed(stripe, quote, "finalize")
    clone = stripe.post("/v1/quotes", from_quote={"quote": quote.id}, header="Bye")
    assert (clone.status, clone.number, clone.customer) == ("draft", None, quote.customer)
    assert (clone.amount_total, clone.header, clone.metadata) == (2000, "Bye", {"a": "b"})
    assert clone.from_quote == {"is_revision": False, "quote": quote.id}
    theirs, ours = (
        [line.id for line in stripe.get(f"/v1/quotes/{id}/line_items").data]
        for id in (quote.id, clone.id)
    )
    assert (len(ours), set(ours) & set(theirs)) == (1, set())
    deed(stripe, clone, "finalize")
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "open"


def test_a_revision_takes_the_place_of_an_open_quote(stripe: Stripe) -> None:
    quote = draft(stripe)
    refused = stripe.post("/v1/quotes", from_quote={"quote": quote.id, "is_revision": True})
    assert refused.error.param == "from_quote[quote]"
    number = deed(stripe, quote, "finalize").number
    revision = stripe.post("/v1/quotes", from_quote={"quote": quote.id, "is_revision": True})
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "open"
    assert (number, deed(stripe, revision, "finalize").number) == ("QT-0001-1", "QT-0001-2")
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "canceled"
    assert deed(stripe, draft(stripe), "finalize").number == "QT-0002-1"


def test_a_refused_acceptance_leaves_it_open(stripe: Stripe) -> None:
    quote = draft(stripe, monthly(stripe), collection_method="send_invoice")
    deed(stripe, quote, "finalize")
    assert deed(stripe, quote, "accept").http == 400
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "open"
