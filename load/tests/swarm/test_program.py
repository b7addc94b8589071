"""The swarm as a program: each test starts locust once, at a receiver of its own."""

import subprocess
import sys
from collections import Counter

import pytest
import stripe

from load.arrivals import Sending
from load.swarm import Letter, Plan, SwarmFailed, program, run
from load.tests.swarm.receiver import receiver

SECRET = "whsec_swarm"


def plan(url: str, events: int = 3, copies: int = 1, workers: int = 1) -> Plan:
    letters = (
        Letter(f"evt_{event}", "charge.succeeded", f'{{"id": "evt_{event}", "object": "event"}}')
        for event in range(events)
    )
    sendings = (Sending(0.0, event) for event in range(events) for _ in range(copies))
    return Plan(
        url=url, secret=SECRET, letters=tuple(letters), sendings=tuple(sendings),
        workers=workers, retries_s=(0.01, 0.01), timeout_s=5.0,
    )  # fmt: skip


def test_every_copy_of_every_event_is_delivered_and_signed() -> None:
    with receiver() as shop:
        found = run(plan(shop.url, events=5, copies=4))
    bodies = Counter(body for _, body in shop.got)
    assert bodies == {f'{{"id": "evt_{n}", "object": "event"}}'.encode(): 4 for n in range(5)}
    for signature, body in shop.got:
        stripe.WebhookSignature.verify_header(body.decode(), signature, SECRET, tolerance=300)
    assert found.attempts == {event: [200] * 4 for event in range(5)}
    assert (found.ack.count, found.lateness.count) == (20, 20)


def test_what_is_refused_is_tried_again_until_it_is_accepted() -> None:
    with receiver(500, 302) as shop:
        found = run(plan(shop.url, events=1))
    assert found.attempts == {0: [500, 302, 200]}
    assert found.never_accepted() == []
    assert found.ack.count == 1


def test_what_is_never_accepted_is_given_up_and_said() -> None:
    with receiver(*[503] * 9) as shop:
        found = run(plan(shop.url, events=1))
    assert found.attempts == {0: [503, 503, 503]}
    assert found.never_accepted() == [0]


def test_a_shop_that_is_not_there_is_no_answer() -> None:
    with receiver() as shop:
        nobody = shop.url
    found = run(plan(nobody, events=2))
    assert found.attempts == {0: [0, 0, 0], 1: [0, 0, 0]}


def test_several_workers_share_the_schedule() -> None:
    with receiver() as shop:
        found = run(plan(shop.url, events=6, workers=2))
    assert found.attempts == {event: [200] for event in range(6)}
    assert len(shop.got) == 6


def test_a_swarm_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[str]:
        return [sys.executable, "-c", "raise SystemExit('no such luck')"]

    monkeypatch.setattr(program, "command", broken)
    with pytest.raises(SwarmFailed, match="no such luck"):
        run(plan("http://127.0.0.1:9"))


def test_the_load_room_does_not_bring_locust_into_this_process() -> None:
    asked = "import load.swarm, sys; print('gevent' in sys.modules or 'locust' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=program.ROOT
    )
    assert said.stdout.strip() == "False"
