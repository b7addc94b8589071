"""Walking through a profile step by step: what works, how it was answered, and what is missing.

Nothing is judged here. A walk ends where a step that others need was not answered as they need it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from scenarios.driver import Answer, CannotSetUp, Cart, Line, Payment, Session, Shop
from scenarios.incidents.catalogue import Story, stories
from scenarios.shopper import Shopper

SHOWN_MOST: Final = 160


@dataclass(frozen=True, slots=True)
class Step:
    """One ability that was tried; `works` is None where the profile does not describe it."""

    ability: str
    works: bool | None
    said: str


class Walk:
    """One walk through everything that a shop says it can."""

    def __init__(self, shop: Shop, shopper: Shopper) -> None:
        self.shop, self.shopper = shop, shopper
        self.sku = ""
        self.cart: Cart | None = None
        self.payment: Payment | None = None
        self.session: Session | None = None
        self.order: str | None = None
        self.placed: str | None = None

    def steps(self) -> Iterator[Step]:
        """Try all abilities, in the order in which a shopper would come to them."""
        for ability, deed in (
            ("view", self._view),
            ("seed_product", self._seed),
            ("open_cart", self._open_cart),
            ("start_payment", self._start_payment),
            ("complete_cart", self._complete),
            ("direct_payment", self._direct),
            ("open_session", self._open_session),
            ("order_by_session", self._by_session),
            ("place_order", self._place),
            ("pay_order", self._pay),
            ("refund_order", self._refund),
        ):
            yield self._try(ability, deed)
        if {"open_cart", "complete_cart"} <= self.shop.abilities:
            yield self._try("view after an order", self._view_order)

    def _try(self, ability: str, deed: Callable[[], object]) -> Step:
        if " " not in ability and ability not in self.shop.abilities:
            return Step(ability, None, "the profile does not describe it")
        try:
            said = deed()
        except CannotSetUp as refusal:
            return Step(ability, False, str(refusal))
        if isinstance(said, Answer) and not said.done:
            return Step(ability, False, said.reason or "no answer")
        return Step(ability, True, shown(said.picked if isinstance(said, Answer) else said))

    def _view(self) -> str:
        view = self.shop.view()
        parts = [f"{len(view.orders)} orders"]
        for name, rows in (("stock", view.stock), ("alerts", view.alerts), ("events", view.events)):
            parts.append(f"no {name}" if rows is None else f"{len(rows)} rows of {name}")
        parts.append("does not say when it is quiet" if view.quiet is None else "says when quiet")
        return ", ".join(parts)

    def _seed(self) -> str:
        self.sku = self.shop.new_product().sku
        return f"sku {self.sku}"

    def _line(self) -> Line:
        if not self.sku:
            raise CannotSetUp("there is no product to buy: seed_product did not work")
        return Line(self.sku)

    def _open_cart(self) -> str:
        self.cart = self.shop.open_cart(self._line())
        return f"cart {self.cart.id}, total {self.cart.total}"

    def _start_payment(self) -> str:
        if self.cart is None:
            raise CannotSetUp("there is no cart to pay for: open_cart did not work")
        self.payment = self.shop.start_payment(self.cart)
        status, intent = self.shopper.at_stripe("GET", f"/v1/payment_intents/{self.payment.intent}")
        if status != 200:
            raise CannotSetUp(
                f"Stripe knows no {self.payment.intent}: does the backend use STRIPE_API_BASE?"
            )
        self.shopper.must_pay(self.payment)
        return f"{self.payment.intent}, {intent['amount']} {intent['currency']}; the shopper paid"

    def _complete(self) -> Answer:
        if self.cart is None or self.payment is None:
            raise CannotSetUp("nothing was paid: start_payment did not work")
        answer = self.shop.complete_cart(self.cart)
        self.order = None if answer["order"] is None else str(answer["order"])
        return answer

    def _direct(self) -> str:
        payment = self.shop.direct_payment(self._line())
        self.shopper.must_pay(payment)
        return f"{payment.intent}; the shopper paid"

    def _open_session(self) -> str:
        self.session = self.shop.open_session(self._line())
        return f"session {self.session.id}, order {self.session.order}"

    def _by_session(self) -> Answer:
        if self.session is None:
            raise CannotSetUp("there is no session: open_session did not work")
        return self.shop.order_by_session(self.session.id)

    def _place(self) -> str:
        self.placed = self.shop.place_order(self.shop.fresh("user"), self._line())
        return f"order {self.placed}"

    def _pay(self) -> Answer:
        if self.placed is None:
            raise CannotSetUp("there is no order to pay: place_order did not work")
        return self.shop.pay_order(self.placed, self.shopper.new_card())

    def _refund(self) -> Answer:
        if self.order is None:
            raise CannotSetUp("there is no paid order: complete_cart did not work")
        return self.shop.refund_order(self.order, 1_00)

    def _view_order(self) -> str:
        for order in self.shop.view().orders:
            if order.id == self.order:
                if order.payment == "unknown":
                    raise CannotSetUp(
                        f"its payment is called {order.said!r}; add it to [view.orders.states]"
                    )
                return f"{order.name}: {order.said} ({order.payment}), total {order.total}"
        raise CannotSetUp(f"the view does not have the order {self.order!r} that was just made")


def missing(shop: Shop) -> list[tuple[Story, list[str]]]:
    """The incidents that cannot be told to this shop, and the abilities that they lack."""
    return [
        (story, lacking)
        for story in stories()
        if (lacking := sorted(set(story.incident.needs) - shop.abilities))
    ]


def shown(value: Any) -> str:
    """A value, on one line and not too long."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= SHOWN_MOST else f"{text[: SHOWN_MOST - 1]}…"
