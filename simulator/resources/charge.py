"""The Charge: one attempt to move money, which stands for ever, whether it worked or not.

Rule: whatever changes a Charge is a transition in this file.

Source: API reference, "Charges"; the fields that are marked live-only are recorded, not declared.
"""

from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import money
from simulator.resources.payment_method import IN_PERSON, Checks
from simulator.resources.person import BillingDetails, Shipping

Hash = dict[str, Any]
OVERCAPTURE_MOST: Final = "1.2"
"""The share of an authorization that can be captured where overcapture is available; inferred."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the network and Radar said."""

    advice_code: str | None = None
    network_advice_code: str | None = None
    network_decline_code: str | None = None
    network_status: str | None = "approved_by_network"
    reason: str | None = None
    risk_level: str = "normal"
    risk_score: int | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    seller_message: str | None = "Payment complete."
    type: str = "authorized"


class Feature(msgspec.Struct, frozen=True, gc=False):
    """Whether an authorization can be extended, incremented or captured more than once."""

    status: str


ENABLED: Final = Feature("enabled")
DISABLED: Final = Feature("disabled")
AVAILABLE: Final = Feature("available")
UNAVAILABLE: Final = Feature("unavailable")


class Overcapture(msgspec.Struct, frozen=True, gc=False):
    """Whether more can be captured than was authorized, and how much; minor units."""

    maximum_amount_capturable: int
    status: str


class NetworkToken(msgspec.Struct, frozen=True, gc=False):
    """Whether the network's own token stood for the card."""

    used: bool = False


class CardDetails(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """`payment_method_details.card`: the card, and what the network did with it."""

    amount_authorized: int | None
    amount_requested: int | UnsetType = UNSET
    authorization_code: str | None
    brand: str
    capture_before: int | UnsetType = UNSET
    checks: Checks
    country: str | None
    electronic_commerce_indicator: str | None = None
    exp_month: int
    exp_year: int
    extended_authorization: Feature = DISABLED
    fingerprint: str | None
    funding: str
    incremental_authorization: Feature = UNAVAILABLE
    installments: Hash | None = None
    last4: str
    mandate: str | None = None
    moto: bool | UnsetType = UNSET
    multicapture: Feature = UNAVAILABLE
    network: str | None
    network_token: NetworkToken | None = NetworkToken()
    network_transaction_id: str | None
    overcapture: Overcapture
    partial_authorization: Hash | UnsetType = UNSET
    regulated_status: str | None = "unregulated"
    setup_credential_usage: str | UnsetType = UNSET
    stored_credential_usage: str | UnsetType = UNSET
    three_d_secure: Hash | None = None
    transaction_link_id: str | None = None
    wallet: Hash | None = None


class CardMethodDetails(msgspec.Struct, frozen=True, gc=False):
    """`payment_method_details` of a card; for other types it is a plain hash."""

    card: CardDetails
    type: Literal["card"] = "card"


class Charge(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A Charge. Ids begin `ch_` for cards, `py_` for all else."""

    KIND: ClassVar[str] = "charge"

    id: str
    object: Literal["charge"] = "charge"
    amount: int
    amount_captured: int
    amount_refunded: int = 0
    application: str | None = None
    application_fee: str | None = None
    application_fee_amount: int | None = None
    balance_transaction: str | None = None
    billing_details: BillingDetails
    calculated_statement_descriptor: str | None
    captured: bool
    created: int
    currency: str
    customer: str | None = None
    description: str | None = None
    destination: str | None = None
    dispute: str | None = None
    disputed: bool = False
    failure_balance_transaction: str | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    fraud_details: Hash = {}
    livemode: bool
    metadata: dict[str, str]
    on_behalf_of: str | None = None
    order: str | None = None
    outcome: Outcome | None
    paid: bool
    payment_intent: str | None = None
    payment_method: str | None = None
    payment_method_details: CardMethodDetails | Hash | None
    radar_options: Hash = {}
    receipt_email: str | None = None
    receipt_number: str | None = None
    receipt_url: str | None = None
    refunded: bool = False
    review: str | None = None
    shipping: Shipping | None = None
    source: Hash | None = None
    source_transfer: str | None = None
    statement_descriptor: str | None = None
    statement_descriptor_suffix: str | None = None
    status: Literal["succeeded", "pending", "failed"]
    transfer: str | UnsetType = UNSET
    transfer_data: Hash | None = None
    transfer_group: str | None = None


class LetGo(msgspec.Struct, frozen=True, gc=False):
    """That money of a charge is held no more, where the charge itself does not say so."""

    KIND: ClassVar[str] = "charge.let_go"

    id: str
    """The charge's id."""
    refund: str | None = None
    """The Refund by which older API versions know it; no money that was taken went back by it."""


def by_card(charge: Charge) -> bool:
    """Whether a card was charged, on the web or at a reader."""
    return isinstance(charge.payment_method_details, CardMethodDetails) or at_reader(charge)


def at_reader(charge: Charge) -> bool:
    """Whether a card was charged that was held to a reader."""
    details = charge.payment_method_details
    return isinstance(details, dict) and details["type"] in IN_PERSON


def read_at(charge: Charge) -> Hash:
    """What the charge tells of a card that was held to a reader; empty where none was."""
    details = charge.payment_method_details
    if not isinstance(details, dict) or details["type"] not in IN_PERSON:
        return {}
    found: Hash = details[details["type"]]
    return found


def network_of(charge: Charge) -> str | None:
    """The network that a card was charged over, on the web or at a reader."""
    details = charge.payment_method_details
    if isinstance(details, CardMethodDetails):
        return details.card.network or details.card.brand
    return read_at(charge).get("network")


def country_of(charge: Charge) -> str | None:
    """The country of the card that was charged; None: of no card, or of one unknown."""
    details = charge.payment_method_details
    if isinstance(details, CardMethodDetails):
        return details.card.country
    return read_at(charge).get("country")


def told_at(charge: Charge, **more: Any) -> Charge:
    """The Charge of a card that was held to a reader, which tells more of it."""
    details = charge.payment_method_details
    assert isinstance(details, dict)
    kind = details["type"]
    shown = dict(sorted((details[kind] | more).items()))
    return replace(charge, payment_method_details=details | {kind: shown})


def most_capturable(charge: Charge) -> int:
    """How much can be captured at most of what was authorized, minor units."""
    details = charge.payment_method_details
    if isinstance(details, CardMethodDetails) and details.card.overcapture is not None:
        return max(charge.amount, details.card.overcapture.maximum_amount_capturable)
    if read_at(charge).get("overcapture_supported"):
        return money.share(charge.amount, OVERCAPTURE_MOST)
    return charge.amount


def capturable(charge: Charge, *, let_go: bool = False) -> int:
    """What can still be captured, minor units.

    Args:
        let_go: whether the hold is known to be gone.
    """
    if let_go or charge.captured or charge.refunded or charge.status != "succeeded":
        return 0
    return charge.amount - charge.amount_captured


def captured(charge: Charge, amount: int, balance_transaction: str | None) -> Charge:
    """The Charge after the last capture; what was not taken is released, not refunded."""
    return replace(
        charge,
        amount_captured=charge.amount_captured + amount,
        captured=True,
        balance_transaction=balance_transaction,
    )


def released(charge: Charge) -> Charge:
    """The Charge whose hold was let go: marked as refunded, unless a part of it was captured."""
    if charge.amount_captured:
        return replace(charge, captured=True)
    return replace(charge, amount_refunded=charge.amount, refunded=True)


def settled(charge: Charge, balance_transaction: str, receipt_url: str) -> Charge:
    """The Charge once its money has reached the balance; its receipt has moved."""
    return replace(charge, balance_transaction=balance_transaction, receipt_url=receipt_url)


def refunded(charge: Charge, amount: int) -> Charge:
    """The Charge after this much more was given back; a negative amount undoes a failed refund."""
    total = charge.amount_refunded + amount
    return replace(
        charge, amount_refunded=total, refunded=total > 0 and total >= charge.amount_captured
    )


def reported(charge: Charge, report: str | None) -> Hash:
    """`fraud_details` once its owner has said what it is; None takes that back.

    What Stripe itself reports stands beside it.
    """
    found = dict(charge.fraud_details) | {"user_report": report}
    return {name: said for name, said in sorted(found.items()) if said is not None}


def disputed(charge: Charge, dispute: str) -> Charge:
    """The Charge that its payer's bank questions; it stays marked, also after a win."""
    return replace(charge, disputed=True, dispute=dispute)
