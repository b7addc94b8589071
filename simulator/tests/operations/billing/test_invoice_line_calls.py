"""The lines of a draft, several at a time.

Source: API reference, "Bulk add invoice line items" and its like.
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def draft(stripe: Stripe) -> Any:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    return stripe.post("/v1/invoices", customer=customer)


def add(stripe: Stripe, draft: Any, *lines: dict[str, Any], **more: Any) -> Any:
    return stripe.post(f"/v1/invoices/{draft.id}/add_lines", lines=list(lines), **more)


def test_lines_are_added_new_or_of_what_waits(stripe: Stripe, draft: Any) -> None:
    waits = stripe.post("/v1/invoiceitems", customer=draft.customer, amount=300, currency="usd").id
    price = {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Mug"}}
    after = add(
        stripe,
        draft,
        {"invoice_item": waits},
        {"amount": 100, "description": "Postage"},
        {"price_data": price, "quantity": 2},
        invoice_metadata={"order": "7"},
    )
    assert (after.http, after.id, after.total) == (200, draft.id, 1400)
    assert sorted(line.amount for line in after.lines.data) == [100, 300, 1000]
    assert after.metadata == {"order": "7"}
    assert stripe.get(f"/v1/invoiceitems/{waits}").invoice == draft.id


def test_lines_are_changed_together_or_alone(stripe: Stripe, draft: Any) -> None:
    [line] = add(stripe, draft, {"amount": 100, "description": "Postage"}).lines.data
    path = f"/v1/invoices/{draft.id}"
    together = stripe.post(f"{path}/update_lines", lines=[{"id": line.id, "amount": 250}])
    assert (together.total, together.lines.data[0].id) == (250, line.id)
    alone = stripe.post(f"{path}/lines/{line.id}", description="By air", metadata={"a": "b"})
    assert (alone.id, alone.description, alone.metadata) == (line.id, "By air", {"a": "b"})
    assert stripe.get(path).lines.data[0].description == "By air"


@pytest.mark.parametrize(("behavior", "http"), [("delete", 404), ("unassign", 200)])
def test_lines_are_taken_off_and_their_items_deleted_or_wait(
    stripe: Stripe, draft: Any, behavior: str, http: int
) -> None:
    [line] = add(stripe, draft, {"amount": 100}).lines.data
    item = line.parent.invoice_item_details.invoice_item
    row = {"id": line.id, "behavior": behavior}
    after = stripe.post(f"/v1/invoices/{draft.id}/remove_lines", lines=[row])
    assert (after.total, after.lines.data) == (0, [])
    found = stripe.get(f"/v1/invoiceitems/{item}")
    assert found.http == http
    assert http == 404 or found.invoice is None


def test_only_the_lines_of_a_draft_are_changed(stripe: Stripe, draft: Any) -> None:
    add(stripe, draft, {"amount": 100})
    stripe.post(f"/v1/invoices/{draft.id}/finalize")
    assert add(stripe, draft, {"amount": 100}).http == 400


def test_a_line_that_there_is_not_is_named(stripe: Stripe, draft: Any) -> None:
    rows = [{"id": "il_0", "amount": 1}]
    refused = stripe.post(f"/v1/invoices/{draft.id}/update_lines", lines=rows)
    assert refused.refusal[2:] == ("resource_missing", "lines[0][id]")


def test_an_inline_price_needs_a_product(stripe: Stripe, draft: Any) -> None:
    refused = add(stripe, draft, {"price_data": {"currency": "usd", "unit_amount": 500}})
    assert refused.refusal[2:] == ("parameter_missing", "price_data[product]")
