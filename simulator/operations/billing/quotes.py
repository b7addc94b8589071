"""Quotes: what a Customer is offered, until when, and what they say to it.

Unlike Stripe: no amount is computed, and an accepted Quote makes neither a Subscription nor an
invoice; what is listed of its lines is what the catalogue keeps of them.

Source: Stripe docs, "Quotes"; API reference, "Quotes". The form of the number is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.catalogue.maker import Maker
from simulator.resources import quote as states
from simulator.work import Work

EXPIRES: Final = "quote_expires"


def create(work: Work) -> Any:
    """POST /v1/quotes: a draft, that expires 30 days from now unless something else is said."""
    made = Maker(work).make("Quote", work.params)
    ends = work.params.get("expires_at") or work.now + states.LIVES_FOR
    quote = work.keep(replace(made, expires_at=ends, number=None, status="draft"))
    work.post("quote.created", quote)
    return _watched(work, quote)


def update(work: Work) -> Any:
    """POST /v1/quotes/{quote}

    Raises:
        RESOURCE_MISSING, QUOTE_STATE
    """
    before = _load(work)
    states.moved(before.status, "updated")
    return _watched(work, work.keep(Maker(work).change(before, work.params)))


def finalize(work: Work) -> Any:
    """POST /v1/quotes/{quote}/finalize: it has a number, and can be accepted.

    Raises:
        RESOURCE_MISSING, QUOTE_STATE, QUOTE_WITHOUT_CUSTOMER
    """
    before = _load(work)
    status = states.moved(before.status, "finalized")
    if not before.customer and not getattr(before, "customer_account", None):
        raise errors.QUOTE_WITHOUT_CUSTOMER()
    transitions = before.status_transitions | {"finalized_at": work.now}
    after = replace(
        before,
        expires_at=work.params.get("expires_at") or before.expires_at,
        number=_number(work),
        status=status,
        status_transitions=transitions,
    )
    work.post("quote.finalized", work.keep(after))
    return _watched(work, after)


def accept(work: Work) -> Any:
    """POST /v1/quotes/{quote}/accept

    Raises:
        RESOURCE_MISSING, QUOTE_STATE
    """
    return _over(work, _load(work), "accepted")


def cancel(work: Work) -> Any:
    """POST /v1/quotes/{quote}/cancel

    Raises:
        RESOURCE_MISSING, QUOTE_STATE
    """
    return _over(work, _load(work), "canceled")


@due(EXPIRES)
def expires(work: Work, id: str) -> None:
    """Nobody has accepted it in time."""
    quote = work.find_any(states.KIND, id)
    if quote is not None and "canceled" in states.LIFE_CYCLE[quote.status]:
        _over(work, quote, "canceled")


def _over(work: Work, before: Any, move: states.Move) -> Any:
    transitions = before.status_transitions | {f"{move}_at": work.now}
    status = states.moved(before.status, move)
    after = work.keep(replace(before, status=status, status_transitions=transitions))
    work.call_off(EXPIRES, before.id)
    work.post(f"quote.{move}", after)
    return after


def _watched(work: Work, quote: Any) -> Any:
    """The Quote, which is awaited to expire."""
    work.call_off(EXPIRES, quote.id)
    work.schedule(quote.expires_at, EXPIRES, quote.id)
    return quote


def _number(work: Work) -> str:
    kept = work.account.store.table(states.KIND).values()
    return f"QT-{1 + sum(quote.number is not None for quote in kept):04}-1"


def _load(work: Work) -> Any:
    id = work.path["quote"]
    if (quote := work.find_any(states.KIND, id)) is None:
        raise errors.RESOURCE_MISSING(param="quote", noun="quote", id=id)
    return quote
