"""The gate as a user meets it: a program with an exit code."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from paidonce.exits import Exit

# A shop that is no shop: it says that it is ready, and then does one thing with every request.
TOY = """
import http.server, os, sys, time
class Toy(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def do_GET(self):
        {deed}
    do_POST = do_GET
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Toy)
print("pid", os.getpid(), file=open({pid!r}, "w"), flush=True)
print("toy ready on http://127.0.0.1:%d" % server.server_address[1], flush=True)
server.serve_forever()
"""
PROFILE = """
[backend]
name = "a toy"
start = ["{{python}}", {program!r}]
ready_line = 'ready on (http://\\S+)'
webhook = "/hooks"
timeout_s = 30

[can.seed_product]
post = "/products"

[can.open_cart]
post = "/carts"
pick = {{ cart = "id" }}

[can.start_payment]
post = "/pay"
pick = {{ payment_intent = "pi", client_secret = "secret" }}

[can.complete_cart]
post = "/complete"

[view.orders]
get = "/orders"

[view.orders.fields]
id = "id"
payment = "state"
currency = "currency"
total = "total"
"""


def gate(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "paidonce", "gate", *words],
        capture_output=True, text=True, timeout=300, cwd=cwd, env=environment(), check=False,
    )  # fmt: skip


def environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "NO_COLOR": "1", "COLUMNS": "200"}


def toy(folder: Path, deed: str) -> str:
    program, pid = folder / "toy.py", folder / "toy.pid"
    program.write_text(TOY.format(deed=deed, pid=str(pid)))
    profile = folder / "toy.toml"
    profile.write_text(PROFILE.format(program=str(program)))
    return str(profile)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"


def eventually(holds: object) -> None:
    """Wait for something that another process does; it is a failure after a minute."""
    deadline = time.monotonic() + 60
    assert callable(holds)
    while not holds():
        assert time.monotonic() < deadline, "it did not happen within a minute"
        os.sched_yield()


def test_a_healthy_shop_passes_and_the_reports_are_written(tmp_path: Path) -> None:
    junit, found, html = tmp_path / "a" / "j.xml", tmp_path / "v.json", tmp_path / "v.html"
    ran = gate("--only", "I-a", "--junit", str(junit), "--json", str(found), "--html", str(html))
    assert ran.returncode == Exit.HOLDS, ran.stdout + ran.stderr
    assert "✓ I-a" in ran.stdout
    assert ET.parse(junit).getroot()[0].get("failures") == "0"  # noqa: S314 - we wrote it
    assert json.loads(found.read_text())["incidents"][0]["outcome"] == "holds"
    assert "Captured already" in html.read_text()


def test_a_planted_defect_is_red_for_the_right_reason() -> None:
    ran = gate("--defect", "captures_blindly", "--only", "I-a")
    assert ran.returncode == Exit.VIOLATED
    text = " ".join(ran.stdout.split())
    assert re.search(
        r"cart_\w+…: charged 100\.00 usd, no order exists; refunded without anyone asking", text
    )
    assert "alone: paidonce gate --defect captures_blindly --only I-a" in text


def test_an_unknown_defect_is_a_usage_mistake_that_names_the_known_ones() -> None:
    ran = gate("--defect", "captures_blindy")
    assert ran.returncode == Exit.USAGE
    assert "there is no defect 'captures_blindy'" in ran.stderr
    assert "captures_blindly" in ran.stderr


def test_an_incident_of_ones_own_can_be_chosen_by_its_code(tmp_path: Path) -> None:
    own = tmp_path / "test_of_our_own.py"
    own.write_text(BREAKS_THE_SIMULATOR.replace("simulator_server.close()", "pass"))
    ran = gate("--incidents", str(own), "--only", "I-0")
    assert ran.returncode == Exit.HOLDS, ran.stdout + ran.stderr
    assert "✓ I-0" in ran.stdout


def test_the_incident_that_the_guide_shows_is_told_at_the_gate_and_by_pytest_alone(
    tmp_path: Path,
) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "gate.md").read_text("utf-8")
    [shown] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    own = tmp_path / "test_came_back_twice.py"
    own.write_text(shown)
    ran = gate("--incidents", str(own), "--only", "came_back_twice", cwd=tmp_path)
    assert ran.returncode == Exit.HOLDS, ran.stdout + ran.stderr
    assert "✓ came_back_twice The browser came back twice, and Stripe's answer was" in ran.stdout
    alone = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "paidonce.pytest_plugin", str(own)],
        capture_output=True, text=True, timeout=300, cwd=tmp_path, check=False,
        env=environment() | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip
    assert "1 passed" in alone.stdout, alone.stdout + alone.stderr


def test_a_test_of_ones_own_that_cannot_be_told_is_no_pass(tmp_path: Path) -> None:
    own = tmp_path / "test_of_our_own.py"
    own.write_text("def test_a_mistake(shop):\n    shop.open_crat()\n")
    ran = gate("--incidents", str(own))
    assert ran.returncode == Exit.INCONCLUSIVE
    assert "? of_our_own Of our own" in ran.stdout
    assert "the telling itself failed: AttributeError: " in ran.stdout


def test_pytests_own_options_are_handed_through() -> None:
    ran = gate("--only", "I-a", "-k", "completing_twice", "-n", "2")
    assert ran.returncode == Exit.HOLDS, ran.stdout + ran.stderr
    assert "1 hold" in ran.stdout


def test_an_option_that_nobody_knows_is_a_usage_mistake() -> None:
    ran = gate("--no-such-option")
    assert ran.returncode == Exit.USAGE
    assert "--no-such-option" in ran.stderr


def test_nothing_told_is_not_green() -> None:
    ran = gate("-k", "no_telling_is_called_so")
    assert ran.returncode == Exit.INCONCLUSIVE
    assert "No incident was told" in ran.stdout


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_backend_that_does_not_start_is_told_once_with_its_last_output(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    profile = toy(tmp_path, "pass")
    (tmp_path / "toy.py").write_text("import sys; sys.exit('no database here')")
    ran = gate("--profile", profile, *workers)
    assert ran.returncode == Exit.UNREACHABLE
    assert ran.stdout.count("ended with exit code 1") == 1
    assert "| no database here" in ran.stdout


def test_a_backend_that_dies_in_the_middle_is_an_outcome(tmp_path: Path) -> None:
    profile = toy(tmp_path, "print('the roof is on fire', flush=True); os._exit(7)")
    ran = gate("--profile", profile, "--only", "I-a")
    assert ran.returncode == Exit.UNREACHABLE
    assert "a toy ended with exit code 7" in ran.stdout
    assert "| the roof is on fire" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_a_backend_that_hangs_is_told_once_and_started_again(tmp_path: Path) -> None:
    first = str(tmp_path / "first.pid")
    hangs = (
        f"os.path.exists({first!r}) or open({first!r}, 'w').write(str(os.getpid()));"
        f"time.sleep(60) if open({first!r}).read() == str(os.getpid()) else"
        " (self.send_response(200), self.end_headers(), self.wfile.write(b'[]'))"
    )
    profile = Path(toy(tmp_path, hangs))
    profile.write_text(profile.read_text().replace("timeout_s = 30", "timeout_s = 0.5"))
    found = tmp_path / "v.json"
    ran = gate("--profile", str(profile), "--only", "I-a", "--json", str(found))
    assert ran.returncode == Exit.UNREACHABLE
    [told] = json.loads(found.read_text())["incidents"]
    first_one, *later = told["tellings"]
    assert first_one["reasons"][1] == "a toy hangs: no answer within 0.5 s"
    assert {telling["outcome"] for telling in later} == {"inconclusive"}


def test_what_turns_out_not_to_be_offered_is_not_applicable(tmp_path: Path) -> None:
    says = """b'[]' if self.command == "GET" else b'{"id": "c"}'"""
    answers = f"self.send_response(200); self.end_headers(); self.wfile.write({says})"
    profile = toy(tmp_path, answers)
    ran = gate("--profile", profile, "--only", "I03")
    said = " ".join(ran.stdout.split())
    assert ran.returncode == Exit.INCONCLUSIVE
    assert "a toy has no payments whose capture_method is manual" in said


def test_a_backend_whose_answers_say_nothing_is_inconclusive(tmp_path: Path) -> None:
    profile = toy(tmp_path, "self.send_response(200); self.end_headers(); self.wfile.write(b'[]')")
    ran = gate("--profile", profile, "--only", "I-a")
    assert ran.returncode == Exit.INCONCLUSIVE
    assert "cannot be told: open_cart: the answer has no cart" in ran.stdout


def test_what_a_backend_cannot_do_is_not_applicable_and_not_passed(tmp_path: Path) -> None:
    profile = toy(tmp_path, "pass")
    ran = gate("--profile", profile, "--only", "I-c")
    assert ran.returncode == Exit.INCONCLUSIVE
    assert "a toy cannot pay_order, place_order" in " ".join(ran.stdout.split())


BREAKS_THE_SIMULATOR = """
from scenarios.story import Incident

INCIDENT = Incident(code="I-0", title="No more Stripe", at_stake=("charged_once",), needs=("view",))


def test_stripe_is_gone(shop, simulator_server, invariants):
    simulator_server.close()
    invariants.must_hold()
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")])
def test_a_simulator_that_breaks_is_told_once_and_is_no_verdict(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    own = tmp_path / "test_no_more_stripe.py"
    own.write_text(BREAKS_THE_SIMULATOR)
    library = Path(__file__).parents[2] / "scenarios" / "incidents"
    ran = gate("--incidents", str(own), "--incidents", str(library / "captured_already.py"),
               *workers)  # fmt: skip
    assert ran.returncode == Exit.INCONCLUSIVE, ran.stdout + ran.stderr
    assert ran.stdout.count("the simulator no longer answers") == 1
    assert "I-a" not in ran.stdout


@contextmanager
def hanging(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A gate whose backend hangs, and the backend's process id."""
    profile = toy(folder, "time.sleep(60)")
    process = subprocess.Popen(
        [sys.executable, "-m", "paidonce", "gate", "--profile", profile, "--only", "I-a"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(),
    )  # fmt: skip
    with process:
        try:
            pid = folder / "toy.pid"
            eventually(lambda: pid.is_file() and pid.read_text().endswith("\n"))
            yield process, int(pid.read_text().split()[1])
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, Exit.INTERRUPTED), (signal.SIGTERM, Exit.TERMINATED)]
)
def test_a_gate_that_is_stopped_leaves_no_process_behind(
    tmp_path: Path, number: signal.Signals, code: Exit
) -> None:
    with hanging(tmp_path) as (process, backend):
        process.send_signal(number)
        out, _ = process.communicate(timeout=120)
        assert process.returncode == code, out
        assert "The gate was stopped before its end." in out
        assert is_gone(backend)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child")
def test_even_a_gate_that_is_killed_leaves_no_backend_behind(tmp_path: Path) -> None:
    with hanging(tmp_path) as (process, backend):
        process.kill()
        eventually(lambda: is_gone(backend))
