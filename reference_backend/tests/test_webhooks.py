"""The inbox: only what Stripe signed, each event once, and nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import pytest

from reference_backend import problems
from reference_backend.shop import Shop
from reference_backend.tests.conftest import SECRET, Run


def event(event_id: str = "evt_1", kind: str = "payment_intent.succeeded", **more: Any) -> bytes:
    body = {"id": event_id, "object": "event", "type": kind, "livemode": False, **more}
    return json.dumps(body, indent=2).encode()


def signed(body: bytes, *, secret: str = SECRET, age_s: int = 0) -> str:
    at = int(time.time()) - age_s  # Stripe's clock is the wall's
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest},v0={'0' * 64}"


async def stored(shop: Shop) -> tuple[int, int]:
    """How many events, and how many jobs for them."""
    row = await shop.database.pool.fetchrow(
        "SELECT (SELECT count(*) FROM webhook_events), (SELECT count(*) FROM jobs)"
    )
    assert row is not None
    return (row[0], row[1])


def test_an_event_delivered_many_times_at_once_is_kept_once(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        body = event()
        await asyncio.gather(*(sound_shop.webhooks.receive(body, signed(body)) for _ in range(25)))
        await sound_shop.webhooks.receive(body, signed(body))
        assert await stored(sound_shop) == (1, 1)

    run(story())


def test_events_that_arrive_together_are_all_kept(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        bodies = [event(f"evt_{number}") for number in range(300)]
        await asyncio.gather(*(sound_shop.webhooks.receive(body, signed(body)) for body in bodies))
        assert await stored(sound_shop) == (300, 300)

    run(story())


def test_an_event_of_no_interest_is_kept_and_makes_no_work(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        body = event(kind="customer.created")
        await sound_shop.webhooks.receive(body, signed(body))
        assert await stored(sound_shop) == (1, 0)

    run(story())


@pytest.mark.parametrize(
    "signature",
    ["", "t=1", "t=x,v1=00", "v1=00", f"t={int(time.time())},v1=00", "t=1,v1=\u00e4"],
    ids=[
        "none",
        "no_sum",
        "no_number",
        "no_time",
        "wrong_sum",
        "not_ascii",
    ],  # the same in each worker
)
def test_a_body_that_is_not_signed_is_refused_and_leaves_nothing(
    sound_shop: Shop, run: Run[Any], signature: str
) -> None:
    async def story() -> None:
        with pytest.raises(problems.Problem) as refusal:
            await sound_shop.webhooks.receive(event(), signature)
        assert refusal.value.spec is problems.BAD_SIGNATURE
        assert await stored(sound_shop) == (0, 0)

    run(story())


def test_a_signature_of_another_secret_or_of_six_minutes_ago_is_refused(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        body = event()
        for signature in (signed(body, secret="whsec_other"), signed(body, age_s=360)):
            with pytest.raises(problems.Problem):
                await sound_shop.webhooks.receive(body, signature)
        assert await stored(sound_shop) == (0, 0)

    run(story())


def test_the_signature_is_of_the_raw_body_not_of_what_it_means(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        body = event()
        same = json.dumps(json.loads(body)).encode()
        with pytest.raises(problems.Problem):
            await sound_shop.webhooks.receive(same, signed(body))

    run(story())


def test_while_a_secret_is_rolled_either_signs(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        sound_shop.webhook_secrets.told = ("whsec_new", SECRET)
        first, second = event("evt_1"), event("evt_2")
        await sound_shop.webhooks.receive(first, signed(first))
        await sound_shop.webhooks.receive(second, signed(second, secret="whsec_new"))
        assert await stored(sound_shop) == (2, 2)

    run(story())


@pytest.mark.parametrize("more", [{"livemode": True}, {"account": "acct_other"}])
def test_an_event_of_the_other_mode_or_account_is_answered_and_dropped(
    sound_shop: Shop, run: Run[Any], more: dict[str, Any]
) -> None:
    async def story() -> None:
        body = event(**more)
        await sound_shop.webhooks.receive(body, signed(body))
        assert await stored(sound_shop) == (0, 0)

    run(story())


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b'{"id": 1, "type": "x"}', b'{"id": "a\\u0000", "type": "x"}',
     b'{"id": "", "type": "x"}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_a_signed_body_that_is_no_event_is_refused(
    sound_shop: Shop, run: Run[Any], body: bytes
) -> None:
    async def story() -> None:
        with pytest.raises(problems.Problem) as refusal:
            await sound_shop.webhooks.receive(body, signed(body))
        assert refusal.value.spec.status == 400
        assert await stored(sound_shop) == (0, 0)

    run(story())
