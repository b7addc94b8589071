"""What older clients call by another name. Source: Stripe docs, "API changelog"."""

from typing import Any

import pytest

from simulator import catalogue
from simulator.tests.calls import Stripe
from simulator.tests.operations.billing.test_subscriptions import new_price, subscribe
from simulator.wire.former_names import FORMER_NAMES, UPCOMING, UPCOMING_LINES
from simulator.wire.undocumented import shape_of

OLD, NEW = "2020-03-02", "2020-08-27"
NAMES = [(each, shape) for each in FORMER_NAMES for shape in each.shapes]


@pytest.mark.parametrize(("row", "name"), NAMES, ids=lambda of: getattr(of, "was", of))
def test_what_was_renamed_is_known_by_its_new_name(row: Any, name: str) -> None:
    undocumented = {
        UPCOMING: shape_of("GET", "/v1/invoices/upcoming"),
        UPCOMING_LINES: shape_of("GET", "/v1/invoices/upcoming/lines"),
    }
    shape = undocumented.get(name) or catalogue.shape(name)
    known = {each.name for each in shape.parameters}
    assert row.now in known
    assert row.was not in known


@pytest.fixture
def subscription(stripe: Stripe) -> Any:
    """A Subscription ten days after it began."""
    made = subscribe(stripe, new_price(stripe))
    stripe.advance(days=10)
    return made


def prorations(stripe: Stripe) -> list[Any]:
    listed: list[Any] = stripe.get("/v1/invoiceitems", pending=True).data
    return listed


@pytest.mark.parametrize(("asked", "made"), [(False, 0), (True, 2)])
def test_until_2020_08_a_boolean_said_whether_a_change_is_prorated(
    stripe: Stripe, subscription: Any, asked: bool, made: int
) -> None:
    [item] = subscription.body["items"]["data"]
    path = f"/v1/subscriptions/{subscription.id}"
    items = [{"id": item.id, "quantity": 3}]
    changed = stripe.at_version(OLD).post(path, items=items, prorate=asked)
    assert changed.body["items"]["data"][0].quantity == 3
    assert len(prorations(stripe)) == made
    newer = stripe.at_version(NEW).post(path, items=items, prorate=asked)
    assert newer.refusal == (400, "invalid_request_error", "parameter_unknown", "prorate")


def test_items_were_added_and_taken_off_without_prorating(
    stripe: Stripe, subscription: Any
) -> None:
    old = stripe.at_version(OLD)
    plan = new_price(stripe)
    added = old.post(
        "/v1/subscription_items", subscription=subscription.id, plan=plan, prorate=False
    )
    old.post(f"/v1/subscription_items/{added.id}", quantity=5, prorate=False)
    assert prorations(stripe) == []
    old.delete(f"/v1/subscription_items/{added.id}", prorate=False)
    assert prorations(stripe) == []


def test_an_upcoming_invoice_was_asked_for_without_prorations(
    stripe: Stripe, subscription: Any
) -> None:
    [item] = subscription.body["items"]["data"]
    asked = {
        "subscription": subscription.id,
        "subscription_items": [{"id": item.id, "quantity": 2}],
    }
    old = stripe.at_version(OLD)
    plain = old.get("/v1/invoices/upcoming", **asked, subscription_prorate=False)
    assert (plain.total, len(plain.lines.data)) == (5000, 1)
    assert len(old.get("/v1/invoices/upcoming", **asked).lines.data) == 3
