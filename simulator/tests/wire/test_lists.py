"""Pages: newest first, both ways, with every filter and every refusal."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

CUSTOMERS = "/v1/customers"
CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2034}


def some(stripe: Stripe, count: int = 5) -> list[str]:
    """Ids of new customers, the newest first."""
    return [str(stripe.post(CUSTOMERS).id) for _ in range(count)][::-1]


def ids(stripe: Stripe, **params: object) -> list[str]:
    return [customer.id for customer in stripe.get(CUSTOMERS, **params).data]


def test_a_list_on_the_wire(stripe: Stripe) -> None:
    newest, *_ = some(stripe, 2)
    page = stripe.get(CUSTOMERS, limit=1)
    assert list(page.body) == ["object", "data", "has_more", "url"]
    assert (page.object, page.has_more, page.url) == ("list", True, CUSTOMERS)
    assert [customer.id for customer in page.data] == [newest]


def test_ten_is_a_page_where_nothing_is_said(stripe: Stripe) -> None:
    some(stripe, 12)
    page = stripe.get(CUSTOMERS)
    assert (len(page.data), page.has_more) == (10, True)


@pytest.mark.parametrize(("limit", "shown"), [(0, 1), (-1, 1), (3, 3), (100, 5), (200, 5)])
def test_a_limit_is_clamped_without_a_word(stripe: Stripe, limit: int, shown: int) -> None:
    some(stripe)
    assert len(stripe.get(CUSTOMERS, limit=limit).data) == shown


def test_a_limit_is_a_number(stripe: Stripe) -> None:
    refused = stripe.get(CUSTOMERS, limit="abc")
    assert refused.refusal == (400, "invalid_request_error", "parameter_invalid_integer", "limit")
    assert refused.error.message == "Invalid integer: abc"


def test_cursors_lead_both_ways_and_are_not_shown_themselves(stripe: Stripe) -> None:
    newest, *rest, oldest = all_ids = some(stripe)
    assert ids(stripe, starting_after=newest) == [*rest, oldest]
    assert ids(stripe, starting_after=all_ids[1], limit=2) == all_ids[2:4]
    assert ids(stripe, ending_before=oldest) == [newest, *rest]
    assert ids(stripe, ending_before=oldest, limit=2) == all_ids[2:4]
    assert ids(stripe, starting_after=oldest) == []
    assert ids(stripe, ending_before=newest) == []


def test_whether_there_is_more_is_about_the_direction(stripe: Stripe) -> None:
    all_ids = some(stripe)
    for params, more in (
        ({"starting_after": all_ids[1], "limit": 2}, True),
        ({"starting_after": all_ids[2], "limit": 2}, False),
        ({"ending_before": all_ids[3], "limit": 2}, True),
        ({"ending_before": all_ids[2], "limit": 2}, False),
    ):
        assert stripe.get(CUSTOMERS, **params).has_more is more


@pytest.mark.parametrize("name", ["starting_after", "ending_before"])
def test_a_cursor_must_exist(stripe: Stripe, name: str) -> None:
    refused = stripe.get(CUSTOMERS, **{name: "cus_x"})
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", name)
    assert refused.error.message == "No such customer: 'cus_x'"


def test_one_cursor_is_enough(stripe: Stripe) -> None:
    newest, oldest = some(stripe, 2)
    refused = stripe.get(CUSTOMERS, starting_after=newest, ending_before=oldest)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Received both starting_after and ending_before parameters. Please pass in only one."
    )


def test_lists_are_filtered_by_time(stripe: Stripe) -> None:
    early = some(stripe, 1)[0]
    then = stripe.now
    stripe.advance(days=1)
    late = some(stripe, 1)[0]
    for created, found in (
        (then, [early]),
        ({"gt": then}, [late]),
        ({"gte": then}, [late, early]),
        ({"lt": stripe.now}, [early]),
        ({"lte": stripe.now}, [late, early]),
        ({"gt": then, "lt": stripe.now}, []),
    ):
        assert ids(stripe, created=created) == found


def test_a_page_may_begin_after_what_has_left_the_list(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS).id
    cards = [stripe.post("/v1/payment_methods", type="card", card=CARD) for _ in range(3)]
    for card in cards:
        stripe.post(f"/v1/payment_methods/{card.id}/attach", customer=customer)
    first, second, third = (card.id for card in cards)
    asked = {"customer": customer, "type": "card"}
    stripe.post(f"/v1/payment_methods/{second}/detach")
    page = stripe.get("/v1/payment_methods", **asked, starting_after=second)
    assert [method.id for method in page.data] == [first]
    page = stripe.get("/v1/payment_methods", **asked, ending_before=second)
    assert [method.id for method in page.data] == [third]


def test_a_page_may_begin_after_what_the_filter_does_not_show(stripe: Stripe) -> None:
    made = [stripe.post(CUSTOMERS, email=f"{name}@example.org") for name in "abba"]
    path = {"email": "a@example.org"}
    assert ids(stripe, **path, starting_after=made[2].id) == [made[0].id]
    assert ids(stripe, **path, ending_before=made[1].id) == [made[3].id]
    assert ids(stripe, **path, starting_after=made[0].id) == []


def test_a_cursor_in_blanks_is_said_to_be_in_blanks(stripe: Stripe) -> None:
    refused = stripe.get(CUSTOMERS, starting_after="cus_x ")
    assert refused.error.message == (
        "No such customer: 'cus_x '. Make sure you use the exact id without extra whitespace or"
        " quotes"
    )


def test_what_becomes_somebodys_later_is_listed_where_it_belongs(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    first, second = stripe.intent(), stripe.intent(customer=customer)
    stripe.post(f"/v1/payment_intents/{first.id}", customer=customer)
    listed = stripe.get("/v1/payment_intents", customer=customer).data
    assert [intent.id for intent in listed] == [second.id, first.id]


def test_what_has_no_date_is_of_no_date_that_is_asked_for(stripe: Stripe) -> None:
    price = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=500,
        product_data={"name": "Mug"},
        recurring={"interval": "month"},
    ).id
    offer = stripe.post(
        "/v1/product_catalog/trial_offers",
        price=price,
        duration={"type": "relative", "relative": {"iterations": 1}},
        end_behavior={"transition": {"price": price}},
    )
    path = "/v1/product_catalog/trial_offers"
    assert [row.id for row in stripe.get(path).data] == [offer.id]
    assert stripe.get(path, created={"gte": 1}).data == []
