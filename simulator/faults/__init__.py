"""Everything that goes wrong between a shop and Stripe: one fault a file, and plans that say when.

Importing this package registers every fault by its name.
"""

from simulator.faults import api, delivery

__all__ = ["api", "delivery"]
