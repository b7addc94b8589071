"""Quotes: drawn up, made final, accepted, canceled, expired.

Source: API reference, "Quotes".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

DAY = 86_400


def draft(stripe: Stripe, **more: Any) -> Any:
    customer = stripe.post("/v1/customers", email="jo@example.org").id
    return stripe.post("/v1/quotes", customer=customer, **more)


def deed(stripe: Stripe, quote: Any, verb: str, **more: Any) -> Any:
    return stripe.post(f"/v1/quotes/{quote.id}/{verb}", **more)


def test_a_draft_expires_in_thirty_days_and_has_no_number(stripe: Stripe) -> None:
    quote = draft(stripe)
    assert (quote.status, quote.number) == ("draft", None)
    assert quote.expires_at == stripe.now + 30 * DAY
    assert stripe.types()[-1] == "quote.created"


def test_once_final_it_has_a_number_and_can_be_accepted(stripe: Stripe) -> None:
    first, second = draft(stripe), draft(stripe)
    final = deed(stripe, first, "finalize", expires_at=stripe.now + DAY)
    assert (final.status, final.expires_at) == ("open", stripe.now + DAY)
    assert final.status_transitions.finalized_at == stripe.now
    assert final.number != deed(stripe, second, "finalize").number
    accepted = deed(stripe, first, "accept")
    assert (accepted.status, accepted.status_transitions.accepted_at) == ("accepted", stripe.now)
    assert [type for type in stripe.types() if type.startswith("quote.")][2:] == [
        "quote.finalized",
        "quote.finalized",
        "quote.accepted",
    ]


@pytest.mark.parametrize("final", [False, True])
def test_one_that_nobody_accepts_in_time_is_canceled(stripe: Stripe, final: bool) -> None:
    quote = draft(stripe, expires_at=stripe.now + DAY)
    if final:
        deed(stripe, quote, "finalize")
    stripe.advance(seconds=DAY)
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "canceled"
    assert "quote.canceled" in stripe.types()


def test_one_that_was_accepted_expires_no_more(stripe: Stripe) -> None:
    quote = draft(stripe)
    deed(stripe, quote, "finalize")
    deed(stripe, quote, "accept")
    stripe.advance(days=31)
    assert stripe.get(f"/v1/quotes/{quote.id}").status == "accepted"


def test_only_a_draft_is_updated(stripe: Stripe) -> None:
    quote = draft(stripe)
    changed = stripe.post(f"/v1/quotes/{quote.id}", header="Hello", metadata={"a": "b"})
    assert (changed.header, changed.metadata.a) == ("Hello", "b")
    deed(stripe, quote, "finalize")
    assert stripe.post(f"/v1/quotes/{quote.id}", header="Bye").http == 400


@pytest.mark.parametrize(
    ("done", "then"),
    [
        ([], "accept"),
        (["finalize"], "finalize"),
        (["cancel"], "finalize"),
        (["cancel"], "cancel"),
        (["finalize", "accept"], "cancel"),
        (["finalize", "accept"], "accept"),
    ],
)
def test_what_its_life_cycle_does_not_hold_is_refused(
    stripe: Stripe, done: list[str], then: str
) -> None:
    quote = draft(stripe)
    for verb in done:
        deed(stripe, quote, verb)
    assert deed(stripe, quote, then).http == 400


def test_without_a_customer_it_stays_a_draft(stripe: Stripe) -> None:
    assert deed(stripe, stripe.post("/v1/quotes"), "finalize").http == 400
