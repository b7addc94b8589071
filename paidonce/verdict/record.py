"""What one telling left behind, made into plain data that can cross from a worker to the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from paidonce.verdict.model import Outcome, Telling
from scenarios.driver import CannotSetUp, Unreachable
from scenarios.invariants import Judgement, written
from scenarios.running import CannotStart
from scenarios.seen import Seen
from scenarios.story import Inconclusive, InvariantsBroken, Witness

TIMELINE_MOST = 200


def outcome_of(error: BaseException | None, down: str | None) -> tuple[Outcome, tuple[str, ...]]:
    """What an ending means, with its reasons.

    Args:
        error: what ended the telling; None where it ran to its end.
        down: why the backend is gone, if it is.
    """
    match error:
        case InvariantsBroken():
            return "violated", tuple(error.sentences)
        case CannotStart():
            return "unreachable", (f"{error.what} could not be started: {error.why}",)
        case _ if down is not None:
            said = (str(error),) if isinstance(error, Unreachable) else ()
            return "unreachable", (*said, down)
        case None:
            return "holds", ()
        case Unreachable():
            return "unreachable", (str(error),)
        case AssertionError():
            return "violated", (str(error).partition("\n")[0] or "an expectation did not hold",)
    return "inconclusive", (_why_not_known(error),)


def _why_not_known(error: BaseException) -> str:
    if isinstance(error, Inconclusive):
        return f"cannot be known: {error}"
    if isinstance(error, CannotSetUp):
        return f"cannot be told: {error}"
    return f"the telling itself failed: {type(error).__name__}: {error}"


def telling(
    name: str,
    error: BaseException | None,
    witness: Witness | None,
    *,
    seconds: float,
    down: str | None = None,
    output: tuple[str, ...] = (),
) -> Telling:
    """A telling, with what was seen in it."""
    outcome, reasons = outcome_of(error, down)
    judgements: tuple[Judgement, ...] = witness.judgements if witness else ()
    seen = witness.seen if witness else None
    return Telling(
        name,
        outcome,
        reasons,
        round(seconds, 3),
        tuple(asdict(judgement) for judgement in judgements),
        tuple(_orders(seen)) if seen else (),
        tuple(_payments(seen)) if seen else (),
        tuple(_timeline(seen)) if seen else (),
        output if outcome == "unreachable" else (),
    )


def _orders(seen: Seen) -> Iterator[dict[str, Any]]:
    for order in seen.view.orders:
        yield {
            "order": order.called or order.id,
            "calls itself": order.said,
            "total": written(order.total, order.currency),
            "paid": None if order.paid is None else written(order.paid, order.currency),
            "refunded": None if order.refunded is None else written(order.refunded, order.currency),
            "payments": list(order.intents),
        }


def _payments(seen: Seen) -> Iterator[dict[str, Any]]:
    for intent in seen.ledger.intents:
        returned = sum(refund.amount for refund in seen.refunds_of(intent.id))
        yield {
            "payment": intent.id,
            "status": intent.status,
            "for": seen.called(intent),
            "taken": written(seen.captured([intent.id]), intent.currency),
            "given back": written(returned, intent.currency),
            "held": written(intent.amount_capturable, intent.currency),
        }


def _timeline(seen: Seen) -> Iterator[dict[str, Any]]:
    for step in seen.ledger.steps[-TIMELINE_MOST:]:
        yield asdict(step)
