"""The same seed and the same requests give the same bytes, in whichever process."""

import os
import subprocess
import sys
from pathlib import Path

from simulator.tests.conftest import Receiver


def run(seed: str, receiver: Receiver, hash_seed: str) -> tuple[bytes, list[bytes]]:
    """What is left of a run, and what was delivered, in order."""
    receiver.got.clear()
    done = subprocess.run(
        [sys.executable, "-m", "simulator.tests.state.one_run", seed, receiver.url],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    return done.stdout, [got.body for got in receiver.got]


def test_two_processes_with_one_seed_leave_the_same_bytes(receiver: Receiver) -> None:
    state, delivered = run("one", receiver, "1")
    again, delivered_again = run("one", receiver, "2")
    assert len(delivered) > 60
    assert delivered == delivered_again
    assert state == again


def test_another_seed_leaves_another_state(receiver: Receiver) -> None:
    assert run("one", receiver, "1")[0] != run("two", receiver, "1")[0]
