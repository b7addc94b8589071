"""Where the money of a refund goes: back to the card, the wallet or the bank that it came from.

Source: API reference, "Refunds" (destination_details).
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator.catalogue.references import inside
from simulator.operations.payments.transfer_instructions import kind_of
from simulator.resources.charge import Charge, by_card, network_of
from simulator.resources.payment_method import by_type

NO_REFERENCE: Final = frozenset({"unionpay"})
"""Networks whose refunds get no acquirer's reference number."""
ASKED: Final = frozenset({"customer_balance", "konbini", "promptpay"})
"""What nothing can be sent back by: the payer is asked by e-mail for a bank account.

Source: Stripe docs, "Refund bank transfer payments", "Konbini payments"; API reference, "Create a
refund" (instructions_email)."""
SENT_BY: Final[Mapping[str, str]] = {
    "au_becs_debit": "au_bank_transfer",
    "bacs_debit": "gb_bank_transfer",
    "bancontact": "eu_bank_transfer",
    "boleto": "br_bank_transfer",
    "ideal": "eu_bank_transfer",
    "konbini": "jp_bank_transfer",
    "nz_bank_account": "nz_bank_transfer",
    "oxxo": "mx_bank_transfer",
    "pay_by_bank": "gb_bank_transfer",
    "promptpay": "th_bank_transfer",
    "revolut_pay": "revolut",
    "sepa_debit": "eu_bank_transfer",
    "us_bank_account": "us_bank_transfer",
}
"""How money goes back that cannot go the way it came, by the names that `destination_details` has.

Which of them is whose is inferred from the countries.
"""


def destination_of(charge: Charge) -> dict[str, Any]:
    """`destination_details` of a refund of this charge; of no card, nothing is known yet."""
    if by_card(charge):
        network = network_of(charge)
        card = {
            "reference_status": "unavailable" if network in NO_REFERENCE else "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        }
        return {"card": card, "type": "card"}
    way = _way_of(charge)
    return by_type(way, dict.fromkeys(sorted(inside("refund", "destination_details", way))))


def is_asked_for(charge: Charge) -> bool:
    """Whether the payer has to say where the money is to go."""
    details = charge.payment_method_details
    return isinstance(details, dict) and details["type"] in ASKED


def _way_of(charge: Charge) -> str:
    details = charge.payment_method_details
    kind = details["type"] if isinstance(details, dict) else "card"
    if kind == "customer_balance":
        return kind_of({}, charge.currency)
    return SENT_BY.get(kind, kind)
