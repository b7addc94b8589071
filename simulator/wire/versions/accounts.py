"""What connected accounts looked like before.

Source: Stripe docs, "API changelog", "API upgrades".
"""

from typing import Any

from simulator.resources.account import REJECTED_BY_PLATFORM
from simulator.wire.versions import change
from simulator.work import Work

Document = dict[str, Any]

OF_CAPABILITIES = {"transfers": "platform_payments"}
OF_OLD = {
    "requirements.past_due": "fields_needed",
    "requirements.pending_verification": "under_review",
}


@change("2026-09-30.endive", "account")
def whoever_rejected_it(_: Work, account: Document, __: str) -> None:
    """Until endive, an account that its platform rejected read like one that Stripe did."""
    for name in ("requirements", "future_requirements"):
        told = account.get(name)
        reason = told.get("disabled_reason") if isinstance(told, dict) else None
        if told is not None and reason and reason.startswith(REJECTED_BY_PLATFORM):
            shorter = reason.replace(REJECTED_BY_PLATFORM, "rejected.", 1)
            account[name] = told | {"disabled_reason": shorter}


@change("2019-08-14", "account")
def transfers_were_platform_payments(_: Work, account: Document, __: str) -> None:
    """The capability transfers was called platform_payments until 2019-08-14."""
    known = account.get("capabilities")
    if isinstance(known, dict) and "transfers" in known:
        renamed = {OF_CAPABILITIES.get(name, name): state for name, state in known.items()}
        account["capabilities"] = dict(sorted(renamed.items()))


@change("2019-02-19", "account")
def requirements_were_verification(_: Work, account: Document, __: str) -> None:
    """The requirements of 2019-02-19 took the place of `verification`, which said less.

    How its fields were called by then (`legal_entity.dob.day`) is inferred from those of today.
    """
    told = account.pop("requirements", None)
    if not isinstance(told, dict):
        return
    reason = told["disabled_reason"]
    account["verification"] = {
        "disabled_reason": OF_OLD.get(reason, reason),
        "due_by": told["current_deadline"],
        "fields_needed": [_former(name) for name in told["eventually_due"]],
    }


def _former(name: str) -> str:
    whose, dot, rest = name.partition(".")
    return f"legal_entity.{rest}" if dot and whose in ("company", "individual") else name
