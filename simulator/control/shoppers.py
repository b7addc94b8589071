"""Calls that play the shopper: on the hosted checkout page, and in the 3-D Secure challenge."""

from typing import Any

from simulator.control.calls import Ask, ControlError, control_call
from simulator.control.shapes import Authenticate, Document
from simulator.operations.confirming import authenticate as pass_challenge
from simulator.resources.payment_intent import PaymentIntent
from simulator.wire.render import render_plain
from simulator.work import Work


@control_call("POST /_sim/payment_intents/{id}/authenticate", Authenticate)
async def authenticate(ask: Ask, given: Authenticate) -> Document:
    """Pass or fail the 3-D Secure challenge of a PaymentIntent, as its shopper would."""
    work = Work(ask.account)
    intent = work.load(PaymentIntent, ask.path["id"], "intent")
    if intent.status != "requires_action":
        raise ControlError(409, f"{intent.id} asks for no challenge: its status is {intent.status}")
    after = pass_challenge(work, intent, passed=given.outcome == "succeed")
    work.commit()
    return document(ask, after)


def document(ask: Ask, thing: Any) -> Document:
    """An object in the account's own version."""
    found: Document = render_plain(Work(ask.account, version=ask.account.api_version), thing)
    return found
