"""Where a PostgreSQL is: its URL, read, and turned so that it leads through a gate.

Source: PostgreSQL documentation, "Connection URIs": a host that begins with a slash, in the place
of the host or as a parameter, is the folder of a Unix socket.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

PORT: Final = 5432
SCHEMES: Final = ("postgres", "postgresql")
LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """One database of one server, and who logs in."""

    scheme: str
    host: str  # a name, or the folder of a Unix socket
    port: int
    user: str
    password: str
    database: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def socket(self) -> str | None:
        """The file of the Unix socket; None where the server is reached by TCP."""
        return f"{self.host}/.s.PGSQL.{self.port}" if self.host.startswith("/") else None

    def through(self, port: int) -> str:
        """The URL of the same database by way of a port of this machine, in the clear."""
        who = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password
                                           else "")  # fmt: skip
        kept = [(k, "disable" if k == "sslmode" else v) for k, v in self.parameters]
        asked = f"?{urlencode(kept)}" if kept else ""
        database = quote(self.database, safe="")
        return f"{self.scheme}://{who}@{LOOPBACK}:{port}/{database}{asked}"

    def __str__(self) -> str:
        """In words that give no password away."""
        return f"{self.database} at {self.socket or f'{self.host}:{self.port}'}"


def read(url: str) -> Address:
    """Read a URL.

    Raises:
        ValueError: it names no PostgreSQL, or several; in words for whoever wrote it.
    """
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] not in SCHEMES:
        raise ValueError("it must begin with postgresql://")
    asked: dict[str, str] = dict(parse_qsl(parts.query))
    host = asked.pop("host", "") or unquote(parts.hostname or "")
    if "," in parts.netloc or "," in host:
        raise ValueError("it names several servers, and a gate stands before one")
    try:
        port = int(asked.pop("port", "") or parts.port or PORT)
    except ValueError:
        raise ValueError("its port is no number") from None
    user = asked.pop("user", "") or unquote(parts.username or "") or getpass.getuser()
    return Address(
        parts.scheme,
        host or LOOPBACK,
        port,
        user,
        asked.pop("password", "") or unquote(parts.password or ""),
        asked.pop("dbname", "") or unquote(parts.path.lstrip("/")) or user,
        tuple(asked.items()),
    )
