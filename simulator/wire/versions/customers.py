"""What Customers looked like before.

Source: Stripe docs, "API upgrades"; recorded answers.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from simulator.wire.expand import INCLUDABLE
from simulator.wire.versions import change, step_back

if TYPE_CHECKING:
    from simulator.work import Work

Document = dict[str, Any]


@change("2020-08-27", "customer")
def lists_always_there(work: "Work", customer: Document, version: str) -> None:
    """Until 2020-08-27, sources, subscriptions and tax ids came without being asked."""
    for name in ("sources", "subscriptions", "tax_ids"):
        if name not in customer:
            made = msgspec.to_builtins(INCLUDABLE["customer", name](work, customer))
            customer[name] = step_back(work, made, version)


@change("2019-10-17", "customer")
def balance_under_its_old_name(_: "Work", customer: Document, __: str) -> None:
    """account_balance became balance in 2019-10-17; tax_info went in 2019-12-03."""
    customer["account_balance"] = customer["balance"]
    customer.setdefault("tax_info", None)
    customer.setdefault("tax_info_verification", None)
