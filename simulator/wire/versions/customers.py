"""What Customers looked like before.

Source: Stripe docs, "API upgrades"; recorded answers.
"""

from typing import Any

import msgspec

from simulator.catalogue.things import thing_class
from simulator.wire.expand import INCLUDABLE
from simulator.wire.versions import change, step_back
from simulator.work import Work

Document = dict[str, Any]


@change("2020-08-27", "customer")
def lists_always_there(work: Work, customer: Document, version: str) -> None:
    """Until 2020-08-27, sources, subscriptions and tax ids came without being asked."""
    for name in ("sources", "subscriptions", "tax_ids"):
        if name not in customer:
            made = msgspec.to_builtins(INCLUDABLE["customer", name](work, customer))
            customer[name] = step_back(work, made, version)


@change("2019-12-03", "customer")
def one_tax_id(work: Work, customer: Document, __: str) -> None:
    """Until 2019-12-03, a Customer showed the VAT number that is its only tax id.

    That several are shown as none is inferred, as it is so for tax rates.
    """
    shown = verified = None
    known: list[Any] = list(work.where(thing_class("TaxId"), "customer", customer["id"]))
    match known:
        case [tax_id] if tax_id.type in ("eu_vat", "unknown"):
            shown = {"tax_id": tax_id.value, "type": "vat"}
            if told := tax_id.verification:
                verified = {name: told[name] for name in ("status", "verified_name")}
    customer |= {"tax_info": shown, "tax_info_verification": verified}


@change("2019-10-17", "customer")
def balance_under_its_old_name(_: Work, customer: Document, __: str) -> None:
    """account_balance became balance in 2019-10-17."""
    customer["account_balance"] = customer["balance"]
