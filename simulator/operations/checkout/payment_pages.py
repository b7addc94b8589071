"""The page's own calls: what Stripe.js asks the API for, and the Stripe CLI's `trigger` too.

Stripe documents neither. The parameters of `confirm` are those that the CLI sends; all else, and
what is answered (the Session as a page shows it), is inferred.
"""

from typing import Any, Final

import msgspec

from simulator import errors
from simulator.operations.checkout.choosing import chosen
from simulator.operations.checkout.completing import plan_of
from simulator.operations.checkout.paying import intent_of, pay_session
from simulator.operations.checkout.sessions import found
from simulator.operations.checkout.shape import shop_name
from simulator.operations.checkout.totals import known
from simulator.resources.checkout_session import Session
from simulator.resources.line_item import LineItem
from simulator.shopper import Shopper
from simulator.work import Work

MEMBERS: Final = (
    "allow_promotion_codes",
    "amount_subtotal",
    "amount_total",
    "cancel_url",
    "currency",
    "customer",
    "customer_email",
    "discounts",
    "livemode",
    "mode",
    "optional_items",
    "payment_intent",
    "payment_method_types",
    "payment_status",
    "return_url",
    "setup_intent",
    "shipping_cost",
    "status",
    "submit_type",
    "success_url",
    "total_details",
    "ui_mode",
    "url",
)


def retrieve(work: Work) -> dict[str, Any]:
    """GET /v1/payment_pages/{session}"""
    return shown(work, found(work))


def update(work: Work) -> dict[str, Any]:
    """POST /v1/payment_pages/{session}: a code, a way to send it, how many, or what besides.

    Raises:
        SESSION_NOT_OPEN, and what `chosen` refuses.
    """
    session = found(work)
    given = work.params
    if session.status != "open":
        raise errors.SESSION_NOT_OPEN(status=session.status)
    session = chosen(
        work,
        session,
        promotion_code=(given["promotion_code"] or "") if "promotion_code" in given else None,
        shipping_rate=given.get("shipping_rate"),
        quantities={row["id"]: row["quantity"] for row in given.get("line_items") or ()},
        optional={row["price"]: row["quantity"] for row in given.get("optional_items") or ()},
    )
    return shown(work, work.keep(session))


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
        opts_in=(given.get("consent") or {}).get("promotions") == "opt_in",
        shipping=given.get("shipping"),
        **{name: value for name, value in details.items() if value},
    )
    return shown(work, pay_session(work, session, given["payment_method"], shopper=typed))


def shown(work: Work, session: Session) -> dict[str, Any]:
    """What the page sees of a Session."""
    document = msgspec.to_builtins(session)
    seen = {"id": f"ppage_{session.id[-24:]}", "object": "checkout.session"}
    members = {name: document.get(name) for name in MEMBERS} | {
        "business_name": shop_name(work, session),
        "email": session.customer_email or (session.customer_details or {}).get("email"),
        "intent": _intent(work, session),
        "line_items": [_line(line) for line in plan_of(work, session).lines],
        "session_id": session.id,
        "shipping_options": [
            way | {"display_name": known(work, "shipping_rate", way["shipping_rate"]).display_name}
            for way in session.shipping_options
        ],
    }
    return seen | dict(sorted(members.items()))


def _line(line: LineItem) -> dict[str, Any]:
    """A line as the page shows it."""
    price = line.price
    recurring = None if price is None or price.recurring is None else price.recurring
    return {
        "id": line.id,
        "adjustable_quantity": line.adjustable_quantity,
        "amount_discount": line.amount_discount,
        "amount_subtotal": line.amount_subtotal,
        "amount_tax": line.amount_tax,
        "amount_total": line.amount_total,
        "description": line.description,
        "quantity": line.quantity,
        "recurring": None if recurring is None else msgspec.to_builtins(recurring),
        "unit_amount": None if price is None else price.unit_amount,
    }


def _intent(work: Work, session: Session) -> dict[str, Any] | None:
    """What the browser needs of the intent that is being paid: its challenge.

    It is no whole object, and so has no `object` by which an older version would know it.
    """
    intent = intent_of(work, session)
    if intent is None:
        return None
    return {
        "id": intent.id,
        "client_secret": intent.client_secret,
        "status": intent.status,
    }
