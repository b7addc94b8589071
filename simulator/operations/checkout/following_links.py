"""Following a Payment Link: the Session that it opens, and the count of those that were paid.

Source: API reference, "Payment Links"; Stripe docs, "Customize a payment link with URL parameters".
"""

import re
from functools import cache
from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator.catalogue import shape_of_operation
from simulator.errors import StripeError
from simulator.operations.checkout.choosing import chosen
from simulator.operations.checkout.completing import NOWHERE, ON_COMPLETED
from simulator.operations.checkout.opening import LIVES, open_session
from simulator.resources.checkout_session import Session
from simulator.resources.payment_link import LinkPlan, PaymentLink
from simulator.wire.parameters import Form
from simulator.work import Work

Hash = dict[str, Any]
AMOUNT: Final = re.compile(r"[0-9]{1,12}")
"""What an address may say of an amount."""
FOR_SESSIONS: Final = (
    "allow_promotion_codes",
    "automatic_tax",
    "billing_address_collection",
    "consent_collection",
    "currency",
    "custom_fields",
    "custom_text",
    "customer_creation",
    "invoice_creation",
    "metadata",
    "name_collection",
    "optional_items",
    "payment_intent_data",
    "payment_method_collection",
    "payment_method_options",
    "payment_method_types",
    "phone_number_collection",
    "shipping_address_collection",
    "shipping_options",
    "submit_type",
    "subscription_data",
    "tax_id_collection",
)
"""What the Sessions of a link are asked for with."""
SHARED: Final = {
    "payment": ("payment_intent_data", ("application_fee_amount", "on_behalf_of", "transfer_data")),
    "subscription": (
        "subscription_data",
        ("application_fee_percent", "on_behalf_of", "transfer_data"),
    ),
}
"""By mode, where a Session has what a link says of other accounts, and what that is."""
REFERENCE: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")
"""What `client_reference_id` may be in a link's address."""


def open_link(work: Work, link: PaymentLink, query: Hash) -> Session:
    """A new Session of the link, as following it makes one; kept.

    Args:
        query: what stands behind the `?` of the address.

    Raises:
        PROMOTION_CODE_GONE and the refusals of "Create a Checkout Session".
    """
    plan = work.find(LinkPlan, link.id)
    assert plan is not None, f"{link.id} has no plan"
    work.version = plan.version
    told = plan.parameters
    given: Hash = {name: told[name] for name in FOR_SESSIONS if told.get(name) is not None}
    given["line_items"] = [
        {"price": line.price.id, "quantity": line.quantity} | _adjustable(line.adjustable_quantity)
        for line in plan.lines
        if line.price is not None
    ]
    # Recorded: a link's Session shows the link's own defaults, and addresses that nobody visits.
    given |= {
        "allow_promotion_codes": link.allow_promotion_codes,
        "billing_address_collection": link.billing_address_collection,
        "cancel_url": NOWHERE,
        "customer_creation": link.customer_creation,
        "locale": "auto",
        "submit_type": link.submit_type,
        "success_url": NOWHERE,
    }
    if link.after_completion["type"] == "redirect":
        given["success_url"] = link.after_completion["redirect"]["url"]
    given |= _prefilled(query)
    recurring = any(line.price is not None and line.price.recurring for line in plan.lines)
    mode = "subscription" if recurring else "payment"
    place, names = SHARED[mode]
    if shared := {name: told[name] for name in names if told.get(name)}:
        given[place] = (given.get(place) or {}) | shared
    session = open_session(
        work,
        given,
        mode,
        None,
        work.now + LIVES,
        of_link=True,
        branding_settings=UNSET,  # recorded
        payment_link=link.id,
    )
    session = _with_amount(work, session, plan, query.get("__prefilled_amount"))
    return _with_code(work, session, query.get("prefilled_promo_code"))


def _prefilled(query: Hash) -> Hash:
    """What the address says of the Session; what is not valid is left out, and nobody is told.

    Source: Stripe docs, "Customize a payment link with URL parameters"; that an e-mail address or a
    language is left out, too, is inferred.
    """
    found: Hash = {}
    if REFERENCE.fullmatch(query.get("client_reference_id") or ""):
        found["client_reference_id"] = query["client_reference_id"]
    for name, param in (("prefilled_email", "customer_email"), ("locale", "locale")):
        try:
            told = {param: query[name]} if query.get(name) else {}
            found |= _form_of_sessions().read(told)
        except StripeError:
            continue
    return found


@cache
def _form_of_sessions() -> Form:
    return Form(shape_of_operation("POST", "/v1/checkout/sessions"))


def _with_amount(work: Work, session: Session, plan: LinkPlan, amount: str | None) -> Session:
    """The Session with the amount of the address, if that is the shopper's choice, and is good."""
    prices = [line.price.id for line in plan.lines if line.price and line.price.custom_unit_amount]
    if not prices or AMOUNT.fullmatch(amount or "") is None:
        return session
    try:
        return work.keep(chosen(work, session, amounts={prices[0]: int(amount or "")}))
    except StripeError:
        return session


def _with_code(work: Work, session: Session, code: str | None) -> Session:
    """The Session with the promotion code of the address, if codes are taken, and it is good."""
    if not code or not session.allow_promotion_codes:
        return session
    try:
        return work.keep(chosen(work, session, promotion_code=code))
    except StripeError:
        return session


def _adjustable(told: Hash | None) -> Hash:
    return {} if told is None else {"adjustable_quantity": told}


def counted(work: Work, session: Session) -> None:
    """Count a completed Session of a link; the last that is allowed puts the link out of use.

    Source: API reference, "Payment Links" (restrictions).
    """
    before = work.find(PaymentLink, session.payment_link) if session.payment_link else None
    if before is None or before.restrictions is None:
        return
    limit = before.restrictions["completed_sessions"]["limit"]
    count = before.restrictions["completed_sessions"]["count"] + 1
    restrictions = {"completed_sessions": {"count": count, "limit": limit}}
    after = replace(before, restrictions=restrictions, active=before.active and count < limit)
    work.post("payment_link.updated", work.keep(after), before=before)


ON_COMPLETED.append(counted)
