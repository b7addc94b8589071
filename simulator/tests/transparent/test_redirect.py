"""SDKs that were told nothing are sent to the simulator, by TLS or by a small file."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator import Account, Simulator
from simulator.tests.clients.conftest import installed
from simulator.transparent.redirect import write

__all__ = ["installed"]
HERE = Path(__file__).parent
KEY = "sk_test_redirected"


def node(folder: Path, **environment: str) -> Any:
    """What the shop that knows nothing was answered."""
    shutil.copyfile(HERE / "pay.cjs", folder / "pay.cjs")
    done = subprocess.run(
        [shutil.which("node") or "node", "pay.cjs"],
        cwd=folder,
        env={**os.environ, "STRIPE_KEY": KEY, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check(sim: Account, answered: Any) -> None:
    [customer] = sim.api("GET", "/v1/customers")[1]["data"]
    assert answered == {"id": customer["id"], "name": "Jenny", "refused": "amount_too_small"}


@pytest.fixture
def sim(running: Simulator) -> Account:
    account = running.account(KEY)
    account.reset()
    return account


@pytest.mark.node
def test_the_preload_file_turns_the_node_sdk(sim: Account, installed: Path, tmp_path: Path) -> None:
    path, _ = write("node", tmp_path, "http://127.0.0.1:1")
    answered = node(installed, PAIDONCE_URL=sim.url, NODE_OPTIONS=f"--require {path}")
    check(sim, answered)


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[tuple[Account, Path, str]]:
    """A simulator that serves TLS, its authority's certificate, and its port."""
    folder = tmp_path / "tls"
    program = "import sys; from simulator import serve; sys.exit(serve(sys.argv[1:]))"
    command = [sys.executable, "-c", program]
    options = ["--port", "0", "--tls", "--tls-port", "0", "--tls-folder", str(folder)]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        told = ""
        while "its key stays in" not in told:
            told += served.stdout.readline()
        url = re.search(r"listens on (\S+)", told)
        port = re.search(r", on 127\.0\.0\.1:(\d+)\.", told)
        assert url is not None
        assert port is not None
        with Simulator.at(url[1], KEY) as joined:
            yield joined, folder / "paidonce-ca.pem", port[1]
        served.terminate()


@pytest.mark.node
def test_the_node_sdk_takes_the_simulator_for_stripe(
    stand_in: tuple[Account, Path, str], installed: Path
) -> None:
    sim, certificate, port = stand_in
    shutil.copyfile(HERE / "resolve.cjs", installed / "resolve.cjs")
    answered = node(
        installed,
        NODE_EXTRA_CA_CERTS=str(certificate),
        NODE_OPTIONS="--require ./resolve.cjs",
        TLS_PORT=port,
    )
    check(sim, answered)


@pytest.mark.parametrize(
    "shop",
    [
        "import stripe; print(stripe.StripeClient(KEY).v1.customers.create({'name': 'J'}).id)",
        "import stripe; stripe.api_key = KEY; print(stripe.Customer.create(name='J').id)",
        "from stripe import Customer; print(Customer.create(name='J', api_key=KEY).id)",
    ],
)
def test_sitecustomize_turns_the_python_sdk(sim: Account, tmp_path: Path, shop: str) -> None:
    _, told = write("python", tmp_path, "http://127.0.0.1:1")
    assert f"PYTHONPATH={tmp_path}" in told
    done = subprocess.run(
        [sys.executable, "-c", f"KEY = {KEY!r}; {shop}"],
        env={**os.environ, "PAIDONCE_URL": sim.url, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    [customer] = sim.api("GET", "/v1/customers")[1]["data"]
    assert (done.stdout.strip(), done.stderr) == (customer["id"], "")


def test_another_sitecustomize_is_still_run(tmp_path: Path) -> None:
    write("python", tmp_path / "ours", "http://127.0.0.1:1")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "sitecustomize.py").write_text("print('theirs')")
    path = os.pathsep.join(str(tmp_path / name) for name in ("ours", "theirs"))
    done = subprocess.run(
        [sys.executable, "-c", "pass"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "theirs\n"
