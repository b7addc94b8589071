"""Invariants over money that goes back: refunds and disputes."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.invariants.amounts import written
from scenarios.invariants.rules import CannotKnow, Violation, invariant
from scenarios.seen import Seen, named


@invariant("R2")
def nothing_refunded_unasked(seen: Seen) -> Iterator[Violation]:
    """Money goes back only because somebody wanted it back, and never more than they wanted.

    For every intent: the sum of its refunds that stand is at most what shoppers, admins or the
    story asked to be given back for it. A refund in Stripe's dashboard is somebody asking.
    """
    for intent in seen.ledger.intents:
        refunds = list(seen.refunds_of(intent.id))
        wanted = seen.asked_back(intent)
        returned = sum(refund.amount for refund in refunds)
        if wanted is None or returned <= wanted:
            continue
        whole = returned >= seen.captured([intent.id])
        amount = "" if whole else f"{written(returned, intent.currency)} "
        why = "without anyone asking" if not wanted else f"of {written(wanted, intent.currency)}"
        yield Violation(
            "nothing_refunded_unasked",
            seen.called(intent),
            f"{amount}refunded {why}{' asked for' if wanted else ''}",
            at_stake=returned - wanted,
            evidence=tuple(refund.id for refund in refunds),
        )


@invariant("R1")
def no_more_refunded_than_was_taken(seen: Seen) -> Iterator[Violation]:
    """Refunds of a captured charge that stand are together at most what it captured."""
    for charge in seen.ledger.charges:
        returned = sum(r.amount for r in seen.ledger.refunds if r.stands and r.charge == charge.id)
        if charge.amount_captured and returned > charge.amount_captured:
            yield Violation(
                "no_more_refunded_than_was_taken",
                named("charge", charge.id),
                f"{written(returned, charge.currency)} refunded of"
                f" {written(charge.amount_captured, charge.currency)} taken",
                at_stake=returned - charge.amount_captured,
                evidence=(charge.id,),
            )


@invariant("R2")
def what_was_asked_back_went_back(seen: Seen) -> Iterator[Violation]:
    """A refund that somebody asked for, of an order that was paid, was made once and whole.

    For every intent that captured money and that somebody wanted a stated amount of back: refunds
    that stand add up to it, or to all that was captured. Where all was wanted back, nothing is
    kept. A refund that the bank refused was made all the same. Compensation is allowed, never
    demanded; and while a payment is disputed nothing is demanded.
    """
    for intent in seen.ledger.intents:
        captured = seen.captured([intent.id])
        names = seen.names_of(intent)
        asks = [a for a in seen.asks if a.subject in names and a.kind != "compensation"]
        disputed = any(d.intent == intent.id and d.open for d in seen.ledger.disputes)
        if not captured or not asks or disputed:
            continue
        amounts = [captured if ask.amount is None else ask.amount for ask in asks]
        wanted = min(captured, sum(amounts))
        charges = {charge.id for charge in seen.charges_of([intent.id])}
        returned = sum(r.amount for r in seen.ledger.refunds if r.charge in charges)
        if returned < wanted:
            yield Violation(
                "what_was_asked_back_went_back",
                seen.called(intent),
                f"{written(wanted, intent.currency)} was asked back,"
                f" {written(returned, intent.currency)} went back",
                at_stake=wanted - returned,
                evidence=(intent.id,),
            )


@invariant("R3")
def cancelled_money_returns(seen: Seen) -> Iterator[Violation]:
    """An order that calls itself cancelled keeps no money and holds none.

    For every cancelled order, once all is quiet: what its intents captured went back whole, and
    none of them waits for capture.
    """
    for order in seen.view.orders:
        if order.payment != "cancelled":
            continue
        intents = seen.intents_of_order[order.id]
        kept = seen.kept(intent.id for intent in intents)
        held = sum(intent.amount_capturable for intent in intents)
        if kept or held:
            does = "kept" if kept else "still held"
            yield Violation(
                "cancelled_money_returns",
                order.name,
                f"is cancelled, and {written(kept or held, order.currency)} is {does}",
                at_stake=kept or held,
                evidence=tuple(intent.id for intent in intents),
            )


@invariant("R4")
def no_refund_over_an_open_dispute(seen: Seen) -> Iterator[Violation]:
    """Money that is in dispute is not given back as well: the shopper would get it twice.

    No refund that stands was made of a charge whose dispute was raised before and is not won.
    """
    for dispute in seen.ledger.disputes:
        if dispute.status in {"won", "warning_closed"}:
            continue
        for refund in seen.ledger.refunds:
            same = refund.charge == dispute.charge or (
                refund.intent is not None and refund.intent == dispute.intent
            )
            if same and refund.stands and refund.created >= dispute.created:
                yield Violation(
                    "no_refund_over_an_open_dispute",
                    named("payment", dispute.intent or dispute.charge or ""),
                    f"{written(refund.amount, refund.currency)} refunded while disputed:"
                    " the shopper gets it twice",
                    at_stake=refund.amount,
                    evidence=(dispute.id, refund.id),
                )


@invariant("R2")
def an_order_refunded_is_money_returned(seen: Seen) -> Iterator[Violation]:
    """An order that calls itself refunded gave the money back.

    For every order whose payment is called refunded and whose intents captured something: nothing
    of it is kept.
    """
    for order in seen.view.orders:
        intents = [intent.id for intent in seen.intents_of_order[order.id]]
        kept = seen.kept(intents)
        if order.payment == "refunded" and kept:
            yield Violation(
                "an_order_refunded_is_money_returned",
                order.name,
                f"calls itself {order.said}, and {written(kept, order.currency)} is kept",
                at_stake=kept,
                evidence=tuple(intents),
            )


@invariant("R2")
def every_refund_is_in_the_books(seen: Seen) -> Iterator[Violation]:
    """A refund that Stripe made is known to the order that it was made for.

    For every order of an intent with refunds that stand: the order says that money went back, by
    its state or by an amount.

    Raises:
        CannotKnow: the shop says neither.
    """
    for intent in seen.ledger.intents:
        returned = sum(refund.amount for refund in seen.refunds_of(intent.id))
        if not returned:
            continue
        for order in seen.orders_of_intent[intent.id]:
            if order.refunded is None and order.payment == "unknown":
                raise CannotKnow("the shop's orders do not say what was refunded")
            state_says = order.payment in {"refunded", "partially_refunded", "cancelled"}
            if not state_says and not order.refunded:
                yield Violation(
                    "every_refund_is_in_the_books",
                    order.name,
                    f"calls itself {order.said}, but {written(returned, order.currency)} went back",
                    at_stake=returned,
                    evidence=(intent.id,),
                )
