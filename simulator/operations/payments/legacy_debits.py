"""A charge on what is no card, without a PaymentIntent: banks answer later, all else pays at once.

Source: API reference, "Charges"; Stripe docs, "ACH Direct Debit" (legacy).
"""

from typing import Any

from msgspec.structs import replace

from simulator.agenda import due
from simulator.instruments import bank_accounts
from simulator.operations.payments.bank_charges import (
    bank_charge,
    failed_charge,
    succeeded_charge,
    tell_answered,
)
from simulator.operations.payments.bank_methods import DEBITS
from simulator.operations.payments.charging import taken
from simulator.operations.payments.settling import settle
from simulator.resources.charge import Charge
from simulator.resources.payment_method import PaymentMethod, Vaulted, by_type
from simulator.work import Work


def _account(work: Work, method: str) -> bank_accounts.TestAccount:
    vaulted = work.find(Vaulted, method)
    return bank_accounts.behind(vaulted.number if vaulted else "")


def debit(work: Work, method: PaymentMethod, fields: dict[str, Any]) -> Charge:
    """The charge, pending or paid.

    Args:
        fields: what the charge takes over from its parameters.
    """
    if method.type not in DEBITS:
        paid = bank_charge(work, method, status="succeeded", payment_intent=None, **fields)
        paid = replace(paid, balance_transaction=settle(work, paid, paid.amount).id)
        return taken(work, paid)
    charge = bank_charge(work, method, status="pending", payment_intent=None, **fields)
    if isinstance(method.us_bank_account, dict):
        charge = replace(charge, payment_method_details=by_type("ach_debit", _ach(method)))
    work.keep(charge)
    account = _account(work, method.id)
    if account.answers:
        work.schedule(work.now + account.after, "legacy_debit_answered", charge.id)
    work.post("charge.pending", charge)
    return charge


def _ach(method: PaymentMethod) -> dict[str, Any]:
    """`ach_debit` of a charge: what a bank account was called before PaymentMethods."""
    assert isinstance(method.us_bank_account, dict)
    same = ("account_holder_type", "bank_name", "fingerprint", "last4", "routing_number")
    shown = {name: method.us_bank_account[name] for name in same} | {"country": "US"}
    return dict(sorted(shown.items()))


@due("legacy_debit_answered")
def legacy_debit_answered(work: Work, id: str) -> None:
    """The bank has paid, or has not."""
    charge = work.find(Charge, id)
    if charge is None or charge.status != "pending" or charge.payment_method is None:
        return
    failure = _account(work, charge.payment_method).failure
    if failure is not None:
        failed = work.keep(failed_charge(charge, failure))
        work.post("charge.failed", failed)
        tell_answered(work, failed)
        return
    after = succeeded_charge(work, charge, settle(work, charge, charge.amount).id)
    tell_answered(work, taken(work, after))
