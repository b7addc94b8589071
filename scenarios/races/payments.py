"""The races for one payment: its events, twice and at once, against everything else.

Each function sets the scene and gives the tasks, the two that matter most first; what must hold
afterwards is said to `invariants`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from scenarios.driver import Line
from scenarios.incidents.given import a_checkout, an_authorized_order
from scenarios.races.explore import Outcome
from scenarios.races.gates import Gates
from scenarios.races.pace import Pace
from scenarios.races.scheduler import Race
from scenarios.races.steps import Chooser, Task
from scenarios.races.strategies import listed
from scenarios.shopper import Shopper
from scenarios.story import InvariantsBroken, Witness

if TYPE_CHECKING:
    from scenarios.stage import Stage

AUTHORIZED: Final = "payment_intent.amount_capturable_updated"
Scene = Callable[["Stage", Shopper, Witness], list[Task]]


@dataclass(frozen=True, slots=True)
class Scenery:
    """One race: what it is about, what it needs of a shop, and how it is set up."""

    title: str
    needs: frozenset[str]
    scene: Scene


def cart(stage: Stage, shopper: Shopper, invariants: Witness) -> list[Task]:
    simulator, shop = stage.simulator, stage.shop
    checkout = a_checkout(shop, capture_method="manual", quantity=1)
    simulator.deliveries.pause()
    shopper.must_pay(checkout.payment)
    event = shopper.event_about(checkout.payment.intent, AUTHORIZED)
    invariants.promise(checkout.payment.intent, "kept", "the card was good")
    deliver = partial(simulator.deliveries.duplicate, event, times=1)
    complete = partial(shop.complete_cart, checkout.cart)
    return [
        Task("the delivery", deliver),
        Task("the browser", complete),
        Task("the second delivery", deliver),
        Task("the second browser", complete),
    ]


def webhook(stage: Stage, shopper: Shopper, invariants: Witness) -> list[Task]:
    simulator, shop = stage.simulator, stage.shop
    product = shop.new_product(quantity=3)
    payment = shop.direct_payment(Line(product.sku), capture_method="manual")
    simulator.deliveries.pause()
    shopper.must_pay(payment)
    event = shopper.event_about(payment.intent, AUTHORIZED)
    invariants.promise(payment.intent, "kept", "the card was good")
    deliver = partial(simulator.deliveries.duplicate, event, times=1)
    return [Task(f"delivery {number}", deliver) for number in (1, 2, 3)]


def capture(stage: Stage, shopper: Shopper, invariants: Witness) -> list[Task]:
    shop = stage.shop
    _, _, order = an_authorized_order(shop, shopper)
    invariants.settle()
    stage.simulator.deliveries.pause()
    invariants.allow_compensation("what was captured too late goes back")
    tasks = [
        Task("the end of the grace period", partial(shop.end_grace, order)),
        Task("the cancellation", partial(shop.cancel_order, order)),
    ]
    if "capture_order" in shop.abilities:
        tasks.append(Task("the admin's capture", partial(shop.capture_order, order)))
    return tasks


def coupon(stage: Stage, shopper: Shopper, invariants: Witness) -> list[Task]:
    shop = stage.shop
    product = shop.new_product(quantity=3)
    code = shop.new_coupon(uses=1)
    stage.simulator.deliveries.pause()
    tasks = []
    for number in (1, 2):
        bought = shop.open_cart(Line(product.sku))
        shop.apply_coupon(bought, code)
        shopper.must_pay(shop.start_payment(bought))
        tasks.append(Task(f"cart {number}", partial(shop.complete_cart, bought)))
    invariants.allow_compensation("the coupon was used up by somebody else")
    return tasks


_SALE: Final = {"seed_product", "view"}
_CART: Final = _SALE | {"open_cart", "start_payment", "complete_cart"}
RACES: Final[Mapping[str, Scenery]] = {
    "cart": Scenery("a paid cart, completed by the browser and by the webhook",
                    frozenset(_CART), cart),
    "webhook": Scenery("a payment whose order the webhook makes, delivered more than once",
                       frozenset(_SALE | {"direct_payment"}), webhook),
    "capture": Scenery("an authorized order, captured while it is cancelled",
                       frozenset(_CART | {"end_grace", "cancel_order"}), capture),
    "coupon": Scenery("two paid carts with a coupon that is good for one",
                      frozenset(_CART | {"seed_coupon", "apply_coupon"}), coupon),
}  # fmt: skip


def rehearsed(name: str, stage: Stage, gates: Gates, *, tasks: int | None = None) -> Pace:
    """What usually follows what, and how soon: learnt from the tasks one after the other.

    Whoever runs one order alone needs it, to go through it as it was gone through among others.
    """
    pace = Pace()
    for choices in ((), (1,)):
        run(name, stage, listed(choices), tasks=tasks, gates=gates, pace=pace)
    return pace


def run(
    name: str,
    stage: Stage,
    choose: Chooser,
    *,
    tasks: int | None = None,
    gates: Gates | None = None,
    pace: Pace | None = None,
) -> Outcome:
    """Run one race, and say what did not hold.

    Args:
        tasks: only the first so many of its tasks.
        gates: what waits; None: the calls to Stripe.
        pace: what was learnt of this shop in other runs of this race.
    Raises:
        Inconclusive, CannotSetUp
    """
    shopper = Shopper(stage.simulator)
    witness = Witness(stage.simulator, stage.shop, settle_s=stage.profile.backend.settle_s)
    try:
        these = RACES[name].scene(stage, shopper, witness)[:tasks]
        gates = gates or Gates(stage.simulator)
        ran = Race(gates, these, stage.shop.quiet, pace).run(choose)
        stage.simulator.deliveries.resume()
        try:
            witness.must_hold()
        except InvariantsBroken as broken:
            violated = tuple(sorted({violation.invariant for violation in broken.violations}))
            return Outcome(ran, tuple(broken.sentences), violated)
        return Outcome(ran)
    finally:
        stage.heal()
