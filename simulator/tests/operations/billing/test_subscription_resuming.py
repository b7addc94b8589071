"""A Subscription that paused at its trial's end is resumed.

Source: API reference, "Resume a subscription".
"""

from typing import Any

import pytest

from simulator.tests.calls import Stripe

DAY = 86_400
WEEK = 7 * DAY


def paused(stripe: Stripe, *, amount: int = 2500) -> Any:
    """It paused at the end of its trial; since then there is a card."""
    product = stripe.post("/v1/products", name="Plan")
    price = stripe.post(
        "/v1/prices", product=product.id, currency="usd", unit_amount=amount,
        recurring={"interval": "week"},
    )  # fmt: skip
    customer = stripe.post("/v1/customers", email="jo@example.org")
    made = stripe.post(
        "/v1/subscriptions",
        customer=customer.id,
        items=[{"price": price.id}],
        trial_period_days=3,
        trial_settings={"end_behavior": {"missing_payment_method": "pause"}},
    )
    stripe.advance(days=4)
    card = stripe.post("/v1/payment_methods/pm_card_visa/attach", customer=customer.id).id
    stripe.post(f"/v1/customers/{customer.id}", invoice_settings={"default_payment_method": card})
    stripe.types()
    return now(stripe, made.id)


def now(stripe: Stripe, id: str) -> Any:
    return stripe.get(f"/v1/subscriptions/{id}", expand=["latest_invoice"])


def resume(stripe: Stripe, subscription: Any, **more: Any) -> Any:
    return stripe.post(
        f"/v1/subscriptions/{subscription.id}/resume", expand=["latest_invoice"], **more
    )


def period(subscription: Any) -> tuple[int, int]:
    [item] = subscription.body["items"]["data"]
    return item.current_period_start, item.current_period_end


def test_it_goes_on_once_its_invoice_is_paid(stripe: Stripe) -> None:
    before = paused(stripe)
    assert before.status == "paused"
    asked = resume(stripe, before)
    assert (asked.status, asked.latest_invoice.status) == ("paused", "open")
    assert asked.latest_invoice.total == 2500
    assert period(asked) == (stripe.now, stripe.now + WEEK)
    stripe.types()
    stripe.post(f"/v1/invoices/{asked.latest_invoice.id}/pay")
    assert now(stripe, before.id).status == "active"
    assert "customer.subscription.resumed" in stripe.types()
    stripe.advance(seconds=WEEK)
    renewed = now(stripe, before.id)
    assert renewed.latest_invoice.id != asked.latest_invoice.id
    assert renewed.latest_invoice.total == 2500


def test_it_is_paid_at_once_where_that_is_asked_for(stripe: Stripe) -> None:
    before = paused(stripe)
    after = resume(stripe, before, payment_behavior="resume_on_payment_success")
    assert (after.status, after.latest_invoice.status) == ("active", "paid")


def charged_to(stripe: Stripe, subscription: Any, card: str) -> None:
    """From now on this card pays for the Customer."""
    id = stripe.post(f"/v1/payment_methods/{card}/attach", customer=subscription.customer).id
    stripe.post(
        f"/v1/customers/{subscription.customer}", invoice_settings={"default_payment_method": id}
    )


def test_an_attempt_that_fails_makes_it_past_due_and_is_not_made_again(stripe: Stripe) -> None:
    before = paused(stripe)
    charged_to(stripe, before, "pm_card_chargeCustomerFail")
    invoice = resume(stripe, before).latest_invoice.id
    stripe.types()
    assert stripe.post(f"/v1/invoices/{invoice}/pay").http == 402
    after = now(stripe, before.id)
    assert (after.status, after.latest_invoice.next_payment_attempt) == ("past_due", None)
    assert stripe.types()[-2:] == ["customer.subscription.updated", "customer.subscription.resumed"]
    stripe.advance(hours=24)
    after = now(stripe, before.id)
    assert (after.status, after.latest_invoice.attempt_count) == ("past_due", 1)
    charged_to(stripe, before, "pm_card_visa")
    stripe.post(f"/v1/invoices/{invoice}/pay")
    assert now(stripe, before.id).status == "active"


def test_it_stays_paused_while_only_a_payment_that_succeeds_resumes_it(stripe: Stripe) -> None:
    before = paused(stripe)
    charged_to(stripe, before, "pm_card_chargeCustomerFail")
    assert resume(stripe, before, payment_behavior="resume_on_payment_success").status == "paused"


def test_what_is_given_up_as_uncollectible_is_no_longer_waited_for(stripe: Stripe) -> None:
    before = paused(stripe)
    invoice = resume(stripe, before).latest_invoice.id
    stripe.types()
    stripe.post(f"/v1/invoices/{invoice}/mark_uncollectible")
    assert now(stripe, before.id).status == "active"
    assert "customer.subscription.resumed" in stripe.types()


@pytest.mark.parametrize("deed", ["pay", "mark_uncollectible"])
def test_one_that_was_canceled_meanwhile_stays_canceled(stripe: Stripe, deed: str) -> None:
    before = paused(stripe)
    charged_to(stripe, before, "pm_card_chargeCustomerFail")
    invoice = resume(stripe, before).latest_invoice.id
    stripe.delete(f"/v1/subscriptions/{before.id}")
    assert stripe.post(f"/v1/invoices/{invoice}/{deed}").http in (200, 402)
    assert now(stripe, before.id).status == "canceled"


def test_what_nobody_pays_within_23_hours_is_void_and_it_stays_paused(stripe: Stripe) -> None:
    before = paused(stripe)
    asked = resume(stripe, before)
    stripe.advance(hours=23)
    after = now(stripe, before.id)
    assert (after.status, after.latest_invoice.status) == ("paused", "void")
    assert after.latest_invoice.id == asked.latest_invoice.id


def test_where_nothing_is_owed_it_goes_on_at_once(stripe: Stripe) -> None:
    assert resume(stripe, paused(stripe, amount=0)).status == "active"


@pytest.mark.parametrize(
    ("version", "unchanged"),
    [("2023-10-16", "unchanged"), ("2026-09-30.endive", {"type": "unchanged"})],
)
def test_in_the_cycle_that_it_had_only_the_rest_of_the_period_is_billed(
    stripe: Stripe, version: str, unchanged: Any
) -> None:
    before = paused(stripe)
    stripe.at_version(version).post(
        f"/v1/subscriptions/{before.id}/resume", billing_cycle_anchor=unchanged
    )
    after = now(stripe, before.id)
    assert after.billing_cycle_anchor == before.billing_cycle_anchor
    start, end = period(after)
    assert (start, (end - before.billing_cycle_anchor) % WEEK) == (stripe.now, 0)
    assert after.latest_invoice.total == round(2500 * (end - start) / WEEK)


def test_without_prorations_the_rest_of_the_period_is_free(stripe: Stripe) -> None:
    before = paused(stripe)
    after = resume(
        stripe, before, billing_cycle_anchor={"type": "unchanged"}, proration_behavior="none"
    )
    assert after.status == "active"
    assert after.latest_invoice.id == before.latest_invoice.id


def test_what_is_not_paused_cannot_be_resumed(stripe: Stripe) -> None:
    before = paused(stripe)
    resume(stripe, before, payment_behavior="resume_on_payment_success")
    assert resume(stripe, before).http == 400
