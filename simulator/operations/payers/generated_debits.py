"""Banks' redirects that leave a SEPA debit behind, for later payments.

iDEAL, Bancontact and Sofort show once that an account is the payer's own. They can never be charged
again; what is kept instead is a debit of that account, with a mandate.

Source: Stripe docs, "Use iDEAL to set up future payments", "Use Bancontact to set up future
payments"; API reference, "Charges" and "SetupAttempts" (generated_sepa_debit,
generated_sepa_debit_mandate), "PaymentMethods" (sepa_debit.generated_from).
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator.operations.payers import mandates
from simulator.operations.payers.bank_details import details_of
from simulator.resources.mandate import Mandate
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.work import Work

GENERATING: Final[Mapping[str, str]] = {
    "bancontact": "BE62510007547061",
    "ideal": "NL39RABO0300065264",
    "sofort": "BE62510007547061",
}
"""Kinds of redirect, and the account that each shows in test mode. Which it is is inferred."""
ACCEPTED: Final = {"customer_acceptance": {"type": "online", "online": {}}}
"""Unlike Stripe: what `mandate_data` said of the payer is not repeated in the mandate."""


def left_behind(work: Work, method: PaymentMethod, customer: str | None) -> PaymentMethod:
    """The debit that a redirect leaves behind, with its mandate, kept; its Customer's, if any."""
    hash_, number = details_of(work, "sepa_debit", {"iban": GENERATING[method.type]})
    debit = PaymentMethod(
        id=work.new_id("pm"),
        billing_details=method.billing_details,
        created=work.now,
        customer=customer,
        livemode=work.account.livemode,
        metadata={},
        sepa_debit=hash_,
        type="sepa_debit",
    )
    work.keep(Vaulted(id=debit.id, number=number, set_up=True, verified=True))
    mandates.agreed(work, debit, ACCEPTED)
    if customer is not None:
        work.post("payment_method.attached", debit)
    before = work.find(Vaulted, method.id) or Vaulted(id=method.id, number="")
    work.keep(replace(before, generated=debit.id))
    return work.keep(debit)


def named(work: Work, method: PaymentMethod, **origin: str) -> dict[str, Any]:
    """What a Charge or a SetupAttempt says of the debit, which from then on says whose it is.

    Args:
        origin: `charge` or `setup_attempt`, the id of the one.
    """
    vaulted = work.find(Vaulted, method.id)
    if vaulted is None or vaulted.generated is None:
        return {}
    debit = work.load(PaymentMethod, vaulted.generated)
    assert isinstance(debit.sepa_debit, dict)
    of = {"charge": None, "setup_attempt": None} | origin
    work.keep(replace(debit, sepa_debit=debit.sepa_debit | {"generated_from": of}))
    [mandate] = work.where(Mandate, "payment_method", debit.id)
    return {
        "generated_sepa_debit": debit.id,
        "generated_sepa_debit_mandate": mandate.id,
        "iban_last4": debit.sepa_debit["last4"],
    }
