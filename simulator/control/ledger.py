"""The call that shows what money did."""

from collections import defaultdict
from typing import Any

import msgspec

from simulator.control.calls import Ask, control_call
from simulator.control.shapes import Ledger, Totals
from simulator.store import Store


@control_call("GET /_sim/ledger")
async def read(ask: Ask) -> Ledger:
    """Payments, charges, refunds, disputes and balance transactions, and their sums."""
    store = ask.account.store
    return Ledger(
        payment_intents=documents(store, "payment_intent"),
        charges=documents(store, "charge"),
        refunds=documents(store, "refund"),
        disputes=documents(store, "dispute"),
        balance_transactions=documents(store, "balance_transaction"),
        totals=totals(store),
    )


def documents(store: Store, kind: str) -> list[dict[str, Any]]:
    """All objects of a kind as they would be answered, the oldest first."""
    return [msgspec.to_builtins(thing) for thing in store.table(kind).values()]


def totals(store: Store) -> dict[str, Totals]:
    """What money did, by currency."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for charge in store.table("charge").values():
        if charge.status == "failed":
            continue
        found = sums[charge.currency]
        found["authorized"] += charge.amount
        if charge.captured:
            found["captured"] += charge.amount_captured
            found["released"] += charge.amount - charge.amount_captured
        elif _released(store, charge):
            found["released"] += charge.amount
    for refund in store.table("refund").values():
        charge = store.get("charge", refund.charge) if refund.charge else None
        if refund.status in ("succeeded", "pending") and (charge is None or charge.captured):
            sums[refund.currency]["refunded"] += refund.amount
    for dispute in store.table("dispute").values():
        if getattr(dispute, "status", "") not in ("won", "warning_closed"):
            sums[dispute.currency]["disputed"] += dispute.amount
    for transaction in store.table("balance_transaction").values():
        sums[transaction.currency]["fees"] += transaction.fee
    return {currency: Totals(**found) for currency, found in sorted(sums.items())}


def _released(store: Store, charge: Any) -> bool:
    intent = store.get("payment_intent", charge.payment_intent) if charge.payment_intent else None
    return charge.refunded or (intent is not None and intent.status == "canceled")
