"""The races for one payment: deliveries of its events, twice and at once, against everything else.

Each function sets the scene and gives the tasks; what must hold afterwards is said to `invariants`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from scenarios.driver import Line, Shop
from scenarios.incidents.given import a_checkout
from scenarios.races.scheduler import Race, Ran, Task
from scenarios.shopper import Shopper
from scenarios.story import Witness

if TYPE_CHECKING:
    from simulator import Account

Scene = Callable[["Account", Shop, Shopper, Witness], list[Task]]


def cart(simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness) -> list[Task]:
    """A paid cart, completed by the browser twice while its event is delivered twice."""
    checkout = a_checkout(shop, capture_method="manual", quantity=1)
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    news = "payment_intent.amount_capturable_updated"
    [event] = shopper.events_about(checkout.payment.intent, news)
    invariants.promise(checkout.payment.intent, "kept", "the card was good")
    deliver = partial(simulator.deliveries.duplicate, event, times=1)
    complete = partial(shop.complete_cart, checkout.cart)
    return [
        Task("the first delivery", deliver),
        Task("the browser's completion", complete),
        Task("the second delivery", deliver),
        Task("the browser's second completion", complete),
    ]


def webhook(simulator: Account, shop: Shop, shopper: Shopper, invariants: Witness) -> list[Task]:
    """A payment whose order is made by the webhook alone, delivered three times."""
    product = shop.new_product(quantity=3)
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    news = "payment_intent.amount_capturable_updated"
    [event] = shopper.events_about(payment.intent, news)
    invariants.promise(payment.intent, "kept", "the card was good")
    deliver = partial(simulator.deliveries.duplicate, event, times=1)
    return [Task(f"delivery {number}", deliver) for number in (1, 2, 3)]


RACES: Final[Mapping[str, Scene]] = {"cart": cart, "webhook": webhook}


def run(
    name: str,
    schedule: tuple[int, ...],
    simulator: Account,
    shop: Shop,
    shopper: Shopper,
    invariants: Witness,
) -> Ran:
    """Run one race on one schedule, and hold what must hold.

    Raises:
        InvariantsBroken: something did not hold; the steps are among its notes.
    """
    tasks = RACES[name](simulator, shop, shopper, invariants)
    ran = Race(simulator, tasks).run(schedule)
    simulator.deliveries.resume()
    try:
        invariants.must_hold()
    except AssertionError as broken:
        broken.add_note(str(ran))
        raise
    return ran
