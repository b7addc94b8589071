"""How fast a payment is, how much of it stays in memory, how soon the simulator is there.

    python -m simulator.benchmarks.bench_payments

A payment is a PaymentIntent that is created, and then confirmed with a test card: two requests over
one kept connection, after which there are a charge, a balance transaction and three events. It is
measured against a bare aiohttp handler that answers the same two requests with constant bytes, in
turns and in one run, so that the machine's own speed and its other work cancel out.

Goals: at most 1.5 times the bare handler for each pair of requests; under 8 KiB for each payment.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from simulator.app import App
from simulator.benchmarks.servers import BARE, SIMULATOR, Served, Wire, apart, post, served
from simulator.web.exchange import Exchange
from simulator.wire.forms import decode
from simulator.world import World

ROUNDS: Final = 12
PAIRS: Final = 300
"""Payments in each round."""
KEPT: Final = 10_000
"""Payments whose memory is measured."""
INTENTS: Final = "/v1/payment_intents"
CREATE: Final = (
    "amount=2500&currency=usd&metadata[order_id]=1001&capture_method=automatic"
    "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
)
CONFIRM: Final = "payment_method=pm_card_visa"


def main() -> None:
    """Measure, and say what was measured."""
    with served(BARE) as bare, served(SIMULATOR) as simulator:
        print_line("client and server", apart(bare, simulator))
        bare_us, bare_cpu = [], 0.0
        paid_us, paid_cpu = [], 0.0
        for server in (bare, simulator):
            payments(server, PAIRS)
        bare_cpu, paid_cpu = -bare.cpu_seconds, -simulator.cpu_seconds
        for _ in range(ROUNDS):
            bare_us.append(payments(bare, PAIRS))
            paid_us.append(payments(simulator, PAIRS))
        bare_cpu += bare.cpu_seconds
        paid_cpu += simulator.cpu_seconds
    each = 1e6 / (ROUNDS * PAIRS)
    ratio = statistics.median(paid / none for paid, none in zip(paid_us, bare_us, strict=True))
    print_line("  bare handler, two requests", f"{statistics.median(bare_us):8.0f} µs")
    print_line("  PaymentIntent, created and confirmed", f"{statistics.median(paid_us):8.0f} µs")
    print_line("  ratio of the client's time (goal 1.5)", f"{ratio:8.2f}")
    print_line("  server's own time, bare", f"{bare_cpu * each:8.0f} µs")
    print_line("  server's own time, payment", f"{paid_cpu * each:8.0f} µs")
    print_line("  ratio of the servers' time", f"{paid_cpu / bare_cpu:8.2f}")
    print_line("memory of a payment (goal 8 KiB)", f"{memory():8.2f} KiB")
    print_line("  with an idempotency key each", f"{memory(keys=True):8.2f} KiB")
    aiohttp_ms, ours_ms = start_up("import aiohttp.web"), start_up("import simulator.app")
    print_line("start: import aiohttp.web", f"{aiohttp_ms:8.0f} ms")
    print_line("start: import simulator.app", f"{ours_ms:8.0f} ms")


def print_line(what: str, how_much: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"{what:<42} {how_much}\n")
    sys.stdout.flush()


def payments(server: Served, count: int) -> float:
    """Microseconds for each payment."""
    wire = Wire(server.port)
    create = post(INTENTS, CREATE)
    began = time.perf_counter()  # real: a benchmark measures real time
    for _ in range(count):
        answer = wire.ask(create)
        at = answer.find(b'"id": "')
        id = answer[at + 7 : at + 34].decode() if at > 0 else "pi_3" + 23 * "x"
        answer = wire.ask(post(f"{INTENTS}/{id}/confirm", CONFIRM))
        assert answer.startswith(b"HTTP/1.1 200"), answer
    spent = time.perf_counter() - began  # real: likewise
    wire.close()
    return spent / count * 1e6


def memory(*, keys: bool = False) -> float:
    """KiB that stay for each payment, with its charge, its balance transaction and its events."""
    program = (
        "from simulator.benchmarks.bench_payments import resident_after;"
        f"print(resident_after(keys={keys}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def resident_after(*, keys: bool) -> float:
    """KiB by which this process grew for each of many payments."""
    app = App(World("bench"))
    for _ in range(KEPT):  # Until the journal is as full as it gets.
        pay(app, None)
    gc.collect()
    before = resident_kib()
    for number in range(KEPT):
        pay(app, f"key-{number}" if keys else None)
    gc.collect()
    return (resident_kib() - before) / KEPT


def pay(app: App, key: str | None) -> None:
    """One payment, without a network."""
    id = ask(app, INTENTS, CREATE, key and f"{key}-1").partition(b'"id": "')[2][:27].decode()
    ask(app, f"{INTENTS}/{id}/confirm", CONFIRM, key and f"{key}-2")


def ask(app: App, path: str, form: str, key: str | None) -> bytes:
    """The body of an answer."""
    headers = {"authorization": "Bearer sk_test_bench"}
    if key is not None:
        headers["idempotency-key"] = key
    exchange = Exchange(app.world, "POST", path, "", headers, form.encode())
    serving = app.serve(exchange).__await__()
    try:
        next(serving)
    except StopIteration as done:
        body: bytes = done.value.body
        return body
    raise AssertionError("it waits for something")


def resident_kib() -> int:
    """Memory that this process has in use."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4


def start_up(statement: str) -> float:
    """Milliseconds until a new process has done this, less what Python needs for nothing."""

    def run(program: str) -> float:
        began = time.perf_counter()  # real: a benchmark measures real time
        subprocess.run([sys.executable, "-c", program], check=True)
        return time.perf_counter() - began  # real: likewise

    spent = [run(statement) - run("pass") for _ in range(5)]
    return statistics.median(spent) * 1000


if __name__ == "__main__":
    assert decode(CREATE.encode(), "")
    main()
