"""The gate before a real PostgreSQL: what waits, what passes, and what is left afterwards."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import asyncpg
import pytest

from scenarios.races.gates import Gates, Strand
from scenarios.races.postgres import Statements
from scenarios.races.postgres.address import read
from scenarios.races.postgres.client import Client
from scenarios.races.postgres.gate import Standing
from scenarios.races.postgres.polling import POLLS
from simulator import Simulator

WITHIN_S = 20.0


@pytest.fixture(scope="module")
def database(new_database: Callable[[], str]) -> str:
    url = new_database()
    with Client(read(url)) as client:
        client.ask("CREATE TABLE goods (sku text PRIMARY KEY, n int); INSERT INTO goods VALUES"
                   " ('tea', 1), ('mug', 1)")  # fmt: skip
    return url


@pytest.fixture
def between(database: str) -> Iterator[Statements]:
    with Statements(read(database)) as statements:
        yield statements
        assert statements.proxy.faults == []


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def held(between: Statements, count: int = 1) -> list[Standing]:
    """What waits, once so many do."""
    until = time.monotonic() + WITHIN_S
    while True:
        changes, standings = between.gate.standings()
        waiting = [one for one in standings if one.held]
        if len(waiting) == count:
            return waiting
        assert time.monotonic() < until, standings
        between.gate.wait(changes, 0.5)


def asked(url: str, *statements: str) -> list[object]:
    """Each on its own, in one transaction, by asyncpg: prepared first, then executed."""

    async def talk() -> list[object]:
        connection = await asyncpg.connect(url)
        try:
            async with connection.transaction():
                return [await connection.fetchval(sql) for sql in statements]
        finally:
            await connection.close()

    return asyncio.run(talk())


def simply(url: str, sql: str) -> list[tuple[str | None, ...]]:
    with Client(read(url)) as client:
        return client.ask(sql)


def test_without_a_race_nothing_waits(between: Statements) -> None:
    assert asked(between.url, "SELECT n FROM goods WHERE sku = 'tea'") == [1]
    assert between.gate.seen.held == 0


def test_in_a_race_each_statement_waits_until_it_is_let_go(
    between: Statements, pool: ThreadPoolExecutor
) -> None:
    between.gate.watch(hold=True)
    told: Future[list[object]] = pool.submit(
        asked, between.url, "SELECT n FROM goods WHERE sku = 'tea'", "SELECT count(*) FROM goods"
    )
    labels = []
    for _ in range(3):
        [one] = held(between)
        assert not told.done()
        labels.append(one.label)
        between.gate.release(one.held)
    assert told.result(WITHIN_S) == [1, 2]
    assert labels == ["SELECT n FROM goods WHERE sku = ?", "SELECT count(*) FROM goods", "COMMIT"]


def test_a_simple_query_waits_too(between: Statements, pool: ThreadPoolExecutor) -> None:
    between.gate.watch(hold=True)
    told = pool.submit(simply, between.url, "SELECT n FROM goods WHERE sku = 'mug'")
    [one] = held(between)
    between.gate.release(one.held)
    assert told.result(WITHIN_S) == [("1",)]


def test_when_the_race_is_over_all_that_waited_goes_on(
    between: Statements, pool: ThreadPoolExecutor
) -> None:
    between.gate.watch(hold=True)
    told = pool.submit(asked, between.url, "SELECT n FROM goods WHERE sku = 'tea'")
    held(between)
    between.gate.let_go()
    assert told.result(WITHIN_S) == [1]


def test_what_was_under_way_when_the_race_began_is_none_of_it(
    between: Statements, pool: ThreadPoolExecutor
) -> None:
    async def across() -> object:
        connection = await asyncpg.connect(between.url)
        try:
            async with connection.transaction():
                await connection.fetchval("SELECT n FROM goods WHERE sku = 'tea'")
                between.gate.watch(hold=True)
                return await connection.fetchval("SELECT count(*) FROM goods")
        finally:
            await connection.close()

    assert pool.submit(lambda: asyncio.run(across())).result(WITHIN_S) == 2


def test_what_asks_again_and_again_and_finds_nothing_passes(between: Statements) -> None:
    poll = "SELECT sku FROM goods WHERE sku = 'gone'"
    for _ in range(POLLS):
        asked(between.url, poll)
    between.gate.watch(hold=True)
    assert asked(between.url, poll) == [None]


def test_what_the_shop_does_when_it_is_asked_about_itself_passes(between: Statements) -> None:
    look = "SELECT sku FROM goods ORDER BY sku"
    with between.gate.asking():
        asked(between.url, look)
    between.gate.watch(hold=True)
    with between.gate.asking():
        assert asked(between.url, look) == ["mug"]


def test_who_stands_in_a_lock_is_seen_and_goes_on_when_the_other_commits(
    between: Statements, pool: ThreadPoolExecutor
) -> None:
    with Simulator() as simulator:
        gates = Gates(simulator, between)
        gates.shut()
        change = "UPDATE goods SET n = n + 1 WHERE sku = 'tea'"
        first = pool.submit(asked, between.url, change)
        gates.release(waits(gates))
        commit = waits(gates)
        second = pool.submit(asked, between.url, change)
        gates.release(waits(gates, "UPDATE"))
        locked(gates)
        gates.release(commit)
        gates.release(waits(gates, "COMMIT"))
        assert first.result(WITHIN_S) == second.result(WITHIN_S) == [None]
        gates.open()
    assert simply(between.url, "SELECT n FROM goods WHERE sku = 'tea'") == [("3",)]


def waits(gates: Gates, what: str = "") -> Strand:
    return _found(gates, lambda strand: strand.state == "waits" and what in strand.what)


def locked(gates: Gates) -> Strand:
    return _found(gates, lambda strand: strand.state == "is locked")


def _found(gates: Gates, wanted: Callable[[Strand], bool]) -> Strand:
    until = time.monotonic() + WITHIN_S
    while True:
        for strand in gates.strands():
            if wanted(strand):
                return strand
        assert time.monotonic() < until, gates.strands()
        gates.wait()


def test_errors_of_the_database_are_counted_by_their_sqlstate(between: Statements) -> None:
    between.gate.watch(hold=False)
    with pytest.raises(asyncpg.UniqueViolationError):
        asked(between.url, "INSERT INTO goods VALUES ('tea', 1)")
    assert between.gate.seen.sqlstates == {"23505": 1}


def test_a_connection_that_ends_while_it_waits_leaves_nothing_behind(between: Statements) -> None:
    between.gate.watch(hold=True)

    async def leaves() -> None:
        connection = await asyncpg.connect(between.url)
        with pytest.raises(asyncio.TimeoutError):
            await connection.fetchval("DELETE FROM goods RETURNING sku", timeout=0.3)
        connection.terminate()

    asyncio.run(leaves())
    held(between, 0)
    between.gate.let_go()
    assert simply(between.url, "SELECT count(*) FROM goods") == [("2",)]


def test_who_speaks_no_postgresql_is_cut_off_and_named(database: str) -> None:
    with Statements(read(database)) as statements:
        with socket.create_connection(("127.0.0.1", statements.proxy.port)) as stranger:
            stranger.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert stranger.recv(10) == b""
        assert "cannot begin with" in statements.proxy.faults[0]


def test_a_database_that_does_not_answer_is_said_to_the_shop() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = taken.getsockname()[1]
    with (
        Statements(read(f"postgresql://me@127.0.0.1:{nobody}/shop")) as statements,
        pytest.raises(asyncpg.PostgresError, match="does not answer"),
    ):
        asked(statements.url, "SELECT 1")
