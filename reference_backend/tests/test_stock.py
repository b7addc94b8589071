"""Stock: nothing is sold that is not there, whoever asks at the same time."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from reference_backend import problems
from reference_backend.shop import Shop
from reference_backend.stock import Line
from reference_backend.tests.conftest import Run


def tea(quantity: int) -> Line:
    return Line("tea", quantity, 500, "Tea")


async def put_on_sale(shop: Shop, sku: str = "tea", quantity: int = 10) -> None:
    async with shop.database.transaction() as db:
        await shop.catalogue.add_product(db, sku, sku.title(), {"usd": 500}, quantity)


async def counted(shop: Shop, sku: str = "tea") -> tuple[int, int, int]:
    row = await shop.database.pool.fetchrow(
        "SELECT stocked_quantity, reserved_quantity, sold_quantity FROM stock WHERE sku = $1", sku
    )
    assert row is not None
    return (row[0], row[1], row[2])


async def reserve(shop: Shop, holder: str, quantity: int, ttl_s: float | None = None) -> bool:
    try:
        async with shop.database.transaction() as db:
            await shop.stock.reserve(db, holder, [tea(quantity)], ttl_s=ttl_s)
    except problems.Problem as problem:
        if problem.spec is problems.OUT_OF_STOCK:
            return False
        raise
    return True


def test_of_many_shoppers_at_once_only_so_many_get_the_last_units(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        await put_on_sale(sound_shop, quantity=3)
        got = await asyncio.gather(*(reserve(sound_shop, f"cart_{n}", 1) for n in range(12)))
        assert sum(got) == 3
        assert await counted(sound_shop) == (3, 3, 0)

    run(story())


def test_reserving_twice_for_one_holder_changes_nothing(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await put_on_sale(sound_shop)
        assert await reserve(sound_shop, "cart_1", 2)
        assert await reserve(sound_shop, "cart_1", 2)
        assert await counted(sound_shop) == (10, 2, 0)

    run(story())


def test_what_was_reserved_is_sold_or_free_again(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await put_on_sale(sound_shop)
        await reserve(sound_shop, "cart_1", 2)
        await reserve(sound_shop, "cart_2", 3)
        async with sound_shop.database.transaction() as db:
            await sound_shop.stock.hand_over(db, "cart_1", "order_1")
            await sound_shop.stock.sell_reserved(db, "order_1")
            await sound_shop.stock.release(db, "cart_2")
            await sound_shop.stock.release(db, "cart_2")
        assert await counted(sound_shop) == (8, 0, 2)

    run(story())


def test_a_reservation_that_lapsed_is_free_again(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await put_on_sale(sound_shop)
        await reserve(sound_shop, "cart_1", 2, ttl_s=-1)
        await reserve(sound_shop, "cart_2", 1, ttl_s=60)
        async with sound_shop.database.transaction() as db:
            assert await sound_shop.stock.release_lapsed(db) == 1
        assert await counted(sound_shop) == (10, 1, 0)

    run(story())


def test_the_database_itself_refuses_what_would_be_oversold(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        await put_on_sale(sound_shop, quantity=1)
        for change in (
            "stocked_quantity = stocked_quantity - 2, sold_quantity = sold_quantity + 2",
            "reserved_quantity = 2",
            "stocked_quantity = 0",
        ):
            with pytest.raises(asyncpg.CheckViolationError):
                await sound_shop.database.pool.execute(f"UPDATE stock SET {change}")  # noqa: S608 - the words are ours

    run(story())


def test_what_was_sold_can_be_put_back(sound_shop: Shop, run: Run[Any]) -> None:
    async def story() -> None:
        await put_on_sale(sound_shop)
        async with sound_shop.database.transaction() as db:
            await sound_shop.stock.sell(db, [tea(4)])
            await sound_shop.stock.put_back(db, [tea(4)])
        assert await counted(sound_shop) == (10, 0, 0)

    run(story())
