"""Paying by what is no card: banks that answer later, pages to visit, vouchers and codes to pay.

Five ways, by the PaymentMethod's type:
- a debit is taken in (`processing`), and the bank answers when it is due;
- a redirect asks for the payer's word on a page first, and is then paid at once;
- a voucher or a QR code is shown; what becomes of it has a file of its own (`voucher_outcomes`);
- an app is told, and the payer answers there (`app_outcomes`);
- Link pays at once.

Bank transfers have a file of their own (`bank_transfers`): they come out of a Customer's cash.

Source: Stripe docs, "Payment methods", and the page of each of them; "Testing". Failure codes of
the PaymentIntent's last error, and the delays, are inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.instruments import bank_accounts
from simulator.instruments.bank_accounts import Failure
from simulator.operations.payers import mandates
from simulator.operations.payers.method_types import HELD
from simulator.operations.payments import (
    apps,
    challenges,
    debit_limits,
    hold_times,
    intent_payers,
    showing,
    vouchers,
)
from simulator.operations.payments.bank_charges import (
    charge_of,
    failed_charge,
    succeeded_charge,
    tell_answered,
)
from simulator.operations.payments.charging import taken
from simulator.operations.payments.destinations import grouped
from simulator.operations.payments.outcomes import holds, sets_up, settle_method, tell_settled
from simulator.operations.payments.settling import settle
from simulator.operations.payments.taking import paid_by
from simulator.resources import payment_intent as states
from simulator.resources.balance_transaction import DAY
from simulator.resources.charge import Charge
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.payment_method import PaymentMethod, Vaulted
from simulator.work import Work

DEBITS: Final = frozenset(
    "acss_debit au_becs_debit bacs_debit nz_bank_account sepa_debit us_bank_account".split()
)
VERIFIED_BY_MICRODEPOSIT: Final = frozenset({"acss_debit", "us_bank_account"})
AT_ONCE: Final = frozenset({"customer_balance", "link"})
"""Types that ask for nothing on a page; cash is asked for by its own file."""
SLOW_AFTER_REDIRECT: Final = frozenset({"sofort"})
"""Authorized on a page, and taken in by the bank only then."""
MICRODEPOSIT_AFTER: Final = 2 * DAY


def attempt(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    vaulted: Vaulted,
    given: dict[str, Any],
    *,
    authenticated: bool,
) -> PaymentIntent:
    """One attempt to pay this intent with this PaymentMethod, which is no card.

    Args:
        authenticated: whether the payer has just said yes on the page.

    Raises:
        MANDATE_NEEDED, REDIRECT_NEEDS_RETURN_URL, and what the bank says
    """
    kind = method.type
    intent = grouped(intent)
    if not authenticated:
        keeps = sets_up(intent, kind) is not None
        mandates.needed(work, intent, method, given.get("mandate_data"), keeps=keeps)
    if kind in DEBITS:
        return _debit(work, intent, method, vaulted, given, verified=authenticated)
    if kind in apps.BY_MANDATE and not authenticated and mandates.holds(work, method.id):
        return by_mandate(work, intent, method)
    if not authenticated and kind not in AT_ONCE:
        return _asked(work, intent, method, given)
    if kind in apps.BY_MANDATE:
        apps.agreed(work, method)
        return by_mandate(work, intent, method)
    if kind in SLOW_AFTER_REDIRECT:
        return take_in(work, intent, method, after=bank_accounts.SOON)
    if kind in HELD and holds(intent, kind):
        return _hold(work, intent, method)
    return paid(work, intent, settle_method(work, intent, method, authenticated=authenticated))


# Debits.


def _debit(
    work: Work,
    intent: PaymentIntent,
    method: PaymentMethod,
    vaulted: Vaulted,
    given: dict[str, Any],
    *,
    verified: bool,
) -> PaymentIntent:
    single_use = _single_use(intent, method)
    mandates.agreed(work, method, given.get("mandate_data"), intent=intent, single_use=single_use)
    account = bank_accounts.behind(vaulted.number)
    if method.type in VERIFIED_BY_MICRODEPOSIT and not (vaulted.verified or verified):
        action = challenges.of_microdeposits(work, intent, work.now + MICRODEPOSIT_AFTER)
        return _challenged(work, intent, action)
    refusal = debit_limits.refusal_of(account, method.type, intent.amount, intent.currency)
    if refusal is not None:
        _refuse(work, intent, method, refusal)
    after = take_in(work, intent, method, after=account.after if account.answers else None)
    mandates.used(work, method.id)
    work.keep(replace(vaulted, verified=True, consumed=method.customer is None))
    return after


def by_mandate(work: Work, intent: PaymentIntent, method: PaymentMethod) -> PaymentIntent:
    """The payer has agreed in an app to be charged, now or long before; kept."""
    after = take_in(work, intent, method, after=None)
    apps.settles(work, intent, method)
    return after


def _single_use(intent: PaymentIntent, method: PaymentMethod) -> dict[str, Any] | None:
    """What a mandate for this payment alone says; None where more payments are to follow."""
    if sets_up(intent, method.type) is not None:
        return None
    return {"amount": intent.amount, "currency": intent.currency}


def take_in(
    work: Work, intent: PaymentIntent, method: PaymentMethod, *, after: int | None
) -> PaymentIntent:
    """The bank has it, and answers when it is due.

    Args:
        after: seconds; None: it never answers.
    """
    settle_method(work, intent, method, authenticated=False)
    charge = work.keep(charge_of(work, intent, method, status="pending"))
    work.post("charge.pending", charge)
    taken_in = states.processing(intent, charge.id)
    work.post("payment_intent.processing", taken_in)
    if after is not None:
        work.schedule(work.now + after, "bank_answers", intent.id)
    return work.keep(taken_in)


@due("bank_answers")
def bank_answers(work: Work, id: str) -> None:
    """The bank has paid, or has not."""
    intent = work.find(PaymentIntent, id)
    if intent is None or intent.status != "processing" or intent.latest_charge is None:
        return
    charge = work.load(Charge, intent.latest_charge)
    assert charge.payment_method is not None
    method = work.load(PaymentMethod, charge.payment_method)
    vaulted = work.find(Vaulted, method.id)
    account = bank_accounts.behind(vaulted.number if vaulted else "")
    answered(work, intent, method, account.failure)
    if account.ends_mandate:
        mandates.revoked(work, method.id, account.failure.code if account.failure else "")


def answered(
    work: Work, intent: PaymentIntent, method: PaymentMethod, failure: Failure | None
) -> None:
    """A payment that was taken in has ended: it is paid, or not."""
    assert intent.latest_charge is not None
    charge = work.load(Charge, intent.latest_charge)
    if failure is not None:
        _fail_later(work, intent, charge, method, failure)
        return
    charge = succeeded_charge(work, charge, settle(work, charge, charge.amount).id)
    taken(work, charge)
    after = work.keep(states.paid(intent, charge.id))
    work.post("payment_intent.succeeded", after)
    tell_settled(work, after)
    tell_answered(work, charge)


def _fail_later(
    work: Work,
    intent: PaymentIntent,
    charge: Charge,
    method: PaymentMethod,
    failure: Failure,
) -> None:
    charge = work.keep(failed_charge(charge, failure))
    work.post("charge.failed", charge)
    error = _error(work, intent, method, failure, charge.id)
    after = work.keep(states.declined(intent, error, charge.id))
    work.post("payment_intent.payment_failed", after)
    tell_settled(work, after)
    tell_answered(work, charge)


def _error(
    work: Work, intent: PaymentIntent, method: PaymentMethod, failure: Failure, charge: str
) -> dict[str, Any]:
    """`last_payment_error` of what a bank refused."""
    if failure.code == bank_accounts.GENERIC_DECLINE:
        declined = errors.bank_declined(failure.message)(more={"decline_code": failure.code})
        return intent_payers.last_error(work, intent, method, declined.members("9999"))
    refused = errors.bank_refused(failure.code, failure.message)()
    said = refused.members("9999") | {"charge": charge}
    if failure.decline_code is not None:
        said["decline_code"] = failure.decline_code
    return intent_payers.last_error(work, intent, method, said)


def _refuse(work: Work, intent: PaymentIntent, method: PaymentMethod, failure: Failure) -> None:
    """A debit that is not even begun.

    Raises:
        what the bank says: always; what was done is kept.
    """
    settle_method(work, intent, method, authenticated=False)
    charge = charge_of(work, intent, method, status="pending")
    charge = work.keep(failed_charge(charge, failure))
    work.post("charge.failed", charge)
    error = _error(work, intent, method, failure, charge.id)
    after = work.keep(states.declined(intent, error, charge.id))
    work.post("payment_intent.payment_failed", after)
    more = {"charge": charge.id, "payment_intent": after}
    more |= intent_payers.told(work, intent, method)
    raise errors.bank_refused(failure.code, failure.message)(keeps=True, more=more)


# Pages, vouchers and codes.


def _challenged(work: Work, intent: PaymentIntent, action: dict[str, Any]) -> PaymentIntent:
    after = states.challenged(intent, action)
    work.post("payment_intent.requires_action", after)
    return work.keep(after)


def _asked(
    work: Work, intent: PaymentIntent, method: PaymentMethod, given: dict[str, Any]
) -> PaymentIntent:
    """Show the payer where to go, or what to pay.

    Raises:
        REDIRECT_NEEDS_RETURN_URL, PARAMETER_MISSING, and what `vouchers.check` raises
    """
    kind = method.type
    vouchers.check(intent, kind)
    if (action := showing.shown(work, intent, method, given)) is not None:
        if kind in vouchers.EXPIRING:
            vouchers.awaited(work, intent, method)
        if kind in apps.KINDS:
            apps.awaited(work, intent, method)
        if kind in apps.BY_MANDATE:
            single_use = _single_use(intent, method)
            said = given.get("mandate_data")
            mandates.asked(work, method, said, intent=intent, single_use=single_use)
        return _challenged(work, intent, action)
    return_url = given.get("return_url")
    if not return_url:
        raise errors.REDIRECT_NEEDS_RETURN_URL(noun="PaymentIntent", type=kind)
    return _challenged(work, intent, challenges.of_redirect(work, intent, kind, return_url))


# Money.


def _hold(work: Work, intent: PaymentIntent, method: PaymentMethod) -> PaymentIntent:
    method = settle_method(work, intent, method, authenticated=True)
    charge = work.keep(charge_of(work, intent, method, status="succeeded", capture=False))
    after = states.authorized(intent, charge.id)
    expires_at = work.now + hold_times.of_kind(method.type)
    work.schedule(expires_at, "authorization_expires", intent.id)
    work.post("charge.succeeded", charge)
    work.post("payment_intent.amount_capturable_updated", after)
    return work.keep(after)


def paid(work: Work, intent: PaymentIntent, method: PaymentMethod) -> PaymentIntent:
    """The intent whose money is there: its Charge, and all that follows; kept."""
    return paid_by(work, intent, charge_of(work, intent, method, status="succeeded"))
