"""A backend that runs already: Stripe is where it was told, with its key and its secret."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scenarios import profile_file
from scenarios.profile import Profile
from scenarios.running import CannotStart
from scenarios.stage import Stage, simulator_for
from scenarios.tests.profiles import MINIMAL


class Ready(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Ready) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def profile_of(shop: str, port: int) -> Profile:
    text = MINIMAL.replace("http://127.0.0.1:9", shop).replace("12111", str(port))
    return profile_file.parse(text, Path("shop.toml"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def test_stripe_is_where_the_backend_was_told_with_its_key_and_its_secret(shop: str) -> None:
    port = free_port()
    read = profile_of(shop, port)
    with simulator_for(read, seed=1) as server:
        assert server.url == f"http://127.0.0.1:{port}"
        for _ in range(2):  # what was there before is forgotten
            with Stage(read, server) as stage:
                assert stage.simulator.secret_key == "sk_test_shop"
                [endpoint] = stage.simulator.endpoints.list()
                assert (endpoint.url, endpoint.secret) == (f"{shop}/hooks", "whsec_shop")
                assert stage.shop.webhook_secret == "whsec_shop"


def test_a_port_that_somebody_else_has_is_told_with_a_remedy(shop: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CannotStart, match="cannot listen on") as error,
    ):
        simulator_for(profile_of(shop, taken.getsockname()[1]), seed=1)
    assert "look at `stripe_port` in the profile" in str(error.value)


def test_a_backend_that_runs_already_and_is_not_there_is_told_without_its_output(shop: str) -> None:
    read = profile_of("http://127.0.0.1:9", 0)
    with (
        simulator_for(read, seed=1) as server,
        pytest.raises(CannotStart, match="nothing answers at http://127") as error,
        Stage(read, server),
    ):
        pass
    assert str(error.value).endswith("\n  Start it first, or say in the profile how to start it.")


def test_an_api_version_that_there_is_not_is_told_with_a_remedy(shop: str) -> None:
    text = MINIMAL.replace("http://127.0.0.1:9", shop).replace("12111", "0")
    text = text.replace("[backend]", '[backend]\napi_version = "2011-99"')
    read = profile_file.parse(text, Path("shop.toml"))
    with (
        simulator_for(read, seed=1) as server,
        pytest.raises(CannotStart, match="Invalid Stripe API version: 2011-99"),
        Stage(read, server),
    ):
        pass
