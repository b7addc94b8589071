"""What a shopper chooses on the page: a code, a way to send it, how many.

Source: Stripe docs, "How Checkout works"; API reference, "Create a Checkout Session".
"""

from typing import Any

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay

MUGS = {"enabled": True, "minimum": 1, "maximum": 5}


def choose(stripe: Stripe, session: Any, **what: Any) -> Reply:
    """What the page tells while the shopper chooses."""
    return stripe.post(f"/v1/payment_pages/{session.id}", **what)


def promotion_code(stripe: Stripe, code: str) -> str:
    coupon = stripe.post("/v1/coupons", percent_off=50, duration="once")
    named = {"type": "coupon", "coupon": coupon.id}
    return str(stripe.post("/v1/promotion_codes", promotion=named, code=code).id)


def test_a_shopper_takes_more_of_what_can_be_adjusted(stripe: Stripe) -> None:
    session = open_session(stripe, goods(2500, adjustable_quantity=MUGS), goods(1000, name="Tea"))
    mug, tea = stripe.get(f"/v1/payment_pages/{session.id}").line_items
    more = choose(stripe, session, line_items=[{"id": mug.id, "quantity": 3}])
    assert more.amount_total == 8500
    assert [line.quantity for line in more.line_items] == [3, 1]
    for line in ({"id": mug.id, "quantity": 6}, {"id": tea.id, "quantity": 2}):
        assert choose(stripe, session, line_items=[line]).http == 400
    pay(stripe, session)
    assert again(stripe, session).amount_total == 8500
    assert choose(stripe, session, line_items=[{"id": mug.id, "quantity": 1}]).http == 400


def test_how_many_a_shopper_wants_is_said_with_the_payment(stripe: Stripe) -> None:
    session = open_session(stripe, goods(2500, adjustable_quantity=MUGS), expand=["line_items"])
    line = session.line_items.data[0].id
    assert pay(stripe, session, quantities={line: 6}) is not None
    pay(stripe, session, quantities={line: 2})
    assert again(stripe, session).amount_total == 5000


def test_what_a_shopper_wants_none_of_is_taken_out_but_for_the_last(stripe: Stripe) -> None:
    vat = stripe.post("/v1/tax_rates", display_name="VAT", inclusive=False, percentage=10).id
    some = {"enabled": True}
    session = open_session(
        stripe,
        goods(2500, adjustable_quantity=some),
        goods(1000, name="Tea", adjustable_quantity=some, tax_rates=[vat]),
    )
    assert session.amount_total == 3600
    mug, tea = stripe.get(f"/v1/payment_pages/{session.id}").line_items
    left = choose(stripe, session, line_items=[{"id": mug.id, "quantity": 0}])
    assert [line.id for line in left.line_items] == [tea.id]
    assert left.amount_total == 1100
    last = choose(stripe, session, line_items=[{"id": tea.id, "quantity": 0}])
    assert last.http == 400
    pay(stripe, session)
    listed = stripe.get(f"/v1/checkout/sessions/{session.id}/line_items").data
    assert [(line.description, line.amount_total) for line in listed] == [("Tea", 1100)]


def test_a_code_is_applied_kept_and_taken_away(stripe: Stripe) -> None:
    code = promotion_code(stripe, "HALF")
    rates = [
        stripe.post(
            "/v1/shipping_rates",
            display_name=name,
            type="fixed_amount",
            fixed_amount={"amount": amount, "currency": "usd"},
        ).id
        for name, amount in (("Post", 500), ("Courier", 900))
    ]
    session = open_session(
        stripe,
        allow_promotion_codes=True,
        shipping_options=[{"shipping_rate": rate} for rate in rates],
    )
    assert session.amount_total == 3000
    assert choose(stripe, session, promotion_code="half").amount_total == 1750
    sent = choose(stripe, session, shipping_rate=rates[1])
    assert sent.amount_total == 1250 + 900
    assert sent.discounts == [{"coupon": None, "promotion_code": code}]
    assert choose(stripe, session, promotion_code="").amount_total == 2500 + 900
    assert choose(stripe, session, promotion_code="none").http == 400


def test_a_line_that_is_changed_stays_adjustable(stripe: Stripe) -> None:
    session = open_session(
        stripe, goods(adjustable_quantity=MUGS, metadata={"sku": "1"}), expand=["line_items"]
    )
    line = session.line_items.data[0]
    stripe.post(f"/v1/checkout/sessions/{session.id}", line_items=[{"id": line.id, "quantity": 2}])
    after = again(stripe, session, expand=["line_items"]).line_items.data[0]
    assert (after.id, after.quantity) == (line.id, 2)
    assert (after.adjustable_quantity, after.metadata) == (MUGS, {"sku": "1"})


def test_tax_is_complete_once_the_page_is(stripe: Stripe) -> None:
    session = open_session(stripe, automatic_tax={"enabled": True})
    assert session.automatic_tax.status == "requires_location_inputs"
    pay(stripe, session)
    assert again(stripe, session).automatic_tax.status == "complete"


def test_before_basil_nothing_was_said_of_removing_saved_methods(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    new, old = (
        open_session(client, customer=customer).saved_payment_method_options
        for client in (stripe, stripe.at_version("2024-06-20"))
    )
    assert (new.payment_method_remove, old.payment_method_remove) == ("disabled", None)
