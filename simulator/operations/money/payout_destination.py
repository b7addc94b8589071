"""Where a payout goes, and what comes of it there.

Source: API reference, "Payouts", "External accounts"; Stripe docs, "Testing Stripe Connect"
(payouts). The sentence about a card that takes no payout is inferred.
"""

from typing import Final

from msgspec.structs import replace

from simulator import errors
from simulator.instruments import bank_accounts
from simulator.instruments.bank_accounts import Failure
from simulator.operations.accounts.payout_destinations import (
    External,
    at_platform,
    default_of,
    externals_of,
    find_external,
)
from simulator.operations.payers.bank_details import TEST_BANK, TEST_ROUTING
from simulator.operations.payers.cards import behind
from simulator.resources.bank_account import BankAccount
from simulator.resources.payment_method import Vaulted
from simulator.work import Work

OF_A_CARD: Final = Failure(
    "could_not_process", "The bank could not process this payout to the card."
)


def destination_of(work: Work, given: str | None, currency: str) -> External:
    """The external account that is named, or the default for this currency.

    Unlike Stripe: an account to which nobody has added a bank account has a test one, so that a
    payout can be tried without a dashboard.

    Raises:
        NO_EXTERNAL_ACCOUNT: neither the account nor its platform knows the one that is named.
        NO_EXTERNAL_IN_CURRENCY: the account's platform has told of others alone.
    """
    places = (at_platform(work), work)
    if given is not None:
        for place in places:
            if (found := find_external(place, given)) is not None:
                return found
        raise errors.NO_EXTERNAL_ACCOUNT(id=given)
    for place in places:
        default = default_of(externals_of(place, work.account.id), currency)
        if default is not None:
            return default
    if work.account.platform is not None and externals_of(at_platform(work), work.account.id):
        raise errors.NO_EXTERNAL_IN_CURRENCY(currency=currency)
    made = BankAccount(
        id=work.new_id("ba"),
        account=work.account.id,
        bank_name=TEST_BANK,
        country=work.account.country,
        currency=currency,
        default_for_currency=True,
        fingerprint=work.account.ids.any(16),
        last4="6789",
        metadata={},
        routing_number=TEST_ROUTING,
    )
    work.keep(Vaulted(id=made.id, number="000123456789"))
    return work.keep(made)


def check_method(destination: External, method: str) -> None:
    """Refuse a payout that is to arrive at once where none can.

    Raises:
        INSTANT_PAYOUTS_UNSUPPORTED
    """
    methods = destination.available_payout_methods
    if methods and method not in methods:
        raise errors.INSTANT_PAYOUTS_UNSUPPORTED(noun=destination.object.replace("_", " "))


def failure_at(work: Work, id: str | None) -> Failure | None:
    """Why the money comes back; None: it stays. What sends it back gets no scheduled payout more.

    Args:
        id: the external account that it went to.
    """
    for place in (at_platform(work), work):
        destination = find_external(place, id) if id else None
        vaulted = place.find(Vaulted, id) if id else None
        if destination is None or vaulted is None:
            continue
        failure = _failure(destination, vaulted.number)
        if failure is not None:
            after = place.keep(replace(destination, status="errored"))
            work.post("account.external_account.updated", after, before=destination)
        return failure
    return None


def _failure(destination: External, number: str) -> Failure | None:
    if isinstance(destination, BankAccount):
        return bank_accounts.behind(number).failure
    return OF_A_CARD if behind(number).payout == "fails" else None
