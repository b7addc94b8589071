"""Value lists: what is in them, and how they are found."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import NOW, Reply, Stripe

LISTS = "/v1/radar/value_lists"
ITEMS = "/v1/radar/value_list_items"


def made(stripe: Stripe, alias: str = "blocked", **params: Any) -> Reply:
    return stripe.post(LISTS, alias=alias, name="Blocked", **params)


def added(stripe: Stripe, to: Any, value: str) -> Reply:
    return stripe.post(ITEMS, value_list=to.id, value=value)


def test_a_value_list_as_it_begins(stripe: Stripe) -> None:
    found = made(stripe, metadata={"a": "b"})
    assert found.body == {
        "id": found.id,
        "object": "radar.value_list",
        "alias": "blocked",
        "created": NOW,
        "created_by": "API",
        "item_type": "string",
        "list_items": {
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"{ITEMS}?value_list={found.id}",
        },
        "livemode": False,
        "metadata": {"a": "b"},
        "name": "Blocked",
    }
    assert found.id.startswith("rsl_1")
    assert stripe.get(f"{LISTS}/{found.id}").body == found.body


def test_a_list_shows_its_newest_items(stripe: Stripe) -> None:
    found = made(stripe, item_type="email")
    items = [added(stripe, found, f"{name}@example.com").id for name in "abcdefghijk"]
    shown = stripe.get(f"{LISTS}/{found.id}").list_items
    assert [item.id for item in shown.data] == items[:0:-1]
    assert shown.has_more
    assert stripe.get(LISTS).data[0].list_items == shown


def test_lists_are_found_by_alias_and_by_what_is_in_them(stripe: Stripe) -> None:
    first, second = made(stripe), made(stripe, "allowed")
    added(stripe, second, "jo@example.com")
    for given, expected in (
        ({"alias": "blocked"}, [first.id]),
        ({"contains": "jo@example.com"}, [second.id]),
        ({"contains": "jo"}, []),
        ({}, [second.id, first.id]),
    ):
        assert [found.id for found in stripe.get(LISTS, **given).data] == expected


def test_items_are_those_of_one_list_and_like_what_is_sought(stripe: Stripe) -> None:
    first, second = made(stripe), made(stripe, "allowed")
    item = added(stripe, first, "Jo@example.com")
    added(stripe, second, "jo@example.com")
    for value, expected in (("jo@", [item.id]), ("al", []), ("", [item.id])):
        given = {"value": value} if value else {}
        listed = stripe.get(ITEMS, value_list=first.id, **given)
        assert [found.id for found in listed.data] == expected
    for call in (stripe.get, stripe.post):
        refused = call(ITEMS, value_list="rsl_x", value="x")
        assert refused.refusal == (400, "invalid_request_error", "resource_missing", "value_list")


@pytest.mark.parametrize("what", ["alias", "value"])
def test_an_alias_and_a_value_are_there_once(stripe: Stripe, what: str) -> None:
    found = made(stripe)
    added(stripe, found, "x")
    refused = made(stripe) if what == "alias" else added(stripe, found, "x")
    assert refused.refusal == (400, "invalid_request_error", None, what)
    assert refused.error.message.endswith("already exists.")


def test_a_list_is_renamed(stripe: Stripe) -> None:
    found = made(stripe)
    made(stripe, "allowed")
    path = f"{LISTS}/{found.id}"
    changed = stripe.post(path, alias="denied", name="Denied", metadata={"a": "b"})
    assert (changed.alias, changed.name, changed.metadata) == ("denied", "Denied", {"a": "b"})
    assert stripe.post(path, alias="allowed").refusal[3] == "alias"


def test_a_list_goes_with_what_is_in_it(stripe: Stripe) -> None:
    found = made(stripe)
    item, other = added(stripe, found, "x"), added(stripe, found, "y")
    gone = stripe.delete(f"{ITEMS}/{item.id}")
    assert gone.body == {"id": item.id, "object": "radar.value_list_item", "deleted": True}
    assert stripe.get(f"{ITEMS}/{item.id}").http == 404
    gone = stripe.delete(f"{LISTS}/{found.id}")
    assert gone.body == {"id": found.id, "object": "radar.value_list", "deleted": True}
    assert stripe.get(f"{LISTS}/{found.id}").http == 404
    assert stripe.get(f"{ITEMS}/{other.id}").http == 404
