"""Invoices that Stripe advances by itself: made final after an hour, paid, and tried again.

Source: Stripe docs, "How invoicing works", "Automatic collection", "Subscription invoices". When it
is tried again is a setting of the Dashboard; what stands here is inferred, and that an invoice is
tried again alike whether it is a Subscription's or not.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple, Self

from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.errors import StripeError
from simulator.operations.billing import delinquency, invoice_paying
from simulator.operations.billing.invoice_payer import payer
from simulator.other_clocks import clock_of
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, subscription_of
from simulator.resources.subscription import ENDED, Subscription, payment_options
from simulator.work import Work

Hash = dict[str, Any]
FINAL_AFTER: Final = 60 * 60
"""Seconds in which a draft can still be changed."""
DAY: Final = 24 * 60 * 60
HEARD_WITHIN: Final = 3 * DAY
"""Seconds for which a draft waits for those who are told of it."""
TRIED_AGAIN_AFTER: Final = (3 * DAY, 5 * DAY, 7 * DAY)
"""Seconds after each failed attempt; after the last, nobody tries again."""
ON_NOT_COLLECTED: Final[list[Callable[[Work, Invoice], None]]] = []
"""Told when an attempt of Stripe's own failed: a Subscription owes then, or is given up."""


def left_to_itself(work: Work, invoice: Invoice, at: int | None = None) -> Invoice:
    """A draft that will be made final and collected by itself; kept, and told.

    Args:
        at: when, Unix seconds; None: in an hour.
    """
    invoice = advancing(work, invoice, at)
    work.post("invoice.created", work.keep(invoice))
    return invoice


def advancing(work: Work, invoice: Invoice, at: int | None = None) -> Invoice:
    """The draft, which will be made final and collected by itself; not yet kept.

    Args:
        at: when, Unix seconds; None: in an hour.
    """
    work.call_off("invoice_advances", invoice.id)
    at = work.now + FINAL_AFTER if at is None else at
    work.schedule(at, "invoice_advances", invoice.id)
    charged = invoice.collection_method == "charge_automatically"
    return replace(
        invoice,
        auto_advance=True,
        automatically_finalizes_at=at,
        next_payment_attempt=at if charged else None,
    )


def advances_at(work: Work, given: Hash) -> int | None:
    """When a request wants its draft to be made final, Unix seconds; None: it does not say.

    That it says nothing where `auto_advance` is turned off beside it is inferred.

    Raises:
        TIMESTAMP_PAST
    Source: API reference, "Create an invoice" (automatically_finalizes_at).
    """
    at: int | None = given.get("automatically_finalizes_at")
    if at is not None and at <= work.now:
        raise errors.TIMESTAMP_PAST(param="automatically_finalizes_at")
    return None if given.get("auto_advance") is False else at


def standing(work: Work, invoice: Invoice) -> Invoice:
    """The invoice, which goes no further by itself; not yet kept."""
    for kind in ("invoice_advances", "invoice_tried_again"):
        work.call_off(kind, invoice.id)
    return replace(
        invoice,
        auto_advance=False,
        automatically_finalizes_at=None,
        next_payment_attempt=None,
    )


def going_on(work: Work, invoice: Invoice) -> Invoice:
    """The invoice as one that goes on by itself once it is final; not yet kept.

    That it is charged after an hour is inferred.
    """
    charged = invoice.collection_method == "charge_automatically"
    at = work.now + FINAL_AFTER if charged else None
    return replace(invoice, auto_advance=True, next_payment_attempt=at)


def to_be_collected(work: Work, invoice: Invoice) -> Invoice:
    """A final invoice that is sent now, or charged in an hour; kept."""
    after = work.keep(going_on(work, invoice))
    if after.next_payment_attempt is None:
        work.post("invoice.sent", after)
        return after
    work.call_off("invoice_tried_again", invoice.id)
    work.schedule(after.next_payment_attempt, "invoice_tried_again", invoice.id)
    return after


@due("invoice_advances")
def advances(work: Work, id: str) -> None:
    """The hour is over."""
    invoice = _going_on(work, id)
    if invoice is None or invoice.status != "draft":
        return
    if (later := _heard_of(work, invoice)) is not None:
        work.keep(advancing(work, invoice, later))
        return
    invoice = invoice_paying.finalized(work, invoice, opens_intent=False)
    if invoice.status == "paid":
        return
    if invoice.collection_method == "send_invoice":
        work.post("invoice.sent", invoice)
        return
    collect(work, invoice)


def _heard_of(work: Work, invoice: Invoice) -> int | None:
    """When to look again whether all that are told of drafts have answered; None: it can go on.

    Unlike Stripe: one that lives by a test clock waits for nobody, since all that the clock passes
    is done before anything is delivered.

    Source: Stripe docs, "Subscription invoices": an invoice waits for an answer of 2xx to
    `invoice.created`, for three days at most. That it is looked for once an hour is inferred.
    """
    account, until = work.account, invoice.created + HEARD_WITHIN
    if work.now >= until or clock_of(account, invoice.id) is not None:
        return None
    told = (account, account.platform) if account.platform is not None else (account,)
    if not any(each.outbox.still_owed("invoice.created", invoice.id) for each in told):
        return None
    return min(work.now + FINAL_AFTER, until)


@due("invoice_tried_again")
def tried_again(work: Work, id: str) -> None:
    """An attempt failed some days ago, or the first is due."""
    invoice = _going_on(work, id)
    if invoice is not None and invoice.status == "open":
        collect(work, invoice)


def _going_on(work: Work, id: str) -> Invoice | None:
    """The invoice, if it still goes on by itself, and has somebody to pay it."""
    invoice = work.find(Invoice, id)
    if invoice is None or not invoice.auto_advance:
        return None
    return None if work.find(Customer, invoice.customer) is None else invoice


class Collecting(NamedTuple):
    """How a request wants its invoice to be paid; by itself, Stripe pays while nobody is there."""

    off_session: bool = True
    must_pay: bool = False
    """Whether what is not paid at once is not to be."""

    @classmethod
    def asked(cls, given: Hash) -> Self:
        """As these parameters of a Subscription's update say."""
        must_pay = given.get("payment_behavior") == "error_if_incomplete"
        return cls(bool(given.get("off_session")), must_pay)


ALONE: Final = Collecting()


def collect(work: Work, invoice: Invoice, how: Collecting = ALONE) -> None:
    """Try to pay an open invoice.

    Raises:
        CARD_DECLINED, SUBSCRIPTION_UNPAYABLE, SUBSCRIPTION_NEEDS_ACTION: it must be paid at once.
    """
    subscription = work.find(Subscription, subscription_of(invoice) or "")
    if subscription is not None and _ended_before(subscription, invoice):
        return
    intent = invoice_paying.intent_of(work, invoice) or invoice_paying.open_intent(
        work, invoice, **_terms(subscription)
    )
    method = payer(work, invoice)
    failing = _tried_again_at(work, invoice)
    try:
        if method is not None or how.must_pay:
            tried = invoice_paying.charge(
                work, invoice, intent, method, failing, off_session=how.off_session
            )
            if tried.status != "requires_action":
                return
            if how.must_pay:
                raise errors.SUBSCRIPTION_NEEDS_ACTION()
    except StripeError as refusal:
        if how.must_pay:
            refusal.keeps = False
            raise
        if not refusal.keeps:
            invoice_paying.payment_failed(work, invoice, failing)
    if method is None:
        invoice_paying.payment_failed(work, invoice, failing)
    if (again := failing["next_payment_attempt"]) is not None:
        work.schedule(again, "invoice_tried_again", invoice.id)
    invoice = work.load(Invoice, invoice.id)
    for told in ON_NOT_COLLECTED:
        told(work, invoice)
    delinquency.owes(work, invoice)


def _ended_before(subscription: Subscription, invoice: Invoice) -> bool:
    """Whether a Subscription is over; what is drawn up as it ends is collected still."""
    ended_at = subscription.ended_at
    return subscription.status in ENDED and (ended_at is None or invoice.created < ended_at)


def _terms(subscription: Subscription | None) -> Hash:
    """What the PaymentIntent of a Subscription's invoice says."""
    if subscription is None:
        return {}
    options = payment_options(subscription)
    return {"description": "Subscription update", "payment_method_options": options}


def _tried_again_at(work: Work, invoice: Invoice) -> Hash:
    """What becomes of the invoice if this attempt fails: it is tried again, or is not."""
    failed_before = invoice.attempt_count
    again = None
    if failed_before < len(TRIED_AGAIN_AFTER):
        again = work.now + TRIED_AGAIN_AFTER[failed_before]
    return {"auto_advance": again is not None, "next_payment_attempt": again}
