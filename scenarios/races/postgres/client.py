"""A connection of our own to a PostgreSQL: logs in, asks, and reads the answers as texts.

Rule: it asks with simple queries only, and nothing that it is asked comes from outside.

Source: PostgreSQL documentation, "Message Flow".
"""

from __future__ import annotations

import contextlib
import hashlib
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

from scenarios.races.postgres import wire
from scenarios.races.postgres.address import Address
from scenarios.races.postgres.scram import MECHANISM, Refused, Scram

PATIENCE_S: Final = 10.0
Row = tuple[str | None, ...]


class CannotAsk(Exception):  # noqa: N818 - it is an outcome
    """The server cannot be reached, does not let us in, or refuses the question."""


class Client:
    """One connection, opened when it is made."""

    def __init__(self, address: Address) -> None:
        """Raises: CannotAsk."""
        self._address = address
        self._messages = wire.Messages()
        self._read: list[wire.Message] = []
        try:
            self._socket = _dialled(address)
        except OSError as error:
            raise CannotAsk(f"{address} does not answer: {error}") from error
        try:
            self._log_in()
        except (OSError, wire.BadBytes, Refused) as error:
            self.close()
            raise CannotAsk(f"{address} does not let us in: {error}") from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, sql: str) -> list[Row]:
        """The rows that a query gives.

        Raises:
            CannotAsk
        """
        rows: list[Row] = []
        refused = ""
        try:
            self._socket.sendall(wire.message(b"Q", sql.encode() + b"\0"))
            for message in self._until_ready():
                if message.kind == b"D":
                    rows.append(_row(message.body))
                elif message.kind == b"E":
                    refused = wire.fields(message.body).get("M", "an error")
        except (OSError, wire.BadBytes) as error:
            raise CannotAsk(f"{self._address} does not answer: {error}") from error
        if refused:
            raise CannotAsk(refused)
        return rows

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.sendall(wire.message(b"X"))
        self._socket.close()

    def _log_in(self) -> None:
        parameters = {"user": self._address.user, "database": self._address.database,
                      "application_name": "paidonce"}  # fmt: skip
        said = b"".join(f"{k}\0{v}\0".encode() for k, v in parameters.items()) + b"\0"
        self._socket.sendall(wire.message(b"", wire.PROTOCOL_3.to_bytes(4, "big") + said))
        scram = Scram(self._address.password)
        for message in self._until_ready():
            if message.kind == b"E":
                raise Refused(wire.fields(message.body).get("M", "it does not say why"))
            if message.kind == b"R":
                self._prove(message.body, scram)

    def _prove(self, asked: bytes, scram: Scram) -> None:
        """Answer one question of the server's about who we are."""
        kind, rest = int.from_bytes(asked[:4], "big"), asked[4:]
        password, user = self._address.password.encode(), self._address.user.encode()
        match kind:
            case 0:  # it is content
                return
            case 3:
                proof = password + b"\0"
            case 5:
                inner = hashlib.md5(password + user, usedforsecurity=False).hexdigest()
                outer = hashlib.md5(inner.encode() + rest[:4], usedforsecurity=False)
                proof = b"md5" + outer.hexdigest().encode() + b"\0"
            case 10 if MECHANISM.encode() in rest.split(b"\0"):
                first = scram.first
                proof = MECHANISM.encode() + b"\0" + len(first).to_bytes(4, "big") + first
            case 11:
                proof = scram.final(rest)
            case 12:
                scram.verify(rest)
                return
            case _:
                raise Refused(f"it wants a kind of login that is not known here ({kind})")
        self._socket.sendall(wire.message(b"p", proof))

    def _until_ready(self) -> Iterator[wire.Message]:
        while True:
            while not self._read:
                chunk = self._socket.recv(1 << 16)
                if not chunk:
                    raise wire.BadBytes("the connection was closed")
                self._read.extend(self._messages.feed(chunk))
            message = self._read.pop(0)
            yield message
            if message.kind == b"Z":
                return


def _dialled(address: Address) -> socket.socket:
    if address.socket is None:
        return socket.create_connection((address.host, address.port), PATIENCE_S)
    dialled = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        dialled.settimeout(PATIENCE_S)
        dialled.connect(address.socket)
    except BaseException:
        dialled.close()
        raise
    return dialled


def _row(body: bytes) -> Row:
    count, at = int.from_bytes(body[:2], "big"), 2
    values: list[str | None] = []
    for _ in range(count):
        length = int.from_bytes(body[at : at + 4], "big", signed=True)
        at += 4
        values.append(None if length < 0 else body[at : at + length].decode("utf-8", "replace"))
        at += max(0, length)
    return tuple(values)
