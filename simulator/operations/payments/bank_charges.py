"""The Charge of a payment that is no card's: what it shows, and how it ends.

Source: API reference, "Charges" (payment_method_details).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from msgspec.structs import replace

from simulator.catalogue.references import inside
from simulator.instruments.bank_accounts import Failure
from simulator.operations.payers.generated_debits import GENERATING, named
from simulator.operations.payments.charging import charge_id
from simulator.operations.payments.intent_payers import shown_on_charge
from simulator.operations.payments.outcomes import copied_to_charge
from simulator.operations.payments.receipts import receipt_url
from simulator.operations.payments.showing import MULTIBANCO, OXXO_NUMBER
from simulator.resources.charge import Charge, Outcome
from simulator.resources.mandate import Mandate
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import Checks, PaymentMethod, by_type
from simulator.resources.person import BillingDetails
from simulator.work import Work

OnAnswered = Callable[[Work, Charge], None]
ON_ANSWERED: Final[list[OnAnswered]] = []
"""Told when a bank has paid a pending Charge, or refused it: what was given back of it meanwhile
goes on from there.
"""
TEST_NAME: Final = "Jenny Rosen"
"""Who owns an account, where a bank confirms the name."""
TEST_BANK: Final = {
    "bank_code": "VAPE",
    "bank_name": "VAN DE PUT & CO",
    "bic": "VAPEBE22",
    "iban_last4": "7061",
    "verified_name": TEST_NAME,
}
FIXED: Final[Mapping[str, dict[str, Any]]] = {
    "bancontact": TEST_BANK | {"preferred_language": "en"},
    "eps": {"verified_name": TEST_NAME},
    "giropay": {"verified_name": TEST_NAME},
    "ideal": {"iban_last4": "5264", "verified_name": TEST_NAME},
    "klarna": {"payment_method_category": "pay_later", "preferred_locale": "en-US"},
    "konbini": {"store": {"chain": "familymart"}},
    "multibanco": dict(MULTIBANCO),
    "oxxo": {"number": OXXO_NUMBER},
    "p24": {"verified_name": TEST_NAME},
    "sofort": TEST_BANK,
}
"""What test payments of a kind always say. That they say just this is inferred."""
OTHERWISE: Final[Mapping[str, dict[str, str]]] = {
    "ideal": {"bank": "rabobank", "bic": "RABONL2U"},
}
"""What they say where the PaymentMethod names no bank: posted of Checkout, and since iDEAL asks for
no bank, of the debit that is left behind."""
UNNAMED: Final = frozenset({"ideal"})
"""Kinds whose payments get a transaction_id only later."""
LEFT_OUT: Final[Mapping[str, str]] = {
    "acss_debit": "expected_debit_date",
    "affirm": "location reader",
    "alipay": "buyer_id",
    "alma": "installments",
    "amazon_pay": "funding",
    "au_becs_debit": "expected_debit_date",
    "bacs_debit": "expected_debit_date",
    "crypto": "buyer_address network token_currency transaction_hash",
    "klarna": "location reader",
    "link": "funding_source_group",
    "nz_bank_account": "expected_debit_date",
    "paynow": "location reader",
    "revolut_pay": "funding",
    "sepa_debit": "expected_debit_date",
    "us_bank_account": "expected_debit_date",
    "wechat_pay": "location reader",
}
"""Fields that a hash has only once there is something to say.

Source: the types of Stripe's SDK for Node, which tell `?` from `| null`.
"""
SHOW_NO_MANDATE: Final = frozenset({"bacs_debit", "sepa_debit"})
"""Kinds that say null where there is no mandate; the others leave it out (from the same types)."""


def charge_of(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    *,
    status: Literal["succeeded", "pending"],
    capture: bool = True,
) -> Charge:
    """The Charge of one attempt to pay an intent; not yet kept.

    Args:
        capture: whether the money is taken at once, and not only held.
    """
    return bank_charge(
        work,
        method,
        status=status,
        capture=capture,
        payment_intent=intent.id,
        source=shown_on_charge(work, intent, Checks()),
        **copied_to_charge(intent),
    )


def bank_charge(
    work: Work,
    method: PaymentMethod,
    *,
    status: Literal["succeeded", "pending"],
    capture: bool = True,
    amount: int,
    payment_intent: str | None,
    **rest: Any,
) -> Charge:
    """The Charge of one attempt, whoever asked for it; not yet kept.

    Args:
        amount: minor units.
        rest: further fields of the Charge.
    """
    charge = charge_id(work, payment_intent, method.type)
    return Charge(
        id=charge,
        amount=amount,
        amount_captured=amount if capture else 0,
        billing_details=method.billing_details,
        calculated_statement_descriptor=None,
        captured=capture,
        created=work.now,
        livemode=work.account.livemode,
        outcome=Outcome(risk_level="not_assessed"),
        paid=status == "succeeded",
        payment_intent=payment_intent,
        payment_method=method.id,
        payment_method_details=by_type(method.type, details(work, method, charge)),
        receipt_url=receipt_url(work, payment_intent) if status == "succeeded" else None,
        status=status,
        **rest,
    )


def details(work: Work, method: PaymentMethod, charge: str) -> dict[str, Any]:
    """The hash of `payment_method_details` that is named after the type, of the Charge of this id.

    It has every field that the API reference names, null where nothing is known; but for those
    that are left out then.
    """
    kind = method.type
    names = set(inside("charge", "payment_method_details", kind))
    names -= set(LEFT_OUT.get(kind, "").split())
    own = getattr(method, kind, None)
    said = {name: value for name, value in (own or {}).items() if value is not None}
    known = {name: value for name, value in said.items() if name in names}
    shown = dict.fromkeys(names) | OTHERWISE.get(kind, {}) | known | FIXED.get(kind, {})
    if kind in GENERATING:
        shown |= named(work, method, charge=charge)
    shown |= _of_payer(kind, method.billing_details)
    if "transaction_id" in names and kind not in UNNAMED:
        shown["transaction_id"] = work.account.ids.any(16)
    if "mandate" in names:
        shown["mandate"] = _mandate(work, method)
        if shown["mandate"] is None and kind not in SHOW_NO_MANDATE:
            del shown["mandate"]
    if kind in ("p24", "paynow", "promptpay"):
        shown["reference"] = work.account.ids.any(12)
    return dict(sorted(shown.items()))


def _of_payer(kind: str, payer: BillingDetails) -> dict[str, Any]:
    """What Klarna and PayPal tell of who has paid; that it is who the bill goes to is inferred."""
    country = payer.address.country
    match kind:
        case "klarna" if country:
            return {"payer_details": {"address": {"country": country}}}
        case "paypal":
            return {"country": country, "payer_email": payer.email, "payer_name": payer.name}
        case _:
            return {}


def _mandate(work: Work, method: PaymentMethod) -> str | None:
    """The newest mandate of the PaymentMethod."""
    found = [mandate.id for mandate in work.where(Mandate, "payment_method", method.id)]
    return found[-1] if found else None


def tell_answered(work: Work, charge: Charge) -> None:
    """Tell those who wait for this Charge that its bank has answered."""
    for told in ON_ANSWERED:
        told(work, charge)


def succeeded_charge(work: Work, charge: Charge, balance_transaction: str) -> Charge:
    """The Charge that the bank has paid."""
    return replace(
        charge,
        status="succeeded",
        paid=True,
        balance_transaction=balance_transaction,
        receipt_url=receipt_url(work, charge.payment_intent),
    )


def failed_charge(charge: Charge, failure: Failure) -> Charge:
    """The Charge that the bank has not paid."""
    return replace(
        charge,
        status="failed",
        paid=False,
        captured=False,
        amount_captured=0,
        failure_code=failure.code,
        failure_message=failure.message,
        outcome=Outcome(
            network_status="declined_by_network",
            reason=failure.code,
            risk_level="not_assessed",
            seller_message="The customer's bank has declined the payment.",
            type="issuer_declined",
        ),
    )
