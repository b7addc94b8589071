"""Stripe's own Python SDK drives the core over HTTP, and notices nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import stripe
from stripe import StripeClient

from simulator import Account
from simulator.tests.conftest import Receiver

CARDS: Any = {"enabled": True, "allow_redirects": "never"}


@pytest.fixture
def client(sim: Account) -> StripeClient:
    return StripeClient(sim.secret_key, base_addresses={"api": sim.url}, max_network_retries=2)


def pay(client: StripeClient, method: str = "pm_card_visa") -> stripe.PaymentIntent:
    return client.v1.payment_intents.create(
        {
            "amount": 2500,
            "currency": "usd",
            "payment_method": method,
            "confirm": True,
            "automatic_payment_methods": CARDS,
        }
    )


def test_a_payment_from_its_customer_to_its_refund(client: StripeClient) -> None:
    customer = client.v1.customers.create({"email": "jo@example.com", "name": "Jo"})
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer.id})
    intent = client.v1.payment_intents.create(
        {
            "amount": 2500,
            "currency": "usd",
            "customer": customer.id,
            "payment_method": method.id,
            "capture_method": "manual",
            "metadata": {"order_id": "7"},
            "automatic_payment_methods": CARDS,
        }
    )
    assert intent.status == "requires_confirmation"
    held = client.v1.payment_intents.confirm(intent.id)
    assert (held.status, held.amount_capturable) == ("requires_capture", 2500)
    paid = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 2000})
    assert (paid.status, paid.amount_received) == ("succeeded", 2000)
    expand: Any = ["latest_charge.balance_transaction"]
    charge = client.v1.payment_intents.retrieve(intent.id, {"expand": expand}).latest_charge
    assert isinstance(charge, stripe.Charge)
    assert isinstance(charge.balance_transaction, stripe.BalanceTransaction)
    assert charge.balance_transaction.net == 2000 - 88
    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 500})
    assert (refund.status, refund.charge) == ("succeeded", charge.id)
    assert client.v1.charges.retrieve(charge.id).amount_refunded == 500
    assert client.v1.customers.delete(customer.id).deleted


def test_objects_are_of_the_sdks_classes(client: StripeClient) -> None:
    intent = pay(client)
    assert isinstance(intent, stripe.PaymentIntent)
    assert isinstance(client.v1.events.list().data[0], stripe.Event)
    assert intent.last_response is not None
    assert str(intent.last_response.request_id).startswith("req_")


def test_a_decline_is_a_card_error(client: StripeClient) -> None:
    with pytest.raises(stripe.CardError) as refused:
        pay(client, "pm_card_visa_chargeDeclinedInsufficientFunds")
    error = refused.value
    assert (error.code, error.http_status) == ("card_declined", 402)
    assert error.user_message == "Your card has insufficient funds."
    assert error.error is not None
    assert error.error.decline_code == "insufficient_funds"
    assert isinstance(error.error.payment_intent, stripe.PaymentIntent)
    assert error.error.payment_intent.status == "requires_payment_method"


def test_every_refusal_has_its_class(client: StripeClient, sim: Account) -> None:
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.payment_intents.retrieve("pi_x")
    assert (missing.value.http_status, missing.value.param) == (404, "intent")
    stranger = StripeClient("sk_tset_x", base_addresses={"api": sim.url})
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.balance.retrieve()
    elsewhere: Any = {"stripe_account": "acct_nobodys"}
    with pytest.raises(stripe.PermissionError):
        client.v1.balance.retrieve(options=elsewhere)
    key: Any = {"idempotency_key": "once"}
    client.v1.customers.create({"name": "Jo"}, options=key)
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({"name": "Al"}, options=key)
    sim.faults.add("rate_limit", on="GET /v1/balance", times=1)
    with pytest.raises(stripe.RateLimitError):
        client.v1.balance.retrieve()


def test_an_idempotency_key_pays_once(client: StripeClient) -> None:
    key: Any = {"idempotency_key": "order-7"}
    params: Any = {
        "amount": 2500,
        "currency": "usd",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "automatic_payment_methods": CARDS,
    }
    first = client.v1.payment_intents.create(params, options=key)
    again = client.v1.payment_intents.create(params, options=key)
    assert again.id == first.id
    assert again.last_response is not None
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.charges.list().data) == 1


def test_a_lost_answer_is_asked_for_again_and_paid_once(client: StripeClient, sim: Account) -> None:
    sim.faults.add("lost_answer", on="POST /v1/payment_intents", times=1)
    intent = pay(client)
    assert intent.status == "succeeded"
    assert intent.last_response is not None
    assert intent.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.charges.list().data) == 1


def test_a_server_error_is_asked_about_again(client: StripeClient, sim: Account) -> None:
    sim.faults.add("server_error_before", on="GET /v1/balance", times=1)
    assert client.v1.balance.retrieve().object == "balance"


def test_pages_are_turned_by_themselves(client: StripeClient) -> None:
    ids = [client.v1.customers.create({"name": str(count)}).id for count in range(7)]
    listed = client.v1.customers.list({"limit": 3})
    assert [customer.id for customer in listed.auto_paging_iter()] == ids[::-1]
    backwards = client.v1.customers.list({"limit": 2, "ending_before": ids[0]})
    assert [customer.id for customer in backwards.auto_paging_iter()] == ids[1:]


def test_search_pages_are_turned_too(client: StripeClient) -> None:
    for count in range(5):
        client.v1.customers.create({"name": f"Jo {count}"})
    found = client.v1.customers.search({"query": 'name~"Jo "', "limit": 2})
    assert len(list(found.auto_paging_iter())) == 5


def test_a_delivered_event_is_verified(
    client: StripeClient, sim: Account, receiver: Receiver
) -> None:
    endpoint = sim.endpoints.add(receiver.url)
    intent = pay(client)
    sim.settle()
    assert set(receiver.types) >= {"payment_intent.created", "charge.succeeded"}
    got = receiver.got[receiver.types.index("payment_intent.succeeded")]
    event = got.verified(endpoint.secret)
    assert event.data.object["id"] == intent.id
    with pytest.raises(stripe.SignatureVerificationError):
        got.verified("whsec_another")


# Asynchronously.


@pytest.fixture
def patient(sim: Account) -> StripeClient:
    return StripeClient(
        sim.secret_key, base_addresses={"api": sim.url}, http_client=stripe.AIOHTTPClient()
    )


async def hang_up(client: StripeClient) -> None:
    http: Any = client._requestor._get_http_client()
    await http.close_async()


def test_the_asynchronous_client_pays_declines_and_pages(patient: StripeClient) -> None:
    async def story() -> None:
        params: Any = {
            "amount": 2500,
            "currency": "usd",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "automatic_payment_methods": CARDS,
        }
        made = [patient.v1.payment_intents.create_async(params) for _ in range(5)]
        intents = await asyncio.gather(*made)
        assert {intent.status for intent in intents} == {"succeeded"}
        with pytest.raises(stripe.CardError):
            await patient.v1.payment_intents.create_async(
                params | {"payment_method": "pm_card_chargeDeclined"}
            )
        listed = await patient.v1.payment_intents.list_async({"limit": 2})
        assert len([intent async for intent in listed.auto_paging_iter()]) == 6
        refund = await patient.v1.refunds.create_async({"payment_intent": intents[0].id})
        assert refund.status == "succeeded"
        await hang_up(patient)

    asyncio.run(story())
