"""What a platform may ask for of an account, and what it is told where it may not."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import NOW, Reply, Stripe
from simulator.tests.operations.connecting import on

CARDS = {"card_payments": {"requested": True}}
BOTH = {**CARDS, "transfers": {"requested": True}}
HIDDEN = {"stripe_dashboard": {"type": "none"}, "losses": {"payments": "application"}}
RECIPIENT = {"tos_acceptance": {"service_agreement": "recipient"}}


def refused(reply: Reply) -> str:
    assert reply.http == 400, reply
    assert reply.error.type == "invalid_request_error"
    return str(reply.error.message)


EXCLUSIVE = (
    "You may not provide the `type` parameter and `controller` parameters simultaneously. They are"
    " mutually exclusive."
)
LIABLE = (
    "When `stripe_dashboard[type]=none` and `requirement_collection=stripe`, Stripe must be liable"
    " for negative balances or refunds and chargebacks."
)
TOGETHER = (
    "Accounts do not currently support `card_payments` without `transfers`. Please visit"
    " https://stripe.com/docs/connect/account-capabilities#card-payments for more details."
)
AT_HOME = (
    "The recipient ToS agreement is not supported for platforms in US creating accounts in US. See"
    " https://stripe.com/docs/connect/cross-border-payouts for more details."
)
TERMS = (
    "You cannot accept the Terms of Service on behalf of accounts where"
    " `controller[requirement_collection]=stripe`, which includes Standard and Express accounts."
)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"type": "express", "controller": {"fees": {"payer": "application"}}}, EXCLUSIVE),
        ({"controller": HIDDEN}, LIABLE),
        ({"type": "custom", "capabilities": CARDS}, TOGETHER),
        ({"type": "custom", "country": "US", **RECIPIENT}, AT_HOME),
        ({"type": "express", "tos_acceptance": {"date": 1_700_000_000}}, TERMS),
    ],
)
def test_nobody_could_answer_for_such_an_account(
    stripe: Stripe, asked: dict[str, Any], sentence: str
) -> None:
    assert refused(stripe.post("/v1/accounts", **asked)) == sentence


@pytest.mark.parametrize(
    "asked",
    [
        {"controller": {**HIDDEN, "requirement_collection": "application"}},
        {"controller": {**HIDDEN, "losses": {"payments": "stripe"}}},
        {"type": "custom", "capabilities": {"transfers": {"requested": True}}},
        {"type": "custom", "country": "TH", **RECIPIENT},
    ],
)
def test_what_is_nearly_so_is_opened(stripe: Stripe, asked: dict[str, Any]) -> None:
    assert stripe.post("/v1/accounts", **asked).http == 200


@pytest.mark.parametrize("date", [1_200_000_000, NOW + 2 * 86_400, NOW * 1000])
def test_terms_are_accepted_in_the_past_and_in_seconds(stripe: Stripe, date: int) -> None:
    accepted = {"date": date, "ip": "127.0.0.1"}
    path = f"/v1/accounts/{stripe.post('/v1/accounts', type='custom').id}"
    for reply in (
        stripe.post("/v1/accounts", type="custom", tos_acceptance=accepted),
        stripe.post(path, tos_acceptance=accepted),
    ):
        assert refused(reply) == (
            "ToS acceptance date is not valid. Dates are expected to be integers, measured in"
            " seconds, not in the future, and after 2009"
        )
        assert reply.error.param == "tos_acceptance[date]"
    assert stripe.post(path, tos_acceptance=accepted | {"date": NOW}).http == 200


def test_who_takes_cards_does_not_give_up_transfers(stripe: Stripe) -> None:
    path = f"/v1/accounts/{stripe.post('/v1/accounts', type='custom', capabilities=BOTH).id}"
    without = {"transfers": {"requested": False}}
    assert refused(stripe.post(path, capabilities=without)) == TOGETHER
    alone = stripe.post(f"{path}/capabilities/transfers", requested=False)
    assert refused(alone) == TOGETHER
    assert set(stripe.get(path).capabilities) == {"card_payments", "transfers"}


@pytest.mark.parametrize(
    ("version", "asked", "shown"),
    [
        ("2019-08-14", ["card_payments"], {"card_payments"}),
        ("2019-05-16", ["card_payments"], {"card_payments", "platform_payments"}),
        ("2019-05-16", ["platform_payments"], {"platform_payments"}),
    ],
)
def test_an_old_client_names_capabilities_as_they_were_called(
    stripe: Stripe, version: str, asked: list[str], shown: set[str]
) -> None:
    old = stripe.at_version(version)
    made = old.post("/v1/accounts", type="custom", requested_capabilities=asked)
    assert set(made.capabilities) == shown
    today = {name.replace("platform_payments", "transfers") for name in shown}
    assert set(stripe.get(f"/v1/accounts/{made.id}").capabilities) == today


@pytest.mark.parametrize(
    ("opened", "receives", "charges"),
    [
        ({"type": "standard"}, 200, 200),
        ({"controller": {"stripe_dashboard": {"type": "full"}}}, 200, 200),
        ({"type": "express"}, 200, 402),
        ({"controller": {"stripe_dashboard": {"type": "express"}}}, 200, 402),
        ({"type": "custom"}, 400, 402),
    ],
)
def test_an_account_that_nobody_asked_for_anything_may_do_what_its_dashboard_implies(
    stripe: Stripe, opened: dict[str, Any], receives: int, charges: int
) -> None:
    id = stripe.post("/v1/accounts", **opened).id
    moved = stripe.post("/v1/transfers", amount=100, currency="usd", destination=id)
    card = {"amount": 1000, "currency": "usd", "source": "tok_visa"}
    assert (moved.http, on(stripe, id).post("/v1/charges", **card).http) == (receives, charges)
