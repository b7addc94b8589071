"""Who stands in a lock until somebody else is let go; and how a password is proved."""

from __future__ import annotations

import base64

import pytest

from scenarios.races.postgres.locks import parked
from scenarios.races.postgres.scram import Refused, Scram


def test_who_waits_for_one_that_does_nothing_is_parked() -> None:
    assert parked({1: [2]}, still=[2]) == {1}


def test_who_waits_for_one_that_works_will_go_on_by_itself() -> None:
    assert parked({1: [2]}, still=[]) == frozenset()


def test_who_waits_for_one_that_is_parked_is_parked_too() -> None:
    assert parked({1: [2], 2: [3]}, still=[3]) == {1, 2}
    assert parked({1: [2, 4], 2: [3]}, still=[3]) == {2}  # 4 works


def test_a_deadlock_is_left_to_the_server_that_ends_it() -> None:
    assert parked({1: [2], 2: [1]}, still=[]) == frozenset()


def test_a_password_is_proved_as_the_standard_shows_it() -> None:
    # RFC 7677, section 3: its example, to the letter.
    scram = Scram("pencil", user="user", nonce="rOprNGfwEbeRWgbNEkqO")
    server = (
        b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
    )
    assert scram.first == b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    assert scram.final(server) == (
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        b"p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    )
    scram.verify(b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")


def test_a_server_that_does_not_know_the_password_is_not_believed() -> None:
    scram = Scram("pencil", user="user", nonce="rOprNGfwEbeRWgbNEkqO")
    scram.final(b"r=rOprNGfwEbeRWgbNEkqO%hv,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
    with pytest.raises(Refused):
        scram.verify(b"v=" + base64.b64encode(b"x" * 32))
