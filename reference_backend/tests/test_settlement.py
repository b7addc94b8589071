"""What the state of a payment does to an order: money that is late, slow, or for what is gone."""

from __future__ import annotations

from typing import Any

import pytest

from reference_backend import problems
from reference_backend.payments import Bill
from reference_backend.shop import Parts, Shop
from reference_backend.stock import Line
from reference_backend.stripe_gateway import StripeGateway
from reference_backend.stripe_objects import CheckoutSession, Intent
from reference_backend.tests.conftest import Run, make_shop

LINES = (Line("tea", 1, 500, "Tea"),)


def intent(status: str, **more: Any) -> Intent:
    received = 500 if status == "succeeded" else 0
    return Intent.read(
        {"id": "pi_1", "status": status, "amount": 500, "amount_received": received,
         "currency": "usd", **more}
    )  # fmt: skip


class OneIntent(StripeGateway):
    """A Stripe that knows one intent."""

    now = intent("processing")

    async def retrieve_intent(self, intent_id: str) -> Intent:
        assert intent_id == self.now.id
        return self.now


@pytest.mark.parametrize("end", ["succeeded", "requires_payment_method"])
def test_a_bank_debit_on_the_hosted_page_is_paid_when_the_money_is_there_or_not_at_all(
    database_url: str, run: Run[Any], end: str
) -> None:
    """Checkout says complete at once; what counts is what becomes of the payment, days later."""

    async def story() -> None:
        shop = await make_shop(database_url, Parts(gateway=OneIntent))
        async with shop.database.transaction() as db:
            await shop.catalogue.add_product(db, "tea", "Tea", {"usd": 500}, 1)
            order = await shop.orders.create(db, flow="hosted", lines=LINES, currency="usd")
            await shop.stock.reserve(db, order.id, LINES, ttl_s=3600)
            await db.execute(
                "INSERT INTO checkout_sessions (order_id, generation, id, status)"
                " VALUES ($1, 1, 'cs_1', 'open')",
                order.id,
            )
        about = {"order_id": order.id}
        session = {"id": "cs_1", "status": "complete", "payment_status": "unpaid",
                   "payment_intent": "pi_1", "metadata": about}  # fmt: skip

        async def standing() -> tuple[str, set[str], tuple[int, int]]:
            async with shop.database.transaction() as db:
                seen = await shop.view.order(db, order.id)
                (stock,) = await shop.view.stock(db)
            assert seen is not None
            effects = set(seen.effects) - {"created"}
            return seen.payment_status, effects, (stock.reserved_quantity, stock.sold_quantity)

        OneIntent.now = intent("processing", metadata=about)
        await shop.checkout.learn(CheckoutSession.read(session))
        assert await standing() == ("processing", set(), (1, 0))
        refused = {"message": "The bank says no."} if end != "succeeded" else None
        OneIntent.now = intent(end, metadata=about, last_payment_error=refused)
        for _ in range(2):  # Checkout tells it, and so does the intent
            await shop.checkout.learn(CheckoutSession.read({**session, "payment_status": "paid"}))
        if end == "succeeded":
            assert await standing() == ("paid", {"paid", "stock_decremented", "fulfilled"}, (0, 1))
        else:
            assert await standing() == ("failed", set(), (0, 0))
        await shop.close()

    run(story())


class CompletedPage(OneIntent):
    """A page that the shopper has completed."""

    async def retrieve_session(self, session_id: str) -> CheckoutSession:
        return CheckoutSession.read(
            {"id": session_id, "status": "complete", "payment_status": "unpaid",
             "payment_intent": "pi_1", "metadata": self.now.metadata}
        )  # fmt: skip


@pytest.mark.parametrize("status", ["requires_action", "processing", "succeeded"])
def test_who_has_completed_a_page_is_given_no_other_before_it_is_known_how_it_ended(
    database_url: str, run: Run[Any], status: str
) -> None:
    async def story() -> None:
        shop = await make_shop(database_url, Parts(gateway=CompletedPage))
        async with shop.database.transaction() as db:
            await shop.catalogue.add_product(db, "tea", "Tea", {"usd": 500}, 1)
            order = await shop.orders.create(db, flow="hosted", lines=LINES, currency="usd")
            await db.execute(
                "INSERT INTO checkout_sessions (order_id, generation, id, status)"
                " VALUES ($1, 1, 'cs_1', 'complete')",  # its news came, those of the payment not
                order.id,
            )
        CompletedPage.now = intent(status, metadata={"order_id": order.id})
        with pytest.raises(problems.Problem) as refusal:
            await shop.checkout.retry(order.id, "https://shop.example")
        assert refusal.value.spec.status == 409
        await shop.close()

    run(story())


def test_money_for_goods_that_are_gone_goes_back_and_the_order_is_off(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        async with sound_shop.database.transaction() as db:
            await sound_shop.catalogue.add_product(db, "tea", "Tea", {"usd": 500}, 0)
            order = await sound_shop.orders.create(db, flow="hosted", lines=LINES, currency="usd")
            payment = await sound_shop.payments.plan(db, order, flow="hosted", order_id=order.id)
        await sound_shop.payments.bind(payment, intent("succeeded"))
        for _ in range(2):  # the news come twice
            await sound_shop.news.learn(intent("succeeded"))
        async with sound_shop.database.transaction() as db:
            order = await sound_shop.orders.get(db, order.id)
            jobs = await db.fetch("SELECT kind, subject FROM jobs")
        assert (order.state, order.payment_status) == ("cancelled", "cancelled")
        assert order.failure_reason == "out_of_stock"
        assert [tuple(job) for job in jobs] == [("give_back", f"{payment.id}:out_of_stock")]

    run(story())


def test_a_late_payment_of_a_cancelled_order_goes_back_even_if_its_intent_was_not_known(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        async with sound_shop.database.transaction() as db:
            await sound_shop.catalogue.add_product(db, "tea", "Tea", {"usd": 500}, 5)
            order = await sound_shop.orders.create(
                db, flow="cart", state="cancelled", lines=LINES, currency="usd"
            )
            payment = await sound_shop.payments.plan(db, order, flow="cart", order_id=order.id)
        late = intent("succeeded", metadata={"payment_id": payment.id})
        await sound_shop.news.learn(late)
        jobs = await sound_shop.database.pool.fetch("SELECT kind, subject FROM jobs")
        assert [tuple(job) for job in jobs] == [("give_back", f"{payment.id}:order_cancelled")]

    run(story())


def test_late_news_of_a_payment_that_was_called_off_does_not_open_it_again(
    sound_shop: Shop, run: Run[Any]
) -> None:
    async def story() -> None:
        async with sound_shop.database.transaction() as db:
            await sound_shop.catalogue.add_product(db, "tea", "Tea", {"usd": 500}, 1)
            payments = sound_shop.payments
            payment = await payments.plan(db, Bill(LINES, "usd", 500), flow="webhook")
            await payments.note(db, payment, intent("canceled"))
            await payments.note(db, payment, intent("requires_payment_method"))
            assert (await payments.get(db, payment.id)).status == "canceled"

    run(story())
