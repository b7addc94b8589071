"""Of which parts an amount is made: told, held against the amount, captured, listed."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import CARDS_NAMED, Reply, Stripe

INTENTS = "/v1/payment_intents"
SHOWN = {"expand": ["amount_details.line_items"]}
MUG: dict[str, Any] = {"product_name": "Mug", "unit_cost": 2000, "quantity": 1}
CUP: dict[str, Any] = {"product_name": "Cup", "unit_cost": 2000, "quantity": 1}
SHIPPED = {"from_postal_code": "94110", "to_postal_code": "94117", "amount": 400}
PARTS: dict[str, Any] = {
    "discount_amount": 200,
    "tax": {"total_tax_amount": 400},
    "shipping": SHIPPED,
    "line_items": [MUG, CUP],
}
HALF: dict[str, Any] = {
    "discount_amount": 100,
    "tax": {"total_tax_amount": 200},
    "shipping": SHIPPED | {"amount": 200},
}
MULTICAPTURE = {"card": {"request_multicapture": "if_available"}}


@pytest.fixture
def shop(stripe: Stripe) -> Stripe:
    return stripe.at_version(CARDS_NAMED)


def made(shop: Stripe, amount: int = 4600, **params: Any) -> Reply:
    return shop.intent(amount=amount, **{"amount_details": PARTS, **params})


def held(shop: Stripe, **params: Any) -> Reply:
    given = {"payment_method_options": MULTICAPTURE, "capture_method": "manual", **params}
    return made(shop, payment_method="pm_card_visa", confirm=True, **given)


def capture(shop: Stripe, intent: Reply, amount: int, **params: Any) -> Reply:
    path = f"{INTENTS}/{intent.id}/capture"
    return shop.post(path, amount_to_capture=amount, **SHOWN, **params)


def names(intent: Reply) -> list[str]:
    return [line.product_name for line in intent.amount_details.line_items.data]


def test_the_parts_are_shown_and_the_lines_when_they_are_asked_for(shop: Stripe) -> None:
    intent = made(shop)
    assert intent.amount_details == {
        "discount_amount": 200,
        "shipping": SHIPPED,
        "tax": {"total_tax_amount": 400},
        "tip": {},
    }
    lines = shop.get(f"{INTENTS}/{intent.id}", **SHOWN).amount_details.line_items
    assert (lines.object, lines.has_more) == ("list", False)
    assert lines.url == f"{INTENTS}/{intent.id}/amount_details_line_items"
    assert lines.data[0] == {
        "id": lines.data[0].id,
        "object": "payment_intent_amount_details_line_item",
        "discount_amount": None,
        "payment_method_options": None,
        "product_code": None,
        "product_name": "Mug",
        "quantity": 1,
        "tax": None,
        "unit_cost": 2000,
        "unit_of_measure": None,
    }
    assert lines.data[0].id.startswith("uli_")


def test_the_lines_are_listed_in_their_order(shop: Stripe) -> None:
    path = f"{INTENTS}/{made(shop).id}/amount_details_line_items"
    first = shop.get(path, limit=1)
    assert ([line.product_name for line in first.data], first.has_more) == (["Mug"], True)
    rest = shop.get(path, starting_after=first.data[0].id)
    assert ([line.product_name for line in rest.data], rest.has_more) == (["Cup"], False)


def test_an_intent_of_which_nothing_was_told_has_no_lines(shop: Stripe) -> None:
    intent = shop.intent(**SHOWN)
    assert intent.amount_details == {"tip": {}}
    assert shop.get(f"{INTENTS}/{intent.id}/amount_details_line_items").data == []


def test_the_parts_must_come_to_the_amount(shop: Stripe) -> None:
    refused = made(shop, amount=5000)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "amount_details_amount_mismatch",
        "amount_details",
    )
    assert "(4600) does not match the `amount` (5000)" in refused.error.message
    tax_alone = {"tax": {"total_tax_amount": 900}}
    assert made(shop, amount=1000, amount_details=tax_alone).http == 200
    refused = made(shop, amount=800, amount_details=tax_alone)
    code = "amount_details_tax_shipping_discount_greater_than_amount"
    assert refused.error.code == code


def test_what_is_not_enforced_is_told_on_the_intent(shop: Stripe) -> None:
    loosened = PARTS | {"enforce_arithmetic_validation": False}
    intent = made(shop, amount=5000, amount_details=loosened)
    assert intent.amount_details.error.code == "amount_details_amount_mismatch"
    assert "(4600)" in intent.amount_details.error.message
    assert "enforce_arithmetic_validation" not in intent.amount_details
    right = shop.post(f"{INTENTS}/{intent.id}", amount=4600)
    assert "error" not in right.amount_details


def test_tax_and_discount_are_told_as_a_whole_or_line_by_line(shop: Stripe) -> None:
    taxed = MUG | {"tax": {"total_tax_amount": 100}, "discount_amount": 50}
    by_line = {"line_items": [taxed], "shipping": SHIPPED}
    assert made(shop, amount=2450, amount_details=by_line).http == 200
    for whole in ({"tax": {"total_tax_amount": 100}}, {"discount_amount": 50}):
        refused = made(shop, amount=2450, amount_details=by_line | whole)
        assert refused.error.code == "parameters_exclusive"
        assert "amount_details[line_items][0]" in refused.error.message


@pytest.mark.parametrize(
    ("line", "param", "code"),
    [
        ({"unit_cost": 2000, "quantity": 1}, "[product_name]", "parameter_missing"),
        (MUG | {"quantity": 0}, "[quantity]", "parameter_invalid_integer"),
        (MUG | {"discount_amount": 0}, "[discount_amount]", "parameter_invalid_integer"),
        (MUG | {"product_code": "M" * 13}, "[product_code]", None),
    ],
)
def test_a_line_has_what_is_needed_and_no_more_than_is_allowed(
    shop: Stripe, line: dict[str, Any], param: str, code: str | None
) -> None:
    refused = made(shop, amount=2000, amount_details={"line_items": [line]})
    at = f"amount_details[line_items][0]{param}"
    assert refused.refusal == (400, "invalid_request_error", code, at)


def test_an_update_changes_what_it_names(shop: Stripe) -> None:
    intent = made(shop)
    path = f"{INTENTS}/{intent.id}"
    after = shop.post(path, amount=2600, amount_details={"line_items": [MUG]}, **SHOWN)
    assert (names(after), after.amount_details.shipping.amount) == (["Mug"], 400)
    refused = shop.post(path, amount=2700)
    assert refused.error.code == "amount_details_amount_mismatch"
    bare = shop.post(path, amount_details={"line_items": "", "tax": "", "discount_amount": ""})
    assert bare.amount_details == {"shipping": SHIPPED, "tip": {}}
    assert shop.post(path, amount_details="").amount_details == {"tip": {}}


def test_confirming_can_tell_the_parts(shop: Stripe) -> None:
    intent = shop.intent(amount=4600)
    path = f"{INTENTS}/{intent.id}/confirm"
    details = {"order_reference": "order_1"}
    paid = shop.post(
        path,
        payment_method="pm_card_visa",
        amount_details=PARTS,
        payment_details=details,
        **SHOWN,
    )
    assert (paid.status, names(paid)) == ("succeeded", ["Mug", "Cup"])
    assert paid.payment_details.order_reference == "order_1"


def test_what_several_captures_tell_adds_up(shop: Stripe) -> None:
    intent = held(shop)
    first = capture(
        shop, intent, 2300, final_capture=False, amount_details=HALF | {"line_items": [MUG]}
    )
    assert (names(first), first.amount_details.shipping.amount) == (["Mug"], 200)
    second = capture(
        shop, intent, 2300, final_capture=False, amount_details=HALF | {"line_items": [CUP]}
    )
    assert (second.status, names(second)) == ("succeeded", ["Mug", "Cup"])
    told = second.amount_details
    assert (told.discount_amount, told.tax.total_tax_amount) == (200, 400)
    assert told.shipping == SHIPPED


def test_several_captures_all_tell_of_their_parts_or_none_does(shop: Stripe) -> None:
    intent = held(shop)
    refused = capture(shop, intent, 2300, final_capture=False)
    assert refused.error.param == "amount_details"
    refused = capture(shop, intent, 2300, final_capture=False, amount_details=HALF)
    assert refused.error.param == "amount_details[line_items]"
    untold = held(shop, amount_details={})
    assert capture(shop, untold, 2300, final_capture=False).http == 200
    late = capture(shop, untold, 2300, amount_details=HALF | {"line_items": [MUG]})
    assert late.error.param == "amount_details"


def test_it_is_shipped_from_and_to_the_same_place(shop: Stripe) -> None:
    intent = held(shop)
    parts = HALF | {"line_items": [MUG]}
    capture(shop, intent, 2300, final_capture=False, amount_details=parts)
    elsewhere = parts | {"shipping": SHIPPED | {"amount": 200, "to_postal_code": "10001"}}
    refused = capture(shop, intent, 2300, amount_details=elsewhere)
    assert refused.error.param == "amount_details[shipping][to_postal_code]"
    nowhere = parts | {"shipping": {"amount": 200}}
    assert capture(shop, intent, 2300, amount_details=nowhere).amount_details.shipping == SHIPPED


def test_what_is_let_go_after_a_capture_tells_of_nothing_more(shop: Stripe) -> None:
    intent = held(shop)
    parts = HALF | {"line_items": [MUG]}
    capture(shop, intent, 2300, final_capture=False, amount_details=parts)
    over = capture(shop, intent, 0, final_capture=True)
    assert (over.status, names(over)) == ("succeeded", ["Mug"])


def test_one_capture_of_less_needs_no_parts_but_shows_that_they_do_not_fit(shop: Stripe) -> None:
    whole = shop.post(f"{INTENTS}/{held(shop).id}/capture")
    assert "error" not in whole.amount_details
    less = capture(shop, held(shop), 2300)
    assert less.amount_details.error.code == "amount_details_amount_mismatch"


def test_an_incremented_authorization_is_told_its_parts_anew(shop: Stripe) -> None:
    options = {"card": {"request_incremental_authorization": "if_available"}}
    intent = held(shop, payment_method_options=options)
    path = f"{INTENTS}/{intent.id}/increment_authorization"
    assert shop.post(path, amount=5000).error.code == "amount_details_amount_mismatch"
    more = PARTS | {"tax": {"total_tax_amount": 800}}
    after = shop.post(path, amount=5000, amount_details=more)
    assert (after.amount, after.amount_details.tax.total_tax_amount) == (5000, 800)
