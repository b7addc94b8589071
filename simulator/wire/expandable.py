"""What can be expanded: which fields of which kind name other objects, or hold what does.

What is not in the table is read in the SDK. An older API version had other fields, too: what they
name only the objects themselves can say.

Source: API reference, "Expanding responses"; the SDK.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from simulator import catalogue
from simulator.catalogue import Nested
from simulator.catalogue.references import declared, references, ways
from simulator.wire import versions

EXPANDABLE: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "payment_intent": {
        "application": (),
        "customer": ("customer",),
        "invoice": ("invoice",),
        "latest_charge": ("charge",),
        "on_behalf_of": ("account",),
        "payment_method": ("payment_method", "card", "source"),
        "payment_record": (),
        "review": ("review",),
        "source": ("card", "bank_account", "source"),
        "transfer_data.destination": ("account",),
        "last_payment_error.payment_method": (),
        "last_payment_error.source": (),
    },
    "charge": {
        "application": (),
        "application_fee": ("application_fee",),
        "balance_transaction": ("balance_transaction",),
        "customer": ("customer",),
        "dispute": ("dispute",),
        "failure_balance_transaction": ("balance_transaction",),
        "invoice": ("invoice",),
        "on_behalf_of": ("account",),
        "outcome.rule": (),
        "payment_intent": ("payment_intent",),
        "review": ("review",),
        "source_transfer": ("transfer",),
        "transfer": ("transfer",),
        "transfer_data.destination": ("account",),
    },
    "refund": {
        "balance_transaction": ("balance_transaction",),
        "charge": ("charge",),
        "customer": ("customer",),
        "failure_balance_transaction": ("balance_transaction",),
        "payment_intent": ("payment_intent",),
        "payment_method": ("payment_method",),
        "source_transfer_reversal": ("transfer_reversal",),
        "transfer_reversal": ("transfer_reversal",),
    },
    "dispute": {
        "charge": ("charge",),
        "payment_intent": ("payment_intent",),
    },
    "balance": {"instant_available.net_available": ()},
    "balance_transaction": {
        "source": (
            "charge",
            "refund",
            "dispute",
            "payout",
            "transfer",
            "application_fee",
            "fee_refund",
            "topup",
        )
    },
    "application_fee": {
        "account": ("account",),
        "application": (),
        "balance_transaction": ("balance_transaction",),
        "charge": ("charge",),
        "originating_transaction": ("charge",),
    },
    "fee_refund": {
        "balance_transaction": ("balance_transaction",),
        "fee": ("application_fee",),
    },
    "payment_method": {"customer": ("customer",)},
    "setup_intent": {
        "application": (),
        "customer": ("customer",),
        "latest_attempt": ("setup_attempt",),
        "mandate": ("mandate",),
        "on_behalf_of": ("account",),
        "payment_method": ("payment_method",),
        "single_use_mandate": ("mandate",),
    },
    "setup_attempt": {
        "application": (),
        "customer": ("customer",),
        "on_behalf_of": ("account",),
        "payment_method": ("payment_method",),
        "setup_intent": ("setup_intent",),
    },
    "mandate": {"payment_method": ("payment_method",)},
    "customer": {
        "default_source": ("card", "source", "bank_account"),
        "invoice_settings.default_payment_method": ("payment_method",),
        "test_clock": ("test_helpers.test_clock",),
    },
    "review": {"charge": ("charge",), "payment_intent": ("payment_intent",)},
    "radar.early_fraud_warning": {"charge": ("charge",), "payment_intent": ("payment_intent",)},
    "bank_account": {"account": ("account",), "customer": ("customer",)},
    "card": {"account": ("account",), "customer": ("customer",)},
    "checkout.session": {
        "customer": ("customer",),
        "invoice": ("invoice",),
        "payment_intent": ("payment_intent",),
        "payment_link": ("payment_link",),
        "setup_intent": ("setup_intent",),
        "subscription": ("subscription",),
    },
    "coupon": {"applies_to": ()},
    "price": {"product": ("product",)},
    "product": {"default_price": ("price",), "tax_code": ("tax_code",)},
    "payout": {
        "application_fee": ("application_fee",),
        "balance_transaction": ("balance_transaction",),
        "destination": ("bank_account", "card"),
        "failure_balance_transaction": ("balance_transaction",),
        "original_payout": ("payout",),
        "reversed_by": ("payout",),
    },
    "transfer_reversal": {
        "balance_transaction": ("balance_transaction",),
        "destination_payment_refund": ("refund",),
        "source_refund": ("refund",),
        "transfer": ("transfer",),
    },
    "transfer": {
        "balance_transaction": ("balance_transaction",),
        "destination": ("account",),
        "destination_payment": ("charge",),
        "source_transaction": ("charge",),
    },
}
"""For each kind: the fields that hold an id (or null), and the kinds that the id may name."""
SHARED: Final = frozenset(
    {
        "account",
        "application_fee",
        "balance_transaction",
        "charge",
        "refund",
        "transfer",
        "transfer_reversal",
    }
)
"""Kinds that an object of one account may name in another that Connect joins with it."""


@cache
def expandable(kind: str) -> Mapping[str, tuple[str, ...]] | None:
    """The fields of a kind that can be expanded; of one that is not in the table, as the SDK says.

    None: nobody knows, and whatever names an object may be expanded.
    """
    return EXPANDABLE.get(kind) or references(kind)


def is_former(kind: str, segment: str) -> bool:
    """Whether only an older API version has this field: the SDK cannot say what it may name."""
    return kind not in EXPANDABLE and segment not in declared(kind)


FORMER: Final[Mapping[str, tuple[str, ...]]] = {
    "bank_accounts": (),
    "cards": (),
    "charge": ("charge",),
    "charges": (),
    "coupon": ("coupon",),
    "default_tax_rates": ("tax_rate",),
    "discount": ("discount",),
    "display_items": (),
    "invoice": ("invoice",),
    "line_items": (),
    "payment_intent": ("payment_intent",),
    "plan": ("plan",),
    "price": ("price",),
    "promotion_code": ("promotion_code",),
    "quote": ("quote",),
    "refunds": (),
    "setup_intent": ("setup_intent",),
    "source": ("source", "card", "bank_account"),
    "sources": (),
    "subscription": ("subscription",),
    "subscriptions": (),
    "tax_ids": (),
    "transfer": ("transfer",),
}
"""Fields that objects of older API versions had, and the kinds that an id in them may name."""


@cache
def may_expand(kind: str, segment: str, version: str) -> bool:
    """Whether a path may begin so, at an object of this kind; where nobody knows, it may."""
    fields = expandable(kind)
    if fields is None or any(field.split(".")[0] == segment for field in fields):
        return True
    if versions.differs(version) and segment in FORMER:
        return True
    return segment in ways(kind)


@cache
def is_dead_end(kind: str, field: str, segment: str) -> bool:
    """Whether a hash of a kind is known to have nothing under this name."""
    name = catalogue.class_of(kind)
    return any(
        found.name == field
        and isinstance(found.kind, Nested)
        and all(inner.name != segment for inner in found.kind.fields)
        for found in (() if name is None else catalogue.resource(name).fields)
    )
