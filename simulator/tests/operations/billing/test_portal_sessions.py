"""Sessions of the customer portal.

Source: API reference, "Create a portal session"; recorded answers of 2025.
"""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.shopping import again, goods, open_session, pay


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers").id)


def opened(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post("/v1/billing_portal/sessions", **params)


def test_a_new_session_shows_every_field(stripe: Stripe, customer: str) -> None:
    session = opened(stripe, customer=customer, return_url="https://shop.example/account")
    made = {"id": session.id, "configuration": session.configuration, "url": session.url}
    fields = made | {
        "object": "billing_portal.session",
        "created": stripe.now,
        "customer": customer,
        "customer_account": None,
        "flow": None,
        "livemode": False,
        "locale": None,
        "on_behalf_of": None,
        "return_url": "https://shop.example/account",
    }
    assert session.body == fields | {"after_expiration": None}
    assert stripe.types()[-1] == "billing_portal.session.created"
    older = opened(stripe.at_version("2026-03-25.dahlia"), customer=customer)
    assert older.body.keys() == fields.keys()


def test_a_portal_is_somebodys(stripe: Stripe) -> None:
    refused = opened(stripe)
    assert refused.refusal == (400, "invalid_request_error", "parameter_missing", "customer")


def test_it_leads_back_to_an_address(stripe: Stripe, customer: str) -> None:
    refused = opened(stripe, customer=customer, return_url="nowhere")
    assert refused.refusal == (400, "invalid_request_error", "url_invalid", "return_url")


def test_a_flow_shows_what_it_leaves_open(stripe: Stripe, customer: str) -> None:
    session = opened(stripe, customer=customer, flow_data={"type": "payment_method_update"})
    assert session.flow == {
        "after_completion": {
            "hosted_confirmation": None,
            "redirect": None,
            "type": "portal_homepage",
        },
        "customer_update": None,
        "subscription_cancel": None,
        "subscription_pause": None,
        "subscription_update": None,
        "subscription_update_confirm": None,
        "type": "payment_method_update",
    }


def test_a_flow_is_about_a_subscription_that_there_is(stripe: Stripe) -> None:
    line = goods(price_data={"recurring": {"interval": "month"}})
    bought = open_session(stripe, line, mode="subscription")
    pay(stripe, bought)
    bought = again(stripe, bought)

    def canceling(**told: Any) -> Reply:
        flow = {"type": "subscription_cancel"} | told
        return opened(stripe, customer=bought.customer, flow_data=flow)

    session = canceling(subscription_cancel={"subscription": bought.subscription})
    assert session.flow.subscription_cancel == {
        "retention": None,
        "subscription": bought.subscription,
    }
    at = "flow_data[subscription_cancel]"
    assert canceling().refusal[2:] == ("parameter_missing", at)
    missed = canceling(subscription_cancel={"subscription": "sub_no"})
    assert missed.refusal[2:] == ("resource_missing", f"{at}[subscription]")
