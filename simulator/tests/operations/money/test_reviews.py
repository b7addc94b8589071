"""Reviews: when one is opened, and what closes it."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Reply, Stripe, Thing

RISKY = "pm_card_riskLevelElevated"
HELD = {"payment_method": RISKY, "capture_method": "manual"}


def reviewed(stripe: Stripe, **params: str) -> Reply:
    """A payment that is under review."""
    return stripe.paid(**{"payment_method": RISKY, "capture_method": "automatic"} | params)


def review_of(stripe: Stripe, paid: Reply) -> Thing:
    return stripe.get(f"/v1/reviews/{paid.review}").body


def test_a_risky_payment_is_put_under_review(stripe: Stripe) -> None:
    paid = reviewed(stripe)
    review = review_of(stripe, paid)
    assert (review.open, review.reason, review.opened_reason) == (True, "rule", "rule")
    assert (review.charge, review.payment_intent) == (paid.latest_charge, paid.id)
    assert stripe.get(f"/v1/charges/{paid.latest_charge}").review == review.id
    assert [row.id for row in stripe.get("/v1/reviews").data] == [review.id]


def test_money_that_is_only_held_is_under_review_once(stripe: Stripe) -> None:
    held = reviewed(stripe, **HELD)
    assert (held.status, review_of(stripe, held).open) == ("requires_capture", True)
    assert stripe.types()[-3:] == [
        "charge.succeeded",
        "review.opened",
        "payment_intent.amount_capturable_updated",
    ]
    captured = stripe.post(f"/v1/payment_intents/{held.id}/capture")
    assert captured.review == held.review
    assert "review.opened" not in stripe.types()
    assert review_of(stripe, held).open


def test_a_legacy_charge_that_is_only_held_is_under_review(stripe: Stripe) -> None:
    given = {"amount": 2000, "currency": "usd", "source": "tok_riskLevelElevated"}
    charge = stripe.post("/v1/charges", **given, capture=False)
    assert stripe.get(f"/v1/reviews/{charge.review}").open
    stripe.post("/v1/refunds", charge=charge.id)
    assert stripe.get(f"/v1/reviews/{charge.review}").closed_reason == "refunded"


@pytest.mark.parametrize(
    ("given", "reason"),
    [({}, "refunded"), ({"reason": "fraudulent"}, "refunded_as_fraud")],
)
def test_a_refund_closes_the_review(stripe: Stripe, given: dict[str, str], reason: str) -> None:
    paid = reviewed(stripe)
    stripe.post("/v1/refunds", payment_intent=paid.id, amount=1000)
    assert review_of(stripe, paid).open
    stripe.post("/v1/refunds", payment_intent=paid.id, **given)
    review = review_of(stripe, paid)
    assert (review.open, review.closed_reason, review.reason) == (False, reason, reason)
    [event] = [event for event in stripe.told() if event.type == "review.closed"]
    assert event.data.object == review
    assert stripe.get("/v1/reviews").data == []


def test_a_hold_that_is_called_off_closes_the_review(stripe: Stripe) -> None:
    held = reviewed(stripe, **HELD)
    stripe.post(f"/v1/payment_intents/{held.id}/cancel")
    assert review_of(stripe, held).closed_reason == "canceled"
    assert stripe.types()[-2:] == ["review.closed", "payment_intent.canceled"]


def test_a_hold_that_runs_out_closes_the_review(stripe: Stripe) -> None:
    held = reviewed(stripe, **HELD)
    stripe.advance(days=8)
    assert review_of(stripe, held).closed_reason == "canceled"


def test_an_approved_review_stays_approved(stripe: Stripe) -> None:
    paid = reviewed(stripe)
    approved = stripe.post(f"/v1/reviews/{paid.review}/approve")
    assert (approved.open, approved.closed_reason) == (False, "approved")
    stripe.post("/v1/refunds", payment_intent=paid.id)
    assert review_of(stripe, paid).closed_reason == "approved"
    assert stripe.types().count("review.closed") == 1
