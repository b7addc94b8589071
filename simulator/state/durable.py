"""The durable journal: everything that was answered is there again after `kill -9`.

Rule 1: an answer is sent, and an event delivered, only after all that led to it is written.
Rule 2: what one operation changed is written in one transaction, with whatever else changed
meanwhile: no half of an operation is ever on disk.
Rule 3: the file is SQLite in WAL mode, one writer, JSON in its rows. A file of another format is
refused.

The process can be killed at any moment; for the machine losing its power, SQLite's `synchronous`
would have to be FULL, which costs a disk's turn for each transaction.
"""

import asyncio
import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import msgspec

from simulator.agenda import Due
from simulator.idempotency import Remembered
from simulator.resources.event import Event
from simulator.state.account import Settings, account_with, resume, settings_of
from simulator.state.kinds import UnknownKindError, packed, unpacked
from simulator.state.recorded import Changes, Recorded, value_of
from simulator.webhooks.records import Delivery
from simulator.wire.releases import NEWEST
from simulator.world import Account, World

log = logging.getLogger("simulator")
FORMAT: Final = f"paidonce.state.1 {NEWEST}"
Row = tuple[str, str, str, bytes | None]
TABLES: Final[dict[str, Any]] = {
    "event": Event,
    "idempotency": Remembered,
    "due": Due,
    "delivery": Delivery,
}


class StateError(OSError):
    """The file cannot be used; the message says why, and what to do."""


class Durable:
    """A file that has all that is in a world.

    Raises:
        StateError: the file is somebody else's, of another version, or in use.
    """

    def __init__(self, path: Path, world: World) -> None:
        self._path = path
        self._changes: Changes = {}
        self._settings: dict[str, bytes] = {}
        self._accounts: dict[str, Account] = {}
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="state")
        self._waiting: list[asyncio.Future[None]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._broken: BaseException | None = None
        try:
            self._database = self._writer.submit(self._open).result()
        except StateError:
            self._writer.shutdown()
            raise
        try:
            self._load(world)
        except (msgspec.DecodeError, UnknownKindError, LookupError) as wrong:
            self.close()
            raise StateError(
                f"{path} cannot be read: {wrong}. Move it away to begin anew."
            ) from None
        world.on_account = self._record
        world.durable = self

    async def flushed(self, account: Account | None = None) -> None:
        """Come back when all that has changed until now is written.

        Args:
            account: whose clock and settings are looked at; None: everybody's.

        Raises:
            StateError: it could not be written; nothing is answered any more.
        """
        if self._broken is not None:
            raise StateError(f"{self._path} cannot be written: {self._broken}")
        for known in self._accounts.values() if account is None else (account,):
            self._note_settings(known)
        if not self._changes and self._flushing is None:
            return
        loop = asyncio.get_running_loop()
        written = loop.create_future()
        self._waiting.append(written)
        if self._flushing is None:
            self._flushing = loop.create_task(self._flush())
        await written

    def close(self) -> None:
        """Write what is left, and close the file."""
        if self._changes and self._broken is None:
            self._writer.submit(self._write, self._rows()).result()
        self._writer.submit(self._database.close).result()
        self._writer.shutdown()

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                waiting, self._waiting = self._waiting, []
                try:
                    await loop.run_in_executor(self._writer, self._write, self._rows())
                except Exception as failure:  # Whatever it was, nobody may wait for ever.
                    if not isinstance(failure, sqlite3.Error):
                        log.exception("%s broke the simulator", self._path)
                    self._broken = failure
                    for written in (*waiting, *self._waiting):
                        if not written.done():
                            written.set_exception(StateError(str(failure)))
                    self._waiting = []
                    return
                for written in waiting:
                    if not written.done():
                        written.set_result(None)
        finally:
            self._flushing = None

    def _rows(self) -> list[Row]:
        """All that changed since the last time, as it is now."""
        changes = dict(self._changes)
        self._changes.clear()  # In place: every recorded dict holds on to it.
        rows: list[Row] = []
        for (account, table, key), recorded in changes.items():
            if account not in self._accounts:
                continue
            value = self._settings.get(account) if table == "settings" else value_of(recorded, key)
            if isinstance(value, Remembered) and not value.status:
                continue  # Under way: if it is never answered, it was never asked.
            body = value if isinstance(value, bytes | None) else packed(value)
            rows.append((account, table, key, body))
        return rows

    def _write(self, rows: list[Row]) -> None:
        kept = [row for row in rows if row[3] is not None]
        gone = [row[:3] for row in rows if row[3] is None]
        with self._database:
            self._database.execute("BEGIN")
            self._database.executemany(
                "INSERT INTO records (account, tabled, key, body) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (account, tabled, key) DO UPDATE SET body = excluded.body",
                kept,
            )
            self._database.executemany(
                "DELETE FROM records WHERE account = ? AND tabled = ? AND key = ?", gone
            )

    # Which accounts there are, and what in them is recorded.

    def _record(self, account: Account) -> None:
        """Note from now on what changes in an account that is empty still."""
        key = account.key
        for known in tuple(self._accounts):  # It was reset: what it had is gone.
            if known == key or known.startswith(f"{key}/"):
                self._forget(known)
        self._accounts[key] = account

        def table(name: str) -> Recorded:
            return Recorded(self._changes, key, name)

        account.store.record(lambda kind: table(f"object {kind}"))
        account.events = table("event")
        account.idempotency = table("idempotency")
        account.agenda.entries = table("due")
        account.outbox.deliveries.records = table("delivery")

    def _forget(self, key: str) -> None:
        del self._accounts[key]
        self._settings.pop(key, None)
        for change in [change for change in self._changes if change[0] == key]:
            del self._changes[change]

        def delete() -> None:
            self._database.execute("DELETE FROM records WHERE account = ?", (key,))

        self._writer.submit(delete).result()

    def _note_settings(self, account: Account) -> None:
        key = account.key
        now = packed(settings_of(account))
        if self._settings.get(key) != now:
            self._settings[key] = now
            self._changes[key, "settings", ""] = Recorded(self._changes, key, "settings")

    # The file.

    def _open(self) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(
                self._path, isolation_level=None, check_same_thread=False, timeout=1.0
            )
        except sqlite3.OperationalError as failure:
            raise StateError(f"{self._path} cannot be opened: {failure}") from None
        try:
            self._claim(database)
        except BaseException:
            database.close()
            raise
        return database

    def _claim(self, database: sqlite3.Connection) -> None:
        """Keep the file for ourselves, and see that it is one of ours."""
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute("BEGIN EXCLUSIVE")
            self._check(database)
            database.execute("COMMIT")
        except sqlite3.OperationalError as failure:
            if "locked" in str(failure):
                raise StateError(f"{self._path} is in use by another simulator") from None
            raise StateError(f"{self._path} cannot be opened: {failure}") from None
        except sqlite3.DatabaseError as failure:
            raise StateError(f"{self._path} is no state file: {failure}") from None

    def _check(self, database: sqlite3.Connection) -> None:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}
        if not tables:
            database.execute("CREATE TABLE about (format TEXT, seed TEXT, generation INTEGER)")
            database.execute(
                "CREATE TABLE records (number INTEGER PRIMARY KEY, account TEXT, tabled TEXT,"
                " key TEXT, body BLOB, UNIQUE (account, tabled, key))"
            )
            return
        found = None
        if "about" in tables:
            found = database.execute("SELECT format FROM about").fetchone()
        if found is None or found[0] != FORMAT:
            raise StateError(
                f"{self._path} is of format {found[0] if found else 'unknown'!r}; this simulator"
                f" reads {FORMAT!r}. Move it away to begin anew, or use the one that wrote it."
            )

    def _load(self, world: World) -> None:
        about = self._database.execute("SELECT seed, generation FROM about").fetchone()
        if about is None:
            self._database.execute("INSERT INTO about VALUES (?, ?, 1)", (FORMAT, world.seed))
            return
        world.seed, generation = about
        self._database.execute("UPDATE about SET generation = generation + 1")
        world.on_account = self._record
        select = "SELECT account, body FROM records WHERE tabled = 'settings' ORDER BY number"
        for key, body in self._database.execute(select).fetchall():
            account_with(world, msgspec.json.decode(body, type=Settings))
            self._settings[key] = body
        rows = self._database.execute(
            "SELECT account, tabled, key, body FROM records WHERE tabled <> 'settings'"
            " ORDER BY number"
        )
        for key, table, name, body in rows:
            if key in self._accounts:
                _put(self._accounts[key], table, name, body)
        for account in self._accounts.values():
            account.chance.begin_again(generation)
            resume(account)
        self._changes.clear()


def _put(account: Account, table: str, key: str, body: bytes) -> None:
    if table.startswith("object "):
        kind = table.removeprefix("object ")
        account.store.put(kind, unpacked(kind, body))
        return
    thing = msgspec.json.decode(body, type=TABLES[table])
    if isinstance(thing, Due):
        account.agenda.put(thing)
    elif isinstance(thing, Event):
        account.events[key] = thing
    elif isinstance(thing, Delivery):
        account.outbox.deliveries.records[key] = thing
    else:
        account.idempotency[key] = thing
