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


def test_a_configuration_does_not_sell_what_it_cannot_take_the_money_for(stripe: Stripe) -> None:
    url = "/v1/billing_portal/configurations"
    updates = {
        "subscription_update": {
            "default_allowed_updates": ["price"],
            "enabled": True,
            "products": [],
        }
    }
    said = "Cannot enable subscription updates while payment method update is disabled."
    refused = stripe.post(url, features=updates)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == said
    both = updates | {"payment_method_update": {"enabled": True}}
    made = stripe.post(url, features=both)
    assert made.features.subscription_update.enabled is True
    shut = {"payment_method_update": {"enabled": False}}
    assert stripe.post(f"{url}/{made.id}", features=shut).error.message == said
    assert stripe.post(f"{url}/{made.id}", active=False).active is False
    assert stripe.types()[-1] == "billing_portal.configuration.updated"
    assert stripe.post(f"{url}/bpc_no", active=False).refusal[2] == "resource_missing"


@pytest.fixture
def bought(stripe: Stripe) -> Reply:
    """A paid Checkout Session with a Subscription."""
    line = goods(price_data={"recurring": {"interval": "month"}})
    session = open_session(stripe, line, mode="subscription")
    pay(stripe, session)
    return again(stripe, session)


def confirming(stripe: Stripe, bought: Reply, **change: Any) -> dict[str, Any]:
    """The parameters of a portal that has a change of a Subscription's only item confirmed."""
    subscription = stripe.get(f"/v1/subscriptions/{bought.subscription}")
    item = {"id": subscription.body["items"]["data"][0]["id"]}
    flow = "subscription_update_confirm"
    told = {"subscription": subscription.id, "items": [item | change]}
    return {"customer": bought.customer, "flow_data": {"type": flow, flow: told}}


def test_a_flow_is_not_opened_that_its_configuration_lacks(stripe: Stripe, bought: Reply) -> None:
    features = {"payment_method_update": {"enabled": True}}
    made = stripe.post("/v1/billing_portal/configurations", features=features).id
    flow = "subscription_update"
    told = {"type": flow, flow: {"subscription": bought.subscription}}
    asked = {"customer": bought.customer, "flow_data": told}
    for each in (asked, confirming(stripe, bought, quantity=2)):
        assert opened(stripe, **each).http == 200
        refused = opened(stripe, **each, configuration=made)
        assert refused.refusal == (400, "invalid_request_error", None, None)
        assert refused.error.message == (
            "This subscription cannot be updated because the subscription update feature in the"
            " portal configuration is disabled."
        )


def test_what_is_so_already_is_not_confirmed(stripe: Stripe, bought: Reply) -> None:
    refused = opened(stripe, **confirming(stripe, bought, quantity=1))
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Cannot update the subscription because there are no changes to confirm."
    )
    asked = confirming(stripe, bought, quantity=1)
    coupon = stripe.post("/v1/coupons", percent_off=10, duration="once").id
    asked["flow_data"]["subscription_update_confirm"]["discounts"] = [{"coupon": coupon}]
    assert opened(stripe, **asked).http == 200
    other = stripe.post(
        "/v1/prices",
        currency="usd",
        unit_amount=700,
        recurring={"interval": "month"},
        product_data={"name": "Other"},
    ).id
    assert opened(stripe, **confirming(stripe, bought, price=other)).http == 200


@pytest.mark.parametrize("with_period", [True, False])
def test_what_ends_anyway_is_not_canceled(stripe: Stripe, bought: Reply, with_period: bool) -> None:
    flow = "subscription_cancel"
    told = {"type": flow, flow: {"subscription": bought.subscription}}
    assert opened(stripe, customer=bought.customer, flow_data=told).http == 200
    ending = {"cancel_at_period_end": True} if with_period else {"cancel_at": stripe.now + 86_400}
    assert stripe.post(f"/v1/subscriptions/{bought.subscription}", **ending).http == 200
    refused = opened(stripe, customer=bought.customer, flow_data=told)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        f"The subscription {bought.subscription} is already set to be canceled at period end."
    )
