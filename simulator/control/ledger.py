"""The calls that show what money did."""

from collections.abc import Iterable

import msgspec

from simulator import ledger
from simulator.control.calls import Ask, control_call
from simulator.control.shapes import Document, Ledger, Payment, Totals
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent


@control_call("GET /_sim/ledger")
async def read(ask: Ask) -> Ledger:
    """What money did: the objects, every movement in double entry, where it is now, the sums.

    `newest` leaves out all but the last so many of each list; the sums are of all.
    """
    store = ask.account.store
    moved = ledger.movements(store)

    def objects(kind: str) -> list[Document]:
        return shown(store.table(kind).values())

    def shown(things: Iterable[msgspec.Struct]) -> list[Document]:
        return [msgspec.to_builtins(thing) for thing in ask.newest([*things])]

    return Ledger(
        payment_intents=objects("payment_intent"),
        charges=objects("charge"),
        refunds=shown(ledger.refunds(store)),
        disputes=objects("dispute"),
        balance_transactions=objects("balance_transaction"),
        totals={
            currency: Totals(**found) for currency, found in ledger.totals(store, moved).items()
        },
        movements=[*ask.newest(moved)],
        positions=ledger.positions(moved),
        discrepancies=ledger.discrepancies(store, moved),
    )


@control_call("GET /_sim/payments")
async def payments(ask: Ask) -> list[Payment]:
    """The PaymentIntents in a line each, the oldest first; `newest` leaves out all but the last."""
    store = ask.account.store
    intents = ask.newest([*store.table(PaymentIntent.KIND).values()])
    back = dict.fromkeys((intent.id for intent in intents), 0)
    for charge in store.table(Charge.KIND).values():
        if charge.captured and charge.payment_intent in back:
            back[charge.payment_intent] += charge.amount_refunded
    return [
        Payment(
            id=intent.id,
            status=intent.status,
            amount=intent.amount,
            currency=intent.currency,
            amount_received=intent.amount_received,
            amount_refunded=back[intent.id],
            created=intent.created,
            metadata=intent.metadata,
        )
        for intent in intents
    ]
