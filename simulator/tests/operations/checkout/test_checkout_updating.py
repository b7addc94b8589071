"""What can be said of a Session once it is there. Source: API reference, "Update a Checkout
Session"."""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_elements, open_session, pay

CLOVER = "2025-10-29.clover"
ADDRESS = {"line1": "1 Main Street", "city": "Ulm", "country": "DE", "postal_code": "89073"}
SENT_TO = {"shipping_details": {"name": "Jo", "address": ADDRESS}}


def update(stripe: Stripe, session: Any, **params: Any) -> Reply:
    return stripe.post(f"/v1/checkout/sessions/{session.id}", **params)


@pytest.mark.parametrize(
    ("name", "value"),
    [("collected_information", SENT_TO), ("payment_intent_data", {"description": "A mug"})],
)
def test_the_hosted_page_learns_from_the_shopper_alone(
    stripe: Stripe, name: str, value: Any
) -> None:
    error = update(stripe, open_session(stripe), **{name: value}).error
    assert (error.param, error.message) == (
        name,
        f"`{name}` is not supported with `ui_mode: hosted_page`.",
    )
    older = stripe.at_version(CLOVER)
    error = update(older, open_session(older), **{name: value}).error
    assert error.message == f"`{name}` is not supported with `ui_mode: hosted`."


def test_a_shop_says_where_it_is_sent(stripe: Stripe) -> None:
    session = open_elements(stripe, permissions={"update_shipping_details": "server_only"})
    after = update(stripe, session, collected_information=SENT_TO)
    shown = after.collected_information.shipping_details
    assert (shown.name, shown.address.city, shown.address.line2) == ("Jo", "Ulm", None)


@pytest.mark.parametrize(
    "params",
    [
        {"collected_information": SENT_TO},
        {"payment_intent_data": {"description": "A mug"}},
        {"shipping_options": ""},
    ],
)
def test_what_is_over_is_changed_no_more_but_for_its_metadata(
    stripe: Stripe, params: dict[str, Any]
) -> None:
    session = open_elements(stripe)
    pay(stripe, session)
    assert update(stripe, session, **params).http == 400
    assert update(stripe, session, metadata={"a": "1"}).metadata == {"a": "1"}


def test_an_attempt_under_way_is_given_up_when_the_payment_is_described_anew(
    stripe: Stripe,
) -> None:
    session = open_elements(stripe)
    pay(stripe, session, "pm_card_authenticationRequired")
    before = again(stripe, session, expand=["payment_intent"]).payment_intent
    assert before.status == "requires_action"
    update(stripe, session, payment_intent_data={"description": "A mug"})
    intent = again(stripe, session, expand=["payment_intent"]).payment_intent
    assert (intent.status, intent.next_action, intent.payment_method) == (
        "requires_payment_method",
        None,
        None,
    )
    assert intent.description == "A mug"
    pay(stripe, session)
    assert again(stripe, session).payment_status == "paid"


def test_metadata_of_a_line_can_be_taken_back(stripe: Stripe) -> None:
    session = open_elements(stripe, goods(metadata={"k": "v"}), expand=["line_items"])
    line = session.line_items.data[0].id
    path = f"/v1/checkout/sessions/{session.id}"
    for said, shown in (({"quantity": 2}, {"k": "v"}), ({"metadata": ""}, None)):
        rows = [{"id": line} | said]
        after = stripe.post(path, line_items=rows, expand=["line_items"])
        assert after.line_items.data[0].metadata == shown
