"""Locations, and the tokens that connect an app to their readers."""

from __future__ import annotations

from simulator.tests.calls import Stripe
from simulator.tests.operations.tills import SHOP, a_location, a_reader


def test_a_location_as_it_begins(stripe: Stripe) -> None:
    location = a_location(stripe, metadata={"shop": "7"})
    assert location.body == {
        "id": location.id,
        "object": "terminal.location",
        "address": SHOP | {"line2": None},
        "display_name": "Valencia Street",
        "livemode": False,
        "metadata": {"shop": "7"},
    }
    assert location.id.startswith("tml_")


def test_it_needs_a_name_and_an_address(stripe: Stripe) -> None:
    nameless = stripe.post("/v1/terminal/locations", address=SHOP)
    assert nameless.refusal == (400, "invalid_request_error", "parameter_missing", "display_name")
    nowhere = stripe.post("/v1/terminal/locations", display_name="Nowhere")
    assert nowhere.refusal == (400, "invalid_request_error", "parameter_missing", "address")


def test_what_is_changed_of_it_stays_changed(stripe: Stripe) -> None:
    id = a_location(stripe, phone="+15555550123").id
    changed = stripe.post(
        f"/v1/terminal/locations/{id}", display_name="Mission", address={"line2": "2nd floor"}
    )
    assert changed.display_name == "Mission"
    assert changed.address == SHOP | {"line2": "2nd floor"}
    assert changed.phone == "+15555550123"
    assert "phone" not in stripe.post(f"/v1/terminal/locations/{id}", phone="").body
    assert stripe.get("/v1/terminal/locations").data[0].display_name == "Mission"


def test_it_stays_in_its_country(stripe: Stripe) -> None:
    id = a_location(stripe).id
    moved = stripe.post(f"/v1/terminal/locations/{id}", address={"country": "CA"})
    assert moved.refusal == (400, "invalid_request_error", None, "address[country]")


def test_in_live_mode_there_is_terminal_in_some_countries_only(stripe: Stripe) -> None:
    elsewhere = SHOP | {"country": "BR"}
    assert a_location(stripe, address=elsewhere).http == 200
    stripe.account.livemode = True
    refused = a_location(stripe, address=elsewhere)
    assert refused.error.code == "terminal_location_country_unsupported"
    assert a_location(stripe).http == 200


def test_the_readers_of_a_deleted_location_stand_nowhere(stripe: Stripe) -> None:
    id = a_location(stripe).id
    reader = a_reader(stripe, location=id)
    gone = {"id": id, "object": "terminal.location", "deleted": True}
    assert stripe.delete(f"/v1/terminal/locations/{id}").body == gone
    assert stripe.get(f"/v1/terminal/locations/{id}").body == gone
    assert stripe.get("/v1/terminal/locations").data == []
    assert stripe.get(f"/v1/terminal/readers/{reader.id}").location is None
    assert a_reader(stripe, location=id).error.message == f"No such location: '{id}'"


def test_it_can_name_a_configuration_that_there_is(stripe: Stripe) -> None:
    tipping = {"usd": {"percentages": [15, 20, 25]}}
    made = stripe.post("/v1/terminal/configurations", tipping=tipping, name="Tips")
    assert made.tipping.usd.percentages == [15, 20, 25]
    location = a_location(stripe, configuration_overrides=made.id)
    assert location.configuration_overrides == made.id
    wrong = a_location(stripe, configuration_overrides="tmc_nope")
    assert wrong.error.message == "No such configuration: 'tmc_nope'"
    id = location.id
    plain = stripe.post(f"/v1/terminal/locations/{id}", configuration_overrides="")
    assert "configuration_overrides" not in plain.body


def test_a_connection_token_is_for_one_location_or_for_all(stripe: Stripe) -> None:
    token = stripe.post("/v1/terminal/connection_tokens")
    assert token.body.keys() == {"object", "secret"}
    assert token.secret.startswith("pst_test_")
    id = a_location(stripe).id
    assert stripe.post("/v1/terminal/connection_tokens", location=id).location == id
    nowhere = stripe.post("/v1/terminal/connection_tokens", location="tml_nope")
    assert nowhere.error.message == "No such location: 'tml_nope'"


def test_a_restricted_key_needs_leave_and_a_publishable_one_may_not(stripe: Stripe) -> None:
    key = stripe.secret_key.replace("sk_", "rk_", 1)
    assert stripe.with_key(f"{key}__charge_write").get("/v1/terminal/locations").http == 403
    assert stripe.with_key(f"{key}__terminal_read").get("/v1/terminal/locations").http == 200
    assert a_location(stripe.in_browser).http in {401, 403}
