"""A receiver of webhooks that answers as it is told, and remembers what it got."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """Its answers: for each delivery the next status of the list, then 200."""

    statuses: list[int] = field(default_factory=list)
    got: list[tuple[str, bytes]] = field(default_factory=list)  # signature, body
    url: str = ""

    def answer(self, signature: str, body: bytes) -> int:
        self.got.append((signature, body))
        return self.statuses.pop(0) if self.statuses else 200


@contextmanager
def receiver(*statuses: int) -> Iterator[Receiver]:
    """A receiver on a free port, for as long as it is needed."""
    told = Receiver(list(statuses))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(told.answer(self.headers["Stripe-Signature"], body))
            self.send_header("Content-Length", "0")
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """It is only asked what it got."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    with Server(("127.0.0.1", 0), Handler) as server:
        told.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
