"""What the simulator's own tests share: an API without a network, a simulator, a receiver."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import stripe

from simulator import Account, Simulator, ledger
from simulator.app import App
from simulator.tests.calls import Stripe, new_account, new_app
from simulator.tests.operations.connecting import assert_balanced

if TYPE_CHECKING:
    from selenium import webdriver


@dataclass
class Got:
    """One request that the receiver got."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        return msgspec.json.decode(self.body)

    def verified(self, secret: str) -> stripe.Event:
        """The event, as Stripe's own SDK takes it."""
        signed = self.headers.get("Stripe-Signature", "")
        event: stripe.Event = stripe.Webhook.construct_event(self.body, signed, secret)
        return event


@dataclass
class Receiver:
    """A shop's webhook route: answers what it is told to, and remembers what came."""

    url: str
    got: list[Got] = field(default_factory=list)
    status: Callable[[Got], int] = lambda _: 200
    heard: threading.Condition = field(default_factory=threading.Condition)

    def take(self, got: Got) -> int:
        """Remember what came; the status to answer."""
        with self.heard:
            self.got.append(got)
            self.heard.notify_all()
        return self.status(got)

    def wait(self, count: int) -> list[Got]:
        """All that came, once so many have: a sender that cut the connection does not know."""
        with self.heard:
            assert self.heard.wait_for(lambda: len(self.got) >= count, 30)
        return self.got

    @property
    def types(self) -> list[str]:
        return [got.event["type"] for got in self.got]


@pytest.fixture(scope="session")
def app() -> App:
    return new_app()


@pytest.fixture(name="stripe")
def stripe_api(app: App) -> Stripe:
    """The API of an account that no other test knows, whose clock stands still."""
    return new_account(app)


@pytest.fixture
def balanced(stripe: Stripe) -> Iterator[None]:
    """Whatever a test did, the books balance afterwards."""
    yield
    assert_balanced(stripe)
    positions = ledger.positions(ledger.movements(stripe.account.store))
    assert all(sum(found.values()) == 0 for found in positions.values())


@pytest.fixture(scope="session")
def running() -> Iterator[Simulator]:
    with Simulator(seed="tests") as simulator:
        yield simulator


@pytest.fixture
def sim(running: Simulator, request: pytest.FixtureRequest) -> Account:
    """An account that no other test knows."""
    return running.account(f"sk_test_{request.node.nodeid}")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # One packet an answer, or the sender waits for an acknowledgement.

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            got = Got(self.path, dict(self.headers.items()), self.rfile.read(length))
            status = heard.take(got)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", heard.url + "/elsewhere")
            answer = b"" if status == 204 else b"ok"
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    heard = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield heard
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium without a window; only tests marked `browser` may ask for it."""
    from selenium import webdriver  # noqa: PLC0415 - most tests need no browser
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 - likewise

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()
