"""API versions: what an answer looked like then."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.webhooks.bodies import event_as
from simulator.wire import releases

INTENTS = "/v1/payment_intents"


def test_the_newest_is_the_default(stripe: Stripe) -> None:
    assert stripe.get("/v1/balance").headers["Stripe-Version"] == releases.NEWEST


@pytest.mark.parametrize("version", ["2020-08-27", "2022-11-15", "2024-06-20", "2025-03-31.basil"])
def test_every_version_of_stripes_is_answered(stripe: Stripe, version: str) -> None:
    answer = stripe.at_version(version).get("/v1/balance")
    assert (answer.http, answer.headers["Stripe-Version"]) == (200, version)


@pytest.mark.parametrize("version", ["2020-08-28", "latest", "2026-10-28.dahlia"])
def test_an_unknown_version_is_refused(stripe: Stripe, version: str) -> None:
    refused = stripe.at_version(version).get("/v1/balance")
    assert refused.refusal[:2] == (400, "invalid_request_error")
    assert refused.error.message.startswith(f"Invalid Stripe API version: {version}")


def test_beta_flags_are_passed_over(stripe: Stripe) -> None:
    assert stripe.at_version("2023-10-16; some_beta=v1").get("/v1/balance").http == 200


def test_a_preview_is_answered_as_the_version_of_its_day(stripe: Stripe) -> None:
    asked = "2025-09-30.preview;checkout_product_catalog_preview=v1"
    answer = stripe.at_version(asked).get("/v1/balance")
    assert (answer.http, answer.headers["Stripe-Version"]) == (200, asked)
    clover = stripe.at_version("2025-09-30.clover").post("/v1/refunds", charge=charge_of(stripe))
    preview = stripe.at_version(asked).get(f"/v1/refunds/{clover.id}")
    assert set(preview.body) == set(clover.body)
    newest = stripe.get(f"/v1/refunds/{clover.id}")
    assert set(newest.body) > set(preview.body)
    assert stripe.at_version("2025-09-29.preview").get("/v1/balance").http == 400


def charge_of(stripe: Stripe) -> str:
    charge: str = stripe.charge_of(stripe.paid()).id
    return charge


def test_charges_were_listed_on_the_intent_until_2022(stripe: Stripe) -> None:
    id = stripe.paid().id
    old = stripe.at_version("2022-08-01").get(f"{INTENTS}/{id}")
    assert old.charges.object == "list"
    assert old.charges.url == f"/v1/charges?payment_intent={id}"
    assert (old.charges.total_count, old.charges.has_more) == (1, False)
    assert old.charges.data[0].id == old.latest_charge
    assert old.charges.data[0].refunds.data == []
    new = stripe.at_version("2022-11-15").get(f"{INTENTS}/{id}")
    assert "charges" not in new.body


def test_refunds_came_with_the_charge_until_2022(stripe: Stripe) -> None:
    intent = stripe.paid(capture_method="automatic")
    refund = stripe.post("/v1/refunds", payment_intent=intent.id)
    path = f"/v1/charges/{intent.latest_charge}"
    old = stripe.at_version("2020-08-27").get(path)
    assert (old.refunds.total_count, old.refunds.data[0].id) == (1, refund.id)
    assert "refunds" not in stripe.at_version("2022-11-15").get(path).body


def test_payments_named_their_invoice_until_basil(stripe: Stripe) -> None:
    intent = stripe.paid()
    for path in (f"{INTENTS}/{intent.id}", f"/v1/charges/{intent.latest_charge}"):
        assert stripe.at_version("2024-06-20").get(path).invoice is None
        assert "invoice" not in stripe.at_version("2025-03-31.basil").get(path).body


def test_the_kinds_of_methods_were_named_until_endive(stripe: Stripe) -> None:
    given = {"amount": 2500, "currency": "usd", "payment_method_types": ["card"]}
    assert stripe.at_version("2026-08-26.dahlia").post(INTENTS, **given).http == 200
    refused = stripe.at_version("2026-09-30.endive").post(INTENTS, **given)
    code = "payment_method_types_no_longer_supported"
    assert refused.refusal == (400, "invalid_request_error", code, "payment_method_types")


def test_what_is_embedded_in_an_error_is_of_the_version_too(stripe: Stripe) -> None:
    intent = stripe.paid()
    old = stripe.at_version("2020-08-27")
    refused = old.post(f"{INTENTS}/{intent.id}/capture")
    assert "charges" in refused.error.payment_intent


def test_a_step_back_keeps_the_keys_in_order(stripe: Stripe) -> None:
    keys = list(stripe.at_version("2020-08-27").get(f"{INTENTS}/{stripe.paid().id}").body)
    assert keys[:2] == ["id", "object"]
    assert keys[2:] == sorted(keys[2:])


def test_the_rest_of_a_hold_counted_as_refunded_until_basil(stripe: Stripe) -> None:
    for version, counted in (("2024-06-20", 1500), ("2025-03-31.basil", 0)):
        held = stripe.held(amount=6500)
        by = stripe.at_version(version)
        by.post(f"{INTENTS}/{held.id}/capture", amount_to_capture=5000)
        charge = by.get(f"/v1/charges/{held.latest_charge}")
        assert (charge.amount_captured, charge.refunded) == (5000, False)
        assert charge.amount_refunded == counted


def test_two_booleans_told_of_3d_secure_until_2020(stripe: Stripe) -> None:
    challenged = stripe.paid("pm_card_authenticationRequired")
    stripe.challenge(challenged, passed=True)
    path = f"{INTENTS}/{challenged.id}"
    new = stripe.get(path, expand=["latest_charge"]).latest_charge
    assert new.payment_method_details.card.three_d_secure.result == "authenticated"
    old = stripe.at_version("2020-03-02").get(path).charges.data[0]
    secure = old.payment_method_details.card.three_d_secure
    assert (secure.authenticated, secure.succeeded) == (True, True)
    assert list(secure) == sorted(secure)


def test_intents_spoke_of_sources_too_until_2019(stripe: Stripe) -> None:
    intent = stripe.intent()
    old = stripe.at_version("2018-11-08").get(f"{INTENTS}/{intent.id}")
    assert (old.status, old.allowed_source_types) == ("requires_source", ["card"])
    assert (old.payment_method_types, old.next_action) == (["card"], None)
    assert old.next_source_action is None
    new = stripe.at_version("2019-02-11").get(f"{INTENTS}/{intent.id}")
    assert not {"allowed_source_types", "next_source_action"} & set(new.body)


def test_a_redirect_had_two_names_until_2019(stripe: Stripe) -> None:
    old = stripe.at_version("2018-11-08").post(
        INTENTS,
        amount=2500,
        currency="usd",
        payment_method="pm_card_authenticationRequired",
        payment_method_types=["card"],
        return_url="https://shop.example/back",
        confirm=True,
    )
    assert old.status == "requires_source_action"
    assert (old.next_action.type, old.next_source_action.type) == (
        "redirect_to_url",
        "authorize_with_url",
    )
    assert old.next_source_action.authorize_with_url.url == old.next_action.redirect_to_url.url


def test_a_hold_that_ran_out_was_canceled_automatically_until_basil(stripe: Stripe) -> None:
    held = stripe.held()
    stripe.advance(days=8)
    for version, reason in (("2024-06-20", "automatic"), ("2025-03-31.basil", "expired")):
        intent = stripe.at_version(version).get(f"{INTENTS}/{held.id}")
        assert (intent.status, intent.cancellation_reason) == ("canceled", reason)


def test_refunds_name_no_customer_until_dahlia(stripe: Stripe) -> None:
    customer = stripe.post("/v1/customers").id
    refund = stripe.post("/v1/refunds", payment_intent=stripe.paid(customer=customer).id)
    assert refund.customer == customer
    old = stripe.at_version("2025-10-29.clover").get(f"/v1/refunds/{refund.id}")
    assert not {"customer", "customer_account", "payment_method"} & set(old.body)


def told_in(stripe: Stripe, version: str) -> dict[str, Any]:
    """The objects of the account's events in the shape of a version, the last of each type."""
    events = stripe.account.events.values()
    return {each.type: event_as(stripe.account, each, version)["data"]["object"] for each in events}


def test_an_event_lists_what_was_there_when_it_happened(stripe: Stripe) -> None:
    paid = stripe.paid(capture_method="automatic")
    for _ in range(2):
        stripe.post("/v1/refunds", payment_intent=paid.id, amount=1000)
    told = told_in(stripe, "2020-08-27")
    created, succeeded = (told[f"payment_intent.{name}"] for name in ("created", "succeeded"))
    assert (created["charges"]["data"], created["charges"]["total_count"]) == ([], 0)
    assert [charge["id"] for charge in succeeded["charges"]["data"]] == [paid.latest_charge]
    assert told["charge.succeeded"]["refunds"]["data"] == []
    assert told["charge.refunded"]["refunds"]["total_count"] == 2


def test_an_intent_lists_its_failed_charges_too(stripe: Stripe) -> None:
    intent = stripe.intent()
    confirm = f"{INTENTS}/{intent.id}/confirm"
    failed = stripe.post(confirm, payment_method="pm_card_chargeDeclined").error.charge
    paid = stripe.at_version("2020-08-27").post(confirm, payment_method="pm_card_visa")
    assert [charge.id for charge in paid.charges.data] == [paid.latest_charge, failed]
    told = told_in(stripe, "2020-08-27")["payment_intent.payment_failed"]
    assert [charge["id"] for charge in told["charges"]["data"]] == [failed]
