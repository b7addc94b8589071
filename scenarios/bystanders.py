"""Bystanders: shoppers whom nothing disturbs, and by whom a story tells the time.

A race is arranged by holding one side at Stripe until the other has done all that it can. That it
has done something can be seen. That it can do no more, because it waits for a lock as it should,
cannot; and to wait so many seconds for it is too long on a quick machine and too short on a busy
one. So a story counts in purchases: once the shop has served three shoppers from beginning to end
who came later, whoever came earlier has had the time, and still waits because it must.

Holds and faults of such a story name the object that they are for, so that they leave bystanders
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from scenarios.driver import Line, Shop
from scenarios.incidents.given import a_checkout, an_authorized_order
from scenarios.seen import View
from scenarios.shopper import Shopper
from scenarios.story import Witness

if TYPE_CHECKING:
    from simulator import Account

SERVED_BEFORE_IT_IS_LATE: Final = 3
PATIENCE_S: Final = 10.0
AUTHORIZED: Final = "payment_intent.amount_capturable_updated"


class Bystanders:
    """The fixture `bystanders`: other people, in the same shop at the same time."""

    def __init__(
        self, simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness
    ) -> None:
        self.simulator, self.shop = simulator, shop
        self.shopper, self.invariants = shopper, invariants

    def let_go_once(self, seen: Callable[[View], object], serve: Callable[[], None]) -> bool:
        """Let all go that is held, once the shop's view says so or it has had the time for it.

        Returns:
            Whether the shop's view said so.
        """
        return self._until(lambda: seen(self.shop.view()), serve)

    def let_go_once_held(self, count: int, serve: Callable[[], None]) -> bool:
        """Let all go together, once so many are held or the shop has had the time for it."""
        return self._until(self._held(count), serve)

    def wait_until_held(self, count: int, serve: Callable[[], None]) -> bool:
        """Wait until so many are held, or the shop has had the time for it; nothing is let go."""
        return self._until(self._held(count), serve, let_go=False)

    def _held(self, count: int) -> Callable[[], bool]:
        return lambda: len(self.simulator.holds.held()) >= count

    def _until(
        self, met: Callable[[], object], serve: Callable[[], None], *, let_go: bool = True
    ) -> bool:
        so_it_is = bool(met())
        with ThreadPoolExecutor(1) as pool:
            for _ in range(SERVED_BEFORE_IT_IS_LATE):
                if so_it_is:
                    break
                served = pool.submit(serve)
                with suppress(TimeoutError):
                    served.result(PATIENCE_S)
                so_it_is = bool(met())
                if not served.done():
                    break  # what is held keeps the shop from serving anybody: it had the time
            # Only now may a bystander be waited for who stands behind what is held.
            if let_go:
                self.simulator.holds.clear()
        return so_it_is

    # --- what the shop can serve them with

    def complete_a_cart(self) -> None:
        """A cart is paid for and completed."""
        checkout = a_checkout(self.shop, capture_method="manual")
        self.shopper.must_pay(checkout.payment)
        self.shop.complete_cart(checkout.cart)

    def hear_of_a_cart(self) -> None:
        """A cart is paid for, and the shop hears of it by webhook alone."""
        checkout = a_checkout(self.shop, capture_method="manual")
        self.shopper.must_pay(checkout.payment)
        self._hear_of(checkout.payment.intent)

    def hear_of_a_payment(self) -> None:
        """A payment is authorized whose order the webhook makes."""
        product = self.shop.new_product()
        payment = self.shop.direct_payment(Line(product.sku), capture_method="manual")
        self.shopper.must_pay(payment)
        self._hear_of(payment.intent)

    def pay_in_the_app(self) -> None:
        """An order in the app is paid for."""
        product = self.shop.new_product()
        order = self.shop.place_order(self.shop.fresh("user"), Line(product.sku))
        self.shop.pay_order(order, self.shopper.new_card())

    def pay_on_a_page(self) -> None:
        """The hosted page is paid, and the shop hears of it."""
        product = self.shop.new_product()
        session = self.shop.open_session(Line(product.sku))
        self.shopper.pay_on_page(session)
        self.invariants.until(lambda view: shows(view, session.id, "paid"))

    def have_an_order_captured(self) -> None:
        """An authorized order's grace period ends, and it is captured."""
        _, payment, order = an_authorized_order(self.shop, self.shopper)
        self.shop.end_grace(order)
        self.invariants.until(lambda view: shows(view, payment.intent, "paid"))

    def _hear_of(self, intent: str) -> None:
        event = self.shopper.event_about(intent, AUTHORIZED)
        self.simulator.deliveries.duplicate(event, times=1)
        self.invariants.until(lambda view: shows(view, intent))


def shows(view: View, subject: str, payment: str | None = None) -> bool:
    """Whether the shop knows an order of this intent, session or cart, in this state of payment."""
    return any(
        subject in (*order.intents, *order.sessions, order.cart, order.id)
        and payment in (None, order.payment)
        for order in view.orders
    )
