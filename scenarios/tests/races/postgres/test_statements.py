"""What a statement is called, whether it is held, and how it is drawn."""

from __future__ import annotations

import pytest

from scenarios.races.postgres.statements import brief, read


@pytest.mark.parametrize(
    "sql",
    [
        "BEGIN", "begin isolation level serializable", "SET statement_timeout = 10", "SELECT 1",
        "SAVEPOINT sa_1", "RELEASE SAVEPOINT sa_1", "SELECT version()", "-- nothing", "",
        "SELECT typname FROM pg_catalog.pg_type WHERE oid = $1", "SELECT now(), current_user",
        "SELECT pg_advisory_unlock_all(); CLOSE ALL; UNLISTEN *; RESET ALL;",
    ],
)  # fmt: skip
def test_what_changes_nothing_and_sees_nothing_of_others_passes(sql: str) -> None:
    assert read(sql).passes


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM orders", "INSERT INTO orders VALUES (1)", "COMMIT", "ROLLBACK",
        "SELECT pg_advisory_xact_lock(1)", "SELECT 1 FROM orders FOR UPDATE", "END",
        "WITH made AS (INSERT INTO orders VALUES (1) RETURNING id) SELECT id FROM made",
        "SET x = 1; DELETE FROM orders", "PREPARE TRANSACTION 'both'", "CALL settle(1)",
    ],
)  # fmt: skip
def test_what_others_can_see_or_wait_for_is_held(sql: str) -> None:
    assert not read(sql).passes


def test_a_label_says_what_is_done_and_not_to_whom() -> None:
    first = read("UPDATE orders\n  SET total = 12.50, note = 'it''s' WHERE id = $1 AND n IN (1, 2)")
    second = read("UPDATE orders SET total = 7, note = 'x' WHERE id = $2 AND n IN (3, 4, 5)")
    assert (
        first.label
        == second.label
        == ("UPDATE orders SET total = ?, note = ? WHERE id = ? AND n IN (?)")
    )


def test_savepoints_are_called_the_same_in_every_run() -> None:
    assert read("ROLLBACK TO SAVEPOINT sp_17").label == read("ROLLBACK TO SAVEPOINT sp_4").label
    assert not read("ROLLBACK TO SAVEPOINT sp_17").ends
    assert read("COMMIT").ends


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT a.*, (SELECT sum(n) FROM lines) FROM orders AS a WHERE id = $1", "SELECT orders"),
        ("SELECT * FROM orders JOIN payments USING (id) FOR UPDATE OF orders",
         "SELECT orders, payments FOR UPDATE"),
        ("WITH gone AS (DELETE FROM jobs WHERE id = 1) UPDATE jobs SET n = 1",
         "DELETE jobs, UPDATE jobs"),
        ("INSERT INTO shop.orders (id) VALUES ($1) ON CONFLICT DO UPDATE SET id = 1",
         "INSERT shop.orders"),
        ("SELECT pg_advisory_xact_lock($1)", "SELECT pg_advisory_xact_lock"),
        ("COMMIT", "COMMIT"),
    ],
)  # fmt: skip
def test_a_picture_has_two_or_three_words_for_it(sql: str, said: str) -> None:
    assert brief(sql) == said
