"""Invariants over the orders: that they exist, once, and that what they set off happens once."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.invariants.amounts import written
from scenarios.invariants.rules import CannotKnow, Violation, invariant
from scenarios.seen import MONEY_STATES, Order, Promise, Seen, named

UNPAID = frozenset({"pending", "failed", "cancelled", "processing"})


@invariant("F1")
def one_order_per_payment(seen: Seen) -> Iterator[Violation]:
    """One payment makes one order.

    No intent is named by two orders, and no cart became two orders.
    """
    for intent in seen.ledger.intents:
        orders = seen.orders_of_intent[intent.id]
        if len(orders) > 1:
            yield Violation(
                "one_order_per_payment",
                named("payment", intent.id),
                f"{len(orders)} orders were made of one payment"
                f" of {written(intent.amount, intent.currency)}",
                at_stake=intent.amount * (len(orders) - 1),
                evidence=tuple(order.id for order in orders),
            )
    by_cart: dict[str, list[Order]] = {}
    for order in seen.view.orders:
        if order.cart is not None:
            by_cart.setdefault(order.cart, []).append(order)
    for cart, made in by_cart.items():
        if len(made) > 1:
            yield Violation(
                "one_order_per_payment",
                named("cart", cart),
                f"became {len(made)} orders",
                at_stake=made[0].total * (len(made) - 1),
                evidence=tuple(order.id for order in made),
            )


@invariant("F1")
def effects_happen_once(seen: Seen) -> Iterator[Violation]:
    """What an order sets off (made, paid, stock taken, mail sent) happens at most once.

    For every order: each of its effect counters is at most 1. Counters of what may rightly happen
    more than once (an edit, a partial refund) are not effects; the shop's profile leaves them out.

    Raises:
        CannotKnow: no order counts its effects.
    """
    orders = seen.view.orders
    if orders and all(order.effects is None for order in orders):
        raise CannotKnow("the shop's orders do not count their effects")
    for order in orders:
        for effect, count in (order.effects or {}).items():
            if count > 1:
                yield Violation(
                    "effects_happen_once",
                    order.name,
                    f"{effect.replace('_', ' ')} {count} times",
                    at_stake=order.total,
                    evidence=(order.id,),
                )


@invariant("F2")
def no_goods_on_unsettled_money(seen: Seen) -> Iterator[Violation]:
    """Nothing is called paid or shipped on money that is not there yet.

    For every order that is paid or shipped: one of its intents has succeeded. `processing`,
    `requires_action` and the like are promises, not money; an authorization is not either.
    """
    for order in seen.view.orders:
        shipped = bool(order.effects and order.effects.get("fulfilled"))
        if order.payment not in MONEY_STATES and not shipped:
            continue
        intents = seen.intents_of_order[order.id]
        if intents and all(intent.status != "succeeded" for intent in intents):
            states = ", ".join(sorted({intent.status for intent in intents}))
            yield Violation(
                "no_goods_on_unsettled_money",
                order.name,
                f"{'shipped' if shipped else 'called ' + order.said} while the payment is {states}",
                at_stake=order.total,
                evidence=tuple(intent.id for intent in intents),
            )


@invariant("X1")
def payments_are_bound_to_their_order(seen: Seen) -> Iterator[Violation]:
    """An order is settled by its own payment, never by somebody else's.

    For every order: no intent that it names carries another order's id in its metadata.
    """
    by_id = {intent.id: intent for intent in seen.ledger.intents}
    for order in seen.view.orders:
        for intent_id in order.intents:
            intent = by_id.get(intent_id)
            named = intent.metadata.get("order_id") if intent else None
            if intent is not None and named is not None and named != order.id:
                yield Violation(
                    "payments_are_bound_to_their_order",
                    order.name,
                    f"was settled by a payment of {written(intent.amount, intent.currency)} that"
                    f" belongs to order {named}",
                    at_stake=order.total,
                    evidence=(intent_id,),
                )


@invariant("A3", hygiene=True)
def one_customer_per_shopper(seen: Seen) -> Iterator[Violation]:
    """One shopper is one Customer at Stripe, so that saved cards are found again.

    No two Customers share an email address, or (without one) the same metadata.

    Raises:
        CannotKnow: the Customers were not read.
    """
    if seen.ledger.customers is None:
        raise CannotKnow("the Customers were not read")
    by_email: dict[str, list[str]] = {}
    for customer, email in seen.ledger.customers:
        if email:
            by_email.setdefault(email, []).append(customer)
    for email, customers in by_email.items():
        if len(customers) > 1:
            yield Violation(
                "one_customer_per_shopper",
                f"shopper {email}",
                f"has {len(customers)} Customers at Stripe",
                evidence=tuple(customers),
            )


@invariant("S0")
def promises_are_kept(seen: Seen) -> Iterator[Violation]:
    """Every purchase ends as the people in the story were promised, whatever went wrong.

    A good card, used to the end, gives exactly one order, paid; a declined one gives none that is
    called paid and keeps no money; and so on, as each story says. What a story itself saw go wrong
    (an answer that lies, a card that is refused for no reason) is reported here too.
    """
    for promise in seen.promises:
        yield from _unkept(seen, promise)
    for subject, words in seen.broken:
        yield Violation("promises_are_kept", subject, words, at_stake=1)


def _unkept(seen: Seen, promise: Promise) -> Iterator[Violation]:
    orders = _orders_meant(seen, promise.subject)
    # A payment that became two orders is told by its own invariant.
    order = next((o for o in orders if o.payment in MONEY_STATES), orders[0] if orders else None)
    says: str | None = None
    match promise.ends:
        case "paid" if order is None:
            says = "no order exists"
        case "paid" if order is not None and order.payment != "paid":
            says = f"calls itself {order.said}, not paid"
        case "authorized" | "kept" if order is None:
            says = "no order exists"
        case "kept" if order is not None and order.payment in UNPAID | {"refunded"}:
            says = f"calls itself {order.said}"
        case "authorized" if order is not None and order.payment != "authorized":
            says = f"calls itself {order.said}, not authorized"
        case "unpaid" if order is not None and order.payment not in UNPAID | {"authorized"}:
            says = f"calls itself {order.said}"
        case "cancelled" if order is not None and order.payment not in {"cancelled", "refunded"}:
            says = f"calls itself {order.said}, not cancelled"
        case "no_order" if order is not None:
            says = "an order exists"
    if says is not None:
        subject = order.name if order is not None else _name(seen, promise.subject)
        yield Violation(
            "promises_are_kept",
            subject,
            f"{says} ({promise.why})" if promise.why else says,
            at_stake=order.total if order is not None else 1,
            evidence=(promise.subject,),
        )


def _orders_meant(seen: Seen, subject: str) -> list[Order]:
    meant = [
        order
        for order in seen.view.orders
        if subject in {order.id, order.cart, *order.sessions, *order.intents}
    ]
    if meant:
        return meant
    for intent in seen.ledger.intents:
        if subject in seen.names_of(intent):
            meant.extend(o for o in seen.orders_of_intent[intent.id] if o not in meant)
    return meant


def _name(seen: Seen, subject: str) -> str:
    for intent in seen.ledger.intents:
        if subject == intent.id or subject in intent.metadata.values():
            return seen.called(intent)
    kinds = {"pi_": "payment", "cs_": "session"}
    kind = next((kind for prefix, kind in kinds.items() if subject.startswith(prefix)), "purchase")
    return named(kind, subject)
