"""A PaymentMethod has one Customer or none."""

from __future__ import annotations

import pytest

from simulator import errors
from simulator.errors import StripeError
from simulator.resources import payment_method as states
from simulator.resources.payment_method import PaymentMethod


def method(customer: str | None) -> PaymentMethod:
    return PaymentMethod(
        id="pm_1",
        created=1_790_000_000,
        customer=customer,
        livemode=False,
        metadata={},
        type="card",
    )


def refused(move: object) -> object:
    assert callable(move)
    with pytest.raises(StripeError) as refusal:
        move()
    return refusal.value.spec


def test_a_free_one_is_attached() -> None:
    assert states.attached(method(None), "cus_1").customer == "cus_1"


def test_attaching_again_to_the_same_customer_changes_nothing() -> None:
    assert states.attached(method("cus_1"), "cus_1") == method("cus_1")


def test_attaching_to_another_customer_is_refused() -> None:
    assert refused(lambda: states.attached(method("cus_1"), "cus_2")) is errors.ALREADY_ATTACHED


def test_an_attached_one_is_detached() -> None:
    assert states.detached(method("cus_1")).customer is None


def test_detaching_a_free_one_is_refused() -> None:
    assert refused(lambda: states.detached(method(None))) is errors.NOT_ATTACHED
