"""Events of connected accounts go to the platform's connect endpoints, and say whose they are."""

from simulator import Account
from simulator.tests.conftest import Receiver


def connected(sim: Account) -> str:
    status, account = sim.api("POST", "/v1/accounts", {"type": "standard"})
    assert status == 200, account
    return str(account["id"])


def test_a_connect_endpoint_gets_the_events_of_connected_accounts_alone(
    sim: Account, receiver: Receiver
) -> None:
    theirs = sim.endpoints.add(receiver.url + "/connect", connect=True)
    ours = sim.endpoints.add(receiver.url + "/own")
    id = connected(sim)
    sim.settle()
    receiver.got.clear()
    sim.api("POST", "/v1/customers", {"name": "ours"})
    sim.api("POST", "/v1/customers", {"name": "theirs"}, headers={"Stripe-Account": id})
    sim.settle()
    by_path = {got.path: got for got in receiver.got}
    assert len(receiver.got) == 2
    event = by_path["/hook/connect"].event
    assert (event["account"], event["context"]) == (id, id)
    assert event["data"]["object"]["name"] == "theirs"
    assert list(event)[:4] == ["id", "object", "account", "api_version"]
    assert by_path["/hook/connect"].verified(theirs.secret).type == "customer.created"
    assert "account" not in by_path["/hook/own"].event
    assert by_path["/hook/own"].verified(ours.secret).type == "customer.created"


def test_retries_to_the_platform_go_on_with_the_platforms_time(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url, connect=True, events=["customer.created"])
    id = connected(sim)
    receiver.status = lambda _: 500
    sim.api("POST", "/v1/customers", {}, headers={"Stripe-Account": id})
    sim.settle()
    receiver.status = lambda _: 200
    sim.clock.advance("1h")
    assert receiver.types == ["customer.created", "customer.created"]
    [delivery] = sim.deliveries.list()
    assert (delivery.account, delivery.state) == (id, "delivered")


def test_what_the_platform_changes_of_an_account_happens_in_that_account(
    sim: Account, receiver: Receiver
) -> None:
    sim.endpoints.add(receiver.url + "/connect", connect=True)
    sim.endpoints.add(receiver.url + "/own")
    id = sim.api("POST", "/v1/accounts", {"type": "custom", "country": "US"})[1]["id"]
    bank = {"object": "bank_account", "country": "US", "account_number": "000123456789"}
    bank["routing_number"] = "110000000"
    sim.api("POST", f"/v1/accounts/{id}", {"email": "jo@example.com"})
    sim.api("POST", f"/v1/accounts/{id}/external_accounts", {"external_account": bank})
    sim.api("POST", f"/v1/accounts/{id}/persons", {"first_name": "Jo"})
    sim.settle()
    assert {got.path for got in receiver.got} == {"/hook/connect"}
    assert {got.event["account"] for got in receiver.got} == {id}
    assert {"account.updated", "account.external_account.created", "person.created"} <= {
        *receiver.types
    }
    assert sim.api("GET", "/v1/events")[1]["data"] == []
