"""Event destinations of API v2, and the thin events that they get."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import stripe as sdk

from simulator import Account
from simulator.tests.calls import Reply, Stripe
from simulator.tests.conftest import Receiver
from simulator.tests.operations.connecting import connected
from simulator.webhooks.listening import listeners

PATH = "/v2/core/event_destinations"
SECRET, ADDRESS = "webhook_endpoint.signing_secret", "webhook_endpoint.url"
THIN: dict[str, Any] = {
    "name": "Orders",
    "type": "webhook_endpoint",
    "event_payload": "thin",
    "enabled_events": ["v1.customer.created"],
    "webhook_endpoint": {"url": "https://shop.test/w"},
}


def asked(stripe: Stripe, path: str = PATH, **body: Any) -> Reply:
    headers = {"Content-Type": "application/json"}
    return stripe.send("POST", path, body=msgspec.json.encode(body), headers=headers)


def test_what_is_secret_is_shown_only_if_it_is_asked_for(stripe: Stripe) -> None:
    made = asked(stripe, **THIN, include=[SECRET, ADDRESS])
    assert made.webhook_endpoint.url == "https://shop.test/w"
    assert made.webhook_endpoint.signing_secret.startswith("whsec_")
    assert (made.object, made.status, made.livemode) == (
        "v2.core.event_destination",
        "enabled",
        False,
    )
    assert made.created.endswith(".000Z")
    found = stripe.get(f"{PATH}/{made.id}", include=[SECRET, ADDRESS])
    assert found.webhook_endpoint == {"signing_secret": None, "url": "https://shop.test/w"}
    assert stripe.get(f"{PATH}/{made.id}").webhook_endpoint.url is None


def test_api_v1_does_not_know_it(stripe: Stripe) -> None:
    made = asked(stripe, **THIN)
    assert stripe.get("/v1/webhook_endpoints").data == []
    assert stripe.get(f"/v1/webhook_endpoints/{made.id}").http == 404


def test_it_is_listed_updated_switched_and_deleted(stripe: Stripe) -> None:
    first, second = (asked(stripe, **{**THIN, "name": name}) for name in ("a", "b"))
    page = stripe.get(PATH, limit=1)
    assert [each.name for each in page.data] == ["b"]
    assert (page.next_page_url, page.previous_page_url) == (f"{PATH}?limit=1&page=page_1", None)
    changed = asked(stripe, f"{PATH}/{first.id}", name="c", description=None, metadata={"k": "v"})
    assert (changed.name, changed.description, changed.metadata) == ("c", "", {"k": "v"})
    off = asked(stripe, f"{PATH}/{first.id}/disable")
    assert (off.status, off.status_details) == ("disabled", {"disabled": {"reason": "user"}})
    assert asked(stripe, f"{PATH}/{first.id}/enable").status == "enabled"
    gone = stripe.delete(f"{PATH}/{second.id}")
    assert gone.body == {"id": second.id, "object": "v2.core.event_destination"}
    assert stripe.get(f"{PATH}/{second.id}").http == 404


@pytest.mark.parametrize(
    ("wrong", "code", "param"),
    [
        ({"name": None}, "parameter_invalid_empty", "name"),
        ({"event_payload": "fat"}, None, "event_payload"),
        ({"enabled_events": ["customer.created"]}, None, "enabled_events[0]"),
        ({"wat": 1}, "parameter_unknown", "wat"),
        ({"webhook_endpoint": {"url": "shop.test"}}, "url_invalid", "url"),
    ],
)
def test_what_is_wrong_is_named(
    stripe: Stripe, wrong: dict[str, Any], code: str | None, param: str
) -> None:
    refused = asked(stripe, **{**THIN, **wrong})
    assert refused.refusal == (400, "invalid_request_error", code, param)


def test_a_form_is_no_json(stripe: Stripe) -> None:
    refused = stripe.post(PATH, name="x")
    assert refused.http == 400


def test_every_event_has_a_thin_twin(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers", headers={"Idempotency-Key": "one"})
    snapshot = stripe.get("/v1/events").data[0]
    [event] = stripe.get("/v2/core/events").data
    assert event == {
        "id": event.id,
        "object": "v2.core.event",
        "created": "2026-09-21T14:13:20.000Z",
        "livemode": False,
        "reason": {
            "request": {"id": customer.headers["Request-Id"], "idempotency_key": "one"},
            "type": "request",
        },
        "related_object": {
            "id": customer.id,
            "type": "customer",
            "url": f"/v1/customers/{customer.id}",
        },
        "snapshot_event": snapshot.id,
        "type": "v1.customer.created",
    }
    assert event.id.startswith("evt_test_65")
    assert stripe.get(f"/v2/core/events/{event.id}").body == event
    assert stripe.get(event.related_object.url).id == customer.id
    assert stripe.get("/v2/core/events", types=["v1.charge.failed"]).data == []
    assert stripe.get("/v2/core/events", object_id="cus_other").data == []
    assert stripe.get("/v2/core/events", created={"gt": event.created}).data == []
    assert stripe.get("/v2/core/events/evt_test_x").http == 404


def test_a_thin_destination_gets_thin_events(sim: Account, receiver: Receiver) -> None:
    client = sdk.StripeClient(sim.secret_key, base_addresses={"api": sim.url})
    given: Any = {**THIN, "webhook_endpoint": {"url": receiver.url}, "include": [SECRET]}
    destination = client.v2.core.event_destinations.create(given)
    customer = client.v1.customers.create()
    sim.settle()
    [got] = receiver.got
    assert destination.webhook_endpoint is not None
    told = client.parse_event_notification(
        got.body, got.headers["Stripe-Signature"], destination.webhook_endpoint.signing_secret or ""
    )
    assert told.type == "v1.customer.created"
    assert got.event["related_object"]["id"] == customer.id
    assert "data" not in got.event


def test_a_ping_reaches_only_the_destination_that_was_asked_for(
    sim: Account, receiver: Receiver
) -> None:
    client = sdk.StripeClient(sim.secret_key, base_addresses={"api": sim.url})
    given: Any = {**THIN, "webhook_endpoint": {"url": receiver.url}}
    first, _ = (client.v2.core.event_destinations.create(given) for _ in range(2))
    ping = client.v2.core.event_destinations.ping(first.id)
    sim.settle()
    assert receiver.types == ["v2.core.event_destination.ping"]
    assert receiver.got[0].event["id"] == ping.id
    assert receiver.got[0].event["related_object"]["id"] == first.id
    assert sim.api("GET", "/v1/events")[1]["data"] == []


def test_a_destination_gets_the_accounts_own_events_unless_it_says_otherwise(
    stripe: Stripe,
) -> None:
    assert asked(stripe, **THIN).events_from == ["@self"]
    account = connected(stripe)
    both = asked(stripe, **THIN, events_from=["@self", "@accounts"])
    theirs = asked(stripe, **THIN, events_from=["@accounts"])
    own = stripe.account
    assert {id for _, id in listeners(own, "customer.created")} >= {both.id}
    assert theirs.id not in {id for _, id in listeners(own, "customer.created")}
    there = own.world.connected(own, account)
    assert there is not None
    heard = {id for _, id in listeners(there, "customer.created")}
    assert heard == {both.id, theirs.id}


def test_a_cloud_shows_what_it_has_been_given(stripe: Stripe) -> None:
    shared = {name: THIN[name] for name in ("name", "event_payload", "enabled_events")}
    amazon = {"aws_account_id": "123456789012", "aws_region": "us-east-1"}
    made = asked(stripe, **shared, type="amazon_eventbridge", amazon_eventbridge=amazon)
    bus = made.amazon_eventbridge
    assert (bus.aws_account_id, bus.aws_event_source_status) == ("123456789012", "pending")
    assert bus.aws_event_source_arn.startswith("arn:aws:events:us-east-1::event-source/")
    azure = {
        "azure_region": "westeurope",
        "azure_resource_group_name": "group",
        "azure_subscription_id": "id",
    }
    topic = asked(stripe, **shared, type="azure_event_grid", azure_event_grid=azure)
    assert topic.azure_event_grid.azure_region == "westeurope"
    assert topic.azure_event_grid.azure_partner_topic_status == "never_activated"
