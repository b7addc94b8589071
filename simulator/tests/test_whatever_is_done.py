"""Whatever is done, in whatever order: nothing falls over, and nothing contradicts itself.

Each seed is a life of its own, in which most requests make sense. A life that fails is repeated by
its seed; the calls are in the message.
"""

import logging
from collections.abc import Callable
from random import Random
from typing import Any, Final

import msgspec
import pytest

from simulator import ledger
from simulator.state.snapshot import restore, take
from simulator.tests.calls import CARDS_NAMED, PAYER, Reply, Stripe, describing
from simulator.tests.operations.shopping import pay
from simulator.tests.operations.tills import in_person
from simulator.wire.differences import as_before
from simulator.wire.releases import DATED
from simulator.world import World

SEEDS: Final = (0, 2, 5, 7)
LATER_SEEDS: Final = (1, 2, 5)
STEPS: Final = 120
CARDS: Final = (
    *("pm_card_visa",) * 4,
    "pm_card_chargeDeclined",
    "pm_card_chargeCustomerFail",
    "pm_card_authenticationRequired",
    "pm_card_createDispute",
    "pm_card_pendingRefund",
    "pm_card_refundFail",
)
GOODS: Final = {"tax_code": "txcd_99999999"}
HERE: Final = "https://shop.example/thanks"
LISTED: Final = (
    *("checkout/sessions", "credit_notes", "customers", "invoices", "payment_intents", "payouts"),
    *("promotion_codes", "quotes", "refunds", "terminal/readers", "topups"),
)
"""Where things are listed that change with time, or by what is done to others."""
PASSING: Final = {
    "checkout.session": ("open",),
    "payment_intent": ("processing", "requires_capture"),
    "payout": ("pending", "in_transit"),
    "quote": ("draft", "open"),
    "refund": ("pending", "requires_action"),
    "topup": ("pending",),
}
"""Statuses in which nothing is for more than a year."""
SPANS: Final = (60, 3_600, 86_400, 7 * 86_400, 31 * 86_400)


class Life:
    """One account, and what somebody does with it."""

    def __init__(self, stripe: Stripe, seed: int) -> None:
        self.stripe = stripe
        self.chance = Random(seed)
        self.made: dict[str, list[str]] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def one(self, *those: Any) -> Any:
        return self.chance.choice(those)

    def known(self, kind: str) -> str:
        """An object that there is, one of the last; else a name that means nothing."""
        return str(self.one(*self.made.get(kind, ["none"])[-6:]))

    def post(self, path: str, **params: Any) -> Reply:
        """One request at some version, which changes nothing if it is refused."""
        self.stripe.advance(seconds=0)  # What is due by now is no request's doing.
        before, events = self.kept(), len(self.stripe.account.events)
        self.calls.append((path, params))
        version = self.one("2020-08-27", "2024-06-20", *DATED.values())
        reply = self.stripe.at_version(version).post(path, **params)
        assert reply.http < 500, (self.calls, reply)
        if 400 <= reply.http < 500 and reply.http != 402:
            assert self.kept() == before, (self.calls, reply)
            assert len(self.stripe.account.events) == events, (self.calls, reply)
        if reply.http == 200 and "id" in reply.body:
            self.made.setdefault(reply.body["object"], []).append(reply.body["id"])
        return reply

    def kept(self) -> dict[str, Any]:
        store = self.stripe.account.store
        return {kind: dict(store.table(kind)) for kind in list(store.kinds())}

    # What is done.

    def somebody_new(self) -> None:
        made = self.post("/v1/customers", email="jo@example.org", balance=self.one(0, 0, -300, 500))
        card = self.post(f"/v1/payment_methods/{self.one(*CARDS)}/attach", customer=made.id)
        if card.http == 200:
            settings = {"default_payment_method": card.id}
            self.post(f"/v1/customers/{made.id}", invoice_settings=settings)

    def something_to_sell(self) -> None:
        recurring = {"recurring": {"interval": self.one("day", "week", "month")}}
        self.post(
            "/v1/prices",
            currency=self.one("usd", "usd", "eur"),
            unit_amount=self.one(0, 500, 999, 12_345),
            product_data={"name": "Mug"},
            **self.one({}, recurring, recurring),
        )
        worth = self.one({"percent_off": 50}, {"amount_off": 700, "currency": "usd"})
        self.post("/v1/coupons", duration=self.one("once", "forever"), **worth)

    def a_payment(self) -> None:
        self.post(
            "/v1/payment_intents",
            amount=self.one(50, 999, 12_345),
            currency=self.one("usd", "eur"),
            payment_method=self.one(*CARDS),
            confirm=True,
            return_url="https://shop.example/back",
            capture_method=self.one("automatic", "automatic_async", "manual"),
            **self.one({}, {"customer": self.known("customer")}),
        )

    def more_of_a_payment(self) -> None:
        intent = self.known("payment_intent")
        move = self.one("confirm", "capture", "cancel", "refund", "refund")
        if move == "refund":
            part = self.one({}, {"amount": self.one(1, 50, 500)})
            self.post("/v1/refunds", payment_intent=intent, **part)
        else:
            self.post(f"/v1/payment_intents/{intent}/{move}")

    def a_subscription(self) -> None:
        self.post(
            "/v1/subscriptions",
            customer=self.known("customer"),
            items=[{"price": self.known("price"), "quantity": self.one(1, 3)}],
            **self.one({}, {}, {"trial_period_days": 5}, {"days_until_due": 3}),
            **self.one({}, {"discounts": [{"coupon": self.known("coupon")}]}),
        )

    def more_of_a_subscription(self) -> None:
        id = self.known("subscription")
        found = self.stripe.account.store.get("subscription", id)
        item = found.items["data"][0]["id"] if found and found.items["data"] else "none"
        changes: list[dict[str, Any]] = [
            {"items": [{"id": item, "quantity": self.one(1, 2, 5)}]},
            {"items": [{"id": item, "price": self.known("price")}]},
            {"cancel_at_period_end": self.one(True, False)},
            {"trial_end": "now"},
            {"pause_collection": {"behavior": "void"}},
            {"metadata": {"order": self.one("1", "2")}},
        ]
        how = self.one("always_invoice", "create_prorations", "none")
        self.post(f"/v1/subscriptions/{id}", **self.one(*changes), proration_behavior=how)

    def an_invoice(self) -> None:
        customer, currency = self.known("customer"), self.one("usd", "eur")
        draft = self.post("/v1/invoices", customer=customer, currency=currency)
        for amount in (900, -200) if draft.http == 200 else ():
            self.post(
                "/v1/invoiceitems",
                customer=customer,
                invoice=draft.id,
                amount=amount,
                currency=currency,
            )

    def more_of_an_invoice(self) -> None:
        id = self.known("invoice")
        move = self.one("finalize", "pay", "void", "mark_uncollectible", "note")
        if move == "note":
            self.post("/v1/credit_notes", invoice=id, amount=100)
        else:
            self.post(f"/v1/invoices/{id}/{move}")

    def a_plan_for_later(self) -> None:
        if self.one(True, False):
            self.post("/v1/subscription_schedules", from_subscription=self.known("subscription"))
            return
        later: list[dict[str, Any]] = [
            {},
            {"collection_method": "send_invoice"},
            {"trial_end": self.stripe.now + 3_600},
            {"discounts": [{"coupon": self.known("coupon")}]},
        ]
        phases = [
            {"items": [{"price": self.known("price")}], "iterations": 1},
            {"items": [{"price": self.known("price"), "quantity": 2}], "iterations": 2},
        ]
        phases[self.one(0, 1)] |= self.one(*later)
        if self.one(True, False, False):
            phases[1]["items"] = [{"price": self.known("price")} for _ in range(2)]
        self.post(
            "/v1/subscription_schedules",
            customer=self.known("customer"),
            start_date=self.one("now", self.stripe.now + 86_400),
            phases=phases,
        )

    def something_taken_away(self) -> None:
        kind = self.one("coupon", "plan", "customer", "subscription", "payment_method")
        if kind == "customer" and self.one(True, False):
            self.post(f"/v1/customers/{self.known(kind)}", email="")
        elif kind == "payment_method":
            self.post(f"/v1/payment_methods/{self.known(kind)}/detach")
        elif self.one(True, False):
            id = self.known("price" if kind == "plan" else kind)
            self.calls.append((f"DELETE {kind} {id}", {}))
            assert self.stripe.delete(f"/v1/{kind}s/{id}").http < 500

    def time(self) -> None:
        span = self.one(*SPANS)
        self.calls.append((f"advance {span}", {}))
        self.stripe.advance(seconds=span)

    def deeds(self) -> list[Callable[[], None]]:
        return [
            *(self.somebody_new, self.something_to_sell, self.a_payment, self.more_of_a_payment),
            *(self.a_subscription, self.more_of_a_subscription, self.more_of_a_subscription),
            *(self.an_invoice, self.more_of_an_invoice, self.more_of_an_invoice),
            *(self.a_plan_for_later, self.something_taken_away, self.time, self.time),
        ]


class LaterLife(Life):
    """The same for what came later: tills, taxes, Quotes, vouchers, promotion codes, payouts."""

    def __init__(self, stripe: Stripe, seed: int) -> None:
        super().__init__(stripe, seed)
        address = {"country": "US", "state": "CA", "postal_code": "94111"}
        self.post("/v1/tax/settings", head_office={"address": address}, defaults=GOODS)
        state = {"us": {"type": "state_sales_tax", "state": "CA"}}
        self.post("/v1/tax/registrations", country="US", active_from="now", country_options=state)

    def at_a_till(self) -> None:
        reader = f"terminal/readers/{self.known('terminal.reader')}"
        move = self.one("new", "pay", "pay", "show", "show", "show", "refund", "cancel_action")
        if move == "new":
            self.post("/v1/terminal/readers", registration_code="simulated-wpe")
        elif move == "pay":
            intent = in_person(self.stripe, capture_method=self.one("automatic", "manual"))
            self.made.setdefault("payment_intent", []).append(intent.id)
            self.post(f"/v1/{reader}/process_payment_intent", payment_intent=intent.id)
        elif move == "show":
            number = self.one("4242424242424242", "4000000000000002")
            path = f"/v1/test_helpers/{reader}/present_payment_method"
            self.post(path, card_present={"number": number})
        elif move == "refund":
            paid = self.known("payment_intent")
            self.post(f"/v1/{reader}/refund_payment", payment_intent=paid)
        else:
            self.post(f"/v1/{reader}/{move}")

    def a_tax(self) -> None:
        move = self.one("calculation", "collected", "given back")
        reference = str(self.chance.random())
        if move == "calculation":
            behaves = self.one("inclusive", "exclusive")
            lines = [{"amount": self.one(0, 333, 1000), "tax_behavior": behaves}]
            where = {"address": {"country": "US", "postal_code": "94111"}}
            self.post(
                "/v1/tax/calculations",
                currency=self.one("usd", "jpy"),
                line_items=lines,
                customer_details=where | {"address_source": "billing"},
            )
        elif move == "collected":
            calculation = self.known("tax.calculation")
            path = "/v1/tax/transactions/create_from_calculation"
            self.post(path, calculation=calculation, reference=reference)
        else:
            how = self.one({"mode": "full"}, {"mode": "partial", "flat_amount": -50})
            original = self.known("tax.transaction")
            path = "/v1/tax/transactions/create_reversal"
            self.post(path, original_transaction=original, reference=reference, **how)

    def a_quote(self) -> None:
        id = self.known("quote")
        move = self.one("new", "new", "finalize", "finalize", "accept", "accept", "cancel")
        if move == "new":
            self.post(
                "/v1/quotes",
                customer=self.known("customer"),
                line_items=[{"price": self.known("price"), "quantity": self.one(1, 3)}],
                **self.one({}, {"discounts": [{"promotion_code": self.known("promotion_code")}]}),
            )
        else:
            self.post(f"/v1/quotes/{id}/{move}")

    def a_promotion_code(self) -> None:
        limits = self.one({}, {"max_redemptions": 1}, {"expires_at": self.stripe.now + 86_400})
        coupon = {"type": "coupon", "coupon": self.known("coupon")}
        self.post("/v1/promotion_codes", promotion=coupon, **limits)
        id = self.known("promotion_code")
        self.post(f"/v1/promotion_codes/{id}", active=self.one(True, False))

    def somebody_pays_later(self) -> None:
        kind, currency = self.one(("boleto", "brl"), ("oxxo", "mxn"), ("blik", "pln"))
        email = self.one("jo@example.org", "succeed_immediately@example.org")
        who = {"billing_details": PAYER | {"email": email}}
        made = self.stripe.at_version(CARDS_NAMED).post(
            "/v1/payment_intents",
            amount=2500,
            currency=currency,
            payment_method_types=[kind],
            payment_method_data=describing(kind) | who,
            confirm=True,
        )
        self.made.setdefault("payment_intent", []).append(str(made.body.get("id")))

    def money_comes_and_goes(self) -> None:
        move = self.one("payouts", "payouts", "topups", "schedule", "back")
        if move == "schedule":
            schedule = {"interval": self.one("daily", "manual")}
            self.post("/v1/balance_settings", payments={"payouts": {"schedule": schedule}})
        elif move == "back":
            how = self.one("cancel", "reverse")
            self.post(f"/v1/payouts/{self.known('payout')}/{how}")
        else:
            self.post(f"/v1/{move}", amount=self.one(100, 5000), currency="usd")

    def a_page(self) -> None:
        line = {"price": self.known("price"), "quantity": 1}
        mode = self.one("payment", "subscription")
        made = self.post("/v1/checkout/sessions", mode=mode, line_items=[line], success_url=HERE)
        if made.http == 200 and self.one(True, False):
            self.calls.append((f"pay {made.id}", {}))
            pay(self.stripe, made, email="jo@example.org")

    def deeds(self) -> list[Callable[[], None]]:
        return [
            *(self.somebody_new, self.something_to_sell, self.a_payment, self.more_of_a_payment),
            *(self.at_a_till, self.at_a_till, self.at_a_till, self.a_tax, self.a_quote),
            *(self.a_quote, self.a_promotion_code, self.somebody_pays_later, self.a_page),
            *(self.money_comes_and_goes, self.something_taken_away, self.time, self.time),
        ]


LIVES: Final = [*((Life, seed) for seed in SEEDS), *((LaterLife, seed) for seed in LATER_SEEDS)]


@pytest.mark.parametrize(("kind", "seed"), LIVES)
def test_nothing_falls_over_and_nothing_contradicts_itself(
    stripe: Stripe, kind: type[Life], seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    life = kind(stripe, seed)
    life.somebody_new()
    life.something_to_sell()
    with caplog.at_level(logging.ERROR):
        for _ in range(STEPS):
            life.one(*life.deeds())()
        stripe.advance(days=400)
    assert caplog.records == [], life.calls
    account = stripe.account
    assert ledger.discrepancies(account.store, ledger.movements(account.store)) == []
    for event in account.events.values():
        assert_tells_of_a_change(event)
    for invoice in account.store.table("invoice").values():
        assert invoice.subtotal == sum(line["amount"] for line in invoice.lines["data"])
    for path in LISTED:
        assert_is_listed_as_it_is(stripe, path)
    for noun, passing in PASSING.items():
        statuses = {thing.status for thing in account.store.table(noun).values()}
        assert statuses.isdisjoint(passing), (noun, statuses, life.calls)
    kept = take(account)
    again = World("another").account(stripe.secret_key)
    restore(again, kept)
    assert take(again) == kept


def assert_is_listed_as_it_is(stripe: Stripe, path: str) -> None:
    """The last of what is listed here are what each of them is by its id."""
    for each in stripe.get(f"/v1/{path}", limit=5).data:
        assert stripe.get(f"/v1/{path}/{each.id}").body == each


def assert_tells_of_a_change(event: Any) -> None:
    """What an event says of the object before is another state of it."""
    if event.data.previous_attributes is msgspec.UNSET or not event.type.endswith(".updated"):
        return
    now = msgspec.to_builtins(event.data.object)
    assert event.data.previous_attributes, event
    assert as_before(now, event.data.previous_attributes) != now, event
