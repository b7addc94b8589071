"""What a publishable key gets to see of an object.

Source: answers to publishable keys, as recorded and as people have posted them. Posted ones have
nothing of what the bank said of a card's details, and no options of a card; that those options are
there which the mobile SDKs read is inferred.
"""

from collections.abc import Mapping
from typing import Any, Final

SEEN: Final[Mapping[str, frozenset[str]]] = {
    "payment_intent": frozenset(
        "id object amount amount_details automatic_payment_methods canceled_at cancellation_reason"
        " capture_method client_secret confirmation_method created currency description"
        " last_payment_error livemode next_action payment_method"
        " payment_method_configuration_details payment_method_options payment_method_types"
        " processing receipt_email setup_future_usage shipping source status".split()
    ),
    "setup_intent": frozenset(
        "id object automatic_payment_methods cancellation_reason client_secret created description"
        " last_setup_error livemode next_action payment_method"
        " payment_method_configuration_details payment_method_options payment_method_types status"
        " usage".split()
    ),
    "customer": frozenset(
        "id object created default_source description email livemode shipping".split()
    ),
}
"""The only keys that are shown, by kind."""
OPTIONS: Final = frozenset(
    {"require_cvc_recollection", "setup_future_usage", "verification_method"}
)
"""What is shown of an intent's `payment_method_options`."""


def redact(document: Any) -> Any:
    """The document without what a publishable key may not see, at every level."""
    if isinstance(document, list):
        return [redact(member) for member in document]
    if not isinstance(document, dict):
        return document
    kind = document.get("object")
    shown = SEEN.get(kind) if isinstance(kind, str) else None
    kept = {key: redact(value) for key, value in document.items() if shown is None or key in shown}
    if kind == "payment_intent":
        kept.setdefault("source", None)
        kept["amount_details"] = {"tip": {}}
    if kind in ("payment_intent", "setup_intent"):
        _keep_readable_options(kept)
    if kind == "payment_method":
        kept.pop("metadata", None)
        if isinstance(card := kept.get("card"), dict):
            card.pop("fingerprint", None)
            card["checks"] = dict.fromkeys(card.get("checks") or ())
    return kept


def _keep_readable_options(intent: dict[str, Any]) -> None:
    """Take out the options that a page has no use for, and all of them where none is left."""
    shown = {
        method: seen
        for method, options in (intent.get("payment_method_options") or {}).items()
        if (seen := {key: value for key, value in options.items() if key in OPTIONS})
    }
    if shown:
        intent["payment_method_options"] = shown
    else:
        intent.pop("payment_method_options", None)
