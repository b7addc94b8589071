"""An object for an event that no operation caused: coherent with what the event's type says.

An object of that kind which the account has is taken first, the newest; else one is made from the
catalogue, in the status that the type names, and not kept.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from simulator.catalogue import class_of, event_types, resource
from simulator.catalogue.maker import Maker
from simulator.work import Work
from simulator.world import Account

KINDS: Final[Mapping[str, str]] = {
    "account.application": "application",
    "account.external_account": "bank_account",
    "application_fee.refund": "fee_refund",
    "charge.dispute": "dispute",
    "charge.refund": "refund",
    "customer.discount": "discount",
    "customer.source": "card",
    "customer.subscription": "subscription",
    "customer.tax_id": "tax_id",
    "issuing_authorization": "issuing.authorization",
    "issuing_card": "issuing.card",
    "issuing_cardholder": "issuing.cardholder",
    "issuing_dispute": "issuing.dispute",
    "issuing_personalization_design": "issuing.personalization_design",
    "issuing_token": "issuing.token",
    "issuing_transaction": "issuing.transaction",
    "sigma.scheduled_query_run": "scheduled_query_run",
    "source.transaction": "source_transaction",
}
"""Groups of types whose object is called otherwise. Source: API reference, "Types of events"."""

MONEY: Final[Mapping[str, Any]] = {"amount": 2000, "currency": "usd"}
STATUS: Final[Mapping[str, str]] = {
    "charge.captured": "succeeded",
    "charge.refunded": "succeeded",
    "payment_intent.amount_capturable_updated": "requires_capture",
    "payment_intent.created": "requires_payment_method",
    "payment_intent.payment_failed": "requires_payment_method",
    "setup_intent.created": "requires_payment_method",
    "setup_intent.setup_failed": "requires_payment_method",
    "checkout.session.completed": "complete",
    "checkout.session.async_payment_succeeded": "complete",
    "checkout.session.async_payment_failed": "complete",
    "invoice.created": "draft",
    "invoice.finalized": "open",
    "invoice.payment_succeeded": "paid",
    "customer.subscription.created": "active",
    "customer.subscription.deleted": "canceled",
    "refund.created": "succeeded",
}
"""Types whose last part is not the status itself."""


class UnknownTypeError(ValueError):
    """There is no such type of event."""


def kind_of(type: str) -> str:
    """The kind of object that events of this type are about.

    Raises:
        UnknownTypeError: there is no such type.
    """
    if type not in event_types():
        raise UnknownTypeError(f"no type of event {type!r}; the API reference lists them")
    group = type.rpartition(".")[0]
    return KINDS.get(group, group)


def object_for(account: Account, type: str) -> Any:
    """The object that an event of this type would be about.

    Raises:
        UnknownTypeError: there is no such type.
    """
    kind = kind_of(type)
    table = account.store.table(kind)
    if table:
        return list(table.values())[-1]
    name = class_of(kind)
    if name is None:
        return {"id": account.new_id(kind[:4]), "object": kind}
    document: dict[str, Any] = msgspec.to_builtins(Maker(Work(account)).make(name, {}))
    fields = {field.name for field in resource(name).fields}
    document |= {name: value for name, value in MONEY.items() if name in fields}
    _in_status(document, STATUS.get(type, type.rpartition(".")[2]), name)
    return _in_order(document)


def _in_status(document: dict[str, Any], status: str, name: str) -> None:
    """Put it in the status that the event tells of, where it can be in it."""
    field = next((field for field in resource(name).fields if field.name == "status"), None)
    if field is None or status not in msgspec.json.encode(field).decode():
        return
    document["status"] = status
    amount = document.get("amount")
    if document.get("object") == "payment_intent":
        document["amount_received"] = amount if status == "succeeded" else 0
        document["amount_capturable"] = amount if status == "requires_capture" else 0
    if document.get("object") == "charge":
        document["amount_captured"] = amount if status == "succeeded" else 0
        document["paid"] = document["captured"] = status == "succeeded"


def _in_order(document: dict[str, Any]) -> dict[str, Any]:
    head = {name: document[name] for name in ("id", "object") if name in document}
    return head | dict(sorted((k, v) for k, v in document.items() if k not in head))
