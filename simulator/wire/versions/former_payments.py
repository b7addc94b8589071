"""What payments did, said, and were called before: holds, 3-D Secure, and the first intents.

Source: Stripe docs, "API changelog": basil, "Partially capturing or canceling payments no longer
creates a Refund"; 2020-08-27, "Updates to 3D Secure details in Charge object"; 2019-02-11, "Renames
several statuses in Payment Intents".
"""

from typing import Any, Final

from simulator.resources.charge import LetGo
from simulator.wire.versions import change
from simulator.work import Work

Document = dict[str, Any]
STATUSES: Final = {
    "requires_payment_method": "requires_source",
    "requires_action": "requires_source_action",
}
SUCCEEDED: Final = frozenset({"authenticated", "attempt_acknowledged", "exempted"})
"""Results of 3-D Secure after which the payment goes on."""


@change("2025-03-31.basil", "charge")
def what_was_not_captured_was_refunded(work: Work, charge: Document, _: str) -> None:
    """Until basil, the rest of a hold counted as refunded once a part of it was captured.

    An event shows the charge as it was: while it was held, nothing was given back yet.
    """
    let_go = work.find(LetGo, charge["id"])
    if let_go is not None and let_go.refund is not None and charge["captured"]:
        charge["amount_refunded"] += charge["amount"] - charge["amount_captured"]


@change("2025-03-31.basil", "payment_intent")
def canceled_automatically(_: Work, intent: Document, __: str) -> None:
    """Until basil, an intent whose hold ran out was canceled for no reason of its own."""
    if intent["cancellation_reason"] == "expired":
        intent["cancellation_reason"] = "automatic"


@change("2020-08-27", "charge")
def whether_3d_secure_succeeded(_: Work, charge: Document, __: str) -> None:
    """Until 2020-08-27, two booleans said what `result` says."""
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    if isinstance(secure := card.get("three_d_secure"), dict):
        result = secure.get("result")
        secure["authenticated"] = result == "authenticated"
        secure["succeeded"] = result in SUCCEEDED
        card["three_d_secure"] = dict(sorted(secure.items()))


@change("2019-02-11", "payment_intent")
def sources_beside_methods(_: Work, intent: Document, __: str) -> None:
    """Until 2019-02-11, an intent spoke of sources too where it now speaks of PaymentMethods.

    The new names stand beside the old ones, with the same values but for a redirect: so they do in
    bodies of 2018-11-08 and before that were posted from 2019 to 2025.
    """
    intent["status"] = STATUSES.get(intent["status"], intent["status"])
    intent["allowed_source_types"] = intent["payment_method_types"]
    action = intent["next_action"]
    if action is not None and "redirect_to_url" in action:
        action = {
            "authorize_with_url": action["redirect_to_url"],
            "type": "authorize_with_url",
        }
    intent["next_source_action"] = action
