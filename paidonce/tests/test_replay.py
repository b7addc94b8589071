"""Last night's incident: what was recorded, against a shop that runs here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from paidonce.cli import main
from paidonce.exits import Exit
from scenarios import replay
from simulator import Simulator

ABOUT = {
    "id": "pi_of_last_night", "object": "payment_intent", "amount": 4200, "amount_received": 4200,
    "currency": "usd", "status": "succeeded", "metadata": {"cart_id": "cart_77"}, "livemode": True,
    "charges": {"object": "list", "data": []}, "created": 1_700_000_000,
}  # fmt: skip


def recorded(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"evt_{number}", "object": "event", "type": "payment_intent.succeeded",
        "created": 1_700_000_000 + number, "livemode": True, "api_version": "2022-11-15",
        "data": {"object": {**ABOUT, **fields}},
    }  # fmt: skip


@pytest.mark.parametrize("shape", ["list", "array", "lines", "one"])
def test_events_are_read_in_every_shape_that_people_have(tmp_path: Path, shape: str) -> None:
    events = [recorded(2), recorded(1)]
    text = {
        "list": json.dumps({"object": "list", "data": events}),
        "array": json.dumps(events),
        "lines": "\n".join(map(json.dumps, events)),
        "one": json.dumps(events[0]),
    }[shape]
    (tmp_path / "events.json").write_text(text)
    read, _ = replay.read(tmp_path / "events.json")
    assert [event["id"] for event in read] == (["evt_2"] if shape == "one" else ["evt_1", "evt_2"])


@pytest.mark.parametrize("shape", ["list", "array"])
def test_events_of_one_second_keep_the_order_in_which_they_happened(
    tmp_path: Path, shape: str
) -> None:
    # As Stripe lists them: the newest first. Three of them happened in the same second.
    events = [recorded(9), *({**recorded(1), "id": f"evt_{n}"} for n in (3, 2, 1))]
    whole = {"object": "list", "data": events} if shape == "list" else events
    (tmp_path / "events.json").write_text(json.dumps(whole))
    read, _ = replay.read(tmp_path / "events.json")
    assert [event["id"] for event in read] == ["evt_1", "evt_2", "evt_3", "evt_9"]


def test_events_of_one_second_in_a_list_are_the_newest_first(tmp_path: Path) -> None:
    events = [{**recorded(1), "id": f"evt_{n}"} for n in (2, 1)]
    (tmp_path / "events.json").write_text(json.dumps({"object": "list", "data": events}))
    read, _ = replay.read(tmp_path / "events.json")
    assert [event["id"] for event in read] == ["evt_1", "evt_2"]


@pytest.mark.parametrize("text", ["", "[]", "{}", "no json", '[{"object": "event"}]', "[1]"])
def test_a_file_without_events_is_refused_with_what_is_wanted(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.json").write_text(text)
    assert main(["replay", str(tmp_path / "x.json")]) == Exit.USAGE
    assert "stripe events list" in capsys.readouterr().err


def test_what_was_recorded_can_be_asked_for_afterwards(
    simulator_server: Simulator, tmp_path: Path
) -> None:
    class Listening:
        webhook_secret = "whsec_of_the_shop"

    account = simulator_server.account("sk_test_replay")
    shop: Any = Listening()
    left_out = replay.take_over(account, "http://127.0.0.1:9/hooks", shop, [recorded(1)])
    assert left_out == []
    status, intent = account.api("GET", "/v1/payment_intents/pi_of_last_night")
    assert (status, intent["amount"], intent["status"]) == (200, 4200, "succeeded")
    assert intent["livemode"] is False
    [endpoint] = account.endpoints.list()
    assert endpoint.secret == "whsec_of_the_shop"


def test_recorded_events_are_taken_in_by_a_shop_here(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    about = {"id": "cus_1", "object": "customer", "livemode": True}
    event = {**recorded(1), "type": "customer.updated", "data": {"object": about}}
    (tmp_path / "events.json").write_text(json.dumps([event]))
    assert main(["replay", str(tmp_path / "events.json"), "--times", "2"]) == Exit.HOLDS
    out = capsys.readouterr().out
    assert out.count("✓ evt_1  customer.updated  200") == 2
    assert "what must hold holds" in out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"race": "no_such_race"}, "there is no race 'no_such_race'; there are cart, webhook"),
        ({"gate": "garden"}, "there is no gate 'garden'; there are api, sql"),
        ({"tasks": 1}, "a race is of two at least"),
        ({"actions": 3}, "is a saved race, and broken"),
    ],
)
def test_a_saved_race_that_cannot_be_run_is_told_and_starts_nothing(
    tmp_path: Path, wrong: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = {"format": "paidonce schedule 2", "race": "webhook", "tasks": 2, "actions": []}
    (tmp_path / "race.json").write_text(json.dumps(saved | wrong))
    assert main(["replay", str(tmp_path / "race.json")]) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_events_that_are_never_delivered_are_a_usage_mistake(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["replay", "events.json", "--times", "0"])
    assert ended.value.code == Exit.USAGE
    assert "0 is less than 1" in capsys.readouterr().err


def test_a_saved_race_is_reproduced_on_the_defect(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    look = "GET /v1/payment_intents/pi_…"
    asks = [{"move": move, "what": look} for move in ("asks", "is answered")]
    # The first delivery has looked twice, and not heard the second time, when the second one comes.
    first, second = (
        [
            {"task": f"delivery {n}", "move": "begins"},
            *({"task": f"delivery {n}", **ask} for ask in asks * 2),
        ]
        for n in (1, 2)
    )
    actions = [*first[:-1], *second, first[-1]]
    saved = {"format": "paidonce schedule 2", "race": "webhook", "tasks": 2, "actions": actions}
    (tmp_path / "race.json").write_text(json.dumps(saved))
    words = ["replay", str(tmp_path / "race.json"), "--defect", "no_lock_on_payment_intent"]
    assert main(words) == Exit.VIOLATED
    assert "REPRODUCED" in capsys.readouterr().out
