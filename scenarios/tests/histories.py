"""Histories written by hand, for the tests of the invariants."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scenarios.seen import (
    Ask,
    Call,
    Charge,
    Coupon,
    Delivery,
    Dispute,
    Intent,
    Ledger,
    Order,
    OrderLine,
    Promise,
    Refund,
    Seen,
    Stock,
    View,
)

TOTAL = 100_00


def intent(number: int = 1, **fields: Any) -> Intent:
    usual = Intent(f"pi_{number}", "succeeded", TOTAL, 0, TOTAL, "usd", {"order_id": "17"})
    return replace(usual, **fields)


def charge(number: int = 1, **fields: Any) -> Charge:
    usual = Charge(f"ch_{number}", f"pi_{number}", TOTAL, TOTAL, 0, "usd", "succeeded")
    return replace(usual, **fields)


def refund(number: int = 1, **fields: Any) -> Refund:
    usual = Refund(f"re_{number}", "ch_1", "pi_1", TOTAL, "usd", "succeeded", created=20)
    return replace(usual, **fields)


def dispute(**fields: Any) -> Dispute:
    return replace(Dispute("dp_1", "ch_1", "pi_1", TOTAL, "needs_response", created=10), **fields)


def order(**fields: Any) -> Order:
    usual = Order(
        "17",
        "paid",
        "paid",
        "usd",
        TOTAL,
        intents=("pi_1",),
        paid=TOTAL,
        refunded=0,
        lines=(OrderLine("mug", 1),),
        effects={"created": 1, "paid": 1},
    )
    return replace(usual, **fields)


def stock(**fields: Any) -> Stock:
    return replace(Stock("mug", on_hand=9, reserved=0, sold=1, initial=10), **fields)


def call(**fields: Any) -> Call:
    usual = Call("req_1", "POST", "/v1/payment_intents/pi_1/capture", 200, None, "key_1")
    return replace(usual, **fields)


def delivery(**fields: Any) -> Delivery:
    usual = Delivery("del_1", "evt_1", "payment_intent.succeeded", "delivered", (200,))
    return replace(usual, **fields)


def history(
    *,
    intents: tuple[Intent, ...] | None = None,
    charges: tuple[Charge, ...] | None = None,
    refunds: tuple[Refund, ...] = (),
    disputes: tuple[Dispute, ...] = (),
    calls: tuple[Call, ...] = (),
    deliveries: tuple[Delivery, ...] = (),
    customers: tuple[tuple[str, str | None], ...] | None = (),
    orders: tuple[Order, ...] | None = None,
    stocks: tuple[Stock, ...] | None = None,
    coupons: tuple[Coupon, ...] | None = (),
    events: tuple[str, ...] | None = ("evt_1",),
    asks: tuple[Ask, ...] = (),
    promises: tuple[Promise, ...] = (),
    broken: tuple[tuple[str, str], ...] = (),
) -> Seen:
    """One order of one mug, paid once; whatever is given takes the place of what is usual."""
    return Seen(
        Ledger(
            (intent(),) if intents is None else intents,
            (charge(),) if charges is None else charges,
            refunds,
            disputes,
            calls,
            deliveries,
            customers,
        ),
        View(
            (order(),) if orders is None else orders,
            (stock(),) if stocks is None else stocks,
            (),
            events,
            quiet=True,
            coupons=coupons,
        ),
        asks,
        promises,
        broken,
    )


def told(seen: Seen, name: str) -> list[str]:
    """The violations of one invariant, as sentences."""
    from scenarios.invariants import violations  # noqa: PLC0415 - keeps this file about histories

    return [str(violation) for violation in violations(seen, [name])]
