"""The call that shows what money did."""

from typing import Any

import msgspec

from simulator import ledger
from simulator.control.calls import Ask, control_call
from simulator.control.shapes import Ledger, Totals
from simulator.store import Store


@control_call("GET /_sim/ledger")
async def read(ask: Ask) -> Ledger:
    """What money did: the objects, every movement in double entry, where it is now, the sums."""
    store = ask.account.store
    moved = ledger.movements(store)
    return Ledger(
        payment_intents=documents(store, "payment_intent"),
        charges=documents(store, "charge"),
        refunds=[msgspec.to_builtins(refund) for refund in ledger.refunds(store)],
        disputes=documents(store, "dispute"),
        balance_transactions=documents(store, "balance_transaction"),
        totals={
            currency: Totals(**found) for currency, found in ledger.totals(store, moved).items()
        },
        movements=moved,
        positions=ledger.positions(moved),
        discrepancies=ledger.discrepancies(store, moved),
    )


def documents(store: Store, kind: str) -> list[dict[str, Any]]:
    """All objects of a kind as they would be answered, the oldest first."""
    return [msgspec.to_builtins(thing) for thing in store.table(kind).values()]
