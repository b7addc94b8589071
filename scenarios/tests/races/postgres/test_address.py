"""Where a PostgreSQL is, and the way to it through a gate."""

from __future__ import annotations

import pytest

from scenarios.races.postgres.address import read


def test_the_way_through_a_gate_names_the_same_database_and_user() -> None:
    address = read(
        "postgresql://jo%40x:p%2Fw@db.example:6000/shop?sslmode=require&application_name=a"
    )
    assert (address.host, address.port, address.user, address.password) == (
        "db.example", 6000, "jo@x", "p/w",
    )  # fmt: skip
    assert address.through(7001) == (
        "postgresql://jo%40x:p%2Fw@127.0.0.1:7001/shop?sslmode=disable&application_name=a"
    )


def test_a_unix_socket_is_a_folder_in_the_place_of_the_host() -> None:
    address = read("postgresql://shop@/shop?host=/run/pg&port=6001")
    assert address.socket == "/run/pg/.s.PGSQL.6001"
    assert address.through(7001) == "postgresql://shop@127.0.0.1:7001/shop"
    assert read("postgresql://shop@%2Frun%2Fpg/shop").socket == "/run/pg/.s.PGSQL.5432"


def test_what_is_missing_is_what_every_client_takes() -> None:
    address = read("postgres://me@localhost")
    assert (address.database, address.port, address.password) == ("me", 5432, "")


def test_a_password_is_not_said() -> None:
    assert "secret" not in str(read("postgresql://me:secret@localhost/shop"))


@pytest.mark.parametrize(
    "url",
    ["mysql://me@localhost/shop", "shop", "postgresql://a:1,b:2/shop", "postgresql://a:x/shop"],
)
def test_what_is_no_single_postgresql_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"must begin|several|no number"):
        read(url)
