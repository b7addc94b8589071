"""What is told of a Customer's card that will soon be no good.

Source: Stripe docs, "Types of events" (customer.source.expiring): it expires at the end of the
month. That it is told as that month begins, and of cards that were added before it, is inferred.
"""

from datetime import UTC, datetime
from typing import Final

from simulator.agenda import due
from simulator.resources.card import CardSource
from simulator.work import Work

EXPIRING: Final = "card_expiring"


def watch(work: Work, source: object) -> None:
    """See to it that it is told of when the month has come in which the card expires."""
    if not isinstance(source, CardSource) or not source.customer:
        return
    work.call_off(EXPIRING, source.id)
    begins = _last_month(source)
    if begins > work.now:
        work.schedule(begins, EXPIRING, source.id)


def _last_month(card: CardSource) -> int:
    """When it begins, Unix seconds."""
    return int(datetime(card.exp_year, card.exp_month, 1, tzinfo=UTC).timestamp())


@due(EXPIRING)
def expires_soon(work: Work, id: str) -> None:
    """The month has come."""
    card = work.find(CardSource, id)
    if card is not None and card.customer and _last_month(card) <= work.now:
        work.post("customer.source.expiring", card)
