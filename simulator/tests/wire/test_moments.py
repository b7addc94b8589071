"""Moments: which forms they are looked for in."""

import pytest

from simulator import catalogue
from simulator.catalogue import Anything, Either, Hash, Integer, ListOf, MapOf, Parameter, String
from simulator.wire.moments import DAYS, MOMENTS, may_be_among
from simulator.wire.parameters import Form

MOMENT = Parameter("trial_end", Either((String(), Integer())))


@pytest.mark.parametrize("name", sorted(MOMENTS | DAYS))
def test_every_moment_is_looked_for_by_its_name(name: str) -> None:
    assert may_be_among([Parameter("amount", Integer()), Parameter(name, Integer())])


@pytest.mark.parametrize(
    "kind",
    [
        Hash((MOMENT,)),
        ListOf(Hash((MOMENT,))),
        Either((String(), Hash((MOMENT,)))),
        MapOf(Integer()),
        MapOf(Hash((MOMENT,))),
        Anything(),
    ],
)
def test_a_moment_may_be_anywhere_inside(kind: catalogue.Kind) -> None:
    assert may_be_among([Parameter("inside", kind)])


def test_text_alone_is_no_moment_whatever_the_client_calls_it() -> None:
    assert not may_be_among([Parameter("metadata", MapOf(String())), Parameter("id", String())])


@pytest.mark.parametrize(
    ("shape", "looked_at"),
    [("SubscriptionCreateParams", True), ("PaymentIntentCreateParams", False)],
)
def test_a_form_says_whether_there_is_anything_to_look_at(shape: str, *, looked_at: bool) -> None:
    assert Form(catalogue.shape(shape)).names_moments is looked_at
