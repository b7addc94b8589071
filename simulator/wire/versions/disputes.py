"""What Disputes looked like before.

Rule: fields that Stripe only ever added are shown in every version, as Stripe does; a change stands
here where a recorded answer of a version lacks what the newest one has.
"""

from typing import Any

from simulator.resources.balance_transaction import BalanceTransaction
from simulator.resources.charge import Charge
from simulator.wire.versions import change
from simulator.work import Work


@change("2026-09-30.endive", "dispute")
def no_submission_method(_: Work, dispute: dict[str, Any], __: str) -> None:
    """Who submitted the evidence is not said in answers of 2026-08; the SDK of endive names it."""
    dispute["evidence_details"].pop("submission_method", None)


@change("2024-04-10", "dispute")
def older_code_of_visas_fraud(_: Work, dispute: dict[str, Any], __: str) -> None:
    """In answers of 2023 Visa's fraud has the code 83, which the card networks used before 10.4."""
    card = (dispute.get("payment_method_details") or {}).get("card")
    if isinstance(card, dict) and card.get("network_reason_code") == "10.4":
        card["network_reason_code"] = "83"


@change("2024-04-10", "dispute")
def fees_came_back(_: Work, dispute: dict[str, Any], __: str) -> None:
    """In answers of 2023 a win gives the dispute's fee back, too; in those of 2026 it does not."""
    for row in dispute["balance_transactions"]:
        if row["reporting_category"] != "dispute_reversal" or row["fee"]:
            continue
        taken = dispute["balance_transactions"][0]
        row["fee"] = -taken["fee"]
        row["net"] = row["amount"] + taken["fee"]
        row["fee_details"] = [
            fee | {"amount": -fee["amount"], "description": "Dispute fee refund"}
            for fee in taken["fee_details"]
        ]


@change("2024-04-10", "dispute")
def pending_withdrawals(work: Work, dispute: dict[str, Any], _: str) -> None:
    """In answers of 2023 what a dispute moves is pending, until the charge's money is available."""
    named = dispute["charge"]
    charge = work.find(Charge, named if isinstance(named, str) else named["id"])
    taken = work.find(BalanceTransaction, (charge and charge.balance_transaction) or "")
    for row in dispute["balance_transactions"]:
        row["status"] = "pending"
        if taken is not None:
            row["available_on"] = max(row["available_on"], taken.available_on)


@change("2014-12-08", "dispute")
def evidence_in_a_text(_: Work, dispute: dict[str, Any], __: str) -> None:
    """Until 2014-12-08, evidence was one text, and when it is due stood beside it.

    That the text is what has no field of its own today is inferred.
    """
    dispute["evidence"] = dispute["evidence"]["uncategorized_text"]
    dispute["evidence_due_by"] = dispute.pop("evidence_details")["due_by"]


@change("2014-08-20", "dispute")
def one_balance_transaction(_: Work, dispute: dict[str, Any], __: str) -> None:
    """Until 2014-08-20, only what was taken was told of what a dispute moves."""
    rows = dispute.pop("balance_transactions")
    dispute["balance_transaction"] = rows[0]["id"] if rows else None
