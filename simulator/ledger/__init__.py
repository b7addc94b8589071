"""The ledger: what money did in one account, in double entry.

Every movement takes minor units from some positions to others, and its postings sum to nothing.
The positions:

    shoppers     what the shoppers' banks have or hold back (below zero: they gave it)
    held         authorized, and neither captured nor released
    in_transit   captured, and not yet in the balance (`automatic_async`, debits)
    balance      the account's balance at Stripe
    fees         what Stripe and others keep
    cash         what Customers transferred and nothing was paid with yet
    applied      cash that is set aside for payments that it does not cover yet
    disputed     taken back by banks until disputes are decided
    bank         paid out
    exchanged    what changed its currency on the way: it left in one, and came in another
    elsewhere    transfers, application fees, top-ups, and whatever else a balance transaction
                 tells of

The movements are drawn from the objects themselves; `discrepancies` says where these contradict
each other. An invariant of the simulator's own: there is never one.
"""

from simulator.ledger.entries import movements, refunds
from simulator.ledger.sums import discrepancies, positions, totals

__all__ = ["discrepancies", "movements", "positions", "refunds", "totals"]
