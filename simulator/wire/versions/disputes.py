"""What Disputes looked like before.

Rule: fields that Stripe only ever added are shown in every version, as Stripe does; a change stands
here where a recorded answer of a version lacks what the newest one has.
"""

from typing import Any

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
def pending_withdrawals(_: Work, dispute: dict[str, Any], __: str) -> None:
    """In answers of 2023 what a dispute moves is pending until the next midnight, not available."""
    for row in dispute["balance_transactions"]:
        row["status"] = "pending"
