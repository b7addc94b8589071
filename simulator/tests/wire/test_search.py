"""The query language of search, and its pages."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.payments.test_bank_methods import debit

SEARCH = "/v1/customers/search"


@pytest.fixture
def people(stripe: Stripe) -> dict[str, str]:
    """The ids of three customers, by name."""
    return {
        name: stripe.post(
            "/v1/customers", name=name, email=f"{name.lower()}@example.com", metadata=metadata
        ).id
        for name, metadata in (
            ("Ann", {"tier": "gold"}),
            ("Bob", {"tier": "silver", "note": 'says "hi"'}),
            ("Annabel", {}),
        )
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('name:"Ann"', ["Ann"]),
        ("name:'ann'", ["Ann"]),
        ('name~"ann"', ["Annabel", "Ann"]),
        ('-name:"Ann"', ["Annabel", "Bob"]),
        ('metadata["tier"]:"gold"', ["Ann"]),
        ("metadata['tier']:'gold'", ["Ann"]),
        ('metadata["tier"]:null', ["Annabel"]),
        ('-metadata["tier"]:null', ["Bob", "Ann"]),
        ('metadata["note"]:"says \\"hi\\""', ["Bob"]),
        ('name~"ann" AND metadata["tier"]:"gold"', ["Ann"]),
        ('name~"ann" metadata["tier"]:"gold"', ["Ann"]),
        ('name:"Bob" OR metadata["tier"]:"gold"', ["Bob", "Ann"]),
        ("created>0", ["Annabel", "Bob", "Ann"]),
        ("created<=1", []),
        ('email:"bob@example.com"', ["Bob"]),
        ("phone:null", ["Annabel", "Bob", "Ann"]),
    ],
)
def test_a_query_finds(
    stripe: Stripe, people: dict[str, str], query: str, found: list[str]
) -> None:
    answer = stripe.get(SEARCH, query=query)
    assert [customer.name for customer in answer.data] == found
    assert {customer.id for customer in answer.data} <= set(people.values())


def test_charges_are_found_by_what_they_were_paid_with(stripe: Stripe) -> None:
    paid = debit(stripe, "pm_usBankAccount_success")
    stripe.paid()
    for query in (
        'payment_method_details.us_bank_account.last4:"6789"',
        '-payment_method_details.card.last4:"4242"',
    ):
        found = stripe.get("/v1/charges/search", query=query).data
        assert [charge.id for charge in found] == [paid.latest_charge]
    refused = stripe.get("/v1/charges/search", query='payment_method_details.card.iin:"4"')
    assert "is an unsupported search field for resource `charges`" in refused.error.message


@pytest.mark.parametrize("version", ["2024-06-20", "2026-10-28.endive"])
def test_invoices_are_found_by_their_subscription(stripe: Stripe, version: str) -> None:
    customer = stripe.post("/v1/customers", payment_method="pm_card_visa")
    [method] = stripe.get("/v1/payment_methods", customer=customer.id).data
    price = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=1000,
        recurring={"interval": "month"},
        product_data={"name": "Paper"},
    )
    subscription = stripe.post(
        "/v1/subscriptions",
        customer=customer.id,
        items=[{"price": price.id}],
        default_payment_method=method.id,
    )
    asked = stripe.at_version(version)
    for query, found in (
        (f'subscription:"{subscription.id}"', [subscription.latest_invoice]),
        ('subscription:"sub_x"', []),
        ("last_finalization_error_code:null", [subscription.latest_invoice]),
    ):
        answer = asked.get("/v1/invoices/search", query=query)
        assert [invoice.id for invoice in answer.data] == found


def test_no_page_is_empty_because_nothing_was_asked_for(
    stripe: Stripe, people: dict[str, str]
) -> None:
    assert len(people) == 3
    assert len(stripe.get(SEARCH, query="created>0", limit=0).data) == 1


def test_a_page_leads_to_the_next(stripe: Stripe, people: dict[str, str]) -> None:
    first = stripe.get(SEARCH, query="created>0", limit=2)
    assert list(first.body) == ["object", "data", "has_more", "next_page", "url"]
    assert (first.object, first.has_more, first.url) == ("search_result", True, SEARCH)
    last = stripe.get(SEARCH, query="created>0", limit=2, page=first.next_page)
    assert (last.has_more, last.next_page) == (False, None)
    assert {found.id for found in [*first.data, *last.data]} == set(people.values())


@pytest.mark.usefixtures("people")
def test_the_count_has_to_be_asked_for(stripe: Stripe) -> None:
    answer = stripe.get(SEARCH, query='name~"ann"', limit=1, expand=["total_count"])
    assert (answer.total_count, len(answer.data)) == (2, 1)


def test_a_query_is_required(stripe: Stripe) -> None:
    refused = stripe.get(SEARCH)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", "query")
    assert refused.error.message == "Missing required param: query."


@pytest.mark.parametrize(
    "query",
    ["wat", 'name:"x', 'name="x"', 'name:"a" AND name:"b" OR name:"c"', 'name~"an"', ""],
)
def test_what_is_no_query_is_refused(stripe: Stripe, query: str) -> None:
    refused = stripe.get(SEARCH, query=query)
    assert refused.refusal[:2] == (400, "invalid_request_error")
    if query:
        assert refused.error.message == (
            'We were unable to parse your search query. Try using the format `metadata["key"]:'
            '"value"` to query for metadata or key:"value" to query for other fields.'
        )


def test_an_unknown_field_is_named(stripe: Stripe) -> None:
    refused = stripe.get(SEARCH, query='foo:"x"')
    assert refused.error.message == (
        "Field `foo` is an unsupported search field for resource `customers`."
    )


def test_old_versions_cannot_search(stripe: Stripe) -> None:
    refused = stripe.at_version("2020-03-02").get("/v1/customers/search", query="email:'a@b.c'")
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Search is not supported on api version 2020-03-02. Update your API version, or set the API"
        " Version of this request to 2020-08-27 or greater."
    )
