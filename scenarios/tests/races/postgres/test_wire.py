"""What goes over the wire, however it is cut into pieces on the way."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.races.postgres.batches import Batch, Batches, Execution
from scenarios.races.postgres.wire import (
    BadBytes,
    Messages,
    fields,
    first_message,
    message,
    rows_of,
)


def prepared(name: str, sql: str) -> bytes:
    return message(b"P", f"{name}\0{sql}\0".encode() + b"\0\0")


def bound(name: str, value: bytes) -> bytes:
    sent = b"\0\0\0\1" + len(value).to_bytes(4, "big") + value + b"\0\0"
    return message(b"B", f"\0{name}\0".encode() + sent)


EXECUTE = message(b"E", b"\0\0\0\0\0")
SYNC = message(b"S")
SAID = (
    prepared("one", "SELECT 1 FROM a WHERE id = $1") + SYNC
    + bound("one", b"7") + EXECUTE + SYNC
    + message(b"Q", b"COMMIT\0")
)  # fmt: skip


def read(pieces: Iterable[bytes]) -> list[Batch]:
    batches = Batches()
    return [batch for piece in pieces for batch in batches.feed(piece)]


@given(st.lists(st.integers(1, len(SAID) - 1), unique=True).map(sorted))
def test_the_same_batches_are_read_however_the_bytes_are_cut(cuts: list[int]) -> None:
    edges = [0, *cuts, len(SAID)]
    pieces = [SAID[a:b] for a, b in pairwise(edges)]
    assert read(pieces) == read([SAID])


def test_a_statement_is_known_by_its_text_and_its_values() -> None:
    prepare, execute, commit = read([SAID])
    assert prepare.executions == ()
    [execution] = execute.executions
    assert execution.sql == "SELECT 1 FROM a WHERE id = $1"
    assert b"7" in execution.values
    assert commit.executions == (Execution("COMMIT"),)
    assert b"".join(batch.raw for batch in (prepare, execute, commit)) == SAID


def test_what_is_no_message_is_refused_and_not_waited_for() -> None:
    with pytest.raises(BadBytes):
        read([b"GET / HTTP/1.1\r\n\r\n"])
    with pytest.raises(BadBytes):
        first_message(b"GET / HTTP/1.1")
    with pytest.raises(BadBytes):
        read([message(b"Q", b"SELECT without an end")])
    assert first_message(b"\0\0") is None


@given(st.binary(max_size=64))
def test_no_bytes_at_all_do_more_than_to_be_refused(noise: bytes) -> None:
    try:
        for kept in Messages().feed(noise):
            fields(kept.body)
    except BadBytes:
        pass


def test_what_nobody_wants_is_left_out_whatever_its_length() -> None:
    wanted = Messages(only=(b"Z",))
    stream = message(b"D", b"x" * 5_000) + message(b"Z", b"I")
    found = [
        kept for at in range(0, len(stream), 700) for kept in wanted.feed(stream[at : at + 700])
    ]
    assert [kept.kind for kept in found] == [b"Z"]


@pytest.mark.parametrize(("tag", "rows"), [("UPDATE 3", 3), ("INSERT 0 1", 1), ("COMMIT", None)])
def test_a_tag_says_how_many_rows_there_were(tag: str, rows: int | None) -> None:
    assert rows_of(tag) == rows
