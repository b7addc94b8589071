"""`paidonce serve`, as a program: what it says, and how it ends."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from simulator import Simulator

PROGRAM = [
    sys.executable,
    "-c",
    "import sys; from simulator import serve; sys.exit(serve(sys.argv[1:]))",
]
ROOT = Path(__file__).parents[2]


def refused(*options: str, code: int = 3) -> str:
    done = subprocess.run(
        [*PROGRAM, *options], capture_output=True, text=True, cwd=ROOT, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (code, "")
    return done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_when_it_is_told_to(number: signal.Signals) -> None:
    with subprocess.Popen(
        [*PROGRAM, "--port", "0", "--seed", "7"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as served:
        assert served.stdout is not None
        told = ""
        while "Ctrl-C" not in told:
            told += served.stdout.readline()
        url = re.search(r"listens on (\S+)", told)
        assert url is not None
        with Simulator.at(url[1]) as sim:
            assert sim.seed == "7"
            assert sim.publishable_key in told
        served.send_signal(number)
        assert served.wait(30) == 0


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"cannot listen on 127.0.0.1:{port}" in refused("--port", port)


def test_nothing_is_promised_where_only_stripes_own_port_is_taken(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        tls = ("--tls", "--tls-port", port, "--tls-folder", str(tmp_path))
        assert f"cannot stand in for Stripe on 127.0.0.1:{port}" in refused("--port", "0", *tls)


@pytest.mark.parametrize("key", ["foo", "pk_test_shop", "sk_test_", "rk_test_shop__charge_read"])
def test_a_key_that_is_no_secret_key_is_said(key: str) -> None:
    assert f"{key!r} is no secret key" in refused("--secret-key", key, code=2)


def test_a_file_that_is_no_state_is_said(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("nothing of ours\n" * 100)
    assert "is no state file" in refused("--port", "0", "--state", str(path))
