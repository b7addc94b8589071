"""The PaymentMethod: something that can pay, alone or attached to a Customer.

Rule: an unattached PaymentMethod pays once. What has become of it is kept beside it (`Vaulted`),
with what the wire never shows: the number, and which test behaviour it stands for.

Source: API reference, "PaymentMethods"; Stripe docs, "Testing".
"""

from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors
from simulator.resources.person import NO_BILLING_DETAILS, BillingDetails

Hash = dict[str, Any]
Check = Literal["pass", "fail", "unavailable", "unchecked"]
IN_PERSON: Final = frozenset({"card_present", "interac_present"})
"""Kinds that are cards, held to a reader. Each of them pays once."""
INVALID_PREFERENCE: Final = "invalid_preference"
"""What stands for a network that was preferred, and that the card does not have."""


class Checks(msgspec.Struct, frozen=True, gc=False):
    """What the issuer said of the details that were given."""

    address_line1_check: Check | None = None
    address_postal_code_check: Check | None = None
    cvc_check: Check | None = None


class ThreeDSecureUsage(msgspec.Struct, frozen=True, gc=False):
    """Whether the card can be challenged."""

    supported: bool = True


class Card(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The `card` of a PaymentMethod."""

    brand: str
    checks: Checks = Checks()
    country: str | None
    display_brand: str | None
    exp_month: int
    exp_year: int
    fingerprint: str | None
    funding: str
    generated_from: Hash | None = None
    last4: str
    networks: Hash | None
    regulated_status: str | None = "unregulated"
    three_d_secure_usage: ThreeDSecureUsage | None = ThreeDSecureUsage()
    wallet: Hash | None = None


class PaymentMethod(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A PaymentMethod; it has one hash, named after its type."""

    KIND: ClassVar[str] = "payment_method"

    id: str
    object: Literal["payment_method"] = "payment_method"
    acss_debit: Hash | UnsetType = UNSET
    affirm: Hash | UnsetType = UNSET
    afterpay_clearpay: Hash | UnsetType = UNSET
    alipay: Hash | UnsetType = UNSET
    allow_redisplay: Literal["always", "limited", "unspecified"] | UnsetType = "unspecified"
    alma: Hash | UnsetType = UNSET
    amazon_pay: Hash | UnsetType = UNSET
    au_becs_debit: Hash | UnsetType = UNSET
    bacs_debit: Hash | UnsetType = UNSET
    bancontact: Hash | UnsetType = UNSET
    billie: Hash | UnsetType = UNSET
    billing_details: BillingDetails = NO_BILLING_DETAILS
    bizum: Hash | UnsetType = UNSET
    blik: Hash | UnsetType = UNSET
    boleto: Hash | UnsetType = UNSET
    card: Card | UnsetType = UNSET
    card_present: Hash | UnsetType = UNSET
    cashapp: Hash | UnsetType = UNSET
    created: int
    crypto: Hash | UnsetType = UNSET
    custom: Hash | UnsetType = UNSET
    customer: str | None = None
    customer_account: str | None = None
    customer_balance: Hash | UnsetType = UNSET
    eps: Hash | UnsetType = UNSET
    fpx: Hash | UnsetType = UNSET
    giropay: Hash | UnsetType = UNSET
    grabpay: Hash | UnsetType = UNSET
    ideal: Hash | UnsetType = UNSET
    interac_present: Hash | UnsetType = UNSET
    kakao_pay: Hash | UnsetType = UNSET
    klarna: Hash | UnsetType = UNSET
    konbini: Hash | UnsetType = UNSET
    kr_card: Hash | UnsetType = UNSET
    link: Hash | UnsetType = UNSET
    livemode: bool
    mb_way: Hash | UnsetType = UNSET
    metadata: dict[str, str]
    mobilepay: Hash | UnsetType = UNSET
    multibanco: Hash | UnsetType = UNSET
    naver_pay: Hash | UnsetType = UNSET
    nz_bank_account: Hash | UnsetType = UNSET
    oxxo: Hash | UnsetType = UNSET
    p24: Hash | UnsetType = UNSET
    pay_by_bank: Hash | UnsetType = UNSET
    payco: Hash | UnsetType = UNSET
    paynow: Hash | UnsetType = UNSET
    paypal: Hash | UnsetType = UNSET
    paypay: Hash | UnsetType = UNSET
    payto: Hash | UnsetType = UNSET
    pix: Hash | UnsetType = UNSET
    promptpay: Hash | UnsetType = UNSET
    radar_options: Hash | UnsetType = UNSET
    revolut_pay: Hash | UnsetType = UNSET
    samsung_pay: Hash | UnsetType = UNSET
    satispay: Hash | UnsetType = UNSET
    scalapay: Hash | UnsetType = UNSET
    sepa_debit: Hash | UnsetType = UNSET
    sequra: Hash | UnsetType = UNSET
    shared_payment_granted_token: str | None = None
    sofort: Hash | UnsetType = UNSET
    sunbit: Hash | UnsetType = UNSET
    swish: Hash | UnsetType = UNSET
    twint: Hash | UnsetType = UNSET
    type: str
    upi: Hash | UnsetType = UNSET
    us_bank_account: Hash | UnsetType = UNSET
    wechat_pay: Hash | UnsetType = UNSET
    zip: Hash | UnsetType = UNSET


class Vaulted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What stands behind a PaymentMethod and is never shown."""

    KIND: ClassVar[str] = "vaulted"

    id: str
    """The PaymentMethod's id."""
    number: str
    """The card's test number; for other types what the test account or token stands for."""
    cvc: str | None = None
    consumed: bool = False
    """It has paid, or tried to, without a Customer; or it was detached. It can never pay again."""
    set_up: bool = False
    """The shopper has authenticated it for later payments."""
    verified: bool = False
    """It is known that the bank account is the payer's own."""
    wrong_answers: int = 0
    """How often somebody was wrong about what had arrived on the bank account."""
    generated: str | None = None
    """The debit that a bank's redirect has left behind, by its id."""


def by_type(kind: str, details: Any) -> dict[str, Any]:
    """A hash that says its type, and tells what is particular to it under its name."""
    return dict(sorted({kind: details, "type": kind}.items()))


def attached(method: PaymentMethod, customer: str) -> PaymentMethod:
    """The PaymentMethod as one of this Customer's; attaching it twice to one changes nothing.

    Raises:
        ALREADY_ATTACHED: it belongs to another Customer.
    Source: API reference, "Attach a PaymentMethod to a Customer".
    """
    if method.customer is not None and method.customer != customer:
        raise errors.ALREADY_ATTACHED()
    return replace(method, customer=customer)


def detached(method: PaymentMethod) -> PaymentMethod:
    """The PaymentMethod on its own again; it can never be used after that.

    Raises:
        NOT_ATTACHED: it belongs to no Customer.
    Source: API reference, "Detach a PaymentMethod from a Customer".
    """
    if method.customer is None:
        raise errors.NOT_ATTACHED()
    return replace(method, customer=None)


def preferring(card: Card, network: str | None) -> Card:
    """The card once its holder has said which of its networks it is to go by, or takes it back.

    Source: Stripe docs, "Comply with co-badged cards regulation"; API reference, "Create a
    PaymentMethod" (card.networks.preferred), for a network that the card does not have. That this
    leaves the brand on display as it is, is inferred.
    """
    available = (card.networks or {}).get("available") or []
    known = network in available
    shown = network if known and network is not None else card.brand
    return replace(
        card,
        display_brand="american_express" if shown == "amex" else shown,
        networks={
            "available": available,
            "preferred": network if known or not network else INVALID_PREFERENCE,
        },
    )


def checked(method: PaymentMethod, checks: Checks) -> PaymentMethod:
    """The PaymentMethod after the issuer has seen it."""
    if isinstance(method.card, UnsetType) or method.card.checks == checks:
        return method
    return replace(method, card=replace(method.card, checks=checks))
