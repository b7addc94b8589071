"""One attempt over HTTP.

Source: Stripe docs, "Webhooks". A redirect is not followed, and is a failure like everything else
that is not 2xx; a receiver that takes too long has failed. The words of an error are the
Dashboard's.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from simulator.clock import stopwatch
from simulator.webhooks.records import ANSWER_KEPT
from simulator.webhooks.shipment import Outcome, Shipment

TIMED_OUT: Final = "(Timed out) ERR"
UNABLE: Final = "(Unable to connect) ERR"
TLS: Final = "(TLS error) ERR"
PIECES: Final = 10
"""In how many pieces a slow body is sent."""


class Sender:
    """Sends shipments; connections are kept for the next, for as long as a careful server would."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def send(self, shipment: Shipment, headers: dict[str, str], timeout_ms: int) -> Outcome:
        """Post it, and hear what the receiver answers."""
        began = stopwatch()
        status: int | None = None
        answer = ""
        error: str | None = None
        try:
            async with asyncio.timeout(timeout_ms / 1000):
                if shipment.cut:
                    await _post_and_cut(shipment, headers)
                    error = "connection cut before the answer"
                else:
                    status, answer = await self._post(shipment, headers)
        except TimeoutError:
            status, error = None, TIMED_OUT
        except (ssl.SSLError, aiohttp.ClientSSLError, ssl.CertificateError):
            error = TLS
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            error = f"{UNABLE}: {failure.__class__.__name__}"
        if status is not None and not 200 <= status < 300:
            error = f"({status}) ERR"
        return Outcome(
            status=status, error=error, answer=answer, duration_ms=(stopwatch() - began) * 1000
        )

    async def _post(self, shipment: Shipment, headers: dict[str, str]) -> tuple[int, str]:
        data: bytes | AsyncIterator[bytes] = shipment.body
        if shipment.pace_ms:
            data = _slowly(shipment)
            headers = {**headers, "Content-Length": str(len(shipment.body))}
        async with self._open().post(
            shipment.url,
            data=data,
            headers=headers,
            allow_redirects=False,
        ) as response:
            answer = await response.content.read(ANSWER_KEPT)
            return response.status, answer.decode("utf-8", "replace")

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=1.5),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                auto_decompress=False,
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            )
        return self._session


async def _slowly(shipment: Shipment) -> AsyncIterator[bytes]:
    size = max(1, len(shipment.body) // PIECES)
    for start in range(0, len(shipment.body), size):
        yield shipment.body[start : start + size]
        await asyncio.sleep(shipment.pace_ms / 1000 / PIECES)  # real: a slow network is slow


async def _post_and_cut(shipment: Shipment, headers: dict[str, str]) -> None:
    """Send the request whole, and hang up before anything can come back."""
    url = urlsplit(shipment.url)
    secure = url.scheme == "https"
    _, writer = await asyncio.open_connection(
        url.hostname, url.port or (443 if secure else 80), ssl=secure or None
    )
    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(
        f"POST {path} HTTP/1.1\r\nHost: {url.netloc}\r\n{head}"
        f"Content-Length: {len(shipment.body)}\r\nConnection: close\r\n\r\n".encode()
        + shipment.body
    )
    await writer.drain()
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
