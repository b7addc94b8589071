"""A Shop that is driven over HTTP, as its profile says."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from scenarios import http_call, templates
from scenarios.driver import (
    Answer,
    CannotSetUp,
    Cart,
    Line,
    NotOffered,
    Payment,
    Product,
    Session,
    Unreachable,
)
from scenarios.http_views import coupon_of, order_of, rows_of, stock_of
from scenarios.profile import Listing, Profile
from scenarios.seen import Ask, AskKind, View
from scenarios.step import Step, answer_of


class HttpShop:
    """A backend behind a profile. See `driver.Shop` for what each method does."""

    def __init__(self, profile: Profile, url: str, values: Mapping[str, Any]) -> None:
        self.profile = profile
        self.url = url.rstrip("/")
        self.products: list[Product] = []
        self.asks: list[Ask] = []
        self._values = dict(values)
        # What was picked when a cart, order or session was made, for later requests about it.
        self._known: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._run = secrets.token_hex(3)  # real: other runs may have used the same database
        self._numbers = count(1)
        self._lock = threading.Lock()
        for step in profile.setup:
            answer = self._send(step, self._values)
            if not answer.done:
                raise CannotSetUp(f"setup: {_said(step, answer)}")
            self._values.update(answer.picked)

    @property
    def name(self) -> str:
        return self.profile.backend.name

    @property
    def abilities(self) -> frozenset[str]:
        return self.profile.abilities

    @property
    def webhook_secret(self) -> str:
        return str(self._values["stripe.webhook_secret"])

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
        answer = self._must(
            "seed_product",
            sku=sku,
            title=f"Thing {sku}",
            price=price,
            currency=currency,
            quantity=quantity,
        )
        if answer["sku"]:
            product = Product(str(answer["sku"]), price, currency, quantity)
        self._known[product.sku].update(answer.picked)
        self.products.append(product)
        return product

    def open_cart(self, *lines: Line, currency: str = "usd", email: str | None = None) -> Cart:
        email = email or f"{self.fresh('shopper')}@example.com"
        answer = self._must("open_cart", **self._lines(lines), currency=currency, email=email)
        cart = str(answer["cart"])
        self._known[cart].update(answer.picked)
        return Cart(cart, answer["total"], currency)

    def edit_cart(self, cart: Cart, *lines: Line) -> Answer:
        return self._do("edit_cart", cart=cart.id, **self._lines(lines))

    def new_coupon(self, *, amount_off: int = 10_00, currency: str = "usd", uses: int = 1) -> str:
        code = self.fresh("coupon")
        self._must("seed_coupon", code=code, amount_off=amount_off, currency=currency, uses=uses)
        return code

    def apply_coupon(self, cart: Cart, code: str) -> Answer:
        return self._do("apply_coupon", cart=cart.id, code=code)

    def start_payment(self, cart: Cart, *, capture_method: str = "automatic") -> Payment:
        self._must_capture("start_payment", capture_method)
        answer = self._must("start_payment", cart=cart.id, capture_method=capture_method)
        self._known[cart.id].update(answer.picked)
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
        answer = self._do(ability, cart=cart.id)
        if answer["order"] is not None:
            self._known[str(answer["order"])].update(answer.picked)
        return answer

    def place_order(self, user: str, *lines: Line, currency: str = "usd") -> str:
        answer = self._must(
            "place_order",
            user=user,
            email=f"{user}@example.com",
            **self._lines(lines),
            currency=currency,
        )
        order = str(answer["order"])
        self._known[order].update(answer.picked)
        return order

    def pay_order(self, order: str, payment_method: str) -> Answer:
        return self._do("pay_order", order=order, payment_method=payment_method)

    def confirm_order(self, order: str) -> Answer:
        return self._do("confirm_order", order=order)

    def open_session(
        self, *lines: Line, currency: str = "usd", email: str | None = None
    ) -> Session:
        email = email or f"{self.fresh('shopper')}@example.com"
        answer = self._must("open_session", **self._lines(lines), currency=currency, email=email)
        session = str(answer["session"])
        order = None if answer["order"] is None else str(answer["order"])
        for known in (session, order):
            if known is not None:
                self._known[known].update(answer.picked)
        return Session(session, order, answer["url"])

    def retry_session(self, order: str) -> Answer:
        return self._do("retry_session", order=order)

    def order_by_session(self, session: str) -> Answer:
        return self._do("order_by_session", session=session)

    def direct_payment(
        self, *lines: Line, currency: str = "usd", capture_method: str = "automatic"
    ) -> Payment:
        self._must_capture("direct_payment", capture_method)
        answer = self._must(
            "direct_payment",
            **self._lines(lines),
            currency=currency,
            capture_method=capture_method,
        )
        return _payment(answer)

    def edit_order(self, order: str, *lines: Line) -> Answer:
        return self._do("edit_order", order=order, **self._lines(lines))

    def change_price(self, product: Product, price: int) -> Answer:
        known = self._known[product.sku]
        given = {"sku": product.sku, "price": price, "currency": product.currency}
        return self._do("change_price", **{**known, **given})

    def cancel_order(self, order: str) -> Answer:
        answer = self._do("cancel_order", order=order)
        self._asked("cancel", answer, order, None, "the order was cancelled")
        return answer

    def capture_order(self, order: str) -> Answer:
        return self._do("capture_order", order=order)

    def refund_order(self, order: str, amount: int | None = None) -> Answer:
        answer = self._do("refund_order", order=order, amount=amount)
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
        return self._do("end_grace", order=order)

    def capture_sweep(self) -> Answer:
        return self._do("capture_sweep")

    def reconcile(self) -> Answer:
        return self._do("reconcile")

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
                bodies[key] = self._read(name, listing)
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
        self._do("crash")

    def quiet(self) -> bool | None:
        """The view of quiet alone; it is asked for often. Raises as `view` does."""
        listing = self.profile.view.get("quiet")
        if listing is None:
            return None
        return bool(rows_of("quiet", self._read("quiet", listing), listing)[0]["value"])

    def _read(self, name: str, listing: Listing) -> Any:
        values = dict(self._values)
        answer = Answer("done")
        for step in listing.steps:
            answer = self._send(step, values)
            values.update(answer.picked)
            if answer.http_status is None:
                raise Unreachable(f"view.{name}: {_said(step, answer)}")
            if not answer.done:
                raise CannotSetUp(f"view.{name}: {_said(step, answer)}")
        return answer.body

    # --- how a request is made

    def _lines(self, lines: Sequence[Line]) -> dict[str, Any]:
        items = []
        for line in lines:
            own = {**self._values, **self._known.get(line.sku, {})}
            own |= {"sku": line.sku, "quantity": line.quantity, "price": line.claimed_price}
            claims = line.claimed_price is not None and self.profile.claimed_item is not None
            items.append(
                templates.fill(self.profile.claimed_item if claims else self.profile.item, own)
            )
        first = lines[0] if lines else Line("", 0)
        known = self._known.get(first.sku, {})
        return {**known, "items": items, "sku": first.sku, "quantity": first.quantity}

    def _must(self, ability: str, **values: Any) -> Answer:
        answer = self._do(ability, **values)
        if not answer.done:
            kind = Unreachable if answer.http_status is None else CannotSetUp
            raise kind(f"{ability}: {answer.reason}")
        needed = {"open_cart": "cart", "start_payment": "client_secret", "place_order": "order",
                  "open_session": "session", "direct_payment": "client_secret"}  # fmt: skip
        if ability in needed and not answer[needed[ability]]:
            raise CannotSetUp(f"{ability}: the answer has no {needed[ability]}: {answer.body!r}")
        return answer

    def _do(self, ability: str, **values: Any) -> Answer:
        steps = self.profile.can.get(ability)
        if steps is None:
            raise CannotSetUp(f"{self.name} cannot {ability}: its profile has no [can.{ability}]")
        known: dict[str, Any] = {}
        for name in ("cart", "order", "session"):
            known.update(self._known.get(str(values.get(name)), {}))
        everything = {**self._values, **known, **values}
        picked: dict[str, Any] = {}
        answer = Answer("done")
        for step in steps:
            answer = self._send(step, {**everything, **picked})
            picked.update({k: v for k, v in answer.picked.items() if v is not None})
            if not answer.done:
                break
        return Answer(answer.outcome, answer.http_status, picked, answer.body, answer.reason)

    def _send(self, step: Step, values: Mapping[str, Any]) -> Answer:
        backend = self.profile.backend
        try:
            path = str(templates.fill(step.path, values))
            headers = {
                str(k): str(templates.fill(v, values))
                for k, v in {**backend.headers, **step.headers}.items()
            }
            body: bytes | None = None
            if step.body is not None:
                body, kind = http_call.encoded(templates.fill(step.body, values), form=step.form)
                headers.setdefault("Content-Type", kind)
        except templates.MissingValue as missing:
            raise CannotSetUp(
                f"{step.method} {step.path} wants {{{missing}}}, and no answer before gave it"
            ) from missing
        try:
            reply = http_call.call(
                step.method, self.url + path, headers=headers, body=body,
                timeout_s=backend.timeout_s,
            )  # fmt: skip
        except http_call.NoAnswer as silence:
            return Answer("in_doubt", reason=f"{step.method} {path}: {silence}")
        return answer_of(reply, step, f"{step.method} {path}")


def _payment(answer: Answer) -> Payment:
    """What the client is to confirm; a client secret says of itself what it is the secret of."""
    secret = str(answer["client_secret"])
    return Payment(str(answer["payment_intent"] or secret.partition("_secret_")[0]), secret)


def _said(step: Step, answer: Answer) -> str:
    return answer.reason or f"{step.method} {step.path}"
