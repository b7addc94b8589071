"""What a publishable key gets to see of an object.

Source: recorded answers to publishable keys.
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
    if kind == "payment_method":
        kept.pop("metadata", None)
        if isinstance(card := kept.get("card"), dict):
            card.pop("fingerprint", None)
    return kept
