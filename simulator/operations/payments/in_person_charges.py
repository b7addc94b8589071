"""The Charge of a card that was held to a reader: what it tells of the card and of the reader.

Source: API reference, "Charges" (payment_method_details); Stripe docs, "Provide receipts". Which
fields are absent is read in the types of Stripe's SDK for Node; what the chip says on the receipt
is inferred, but for the codes that EMV defines.
"""

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from simulator.ids import drawn_digits
from simulator.instruments.cards import TestCard
from simulator.instruments.declines import Decline
from simulator.operations.payments import hold_times
from simulator.operations.payments.charging import charge_id, on_statement
from simulator.operations.payments.outcomes import copied_to_charge
from simulator.operations.payments.receipts import receipt_url
from simulator.operations.payments.risk import outcome, reported
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, by_type
from simulator.resources.terminal_reader import CardRead
from simulator.work import Work
from simulator.world import DEFAULT_COUNTRY

Hash = dict[str, Any]
APPLICATIONS: Final[Mapping[str, tuple[str, str]]] = {
    "amex": ("American Express", "A000000025010402"),
    "diners": ("Diners Club", "A0000001523010"),
    "discover": ("Discover", "A0000001523010"),
    "eftpos_au": ("eftpos", "A00000038410"),
    "interac": ("Interac", "A0000002771010"),
    "jcb": ("JCB", "A0000000651010"),
    "mastercard": ("Mastercard", "A0000000041010"),
    "unionpay": ("UnionPay", "A000000333010102"),
    "visa": ("Visa", "A0000000031010"),
}
"""The application on the chip of each brand: its name and its identifier (EMV tags 9F12 and 84)."""
ACCOUNTS: Final[Mapping[str, str]] = {"debit": "checking", "prepaid": "prepaid"}
"""The account that is debited, by the card's funding; of all others it is credit."""
APPROVED, DECLINED = "3030", "3035"
"""EMV tag 8A: the issuer's codes 00 and 05."""


def present_charge(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    card: TestCard,
    *,
    capture: bool,
    decline: Decline | None = None,
) -> Charge:
    """The Charge of one attempt at a reader; not yet kept.

    Args:
        capture: whether the money is taken at once, and not only held.
        decline: why it failed; None: it went through.
    """
    kind, failed = method.type, decline is not None
    fields = copied_to_charge(intent)
    if decline is not None:
        fields |= {"failure_code": decline.code, "failure_message": decline.message}
    details = _details(work, method, card, failed=failed)
    if kind == "card_present":
        amount = None if failed else intent.amount
        held = not capture and not failed
        details |= {"amount_authorized": amount} | _features(work, intent, card.brand, held=held)
    return Charge(
        id=charge_id(work, intent.id, kind),
        amount_captured=intent.amount if capture and not failed else 0,
        billing_details=method.billing_details,
        calculated_statement_descriptor=on_statement(
            work, intent.statement_descriptor, intent.statement_descriptor_suffix
        ),
        captured=capture and not failed,
        created=work.now,
        fraud_details=reported(decline),
        livemode=work.account.livemode,
        outcome=outcome(work, card, decline),
        paid=not failed,
        payment_intent=intent.id,
        payment_method=method.id,
        payment_method_details=by_type(kind, dict(sorted(details.items()))),
        receipt_url=None if failed else receipt_url(work, intent.id),
        status="failed" if failed else "succeeded",
        **fields,
    )


def _details(work: Work, method: PaymentMethod, card: TestCard, *, failed: bool) -> Hash:
    """What cards of both kinds tell alike."""
    own = getattr(method, method.type)
    read = work.find(CardRead, method.id)
    chance = work.account.chance.stream("network")
    told = {name: value for name, value in own.items() if name != "networks"}
    where = {"location": read.location, "reader": read.reader} if read else {}
    return told | {
        "emv_auth_data": None if failed else _hexadecimal(chance, 20),
        "generated_card": None,
        "network": card.brand,
        "network_transaction_id": drawn_digits(chance, 15),
        "receipt": _receipt(chance, card, read.verified if read else "approval", failed=failed),
        **{name: value for name, value in where.items() if value is not None},
    }


def _receipt(chance: Random, card: TestCard, verified: str, *, failed: bool) -> Hash:
    """What the law wants on the shopper's receipt."""
    name, identifier = APPLICATIONS.get(card.brand, (None, None))
    account = ACCOUNTS.get(card.funding, "credit")
    return {
        "account_type": account,
        "application_cryptogram": _hexadecimal(chance, 16),
        "application_preferred_name": name,
        "authorization_code": None if failed else drawn_digits(chance, 6),
        "authorization_response_code": DECLINED if failed else APPROVED,
        "cardholder_verification_method": verified,
        "dedicated_file_name": identifier,
        "terminal_verification_results": "0000000000",
        "transaction_status_information": "0000",
    }


def _hexadecimal(chance: Random, digits: int) -> str:
    return f"{chance.getrandbits(4 * digits):0{digits}X}"


def _features(work: Work, intent: PaymentIntent, brand: str, *, held: bool) -> Hash:
    """What can still be done with money that is held: more, longer.

    That more than was held can be captured in the United States alone is inferred: Stripe docs,
    "Collect on-receipt tips", speak of no other country.
    """
    if not held:
        return {"incremental_authorization_supported": False, "overcapture_supported": False}
    options = (intent.payment_method_options or {}).get("card_present") or {}
    return {
        "capture_before": work.now + hold_seconds(intent, brand),
        "incremental_authorization_supported": bool(
            options.get("request_incremental_authorization_support")
        ),
        "overcapture_supported": work.account.country == DEFAULT_COUNTRY,
    }


def hold_seconds(intent: PaymentIntent, brand: str) -> int:
    """How long an authorization is held, seconds."""
    options = (intent.payment_method_options or {}).get("card_present") or {}
    return hold_times.of_present_card(
        brand, extended=bool(options.get("request_extended_authorization"))
    )
