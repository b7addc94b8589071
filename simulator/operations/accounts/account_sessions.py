"""Account Sessions: which embedded components a page may show of a connected account.

Source: API reference, "Account Sessions"; what an untouched feature is stands there feature by
feature. How long a session lasts is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.catalogue.maker import Maker
from simulator.operations.accounts.connected_accounts import connected
from simulator.resources.account import Account, as_hash
from simulator.work import Work

Hash = dict[str, Any]

LASTS: Final = 60 * 60
"""Seconds."""
SECRET_LENGTH: Final = 47
ALLOWED: Final = frozenset(
    {"capture_payments", "dispute_management", "external_account_collection", "refund_management"}
)
"""Features that are there unless a platform says otherwise."""
WHERE_STRIPE_ANSWERS: Final = frozenset(
    {"edit_payout_schedule", "instant_payouts", "standard_payouts"}
)
"""Features that are there where Stripe answers for negative balances."""
COLLECTION: Final = "external_account_collection"
SMART: Final = "smart_disputes_management"
UNAUTHENTICATED: Final = "disable_stripe_user_authentication"


def create(work: Work) -> Any:
    """POST /v1/account_sessions; a session cannot be asked for again.

    Raises:
        OWN_ACCOUNT, REFERENCE_MISSING: there is no such account under this platform.
        NOT_COLLECTING: a feature is only for accounts whose requirements the platform collects.
    """
    id = work.params["account"]
    connected(work, id, "account", "account")
    known = work.find(Account, id)
    controller = known.controller if known is not None else None
    said: Hash = as_hash(controller)
    asked = work.params["components"]
    _check(asked, said)
    made: Any = Maker(work).make("AccountSession", work.params)
    components = {
        name: component | {"features": _features(component["features"], asked.get(name), said)}
        for name, component in made.components.items()
    }
    return replace(
        made,
        client_secret=f"accs_secret__{work.account.ids.any(SECRET_LENGTH)}",
        components=components,
        expires_at=work.now + LASTS,
    )


def _check(asked: Hash, controller: Hash) -> None:
    """Refuse what only a platform may do that asks its accounts for what is required of them.

    Raises:
        NOT_COLLECTING
    """
    if controller.get("requirement_collection") == "application":
        return
    for name, component in asked.items():
        features = component.get("features") or {}
        for feature, value in ((UNAUTHENTICATED, True), (COLLECTION, False)):
            if features.get(feature) is value:
                raise errors.NOT_COLLECTING(
                    param=f"components[{name}][features][{feature}]",
                    feature=feature,
                    value=str(value).lower(),
                )


def _features(shown: Hash, asked: Hash | None, controller: Hash) -> Hash:
    """All features of a component: as they were asked for, else as they are without a word."""
    said: Hash = (asked or {}).get("features") or {}
    stripe_answers = (controller.get("losses") or {}).get("payments") == "stripe"
    found: Hash = {
        name: name in ALLOWED or (name in WHERE_STRIPE_ANSWERS and stripe_answers) for name in shown
    } | said
    if UNAUTHENTICATED in found and COLLECTION in found:
        found[UNAUTHENTICATED] = said.get(UNAUTHENTICATED, not found[COLLECTION])
    if SMART in found:
        found[SMART] = said.get(SMART, found["dispute_management"])
    return found
