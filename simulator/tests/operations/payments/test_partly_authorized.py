"""Partial authorization: the card covers a part, and the shop has said that a part will do."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

INTENTS = "/v1/payment_intents"
PART = "pm_card_debit_partialAuthorization"
PART_OF_INCREMENT = "pm_card_debit_partialIncrement"
ASKED = {"request_partial_authorization": "if_available"}
RAISED = {"request_incremental_authorization": "if_available"}


def pay(stripe: Stripe, card: str, options: dict[str, Any], **params: Any) -> Reply:
    given = {"amount": 10_001, "payment_method_options": {"card": options}, **params}
    return stripe.paid(card, **given)


def card_of(stripe: Stripe, intent: Any) -> Any:
    return stripe.charge_of(intent).payment_method_details.card


def test_what_the_card_covers_is_held(stripe: Stripe) -> None:
    held = pay(stripe, PART, ASKED, capture_method="manual")
    assert (held.status, held.amount, held.amount_capturable) == ("requires_capture", 7000, 7000)
    charge = stripe.charge_of(held)
    card = charge.payment_method_details.card
    assert (charge.amount, card.amount_authorized, card.amount_requested) == (7000, 7000, 10_001)
    assert card.partial_authorization == {"status": "partially_authorized"}
    assert stripe.post(f"{INTENTS}/{held.id}/capture").amount_received == 7000


def test_what_the_card_covers_is_taken(stripe: Stripe) -> None:
    paid = pay(stripe, PART, ASKED)
    assert (paid.status, paid.amount, paid.amount_received) == ("succeeded", 7000, 7000)
    assert stripe.charge_of(paid).amount_captured == 7000


def test_more_than_a_part_is_never_captured(stripe: Stripe) -> None:
    options = ASKED | {"request_overcapture": "if_available"}
    held = pay(stripe, PART, options, capture_method="manual")
    assert card_of(stripe, held).overcapture.status == "unavailable"


@pytest.mark.parametrize(
    ("options", "amount"),
    [({}, 10_000), ({"request_partial_authorization": "never"}, 10_000), (ASKED, 60)],
)
def test_where_a_part_will_not_do_the_card_is_declined(
    stripe: Stripe, options: dict[str, Any], amount: int
) -> None:
    refused = pay(stripe, PART, options, amount=amount)
    assert (refused.http, refused.error.decline_code) == (402, "insufficient_funds")
    assert refused.error.payment_intent.amount == amount


def test_a_card_that_covers_all_of_it_says_so(stripe: Stripe) -> None:
    paid = pay(stripe, "pm_card_visa", ASKED)
    card = card_of(stripe, paid)
    assert (paid.amount, card.amount_requested) == (10_001, 10_001)
    assert card.partial_authorization == {"status": "fully_authorized"}


def test_a_charge_for_which_nothing_was_asked_tells_nothing(stripe: Stripe) -> None:
    assert "partial_authorization" not in card_of(stripe, stripe.paid())


def increment(stripe: Stripe, intent: Any, **params: Any) -> Reply:
    return stripe.post(f"{INTENTS}/{intent.id}/increment_authorization", amount=15_000, **params)


@pytest.mark.parametrize("at_first", [True, False])
def test_a_part_of_what_an_authorization_is_raised_by(stripe: Stripe, *, at_first: bool) -> None:
    options = RAISED | (ASKED if at_first else {})
    held = pay(stripe, PART_OF_INCREMENT, options, amount=10_000, capture_method="manual")
    assert held.amount == 10_000
    now = {} if at_first else {"payment_method_options": {"card": ASKED}}
    raised = increment(stripe, held, **now)
    assert (raised.amount, raised.amount_capturable) == (13_500, 13_500)
    card = card_of(stripe, raised)
    assert (card.amount_authorized, card.amount_requested) == (13_500, 15_000)
    assert card.partial_authorization == {"status": "partially_authorized"}


def test_an_increment_of_which_a_part_will_not_do_is_declined(stripe: Stripe) -> None:
    options = RAISED | ASKED
    held = pay(stripe, PART_OF_INCREMENT, options, amount=10_000, capture_method="manual")
    never = {"card": {"request_partial_authorization": "never"}}
    refused = increment(stripe, held, payment_method_options=never)
    assert (refused.http, refused.error.decline_code) == (402, "insufficient_funds")
    assert stripe.get(f"{INTENTS}/{held.id}").amount_capturable == 10_000
