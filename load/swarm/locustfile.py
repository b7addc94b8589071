"""Stripe's side of a load run, as locust runs it.

Each worker walks its share of a schedule that was made before the run, and starts every delivery
when it is due, whether or not earlier ones have been answered. Times are counted from when a
delivery was due: one that had to wait for a free connection has waited.

One worker is the usual case. With more (`--processes`, or machines of their own) the master
gathers what each found.
"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar, Final

import gevent
import gevent.pool
import msgspec
from locust import FastHttpUser, events, task
from locust.env import Environment
from locust.event import EventHook
from locust.runners import MasterRunner, WorkerRunner

from load.arrivals import Sending
from load.swarm.plan import NO_ANSWER, Findings, Plan
from load.swarm.signature import header

FOUND: Final = "paidonce found"  # the message by which a worker tells what it found
PACE: Final = 500  # deliveries a second: how fast a worker at least lets go what is due at once


class FromDue:
    """Tells locust how long a delivery took since it was due, not since it could be sent."""

    def __init__(self, told: EventHook) -> None:
        self.told = told

    def fire(self, *, context: dict[str, Any], **sample: Any) -> None:
        sample["response_time"] = (time.monotonic() - context["due"]) * 1000
        self.told.fire(context=context, **sample)


class Stripe(FastHttpUser):
    """The one sender of a worker."""

    plan: ClassVar[Plan]
    findings: ClassVar[Findings]
    max_retries = 0  # what is retried, and when, is the plan's business

    def __init__(self, environment: Environment) -> None:
        self.host = self.plan.url
        self.concurrency = self.plan.connections
        self.network_timeout = self.connection_timeout = self.plan.timeout_s
        super().__init__(environment)
        self.client.request_event = FromDue(environment.events.request)
        # Stripe takes a redirect for a failure, and does not follow it.
        vars(self.client.client)["redirect_response_codes"] = frozenset()

    @task
    def deliver_all(self) -> None:
        """Deliver this worker's share of the schedule, then say what was found."""
        runner = self.environment.runner
        index = runner.worker_index if isinstance(runner, WorkerRunner) else 0
        begun = time.monotonic()
        under_way = gevent.pool.Group()
        leaves = begun
        for sending in self.plan.sendings[index :: self.plan.workers]:
            due = begun + sending.at
            self.findings.due.setdefault(sending.event, due)
            gevent.sleep(max(0.0, due - time.monotonic()))
            # What is due at one moment leaves one after another, and is not late for that.
            leaves = max(due, leaves + 1 / PACE)
            self.findings.lateness.add(time.monotonic() - leaves)
            under_way.spawn(self.deliver, sending, due)
        under_way.join()
        self.findings.seconds = time.monotonic() - begun
        if isinstance(runner, WorkerRunner):
            runner.send_message(FOUND, {"json": msgspec.json.encode(self.findings).decode()})
            gevent.sleep(self.plan.timeout_s)  # the master ends the run, once it has heard of all
        elif runner is not None:
            runner.quit()

    def deliver(self, sending: Sending, due: float) -> None:
        """Attempt one delivery until it is accepted, or given up."""
        letter = self.plan.letters[sending.event]
        body = letter.body.encode()
        for pause_s in (*self.plan.retries_s, None):
            now = int(time.time())  # real: the receiver compares the signature's age with its wall
            answer = self.client.post(
                "",
                data=letter.body,
                name=letter.type,
                context={"due": due},
                headers={
                    "Content-Type": "application/json; charset=utf-8",
                    "Stripe-Signature": header(body, self.plan.secret, now),
                    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                },
            )
            status = answer.status_code or NO_ANSWER
            self.findings.note(sending.event, status)
            if 200 <= status < 300:
                self.findings.accept(sending.phase, time.monotonic() - due)
                return
            if pause_s is None:
                return
            gevent.sleep(pause_s)
            due = time.monotonic()  # the next attempt is due now


@events.init_command_line_parser.add_listener
def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument("--plan", required=True, help="a file: what is to be delivered, and when")
    parser.add_argument("--findings", required=True, help="a file to write what was found to")


@events.init.add_listener
def _read_plan(environment: Environment, **_: object) -> None:
    options = environment.parsed_options
    assert options is not None
    Stripe.plan = msgspec.json.decode(Path(options.plan).read_bytes(), type=Plan)
    Stripe.findings = Findings()
    runner = environment.runner
    if isinstance(runner, MasterRunner):
        heard: list[str] = []

        def gather(msg: Any, **_: object) -> None:
            Stripe.findings.merge(msgspec.json.decode(msg.data["json"], type=Findings))
            heard.append(msg.node_id)
            if len(heard) == Stripe.plan.workers:
                runner.quit()

        runner.register_message(FOUND, gather)


@events.quitting.add_listener
def _write_findings(environment: Environment, **_: object) -> None:
    # The verdict is made of what was found; locust's own exit code says only that it ran.
    environment.process_exit_code = 0
    if not isinstance(environment.runner, WorkerRunner):
        assert environment.parsed_options is not None
        found = msgspec.json.encode(Stripe.findings)
        Path(environment.parsed_options.findings).write_bytes(found)
