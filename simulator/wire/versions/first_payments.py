"""What payments looked like before PaymentIntents: Charges, cards, tokens, balance transactions.

What came before 2014 is not undone: the fees on a Charge, and whether it was disputed. Disputes
have a file of their own.

Source: Stripe docs, "API changelog", the versions that are named here.
"""

from typing import Any, Final

import msgspec

from simulator.resources.dispute import Dispute
from simulator.resources.refund import Refund
from simulator.resources.transfer import Transfer
from simulator.wire.versions import change, step_back, whole_list
from simulator.work import Work

Document = dict[str, Any]
CHECKS: Final = ("address_line1_check", "address_zip_check", "cvc_check")
CHECKED: Final = {"unchecked": None, "unavailable": "unchecked"}
"""What a check was called before. That one which was not made yet was null is inferred."""


@change("2017-02-14", "charge")
def whole_dispute(work: Work, charge: Document, version: str) -> None:
    """Until 2017-02-14, a charge told the whole of its dispute."""
    named = charge["dispute"]
    found = work.find(Dispute, named) if isinstance(named, str) else None
    if found is not None:
        charge["dispute"] = step_back(work, msgspec.to_builtins(found), version)


@change("2017-01-27", "balance_transaction")
def transfers_out_of_it(work: Work, row: Document, version: str) -> None:
    """Until 2017-01-27, a row listed the Transfers that its payment was split into."""
    charge = row["source"]
    found = list(work.where(Transfer, "source_transaction", charge)) if charge else []
    url = f"/v1/transfers?source_transaction={charge}"
    row["sourced_transfers"] = whole_list(work, found, url, version)


@change("2015-08-19", "balance_transaction")
def all_of_the_charge(work: Work, row: Document, _: str) -> None:
    """Until 2015-08-19, what a refund or a dispute moved had the charge as its source."""
    named = row["source"]
    if not isinstance(named, str):
        return
    moved = work.find(Refund, named) or work.find(Dispute, named)
    if moved is not None:
        row["source"] = moved.charge


@change("2015-02-18", "charge")
def paid_with_a_card(_: Work, charge: Document, __: str) -> None:
    """Until 2015-02-18, a charge was `paid`, and told its card twice."""
    if charge["status"] == "succeeded":
        charge["status"] = "paid"
    source = charge["source"]
    charge["card"] = source if source and source["object"] == "card" else None


@change("2014-12-22", "card")
def checks_not_made(_: Work, card: Document, __: str) -> None:
    """Until 2014-12-22, `unchecked` was what the bank does not check."""
    for name in CHECKS:
        card[name] = CHECKED.get(card[name], card[name])


@change("2014-12-22", "token")
def nobodys_card(_: Work, token: Document, __: str) -> None:
    """Until 2014-12-22, a token's card said whose it is: nobody's."""
    if token["type"] == "card":
        token["card"] = dict(sorted((token["card"] | {"customer": None}).items()))


@change("2014-12-17", "charge")
def statement_description(_: Work, charge: Document, __: str) -> None:
    """Until 2014-12-17, what is added to the account's own words had another name."""
    charge["statement_description"] = charge.pop("statement_descriptor")


@change("2014-06-17", "charge")
def refunds_in_a_row(_: Work, charge: Document, __: str) -> None:
    """Until 2014-06-17, a charge's refunds were an array."""
    charge["refunds"] = charge["refunds"]["data"]


@change("2014-06-13", "card")
def type_of_a_card(_: Work, card: Document, __: str) -> None:
    """Until 2014-06-13, a card's brand was its type."""
    card["type"] = card.pop("brand")
