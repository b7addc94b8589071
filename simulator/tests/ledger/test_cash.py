"""Whatever is done with the cash of Customers, none of it is lost and none is spent twice."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.app import App
from simulator.ledger import discrepancies, movements, positions
from simulator.tests.calls import Stripe, new_account
from simulator.tests.operations.payments.test_bank_transfers import (
    INTENTS,
    apply,
    cash,
    customer_of,
    fund,
    transfer,
)

REFUNDS = "/v1/refunds"
JENNY = "jenny.rosen@example.com"
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("ask", "fund", "ask", "fund"),  # Without these there is nothing to do for others.
                *("apply", "change", "confirm", "by_card", "cancel"),
                *("refund", "return", "call_off", "mode", "wait"),
            ]
        ),
        st.integers(0, 3),
        st.integers(1, 1200),
    ),
    min_size=20,
    max_size=30,
)


class Till:
    """A shop with one Customer, who does one thing after the other."""

    def __init__(self, stripe: Stripe) -> None:
        self.stripe = stripe
        self.customer = customer_of(stripe, email=JENNY)
        self.intents: list[Any] = []
        self.refunds: list[Any] = []
        self.sent = 0

    def do(self, deed: str, which: int, amount: int) -> None:
        """One deed; what Stripe refuses changes nothing."""
        stripe = self.stripe
        if deed == "fund":
            fund(stripe, self.customer, amount)
            self.sent += amount
        elif deed == "ask":
            types = ["card", "customer_balance"]
            asked = transfer(stripe, self.customer, amount + 100, payment_method_types=types)
            self.intents.append(asked)
        elif deed == "mode":
            settings = {"reconciliation_mode": ("manual", "automatic")[which % 2]}
            stripe.post(f"/v1/customers/{self.customer}/cash_balance", settings=settings)
        elif deed == "return":
            given = {"origin": "customer_balance", "customer": self.customer, "currency": "usd"}
            self.refunds.append(stripe.post(REFUNDS, amount=amount, **given))
        elif deed == "wait":
            stripe.advance(seconds=amount)
        elif deed == "call_off" and self.refunds:
            refund = self.refunds[which % len(self.refunds)]
            if refund.http == 200:
                stripe.post(f"{REFUNDS}/{refund.id}/cancel")
        elif self.intents:
            self._do_with(self.intents[which % len(self.intents)], deed, amount)

    def _do_with(self, intent: Any, deed: str, amount: int) -> None:
        stripe, path = self.stripe, f"{INTENTS}/{intent.id}"
        if deed == "apply":
            apply(stripe, intent, amount=amount)
        elif deed == "change":
            stripe.post(path, amount=amount + 100)
        elif deed == "confirm":
            stripe.post(f"{path}/confirm")
        elif deed == "by_card":
            stripe.post(f"{path}/confirm", payment_method="pm_card_visa")
        elif deed == "cancel":
            stripe.post(f"{path}/cancel")
        elif deed == "refund":
            self.refunds.append(stripe.post(REFUNDS, payment_intent=intent.id, amount=amount))


@settings(max_examples=80, deadline=None, derandomize=True)
@given(deeds=DEEDS)
def test_cash_is_never_lost_and_never_spent_twice(
    app: App, deeds: list[tuple[str, int, int]]
) -> None:
    stripe = new_account(app)
    till = Till(stripe)
    for deed in deeds:
        till.do(*deed)
        store = stripe.account.store
        moves = movements(store)
        assert discrepancies(store, moves) == []
        assert all(sum(found.values()) == 0 for found in positions(moves).values())
        there = (cash(stripe, till.customer) or {}).get("usd", 0)
        path = f"/v1/customers/{till.customer}/cash_balance_transactions"
        rows = stripe.get(path, limit=100).data
        assert there == sum(row.net_amount for row in rows)
        assert all(row.ending_balance >= 0 for row in rows)
        paid = [each for each in store.table("charge").values() if each.status == "succeeded"]
        by_cash = [each for each in paid if isinstance(each.payment_method_details, dict)]
        assert sum(each.amount for each in by_cash) + there <= till.sent
