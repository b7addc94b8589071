"""Invariants over what the shop says to Stripe, and what it answers to Stripe's events."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.invariants.rules import CannotKnow, Violation, calls_of, invariant
from scenarios.seen import Seen, named

# Writes that move money or make what money hangs on; repeated without a key they happen twice.
_MOVES = ("/v1/payment_intents", "/v1/refunds", "/v1/checkout/sessions", "/v1/charges")


@invariant("A1", hygiene=True)
def every_write_has_a_key(seen: Seen) -> Iterator[Violation]:
    """Every call that moves money carries an idempotency key, and a key means one thing.

    Over the shop's POST requests to PaymentIntents, Refunds, Charges and Checkout Sessions: each
    has an idempotency key, and none was refused because its key had been used for other parameters.
    """
    for call in calls_of(seen):
        if call.method != "POST" or not call.path.startswith(_MOVES):
            continue
        if call.idempotency_key is None:
            yield Violation(
                "every_write_has_a_key",
                f"{call.method} {call.path}",
                "carries no idempotency key: repeated, it happens twice",
                evidence=(call.id,),
            )


@invariant("A1", hygiene=True)
def a_key_means_one_thing(seen: Seen) -> Iterator[Violation]:
    """No idempotency key was used for two different things.

    None of the shop's calls was refused with `idempotency_error` or `idempotency_key_in_use` for
    good: such an answer means that the shop's keys do not name its intentions.
    """
    for call in calls_of(seen):
        if call.error_code in {"idempotency_error", "idempotency_key_mismatch"}:
            yield Violation(
                "a_key_means_one_thing",
                f"{call.method} {call.path}",
                "the idempotency key had been used with other parameters",
                at_stake=1,
                evidence=(call.id, call.idempotency_key or ""),
            )


@invariant("W4", hygiene=True)
def every_event_is_accepted(seen: Seen) -> Iterator[Violation]:
    """Every event that Stripe sent was accepted in the end.

    Once all is quiet, each delivery to the shop has an attempt that was answered 2xx.
    """
    for delivery in seen.ledger.deliveries:
        if delivery.statuses and not delivery.accepted:
            last = delivery.statuses[-1]
            yield Violation(
                "every_event_is_accepted",
                named("event", delivery.event),
                f"{delivery.event_type} was never accepted; the last answer was"
                f" {last if last is not None else 'none at all'}",
                at_stake=1,
                evidence=(delivery.id,),
            )


@invariant("W4", hygiene=True)
def every_event_is_recorded(seen: Seen) -> Iterator[Violation]:
    """Every event that the shop accepted is one that it knows afterwards.

    Each event with an attempt answered 2xx is among the events that the shop says it has seen.

    Raises:
        CannotKnow: the shop does not say which events it has seen.
    """
    if seen.view.events is None:
        raise CannotKnow("the shop does not say which events it has seen")
    known = set(seen.view.events)
    for delivery in seen.ledger.deliveries:
        if delivery.accepted and delivery.event not in known:
            yield Violation(
                "every_event_is_recorded",
                named("event", delivery.event),
                f"{delivery.event_type} was answered with success and then forgotten",
                at_stake=1,
                evidence=(delivery.id,),
            )
