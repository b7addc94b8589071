"""The query language of search, and its pages."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

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
