"""The Checkout Session life cycle, over every pair of status and move."""

import pytest

from simulator.errors import StripeError
from simulator.resources import checkout_session as states
from simulator.resources.checkout_session import LIFE_CYCLE, RECOVERABLE, Session


def session(**fields: object) -> Session:
    known: dict[str, object] = {
        "id": "cs_test_x",
        "automatic_tax": {},
        "created": 0,
        "custom_text": {},
        "expires_at": 86_400,
        "livemode": False,
        "metadata": {},
        "mode": "payment",
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "url": "https://checkout.example/x",
    }
    return Session(**(known | fields))  # type: ignore[arg-type]  # the tests' own shorthand


@pytest.mark.parametrize("status", LIFE_CYCLE)
@pytest.mark.parametrize("move", ["completed", "expired"])
def test_a_session_ends_once_and_for_all(status: str, move: str) -> None:
    before = session(status=status)
    allowed = move in LIFE_CYCLE[before.status]
    if move == "expired" and not allowed:
        with pytest.raises(StripeError) as refused:
            states.expired(before, "https://checkout.example/r/x", 0)
        assert refused.value.message("9999") == (
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session'
            f" has a status of `{status}`."
        )
    elif not allowed:
        with pytest.raises(AssertionError):
            states.completed(before, "paid")
    else:
        after = (
            states.completed(before, "paid")
            if move == "completed"
            else states.expired(before, "https://checkout.example/r/x", 0)
        )
        assert after.status == LIFE_CYCLE[before.status][move]
        assert after.url is None


def test_an_expired_session_can_be_recovered_only_where_it_was_asked_for() -> None:
    recovery = {"allow_promotion_codes": False, "enabled": True, "expires_at": None, "url": None}
    after = states.expired(
        session(after_expiration={"recovery": recovery}), "https://checkout.example/r/x", 100
    )
    assert after.after_expiration == {
        "recovery": recovery
        | {"expires_at": 100 + RECOVERABLE, "url": "https://checkout.example/r/x"}
    }
    assert states.expired(session(), "https://checkout.example/r/x", 100).after_expiration is None
