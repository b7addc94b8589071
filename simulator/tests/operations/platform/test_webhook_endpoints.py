"""Webhook endpoints by Stripe's own API: what it takes, shows and refuses."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

PATH = "/v1/webhook_endpoints"


def made(stripe: Stripe, **params: Any) -> Reply:
    return stripe.post(PATH, **{"url": "https://shop.test/w", "enabled_events": ["*"], **params})


def test_the_secret_is_shown_once(stripe: Stripe) -> None:
    endpoint = made(stripe)
    assert endpoint.secret.startswith("whsec_")
    assert len(endpoint.secret) == len("whsec_") + 32
    for later in (
        stripe.get(f"{PATH}/{endpoint.id}").body,
        stripe.get(PATH).data[0],
        stripe.post(f"{PATH}/{endpoint.id}", description="d").body,
    ):
        assert later.id == endpoint.id
        assert "secret" not in later


@pytest.mark.parametrize("fixed", ["api_version", "connect", "secret"])
def test_what_is_fixed_at_creation_cannot_be_updated(stripe: Stripe, fixed: str) -> None:
    refused = stripe.post(f"{PATH}/{made(stripe).id}", **{fixed: "2020-08-27"})
    assert refused.refusal == (400, "invalid_request_error", "parameter_unknown", fixed)


def test_an_endpoint_is_switched_off_and_on(stripe: Stripe) -> None:
    path = f"{PATH}/{made(stripe).id}"
    assert stripe.post(path, disabled=True).status == "disabled"
    assert stripe.post(path, disabled=False).status == "enabled"


def test_sixteen_are_the_most(stripe: Stripe) -> None:
    first, *_ = [made(stripe) for _ in range(16)]
    refused = made(stripe)
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == "You have reached the maximum of 16 test webhook endpoints."
    stripe.delete(f"{PATH}/{first.id}")
    assert made(stripe).http == 200


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("shop.test/w", "Invalid URL: An explicit scheme (such as https) must be provided."),
        ("ftp://shop.test/w", "Not a valid URL"),
        ("https://", "Not a valid URL"),
        ("https://shop .test", "Not a valid URL"),
    ],
)
def test_an_address_must_be_one(stripe: Stripe, url: str, message: str) -> None:
    refused = made(stripe, url=url)
    assert refused.refusal == (400, "invalid_request_error", "url_invalid", "url")
    assert refused.error.message == message


def test_an_unknown_type_of_event_is_refused_with_all_that_are_known(stripe: Stripe) -> None:
    refused = made(stripe, enabled_events=["charge.paid"])
    assert refused.refusal == (400, "invalid_request_error", None, "enabled_events[0]")
    assert refused.error.message.startswith(
        "Invalid enabled_events[0]: must be one of *, account.application.authorized, "
    )


def test_older_clients_may_ask_for_events_that_there_are_no_more(stripe: Stripe) -> None:
    wanted = ["invoiceitem.updated", "invoiceitem.created"]
    old = stripe.at_version("2023-10-16")
    assert made(old, enabled_events=wanted).enabled_events == wanted
    assert made(old, enabled_events=["invoiceitem.sold"]).http == 400
    assert made(stripe, enabled_events=wanted).http == 400


def test_a_deleted_one_is_gone(stripe: Stripe) -> None:
    id = made(stripe).id
    gone = {"id": id, "object": "webhook_endpoint", "deleted": True}
    assert stripe.delete(f"{PATH}/{id}").body == gone
    refused = stripe.get(f"{PATH}/{id}")
    assert refused.refusal[::3] == (404, "webhook_endpoint")
    assert refused.error.message == f"No such webhook endpoint: '{id}'"


def test_an_endpoint_for_connected_accounts_names_the_application(stripe: Stripe) -> None:
    connect = made(stripe, connect=True)
    assert connect.application.startswith("ca_")
    assert stripe.get(f"{PATH}/{connect.id}").application == connect.application
    assert made(stripe).application is None
