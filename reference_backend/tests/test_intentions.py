"""Intentions: one key for one thing, stored before it is used; doubt is never guessed away."""

from __future__ import annotations

from typing import Any

import pytest

from reference_backend.shop import Shop
from reference_backend.stripe_errors import NotNow, Refused, Unknown
from reference_backend.tests.conftest import Run

PURPOSE = "capture:order_1:1"


class Stripe:
    """Answers each call with the next of what it is told; remembers the keys."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.keys: list[str] = []

    async def __call__(self, key: str) -> str:
        self.keys.append(key)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)


async def found() -> str | None:
    return "found"


async def not_found() -> str | None:
    return None


async def unreachable() -> str | None:
    raise Unknown("Stripe did not answer.")


async def state_of(shop: Shop) -> str:
    state: str = await shop.database.pool.fetchval("SELECT state FROM intentions")
    return state


def test_the_key_is_stored_before_it_is_used(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        async def look(key: str) -> str:
            stored = await sound_shop.database.pool.fetchval("SELECT key FROM intentions")
            assert stored == key
            return "done"

        assert await sound_shop.intentions.carry_out(PURPOSE, look) == "done"
        assert await state_of(sound_shop) == "done"

    run(story())


@pytest.mark.parametrize(
    "doubt", [Unknown("cut off"), NotNow("busy"), Unknown("500", finished=True)]
)
def test_doubt_is_asked_about_three_times_more_under_the_same_key(
    sound_shop: Shop, run: Run[Any], doubt: Exception
) -> None:
    async def story() -> None:
        stripe = Stripe(doubt, doubt, doubt, "done")
        assert await sound_shop.intentions.carry_out(PURPOSE, stripe) == "done"
        assert len(stripe.keys) == 4
        assert len(set(stripe.keys)) == 1

    run(story())


def test_what_stripe_has_done_after_all_is_found(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        stripe = Stripe(*[Unknown("cut off")] * 4)
        answer = await sound_shop.intentions.carry_out(PURPOSE, stripe, find=found)
        assert answer == "found"
        assert await state_of(sound_shop) == "done"

    run(story())


@pytest.mark.parametrize("find", [None, not_found, unreachable])
def test_a_request_that_may_still_be_under_way_keeps_its_key(
    sound_shop: Shop, run: Run[Any], find: Any
) -> None:
    async def story() -> None:
        stripe = Stripe(*[Unknown("cut off")] * 4, "done")
        with pytest.raises(Unknown):
            await sound_shop.intentions.carry_out(PURPOSE, stripe, find=find)
        assert await state_of(sound_shop) == "in_doubt"
        assert await sound_shop.intentions.carry_out(PURPOSE, stripe, find=find) == "done"
        assert len(set(stripe.keys)) == 1

    run(story())


def test_an_error_that_stripe_would_repeat_for_ever_gets_a_new_key_once_it_is_known_not_done(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        stripe = Stripe(*[Unknown("500", finished=True)] * 4, "done")
        assert await sound_shop.intentions.carry_out(PURPOSE, stripe, find=not_found) == "done"
        assert len(set(stripe.keys[:4])) == 1
        assert stripe.keys[4] != stripe.keys[0]

    run(story())


def test_a_refusal_is_not_tried_again_and_meant_anew_it_has_a_new_key(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        stripe = Stripe(Refused("no"), "done")
        with pytest.raises(Refused):
            await sound_shop.intentions.carry_out(PURPOSE, stripe)
        assert len(stripe.keys) == 1
        assert await state_of(sound_shop) == "refused"
        assert await sound_shop.intentions.carry_out(PURPOSE, stripe) == "done"
        assert stripe.keys[1] != stripe.keys[0]

    run(story())


def test_another_process_that_means_the_same_uses_the_same_key(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        keys = [await sound_shop.intentions.key_for(PURPOSE) for _ in range(2)]
        assert keys[0] == keys[1]
        assert await sound_shop.intentions.key_for("capture:order_1:2") != keys[0]

    run(story())
