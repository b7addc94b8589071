"""Money that would cross a border which Stripe does not let it cross."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.connecting import connected, paid


def test_a_transfer_beyond_the_border_is_refused(stripe: Stripe) -> None:
    stripe.account.country = "NZ"
    there = connected(stripe, country="AU")
    refused = stripe.post("/v1/transfers", amount=100, currency="usd", destination=there)
    assert refused.refusal == (400, "invalid_request_error", "transfers_not_allowed", None)
    assert refused.error.message == (
        "Funds can't be sent to accounts located in AU because it's restricted outside of your"
        " platform's region."
    )


@pytest.mark.parametrize(
    ("platform", "country"),
    [("CH", "CA"), ("DE", "FR"), ("GB", "US"), ("NZ", "NZ"), ("US", "SG")],
)
def test_some_borders_are_open(stripe: Stripe, platform: str, country: str) -> None:
    stripe.account.country = platform
    there = connected(stripe, country=country)
    made = stripe.post("/v1/transfers", amount=100, currency="usd", destination=there)
    assert made.http == 200


def test_who_only_receives_is_reached_everywhere(stripe: Stripe) -> None:
    there = connected(stripe, country="TH", tos_acceptance={"service_agreement": "recipient"})
    made = stripe.post("/v1/transfers", amount=100, currency="usd", destination=there)
    assert made.http == 200


def test_a_destination_charge_settles_in_the_platforms_region(stripe: Stripe) -> None:
    there = connected(stripe, country="AU")
    asked = {"amount": 1000, "currency": "usd", "transfer_data": {"destination": there}}
    refused = stripe.post("/v1/payment_intents", **asked)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message.startswith(
        "Cannot create a destination charge for connected accounts in AU because funds would be"
        " settled on the platform and the connected account is outside the platform's region."
    )
    assert paid(stripe, transfer_data=asked["transfer_data"], on_behalf_of=there).http == 200
