"""Calls that play the shopper: on the hosted page, in the 3-D Secure challenge, at the bank."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from simulator.control.calls import Ask, ControlError, control_call, missing
from simulator.control.shapes import Authenticate, DisputeCharge, Document, PaySession
from simulator.errors import StripeError
from simulator.operations.checkout.paying import pay_session
from simulator.operations.money.disputing import open_dispute
from simulator.operations.payers.source_objects import decided
from simulator.operations.payments.attempting import authenticate as pass_challenge
from simulator.operations.setups import setting_up
from simulator.resources.charge import Charge
from simulator.resources.checkout_session import Session
from simulator.resources.dispute import Dispute
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.setup_intent import SetupIntent
from simulator.resources.source import Source
from simulator.wire.render import render_plain
from simulator.work import Work


@control_call("POST /_sim/payment_intents/{id}/authenticate", Authenticate)
async def authenticate(ask: Ask, given: Authenticate) -> Document:
    """Pass or fail the 3-D Secure challenge of a PaymentIntent, as its shopper would."""

    def pass_or_fail(work: Work) -> PaymentIntent:
        intent = work.load(PaymentIntent, ask.path["id"], "intent")
        if intent.status != "requires_action":
            raise ControlError(
                409, f"{intent.id} asks for no challenge: its status is {intent.status}"
            )
        return pass_challenge(work, intent, passed=given.outcome == "succeed")

    return done(ask, pass_or_fail)


@control_call("POST /_sim/setup_intents/{id}/authenticate", Authenticate)
async def authenticate_setup(ask: Ask, given: Authenticate) -> Document:
    """Pass or fail what a SetupIntent asks of its payer."""

    def pass_or_fail(work: Work) -> SetupIntent:
        intent = work.load(SetupIntent, ask.path["id"], "intent")
        if intent.status != "requires_action":
            raise ControlError(409, f"{intent.id} asks for nothing: its status is {intent.status}")
        return setting_up.authenticate(work, intent, passed=given.outcome == "succeed")

    return done(ask, pass_or_fail)


@control_call("POST /_sim/sources/{id}/authenticate", Authenticate)
async def authenticate_source(ask: Ask, given: Authenticate) -> Document:
    """Authorize or refuse a Source, as its payer would on its page."""

    def say(work: Work) -> Source:
        source = work.load(Source, ask.path["id"], "source")
        return decided(work, source, authorized=given.outcome == "succeed")

    return done(ask, say)


@control_call("POST /_sim/charges/{id}/dispute", DisputeCharge)
async def dispute(ask: Ask, given: DisputeCharge) -> Document:
    """Dispute a charge at the bank, all of it or a part; the Dispute."""

    def complain(work: Work) -> Dispute:
        charge = work.find(Charge, ask.path["id"])
        if charge is None:
            raise missing("charge", ask.path["id"])
        left = charge.amount_captured - charge.amount_refunded
        amount = left if given.amount is None else given.amount
        if charge.disputed:
            raise ControlError(409, f"{charge.id} is disputed already")
        if not 0 < amount <= left:
            raise ControlError(
                409, f"{charge.id} took {left} and kept it: {amount} cannot be disputed of that"
            )
        return open_dispute(work, charge, given.reason, amount=amount)

    return done(ask, complain)


@control_call("POST /_sim/checkout/{id}/pay", PaySession)
async def pay(ask: Ask, given: PaySession) -> Document:
    """Pay on the hosted page with this PaymentMethod or test card; the session as it then is.

    A 402 says that the card was declined: the session stays open.
    """

    def submit(work: Work) -> Session:
        shopper = given.shopper
        if given.email is not None:
            shopper = replace(shopper, email=given.email)
        return pay_session(work, session_of(ask, work), given.payment_method, shopper=shopper)

    return done(ask, submit)


@control_call("POST /_sim/checkout/{id}/cancel")
async def cancel(ask: Ask) -> Document:
    """Leave the hosted page by its back link: the session stays open, as at Stripe."""
    return done(ask, lambda work: session_of(ask, work))


def session_of(ask: Ask, work: Work) -> Session:
    """The session that the path names.

    Raises:
        ControlError: there is none.
    """
    found = work.find(Session, ask.path["id"])
    if found is None:
        raise missing("checkout session", ask.path["id"])
    return found


def done(ask: Ask, deed: Callable[[Work], Any]) -> Document:
    """Do it as one piece of work; what it made, in the account's own version."""
    work = Work(ask.account, version=ask.account.api_version)
    try:
        thing = deed(work)
    except StripeError as refusal:
        if refusal.keeps:
            work.commit()
        raise
    work.commit()
    document: Document = render_plain(work, thing)
    return document
