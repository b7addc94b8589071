"""The Capability: one thing that a connected account may do, or waits to.

Source: API reference, "Capabilities"; Stripe docs, "Account capabilities".
"""

from typing import Any, ClassVar, Literal

import msgspec

from simulator.resources.account import Account, as_hash

Hash = dict[str, Any]
Status = Literal["active", "inactive", "pending", "unrequested"]


class Capability(msgspec.Struct, frozen=True, kw_only=True):
    """A capability of one account; `id` is its name."""

    KIND: ClassVar[str] = "capability"

    id: str
    object: Literal["capability"] = "capability"
    account: str
    future_requirements: Hash
    requested: bool
    requested_at: int | None
    requirements: Hash
    status: Status


class Requested(msgspec.Struct, frozen=True, kw_only=True):
    """Since when a capability is asked for, Unix seconds; no answer but its own shows it."""

    KIND: ClassVar[str] = "capability.requested"

    id: str
    """The account's id, a slash, and the capability's name."""
    at: int


def capability(account: Account, name: str, requested_at: int | None) -> Capability:
    """A capability as it stands: what it lacks is what the account lacks."""
    held = as_hash(account.capabilities)
    status: Status = held.get(name, "unrequested")
    return Capability(
        id=name,
        account=account.id,
        future_requirements=_of_account(account.future_requirements, None),
        requested=name in held,
        requested_at=requested_at if name in held else None,
        requirements=_of_account(account.requirements, status),
        status=status,
    )


def _of_account(told: Any, status: Status | None) -> Hash:
    """The account's requirements, but for what only payouts need; inferred.

    Args:
        status: None: nothing is disabled by them.
    """
    found: Hash = dict(as_hash(told))
    for name in ("currently_due", "eventually_due", "past_due"):
        found[name] = [each for each in found.get(name) or () if each != "external_account"]
    rejected = str(found.get("disabled_reason") or "").startswith("rejected.")
    found["disabled_reason"] = None
    if status == "pending":
        found["disabled_reason"] = "pending.review"
    elif status == "inactive":
        found["disabled_reason"] = "rejected.other" if rejected else "requirements.fields_needed"
    return found
