"""Invariants over the money: who was charged, how often, and for what."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.invariants.amounts import written
from scenarios.invariants.rules import CannotKnow, Violation, calls_of, invariant
from scenarios.seen import MONEY_STATES, Intent, Order, Seen, named


@invariant("M1")
def charged_once(seen: Seen) -> Iterator[Violation]:
    """A shopper pays for an order at most once.

    Over the succeeded charges of one order (or cart, where no order exists) that kept money: at
    most one. Money given back whole does not count here; whether somebody wanted it back is another
    invariant's question.
    """
    by_purchase: dict[str, list[Intent]] = {}
    for intent in seen.ledger.intents:
        by_purchase.setdefault(seen.called(intent), []).append(intent)
    for purchase, intents in by_purchase.items():
        kept = [c for c in seen.charges_of(i.id for i in intents) if c.kept > 0]
        if len(kept) > 1:
            total = sum(charge.kept for charge in kept)
            yield Violation(
                "charged_once",
                purchase,
                f"charged {len(kept)} times, {written(total, kept[0].currency)} in all",
                at_stake=total - max(charge.kept for charge in kept),
                evidence=tuple(charge.id for charge in kept),
            )


@invariant("M2")
def money_taken_is_an_order_paid(seen: Seen) -> Iterator[Violation]:
    """Money that was taken belongs to exactly one order that calls itself paid.

    For every intent that captured money: exactly one order names it (or is named by its metadata)
    and is paid. Or all of it went back and somebody wanted that: a refund or a cancellation was
    asked for, or the story allows the shop to give the money back. Money that comes and goes
    unasked is a violation here too: the shopper wanted the goods.
    """
    for intent in seen.ledger.intents:
        captured = seen.captured([intent.id])
        if not captured:
            continue
        if seen.kept([intent.id]) == 0 and seen.asked_back(intent) is None:
            continue
        orders = seen.orders_of_intent[intent.id]
        believing = [order for order in orders if order.payment in MONEY_STATES]
        if len(believing) == 1:
            continue
        yield Violation(
            "money_taken_is_an_order_paid",
            seen.called(intent),
            f"charged {written(captured, intent.currency)}, {_whose(orders, believing)}",
            at_stake=captured,
            evidence=(intent.id, *(order.id for order in orders)),
        )


def _whose(orders: tuple[Order, ...], believing: list[Order]) -> str:
    if believing:
        return f"{len(believing)} orders call it theirs"
    if orders:
        return f"the order calls itself {', '.join(order.said for order in orders)}"
    return "no order exists"


@invariant("M3")
def an_order_paid_is_money_taken(seen: Seen) -> Iterator[Violation]:
    """An order that calls itself paid was paid: at least its total was captured for it.

    For every order whose payment is called paid: the sum captured by its intents is at least its
    total. An order that waits for capture calls itself authorized, not paid, and needs an intent
    that holds or took at least its total.
    """
    for order in seen.view.orders:
        intents = seen.intents_of_order[order.id]
        captured = seen.captured(intent.id for intent in intents)
        if order.payment in MONEY_STATES and captured < order.total:
            yield Violation(
                "an_order_paid_is_money_taken",
                order.name,
                f"calls itself {order.said}, but {written(captured, order.currency)} of"
                f" {written(order.total, order.currency)} was taken",
                at_stake=order.total - captured,
                evidence=tuple(intent.id for intent in intents),
            )
        held = captured + sum(intent.amount_capturable for intent in intents)
        if order.payment == "authorized" and held == 0:
            yield Violation(
                "an_order_paid_is_money_taken",
                order.name,
                f"calls itself {order.said}, but nothing is held for it",
                at_stake=order.total,
                evidence=tuple(intent.id for intent in intents),
            )


@invariant("M4")
def captured_is_the_orders_total(seen: Seen) -> Iterator[Violation]:
    """What was taken for an order is its total, to the minor unit, in its currency.

    For every order that is paid: the sum captured by its intents, less what somebody asked back and
    got, equals its total, and every such intent has the order's currency. For an order that was
    cancelled, failed or never paid: nothing is kept.
    """
    for order in seen.view.orders:
        intents = seen.intents_of_order[order.id]
        evidence = tuple(intent.id for intent in intents)
        foreign = [i for i in intents if i.currency != order.currency and i.amount_received]
        for intent in foreign:
            yield Violation(
                "captured_is_the_orders_total",
                order.name,
                f"is in {order.currency}, but {written(intent.amount_received, intent.currency)}"
                " was taken",
                at_stake=intent.amount_received,
                evidence=(intent.id,),
            )
        if foreign or not intents:
            continue
        captured = seen.captured(evidence)
        kept = seen.kept(evidence)
        if order.payment in MONEY_STATES and captured and captured != order.total:
            if kept == order.total:
                continue  # too much was taken, and the difference was given back
            yield Violation(
                "captured_is_the_orders_total",
                order.name,
                f"total {written(order.total, order.currency)}, but"
                f" {written(captured, order.currency)} was taken",
                at_stake=abs(captured - order.total),
                evidence=evidence,
            )
        if order.payment in {"cancelled", "failed", "pending"} and kept:
            yield Violation(
                "captured_is_the_orders_total",
                order.name,
                f"calls itself {order.said}, but {written(kept, order.currency)} was kept",
                at_stake=kept,
                evidence=evidence,
            )


@invariant("M4")
def the_books_match_the_money(seen: Seen) -> Iterator[Violation]:
    """What an order says was paid and given back is what was paid and given back.

    For every order that says how much was paid or refunded: those amounts equal what its intents
    captured and what refunds that stand gave back.

    Raises:
        CannotKnow: no order says how much was paid.
    """
    orders = seen.view.orders
    if orders and all(order.paid is None and order.refunded is None for order in orders):
        raise CannotKnow("the shop's orders do not say how much was paid or refunded")
    for order in orders:
        intents = seen.intents_of_order[order.id]
        captured = seen.captured(intent.id for intent in intents)
        returned = sum(r.amount for i in intents for r in seen.refunds_of(i.id))
        for said, true, word in (
            (order.paid, captured, "paid"),
            (order.refunded, returned, "refunded"),
        ):
            if said is not None and said != true:
                yield Violation(
                    "the_books_match_the_money",
                    order.name,
                    f"books say {written(said, order.currency)} {word},"
                    f" the money says {written(true, order.currency)}",
                    at_stake=abs(said - true),
                    evidence=tuple(intent.id for intent in intents),
                )


@invariant("M6", hygiene=True)
def captured_without_asking_first(seen: Seen) -> Iterator[Violation]:
    """No capture is tried on a payment that is not waiting for one.

    No capture call of the shop was refused with `payment_intent_unexpected_state`: the shop looks
    before it captures. A capture repeated under the same idempotency key is one capture.
    """
    for call in calls_of(seen):
        if call.path.endswith("/capture") and call.error_code == "payment_intent_unexpected_state":
            yield Violation(
                "captured_without_asking_first",
                _spoken_of(seen, call.path.split("/")[-2]),
                "captured a payment that was not waiting for capture",
                evidence=(call.id,),
            )


@invariant("A2")
def no_authorization_is_forgotten(seen: Seen) -> Iterator[Violation]:
    """Money is held only for an order that lives and waits for it.

    Once all is quiet, every intent in `requires_capture` belongs to an order that calls itself
    authorized (or is still pending); a hold that nobody will take or release is a violation.
    """
    waiting = {"authorized", "pending", "processing"}
    for intent in seen.ledger.intents:
        if intent.status != "requires_capture":
            continue
        if not any(order.payment in waiting for order in seen.orders_of_intent[intent.id]):
            yield Violation(
                "no_authorization_is_forgotten",
                seen.called(intent),
                f"{written(intent.amount_capturable, intent.currency)} is held, and no order"
                " waits for it",
                at_stake=intent.amount_capturable,
                evidence=(intent.id,),
            )


def _spoken_of(seen: Seen, intent_id: str) -> str:
    for intent in seen.ledger.intents:
        if intent.id == intent_id:
            return seen.called(intent)
    return named("payment", intent_id)
