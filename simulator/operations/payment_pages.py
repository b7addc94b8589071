"""The page's own calls: what the hosted page asks the API for, and the Stripe CLI's `trigger` too.

Stripe documents neither. The parameters are those that the CLI sends; what is answered is the
Session with the total that the page shows, which is inferred.
"""

from typing import Any, Final

import msgspec

from simulator import errors
from simulator.operations.checkout_paying import Shopper, pay_session
from simulator.operations.checkout_sessions import found
from simulator.resources.checkout_session import Session
from simulator.work import Work

MEMBERS: Final = (
    "amount_subtotal",
    "amount_total",
    "cancel_url",
    "currency",
    "customer",
    "customer_email",
    "livemode",
    "mode",
    "payment_intent",
    "payment_method_types",
    "payment_status",
    "setup_intent",
    "status",
    "submit_type",
    "success_url",
    "url",
)


def retrieve(work: Work) -> dict[str, Any]:
    """GET /v1/payment_pages/{session}"""
    return shown(found(work))


def confirm(work: Work) -> dict[str, Any]:
    """POST /v1/payment_pages/{session}/confirm

    Raises:
        SESSION_TOTAL_CHANGED: the shopper saw another total.
    """
    session = found(work)
    given = work.params
    expected = given.get("expected_amount")
    if expected is not None and expected != (session.amount_total or 0):
        raise errors.SESSION_TOTAL_CHANGED(total=session.amount_total, expected=expected)
    details = given.get("customer_details") or {}
    typed = Shopper(
        **{name: details[name] for name in ("email", "name", "phone") if name in details}
    )
    return shown(pay_session(work, session, given["payment_method"], shopper=typed))


def shown(session: Session) -> dict[str, Any]:
    """What the page sees of a Session."""
    document = msgspec.to_builtins(session)
    seen = {"id": f"ppage_{session.id[-24:]}", "object": "checkout.session"}
    members = {name: document.get(name) for name in MEMBERS} | {"session_id": session.id}
    return seen | dict(sorted(members.items()))
