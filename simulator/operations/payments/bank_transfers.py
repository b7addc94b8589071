"""Paying out of a Customer's cash: what is there is applied, what is missing is asked for.

Money that a bank transfer brings lands in the Customer's cash first (`cash_funding`); from there it
is applied to what waits for it, by itself or, where that is switched off, by a call of the API.

Source: Stripe docs, "Accept a bank transfer", "Reconciliation". That a confirmation applies nothing
by itself where reconciliation is manual, and the order of the events, are inferred.
"""

from msgspec.structs import replace

from simulator import errors
from simulator.operations.payments import intent_payers
from simulator.operations.payments.bank_methods import paid
from simulator.operations.payments.cash_balances import cash_of, entered
from simulator.operations.payments.destinations import grouped
from simulator.operations.payments.outcomes import settle_method, tell_settled
from simulator.operations.payments.transfer_instructions import ACTION, kind_of, new_funding, shown
from simulator.operations.payments.transfer_instructions import asked_of as transfer_asked_of
from simulator.resources import funding as funding_states
from simulator.resources import payment_intent as states
from simulator.resources.cash_balance import held_in
from simulator.resources.funding import Funding
from simulator.resources.invoice import InvoicePayment
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.reconciliation import Waiting, shared_out
from simulator.work import Work


def attempt(work: Work, intent: PaymentIntent) -> PaymentIntent:
    """Pay with the cash that is there, or ask for a transfer of what is missing.

    Raises:
        CASH_NEEDS_CUSTOMER, CASH_IN_NO_SUCH_CURRENCY, TRANSFER_OF_OTHER_CURRENCY
    """
    customer = payer(intent)
    kind_of(transfer_asked_of(intent), intent.currency)
    intent = grouped(intent)
    cash = cash_of(work, customer)
    automatic = cash.settings.reconciliation_mode == "automatic"
    share = min(held_in(cash, intent.currency), missing(work, intent)) if automatic else 0
    if of_invoice(work, intent) and share < missing(work, intent):
        share = 0
    if share < missing(work, intent):
        intent = ask(work, intent)
    return applied(work, intent, share) if share else intent


def payer(intent: PaymentIntent) -> str:
    """Whose cash it is.

    Raises:
        CASH_NEEDS_CUSTOMER
    """
    if intent.customer is None:
        raise errors.CASH_NEEDS_CUSTOMER(more={"payment_intent": intent})
    return intent.customer


def missing(work: Work, intent: PaymentIntent) -> int:
    """What is still to be applied, minor units."""
    funding = work.find(Funding, intent.id)
    return intent.amount - (funding.applied if funding else 0)


def of_invoice(work: Work, intent: PaymentIntent) -> bool:
    """Whether it pays an invoice, which is paid in whole or not at all."""
    return any(True for _ in work.where(InvoicePayment, "intent", intent.id))


def waits(intent: PaymentIntent) -> bool:
    """Whether it waits for a bank transfer."""
    return intent.status == "requires_action" and (intent.next_action or {}).get("type") == ACTION


def ask(work: Work, intent: PaymentIntent) -> PaymentIntent:
    """Show where to transfer to, and say so."""
    after = states.challenged(intent, shown(intent, _funding(work, intent)))
    work.post("payment_intent.requires_action", after)
    return work.keep(after)


def _funding(work: Work, intent: PaymentIntent) -> Funding:
    found = work.find(Funding, intent.id)
    return found or work.keep(new_funding(work, intent))


def applied(work: Work, intent: PaymentIntent, amount: int) -> PaymentIntent:
    """The intent with so much of its Customer's cash: paid, if that is all; kept.

    Args:
        amount: minor units, at most what is missing and what is there.
    """
    after = funding_states.applied(_funding(work, intent), amount, due=intent.amount)
    work.keep(after)
    towards = {"payment_intent": intent.id}
    entered(work, payer(intent), intent.currency, -amount, "applied_to_payment", towards)
    if after.status != "funded":
        topped_up = work.keep(states.challenged(intent, shown(intent, after)))
        work.post("payment_intent.partially_funded", topped_up)
        return topped_up
    method = intent_payers.method_of(work, intent)
    return paid(work, intent, settle_method(work, intent, method, authenticated=True))


def arrived(
    work: Work, customer: str, currency: str, amount: int, *, reference: str | None = None
) -> None:
    """Money has come into a Customer's cash: pay what waits for it, and say what is left.

    Args:
        amount: minor units that came.
        reference: what was written on the transfer.
    """
    automatic = cash_of(work, customer).settings.reconciliation_mode == "automatic"
    if automatic:
        _reconcile(work, customer, currency, amount, reference)
    cash = cash_of(work, customer)
    if not automatic or held_in(cash, currency):
        work.post("cash_balance.funds_available", cash)


def _reconcile(
    work: Work, customer: str, currency: str, amount: int, reference: str | None
) -> None:
    waiting = [
        _waiting(work, intent)
        for intent in work.where(PaymentIntent, "customer", customer)
        if intent.currency == currency and waits(intent)
    ]
    cash = held_in(cash_of(work, customer), currency)
    for share in shared_out(cash, waiting, sent=amount, reference=reference):
        intent = work.load(PaymentIntent, share.id)
        tell_settled(work, applied(work, intent, share.amount))


def _waiting(work: Work, intent: PaymentIntent) -> Waiting:
    funding = _funding(work, intent)
    return Waiting(
        id=intent.id,
        missing=intent.amount - funding.applied,
        reference=funding.reference,
        since=funding.since if intent.currency == "jpy" else intent.created,
        of_invoice=of_invoice(work, intent),
    )


def released(work: Work, intent: PaymentIntent) -> PaymentIntent:
    """The intent, which no transfer is to pay any more, kept; what was applied goes back."""
    work.keep(intent)
    funding = work.find(Funding, intent.id)
    if funding is None or "unapplied" not in funding_states.LIFE_CYCLE[funding.status]:
        return intent
    work.keep(funding_states.unapplied(funding))
    customer, from_payment = payer(intent), {"payment_intent": intent.id}
    entered(
        work, customer, intent.currency, funding.applied, "unapplied_from_payment", from_payment
    )
    arrived(work, customer, intent.currency, funding.applied)
    return intent


def changed(work: Work, before: PaymentIntent, after: PaymentIntent) -> PaymentIntent:
    """An intent after an update, kept: with another amount it must be confirmed once more.

    Source: Stripe docs, "Accept a bank transfer" (partially funded). That it goes back to
    `requires_confirmation` is inferred from the advice to confirm it again.
    """
    same = (before.amount, before.currency) == (after.amount, after.currency)
    if not waits(before) or (same and waits(after)):
        return work.keep(after)
    again = states.returned(after) if waits(after) else after
    if before.currency != after.currency:  # What was applied goes back as what it was.
        released(work, replace(again, currency=before.currency))
        if (funding := work.find(Funding, after.id)) is not None:
            work.drop(funding)
        return work.keep(again)
    return released(work, again)
