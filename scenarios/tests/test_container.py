"""A backend that is a container image: started, handed what it needs, driven, and gone afterwards.

The image is made of another one that is at hand, and of a shop in Perl, which every Debian has.
Without Docker these tests are skipped, unless PAIDONCE_REQUIRE_DOCKER=1.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from scenarios import profile_file
from scenarios.container import Container, lines_of
from scenarios.driver import Cart
from scenarios.profile import Profile
from scenarios.running import CannotStart
from scenarios.stage import Stage
from simulator import Simulator

BASE: Final = os.environ.get("PAIDONCE_POSTGRES_IMAGE", "debian:stable-slim")
SHOP: Final = Path(__file__).with_name("container_shop.pl")
PROFILE: Final = """
[backend]
name = "a shop in a container"
container = "{image}"
{start}
ready_line = 'ready on (http://\\S+)'
webhook = "/webhooks"
start_timeout_s = 120

[backend.environment]
PORT = "{{port}}"
STRIPE_API_BASE = "{{stripe.url}}"
STRIPE_SECRET_KEY = "{{stripe.secret_key}}"

[can.start_payment]
post = "/pay"
pick = {{ payment_intent = "id", client_secret = "client_secret" }}

[view.orders]
get = "/view"
each = "orders"
fields = {{ id = "id", payment = "payment", currency = "currency", total = "total" }}

[view.events]
get = "/view"
each = "events"
fields = {{ id = "id" }}
"""


def test_output_that_comes_in_pieces_is_read_as_lines() -> None:
    assert list(lines_of([b"rea", b"dy\nto", b" serve\n", b"last"])) == [
        b"ready", b"to serve", b"last",
    ]  # fmt: skip


def test_without_testcontainers_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "testcontainers.core.container", None)
    with pytest.raises(CannotStart, match=r"pip install .paidonce\[containers\]"):
        Container("a shop", "shop:1", {}, [])


def docker(*words: str) -> str:
    ran = subprocess.run(["docker", *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    """An image with the shop in it, made without building anything: copied in, and committed."""
    name = f"paidonce-container-shop:{os.getpid()}"
    made = docker("create", BASE, "true")
    try:
        docker("cp", str(SHOP), f"{made}:/shop.pl")
        docker("commit", "--change", 'ENTRYPOINT ["perl", "/shop.pl"]', "--change", "CMD []", made,
               name)  # fmt: skip
    finally:
        docker("rm", made)
    yield name
    docker("rmi", name)


def read(image: str, start: str = "") -> Profile:
    return profile_file.parse(PROFILE.format(image=image, start=start), Path("container.toml"))


def containers_of(image: str) -> str:
    return docker("ps", "--all", "--quiet", "--filter", f"ancestor={image}")


@pytest.mark.docker
def test_a_backend_in_a_container_asks_stripe_and_hears_of_it(
    image: str, simulator_server: Simulator
) -> None:
    account = simulator_server.account("sk_test_container")
    with Stage(read(image), account) as stage:
        payment = stage.shop.start_payment(Cart("cart", None, "usd"))
        account.settle()
        [call] = [row for row in account.requests() if row.caller != "harness"]
        assert (call.path, call.status) == ("/v1/payment_intents", 200)
        assert payment.intent.startswith("pi_")
        assert stage.shop.view().events == tuple(event["id"] for event in account.events.list())
    assert stage.output[-1] == "told to stop"
    assert containers_of(image) == ""


@pytest.mark.docker
def test_a_container_that_was_killed_is_removed_all_the_same(
    image: str, simulator_server: Simulator
) -> None:
    account = simulator_server.account("sk_test_container_killed")
    with Stage(read(image), account) as stage:
        assert stage.program is not None
        stage.program.kill()
        assert containers_of(image) != ""
    assert containers_of(image) == ""


@pytest.mark.docker
def test_an_image_that_is_not_there_cannot_be_started_and_docker_says_why(
    simulator_server: Simulator,
) -> None:
    account = simulator_server.account("sk_test_no_image")
    gone = read("localhost:9/paidonce/no-such-image")
    with pytest.raises(CannotStart, match="no-such-image"), Stage(gone, account):
        pass
