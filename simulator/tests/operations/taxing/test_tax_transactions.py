"""Taxes that were collected, and given back."""

from __future__ import annotations

from typing import Any

from simulator.tests.calls import Reply, Stripe

AT = "/v1/tax/transactions"


def collected(stripe: Stripe, reference: str = "order_1") -> Reply:
    stripe.post("/v1/tax/settings", head_office={"address": {"country": "DE"}})
    stripe.post(
        "/v1/tax/registrations", country="DE", active_from="now",
        country_options={"de": {"type": "standard"}},
    )  # fmt: skip
    calculation = stripe.post(
        "/v1/tax/calculations", currency="eur",
        customer_details={"address": {"country": "DE"}, "address_source": "billing"},
        line_items=[
            {"amount": 1000, "reference": "L1", "quantity": 2},
            {"amount": 1190, "reference": "L2", "tax_behavior": "inclusive"},
        ],
        shipping_cost={"amount": 500},
    )  # fmt: skip
    return stripe.post(
        f"{AT}/create_from_calculation", calculation=calculation.id, reference=reference,
        metadata={"k": "v"}, expand=["line_items"],
    )  # fmt: skip


def reversed_(stripe: Stripe, original: str, **params: Any) -> Reply:
    usual = {"mode": "full", "reference": "refund_1", "expand": ["line_items"]}
    return stripe.post(f"{AT}/create_reversal", original_transaction=original, **(usual | params))


def amounts(transaction: Reply) -> list[tuple[int, int]]:
    return [(line.amount, line.amount_tax) for line in transaction.line_items.data]


def test_what_was_reckoned_is_collected(stripe: Stripe) -> None:
    made = collected(stripe)
    assert (made.type, made.reference, made.metadata) == ("transaction", "order_1", {"k": "v"})
    assert (made.posted_at, made.reversal) == (made.created, None)
    assert amounts(made) == [(1000, 190), (1190, 190)]
    assert made.line_items.data[0].quantity == 2
    assert made.shipping_cost.amount_tax == 95
    assert "line_items" not in stripe.get(f"{AT}/{made.id}").body
    first, second = made.line_items.data
    page = stripe.get(f"{AT}/{made.id}/line_items", limit=1)
    assert (page.data, page.has_more) == ([first], True)
    assert stripe.get(f"{AT}/{made.id}/line_items", starting_after=first.id).data == [second]


def test_a_reference_is_used_once(stripe: Stripe) -> None:
    made = collected(stripe)
    assert collected(stripe).refusal == (400, "invalid_request_error", None, "reference")
    assert reversed_(stripe, made.id, reference="order_1").http == 400


def test_a_calculation_that_is_not_there_is_a_400(stripe: Stripe) -> None:
    refused = stripe.post(f"{AT}/create_from_calculation", calculation="taxcalc_1", reference="a")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "calculation")


def test_all_of_it_is_given_back(stripe: Stripe) -> None:
    made = collected(stripe)
    back = reversed_(stripe, made.id)
    assert (back.type, back.reversal.original_transaction) == ("reversal", made.id)
    assert amounts(back) == [(-1000, -190), (-1190, -190)]
    assert (back.shipping_cost.amount, back.shipping_cost.amount_tax) == (-500, -95)
    line = back.line_items.data[0]
    assert line.reversal.original_line_item == made.line_items.data[0].id
    assert reversed_(stripe, made.id, reference="refund_2").http == 400
    assert reversed_(stripe, back.id, reference="refund_3").refusal[3] == "original_transaction"


def test_a_part_of_a_line_is_given_back_and_then_the_rest(stripe: Stripe) -> None:
    made = collected(stripe)
    part = {
        "original_line_item": made.line_items.data[0].id,
        "amount": -400,
        "amount_tax": -76,
        "reference": "L1-refund",
        "quantity": 1,
    }
    back = reversed_(stripe, made.id, mode="partial", line_items=[part])
    assert amounts(back) == [(-400, -76)]
    assert back.shipping_cost is None
    assert (back.line_items.data[0].reference, back.line_items.data[0].quantity) == ("L1-refund", 1)
    rest = reversed_(stripe, made.id, reference="refund_2")
    assert amounts(rest) == [(-600, -114), (-1190, -190)]


def a_row(line: str, amount: int, tax: int) -> dict[str, Any]:
    return {
        "original_line_item": line, "amount": amount, "amount_tax": tax, "quantity": 1,
        "reference": f"back of {line}",
    }  # fmt: skip


def test_tax_that_is_left_of_an_amount_is_given_back_with_the_rest(stripe: Stripe) -> None:
    made = collected(stripe)
    first, second = (line.id for line in made.line_items.data)
    rows = [a_row(first, -1000, 0), a_row(second, -1190, -190)]
    cost = {"amount": -500, "amount_tax": -95}
    part = {"mode": "partial", "line_items": rows, "shipping_cost": cost}
    assert reversed_(stripe, made.id, **part).http == 200
    assert amounts(reversed_(stripe, made.id, reference="refund_2")) == [(0, -190)]
    assert reversed_(stripe, made.id, reference="refund_3").http == 400


def test_a_line_that_is_named_twice_gives_back_both_amounts(stripe: Stripe) -> None:
    made = collected(stripe)
    line = made.line_items.data[0].id
    half = a_row(line, -600, -60)
    refused = reversed_(stripe, made.id, mode="partial", line_items=[half, half])
    assert refused.error.param == "line_items[1][amount]"
    rows = [half, a_row(line, -400, -40)]
    assert amounts(reversed_(stripe, made.id, mode="partial", line_items=rows)) == [(-1000, -100)]


def test_no_more_is_given_back_than_was_collected(stripe: Stripe) -> None:
    made = collected(stripe)
    line = {"original_line_item": made.line_items.data[0].id, "reference": "a"}
    for amount, tax, param in (
        (-1001, -190, "line_items[0][amount]"),
        (-1000, -191, "line_items[0][amount_tax]"),
        (1000, -190, "line_items[0][amount]"),
    ):
        row = line | {"amount": amount, "amount_tax": tax}
        refused = reversed_(stripe, made.id, mode="partial", line_items=[row])
        assert refused.refusal[3] == param
    nothing = reversed_(stripe, made.id, mode="partial")
    assert nothing.refusal[2:] == ("parameter_missing", "line_items")
    row = line | {"amount": -1, "amount_tax": 0}
    assert reversed_(stripe, made.id, line_items=[row]).refusal[2] == "parameters_exclusive"


def test_an_amount_of_all_is_spread_over_what_it_is_made_of(stripe: Stripe) -> None:
    made = collected(stripe)
    back = reversed_(stripe, made.id, mode="partial", flat_amount=-1190)
    given = amounts(back)
    cost = back.shipping_cost
    whole = given[0][0] + given[0][1] + given[1][0] + cost.amount + cost.amount_tax
    assert whole == -1190
    assert given[1][1] != 0
    over = reversed_(stripe, made.id, mode="partial", flat_amount=-9999, reference="b")
    assert over.refusal[3] == "flat_amount"
