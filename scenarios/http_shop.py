"""A Shop that is driven over HTTP, as its profile says."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from itertools import count
from typing import Any

from scenarios import http_call
from scenarios.driver import (
    Answer,
    CannotSetUp,
    Cart,
    Line,
    NotOffered,
    Payment,
    Product,
    Session,
)
from scenarios.http_steps import HttpSteps
from scenarios.http_views import coupon_of, order_of, rows_of, stock_of
from scenarios.profile import Profile
from scenarios.seen import Ask, AskKind, View
from scenarios.step import answer_of


class HttpShop:
    """A backend behind a profile. See `driver.Shop` for what each method does."""

    def __init__(self, profile: Profile, url: str, values: Mapping[str, Any]) -> None:
        self.profile = profile
        self.url = url.rstrip("/")
        self.products: list[Product] = []
        self.asks: list[Ask] = []
        self._run = secrets.token_hex(3)  # real: other runs may have used the same database
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._http = HttpSteps(profile, url, values)

    @property
    def name(self) -> str:
        return self.profile.backend.name

    @property
    def abilities(self) -> frozenset[str]:
        return self.profile.abilities

    @property
    def webhook_secret(self) -> str:
        return str(self._http.values["stripe.webhook_secret"])

    def note(self, ask: Ask) -> None:
        self.asks.append(ask)

    def fresh(self, what: str) -> str:
        """A name that nothing else has."""
        with self._lock:
            return f"{what}-{self._run}-{next(self._numbers)}"

    # --- what people do

    def new_product(
        self, *, price: int = 100_00, currency: str = "usd", quantity: int = 10
    ) -> Product:
        sku = self.fresh("sku")
        product = Product(sku, price, currency, quantity)
        answer = self._http.must(
            "seed_product",
            sku=sku,
            title=f"Thing {sku}",
            price=price,
            currency=currency,
            quantity=quantity,
        )
        if answer["sku"]:
            product = Product(str(answer["sku"]), price, currency, quantity)
        self._http.known(product.sku).update(answer.picked)
        self.products.append(product)
        return product

    def open_cart(self, *lines: Line, currency: str = "usd", email: str | None = None) -> Cart:
        email = email or f"{self.fresh('shopper')}@example.com"
        answer = self._http.must(
            "open_cart", **self._http.lines(lines), currency=currency, email=email
        )
        cart = str(answer["cart"])
        self._http.known(cart).update(answer.picked)
        return Cart(cart, answer["total"], currency)

    def edit_cart(self, cart: Cart, *lines: Line) -> Answer:
        return self._http.do("edit_cart", cart=cart.id, **self._http.lines(lines))

    def new_coupon(self, *, amount_off: int = 10_00, currency: str = "usd", uses: int = 1) -> str:
        code = self.fresh("coupon")
        self._http.must(
            "seed_coupon", code=code, amount_off=amount_off, currency=currency, uses=uses
        )
        return code

    def apply_coupon(self, cart: Cart, code: str) -> Answer:
        return self._http.do("apply_coupon", cart=cart.id, code=code)

    def start_payment(self, cart: Cart, *, capture_method: str = "automatic") -> Payment:
        self._must_capture("start_payment", capture_method)
        answer = self._http.must("start_payment", cart=cart.id, capture_method=capture_method)
        self._http.known(cart.id).update(answer.picked)
        return _payment(answer)

    def _must_capture(self, ability: str, capture_method: str) -> None:
        if capture_method not in self.profile.capture_methods(ability):
            raise NotOffered(
                f"{self.name} has no payments whose capture_method is {capture_method}: "
                f"[can.{ability}] does not hand over {{capture_method}}"
            )

    def complete_cart(self, cart: Cart) -> Answer:
        return self._complete("complete_cart", cart)

    def complete_and_capture(self, cart: Cart) -> Answer:
        return self._complete("complete_and_capture", cart)

    def _complete(self, ability: str, cart: Cart) -> Answer:
        answer = self._http.do(ability, cart=cart.id)
        if answer["order"] is not None:
            self._http.known(str(answer["order"])).update(answer.picked)
        return answer

    def place_order(self, user: str, *lines: Line, currency: str = "usd") -> str:
        answer = self._http.must(
            "place_order",
            user=user,
            email=f"{user}@example.com",
            **self._http.lines(lines),
            currency=currency,
        )
        order = str(answer["order"])
        self._http.known(order).update(answer.picked)
        return order

    def pay_order(self, order: str, payment_method: str) -> Answer:
        return self._http.do("pay_order", order=order, payment_method=payment_method)

    def confirm_order(self, order: str) -> Answer:
        return self._http.do("confirm_order", order=order)

    def open_session(
        self, *lines: Line, currency: str = "usd", email: str | None = None
    ) -> Session:
        email = email or f"{self.fresh('shopper')}@example.com"
        answer = self._http.must(
            "open_session", **self._http.lines(lines), currency=currency, email=email
        )
        session = str(answer["session"])
        order = None if answer["order"] is None else str(answer["order"])
        for known in (session, order):
            if known is not None:
                self._http.known(known).update(answer.picked)
        return Session(session, order, answer["url"])

    def retry_session(self, order: str) -> Answer:
        return self._http.do("retry_session", order=order)

    def order_by_session(self, session: str) -> Answer:
        return self._http.do("order_by_session", session=session)

    def direct_payment(
        self, *lines: Line, currency: str = "usd", capture_method: str = "automatic"
    ) -> Payment:
        self._must_capture("direct_payment", capture_method)
        answer = self._http.must(
            "direct_payment",
            **self._http.lines(lines),
            currency=currency,
            capture_method=capture_method,
        )
        return _payment(answer)

    def edit_order(self, order: str, *lines: Line) -> Answer:
        return self._http.do("edit_order", order=order, **self._http.lines(lines))

    def change_price(self, product: Product, price: int) -> Answer:
        known = self._http.known(product.sku)
        given = {"sku": product.sku, "price": price, "currency": product.currency}
        return self._http.do("change_price", **{**known, **given})

    def cancel_order(self, order: str) -> Answer:
        answer = self._http.do("cancel_order", order=order)
        self._asked("cancel", answer, order, None, "the order was cancelled")
        return answer

    def capture_order(self, order: str) -> Answer:
        return self._http.do("capture_order", order=order)

    def refund_order(self, order: str, amount: int | None = None) -> Answer:
        answer = self._http.do("refund_order", order=order, amount=amount)
        self._asked("refund", answer, order, amount, "an admin refunded it")
        return answer

    def _asked(
        self, kind: AskKind, answer: Answer, subject: str, amount: int | None, why: str
    ) -> None:
        """What the shop agreed to is owed; what is in doubt is allowed; a refusal is neither."""
        if answer.outcome != "refused":
            kind = kind if answer.done else "compensation"
            self.asks.append(Ask(kind, subject, amount, why))

    def end_grace(self, order: str) -> Answer:
        return self._http.do("end_grace", order=order)

    def capture_sweep(self) -> Answer:
        return self._http.do("capture_sweep")

    def reconcile(self) -> Answer:
        return self._http.do("reconcile")

    def deliver(self, payload: bytes, headers: Mapping[str, str]) -> Answer:
        try:
            reply = http_call.call(
                "POST",
                self.url + self.profile.backend.webhook,
                headers={"Content-Type": "application/json; charset=utf-8", **headers},
                body=payload,
                timeout_s=self.profile.backend.timeout_s,
            )
        except http_call.NoAnswer as silence:
            return Answer("in_doubt", reason=str(silence))
        return answer_of(reply)

    # --- what the shop believes

    def view(self) -> View:
        """Read all views, each distinct request once.

        Raises:
            Unreachable: a view was not answered.
            CannotSetUp: a view was answered with an error, or says something that is no view.
        """
        bodies: dict[str, Any] = {}
        rows: dict[str, list[dict[str, Any]]] = {}
        for name, listing in self.profile.view.items():
            key = repr(listing.steps)  # one address may answer many questions
            if key not in bodies:
                bodies[key] = self._http.read(name, listing)
            rows[name] = rows_of(name, bodies[key], listing)
        initial = {product.sku: product.quantity for product in self.products}
        states = self.profile.view["orders"].states if "orders" in self.profile.view else {}
        quiet = rows.get("quiet")
        try:
            return View(
                tuple(order_of(row, states) for row in rows.get("orders", ())),
                tuple(stock_of(row, initial) for row in rows["stock"]) if "stock" in rows else None,
                tuple(str(r["text"]) for r in rows["alerts"]) if "alerts" in rows else None,
                tuple(str(r["id"]) for r in rows["events"]) if "events" in rows else None,
                None if quiet is None else bool(quiet and quiet[0]["value"]),
                tuple(map(coupon_of, rows["coupons"])) if "coupons" in rows else None,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise CannotSetUp(
                f"the view of {self.name} is not what its profile says: {error!r}"
            ) from error

    def crash(self) -> None:
        """Kill what does the work; that the killed answer nothing is no answer to be missed."""
        self._http.do("crash")

    def quiet(self) -> bool | None:
        """The view of quiet alone; it is asked for often. Raises as `view` does."""
        listing = self.profile.view.get("quiet")
        if listing is None:
            return None
        return bool(rows_of("quiet", self._http.read("quiet", listing), listing)[0]["value"])


def _payment(answer: Answer) -> Payment:
    """What the client is to confirm; a client secret says of itself what it is the secret of."""
    secret = str(answer["client_secret"])
    return Payment(str(answer["payment_intent"] or secret.partition("_secret_")[0]), secret)
