"""Some customers live by a clock of their own."""

from typing import Any

from simulator import Account

BEGINS = 1_900_000_000
DAY = 86_400
HOLD: dict[str, Any] = {
    "amount": 1000,
    "currency": "usd",
    "payment_method": "pm_card_visa",
    "capture_method": "manual",
    "confirm": True,
    "return_url": "https://example.com",
}


def clock(sim: Account) -> str:
    status, made = sim.api("POST", "/v1/test_helpers/test_clocks", {"frozen_time": BEGINS})
    assert (status, made["status"], made["frozen_time"]) == (200, "ready", BEGINS)
    return str(made["id"])


def advance(sim: Account, id: str, to: int) -> tuple[int, Any]:
    path = f"/v1/test_helpers/test_clocks/{id}/advance"
    return sim.api("POST", path, {"frozen_time": to})


def held(sim: Account, id: str | None) -> tuple[str, str]:
    params = {} if id is None else {"test_clock": id}
    customer = sim.api("POST", "/v1/customers", params)[1]["id"]
    return customer, sim.api("POST", "/v1/payment_intents", HOLD | {"customer": customer})[1]["id"]


def status(sim: Account, intent: str) -> str:
    return str(sim.api("GET", f"/v1/payment_intents/{intent}")[1]["status"])


def test_what_belongs_to_a_clocks_customer_lives_by_that_clock(sim: Account) -> None:
    id = clock(sim)
    customer, intent = held(sim, id)
    assert sim.api("GET", f"/v1/customers/{customer}")[1]["created"] == BEGINS
    assert sim.api("GET", f"/v1/payment_intents/{intent}")[1]["created"] == BEGINS
    sim.clock.advance("30d")
    assert status(sim, intent) == "requires_capture", "the account's time is not its time"
    advance(sim, id, BEGINS + 6 * DAY)
    sim.settle()
    assert status(sim, intent) == "requires_capture"
    advance(sim, id, BEGINS + 8 * DAY)
    sim.settle()
    assert status(sim, intent) == "canceled"
    canceled = sim.events.list(type="payment_intent.canceled")[0]
    assert BEGINS + 7 * DAY <= canceled["created"] <= BEGINS + 7 * DAY + 60


def test_a_clock_moves_nobody_elses_time(sim: Account) -> None:
    id = clock(sim)
    _, other = held(sim, None)
    advance(sim, id, BEGINS + 300 * DAY)
    sim.settle()
    assert status(sim, other) == "requires_capture"
    sim.clock.advance("8d")
    assert status(sim, other) == "canceled"


def test_advancing_is_answered_at_once_and_ready_follows(sim: Account) -> None:
    id = clock(sim)
    _, answered = advance(sim, id, BEGINS + DAY)
    assert answered["status"] == "advancing"
    assert answered["status_details"] == {"advancing": {"target_frozen_time": BEGINS + DAY}}
    sim.settle()
    ready = sim.api("GET", f"/v1/test_helpers/test_clocks/{id}")[1]
    assert (ready["status"], ready["frozen_time"]) == ("ready", BEGINS + DAY)
    types = [event["type"].rpartition(".")[2] for event in sim.events.list()]
    assert types == ["created", "advancing", "ready"]


def test_events_of_a_time_long_past_are_told_while_there_is_the_clock(sim: Account) -> None:
    began = sim.clock.now() - 300 * DAY
    asked = {"frozen_time": began}
    id = sim.api("POST", "/v1/test_helpers/test_clocks", asked)[1]["id"]
    held(sim, id)
    listed = sim.api("GET", "/v1/events", {"type": "payment_intent.*"})[1]["data"]
    assert [event["created"] for event in listed] == [began] * len(listed) != []
    assert sim.api("GET", f"/v1/events/{listed[0]['id']}")[0] == 200
    sim.api("DELETE", f"/v1/test_helpers/test_clocks/{id}")
    assert sim.api("GET", "/v1/events", {"type": "payment_intent.*"})[1]["data"] == []


def test_a_clock_goes_forward_and_not_too_far(sim: Account) -> None:
    id = clock(sim)
    for moment in (BEGINS, BEGINS - 1, BEGINS + 3 * 366 * DAY):
        refused, body = advance(sim, id, moment)
        assert (refused, body["error"]["param"]) == (400, "frozen_time")


def plan(sim: Account, interval: str) -> str:
    asked = {
        "currency": "usd",
        "unit_amount": 500,
        "product_data": {"name": "Plan"},
        "recurring": {"interval": interval},
    }
    return str(sim.api("POST", "/v1/prices", asked)[1]["id"])


def subscribed(sim: Account, customer: str, *intervals: str) -> tuple[int, Any]:
    items = [{"price": plan(sim, interval)} for interval in intervals]
    asked = {"customer": customer, "items": items, "trial_period_days": 7}
    return sim.api("POST", "/v1/subscriptions", asked)


def test_a_clock_with_subscriptions_goes_two_of_their_shortest_intervals(sim: Account) -> None:
    id = clock(sim)
    subscribed(sim, held(sim, id)[0], "month", "year")
    two_months = BEGINS + 61 * DAY
    refused, body = advance(sim, id, two_months + 1)
    assert (refused, body["error"]["param"]) == (400, "frozen_time")
    assert body["error"]["message"].startswith(
        f"The frozen time of this clock is {BEGINS} (2030-03-17 17:46:40 UTC). You can only advance"
        f" it up to {two_months} (2030-05-17 17:46:40 UTC)."
    )
    assert advance(sim, id, two_months)[0] == 200


def test_a_clock_has_three_customers_and_each_three_subscriptions(sim: Account) -> None:
    id = clock(sim)
    customer, *_ = [held(sim, id)[0] for _ in range(3)]
    refused, body = sim.api("POST", "/v1/customers", {"test_clock": id})
    assert (refused, body["error"]["param"]) == (400, "test_clock")
    made = [subscribed(sim, customer, "month")[0] for _ in range(4)]
    assert made == [200, 200, 200, 400]


def test_a_deleted_clock_takes_its_customers_with_it(sim: Account) -> None:
    id = clock(sim)
    customer, _ = held(sim, id)
    other, _ = held(sim, None)
    gone = sim.api("DELETE", f"/v1/test_helpers/test_clocks/{id}")[1]
    assert gone == {"id": id, "object": "test_helpers.test_clock", "deleted": True}
    assert sim.api("GET", f"/v1/customers/{customer}")[1].get("deleted") is True
    assert sim.api("GET", f"/v1/customers/{other}")[1].get("deleted") is None
    assert sim.api("GET", f"/v1/test_helpers/test_clocks/{id}")[0] == 404


def test_a_clock_that_there_is_not_is_refused(sim: Account) -> None:
    refused, body = sim.api("POST", "/v1/customers", {"test_clock": "clock_x"})
    assert (refused, body["error"]["param"]) == (400, "test_clock")
