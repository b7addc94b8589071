"""Readers: registered, listed, told what to do, and reset."""

from __future__ import annotations

import pytest

from simulator.tests.calls import NOW, Stripe
from simulator.tests.operations.tills import (
    a_location,
    a_reader,
    in_person,
    present,
    process,
    tell,
)

DISPLAY = {
    "type": "cart",
    "cart": {
        "currency": "usd",
        "line_items": [{"amount": 500, "description": "Mug", "quantity": 1}],
        "total": 500,
    },
}
GUIDE = (
    "Please reference the integration guide at"
    " https://stripe.com/docs/terminal/payments/collect-card-payment"
    "?terminal-sdk-platform=server-driven#handle-errors"
    " for details on how to handle this error."
)


def test_a_simulated_reader_as_it_begins(stripe: Stripe) -> None:
    location = a_location(stripe).id
    reader = a_reader(stripe, location=location, metadata={"till": "1"})
    assert reader.body == {
        "id": reader.id,
        "object": "terminal.reader",
        "action": None,
        "device_sw_version": "",
        "device_type": "simulated_wisepos_e",
        "ip_address": "0.0.0.0",  # noqa: S104 - what the reader says
        "label": "simulated-wpe",
        "last_seen_at": NOW * 1000,
        "livemode": False,
        "location": location,
        "metadata": {"till": "1"},
        "serial_number": reader.serial_number,
        "status": "online",
    }
    assert reader.serial_number.startswith("simulated-wpe-")
    shown = stripe.get(f"/v1/terminal/readers/{reader.id}", expand=["location"])
    assert shown.location.display_name == "Valencia Street"


@pytest.mark.parametrize(
    ("code", "device"),
    [
        ("simulated-s700", "simulated_stripe_s700"),
        ("simulated-s710", "simulated_stripe_s710"),
        ("simulated-v660p", "simulated_verifone_v660p"),
    ],
)
def test_the_registration_code_says_which_device_it_is(
    stripe: Stripe, code: str, device: str
) -> None:
    assert a_reader(stripe, registration_code=code).device_type == device


def test_readers_are_listed_by_what_they_are(stripe: Stripe) -> None:
    location = a_location(stripe).id
    first = a_reader(stripe, location=location)
    second = a_reader(stripe, registration_code="simulated-s700")
    third = a_reader(stripe, registration_code="puppies-plug-could")

    def ids(**params: str) -> list[str]:
        return [found.id for found in stripe.get("/v1/terminal/readers", **params).data]

    assert ids() == [third.id, second.id, first.id]
    assert ids(location=location) == [first.id]
    assert ids(device_type="simulated_stripe_s700") == [second.id]
    assert ids(status="offline") == [third.id]
    assert ids(serial_number=first.serial_number) == [first.id]


def test_a_reader_is_renamed_and_deleted(stripe: Stripe) -> None:
    reader = a_reader(stripe, label="Till 1")
    path = f"/v1/terminal/readers/{reader.id}"
    assert stripe.post(path, label="Till 2", metadata={"a": "b"}).label == "Till 2"
    gone = {
        "id": reader.id,
        "object": "terminal.reader",
        "deleted": True,
        "device_type": "simulated_wisepos_e",
        "serial_number": reader.serial_number,
    }
    assert stripe.delete(path).body == gone
    assert stripe.get(path).body == gone
    assert stripe.post(path, label="Till 3").http == 404


def test_a_device_that_nobody_has_switched_on_is_offline(stripe: Stripe) -> None:
    reader = a_reader(stripe, registration_code="puppies-plug-could")
    assert (reader.device_type, reader.status) == ("bbpos_wisepos_e", "offline")
    refused = process(stripe, reader.id, in_person(stripe))
    assert refused.refusal == (400, "invalid_request_error", "terminal_reader_offline", None)
    assert present(stripe, reader.id).error.message == (
        f"The reader {reader.id} is not a simulated reader."
    )


def test_a_reader_in_live_mode_is_not_simulated(stripe: Stripe) -> None:
    stripe.account.livemode = True
    assert a_reader(stripe).error.param == "registration_code"


def test_a_cart_is_on_the_screen_a_moment_later(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    shown = tell(stripe, id, "set_reader_display", **DISPLAY)
    assert (shown.action.type, shown.action.status) == ("set_reader_display", "in_progress")
    assert shown.action.set_reader_display.cart.tax is None
    stripe.told()
    stripe.advance(seconds=2)
    assert stripe.get(f"/v1/terminal/readers/{id}").action.status == "succeeded"
    assert stripe.types() == ["terminal.reader.action_succeeded"]


def test_a_payment_that_has_not_begun_gives_way_to_another(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    first, second = in_person(stripe), in_person(stripe)
    process(stripe, id, first)
    assert process(stripe, id, second).action.process_payment_intent.payment_intent == second.id
    present(stripe, id)
    assert stripe.get(f"/v1/payment_intents/{first.id}").status == "requires_payment_method"
    assert stripe.get(f"/v1/payment_intents/{second.id}").status == "succeeded"


def test_an_action_is_canceled_until_a_card_is_presented(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    process(stripe, id, intent)
    stripe.told()
    assert tell(stripe, id, "cancel_action").action is None
    assert stripe.types() == []
    refused = present(stripe, id)
    assert refused.error.message == (
        f"The reader {id} is not waiting for a payment method to be presented."
    )
    assert stripe.get(f"/v1/payment_intents/{intent.id}").status == "requires_payment_method"


def test_a_reader_at_work_is_busy(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    intent = in_person(stripe)
    tell(stripe, id, "collect_payment_method", payment_intent=intent.id)
    present(stripe, id)
    tell(stripe, id, "confirm_payment_intent", payment_intent=intent.id)
    for refused in (
        tell(stripe, id, "cancel_action"),
        tell(stripe, id, "set_reader_display", **DISPLAY),
        process(stripe, id, in_person(stripe)),
    ):
        assert refused.refusal == (400, "invalid_request_error", "terminal_reader_busy", None)
        assert refused.error.message == (
            f"Reader is currently busy processing another request. {GUIDE}"
        )
    stripe.advance(seconds=2)
    assert tell(stripe, id, "cancel_action").action is None


def test_a_platform_has_its_readers_and_its_accounts_have_theirs(stripe: Stripe) -> None:
    from simulator.tests.operations.connecting import connected, on  # noqa: PLC0415 - once

    account = on(stripe, connected(stripe))
    id = a_reader(account).id
    assert stripe.get(f"/v1/terminal/readers/{id}").http == 404
    intent = in_person(account, application_fee_amount=100)
    process(account, id, intent)
    assert present(account, id).action.status == "succeeded"
    charge = account.get(f"/v1/payment_intents/{intent.id}", expand=["latest_charge"])
    assert charge.latest_charge.application_fee_amount == 100
    assert charge.latest_charge.application_fee is not None
