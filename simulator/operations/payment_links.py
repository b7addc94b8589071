"""Payment Links: create, retrieve, update, list, their lines, and what following one does.

Source: API reference, "Payment Links"; Stripe docs, "Track a payment link" (URL parameters).
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations import line_items
from simulator.operations.checkout_completing import NOWHERE, ON_COMPLETED
from simulator.operations.checkout_opening import LIVES, open_session
from simulator.operations.checkout_shape import NO_INVOICE, custom_field, custom_text
from simulator.operations.checkout_totals import cost, known
from simulator.operations.discounting import code_called
from simulator.operations.intent_rules import check_lines
from simulator.operations.metadata import merged_metadata
from simulator.resources.checkout_session import Session
from simulator.resources.payment_link import LinkPlan, PaymentLink
from simulator.wire.echo import shown
from simulator.wire.expand import Find, includable_within
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
AS_SENT: Final = (
    "active",
    "allow_promotion_codes",
    "application_fee_amount",
    "application_fee_percent",
    "billing_address_collection",
    "consent_collection",
    "customer_creation",
    "inactive_message",
    "name_collection",
    "on_behalf_of",
    "payment_method_collection",
    "payment_method_options",
    "payment_method_types",
    "shipping_address_collection",
    "submit_type",
    "transfer_data",
)
"""Parameters that the link shows as they were sent, with what they leave open as null."""
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
    "payment_method_types",
    "phone_number_collection",
    "shipping_address_collection",
    "shipping_options",
    "submit_type",
    "subscription_data",
    "tax_id_collection",
)
"""What the Sessions of a link are asked for with."""


def create(work: Work) -> PaymentLink:
    """POST /v1/payment_links"""
    given = work.params
    lines = line_items.made(work, given["line_items"], currency=given.get("currency"))
    recurring = any(line.price is not None and line.price.recurring for line in lines)
    id = work.new_id("plink")
    live = "" if work.account.livemode else "test_"
    address = f"{work.account.world.checkout_url}/b/{live}{work.account.ids.any(24)}"
    link = PaymentLink(
        id=id,
        after_completion=_after_completion(given),
        automatic_tax={"enabled": False, "liability": None},
        currency=given.get("currency") or lines[0].currency,
        custom_text=custom_text({}),
        customer_creation="always" if recurring else "if_required",
        invoice_creation=None if recurring else dict(NO_INVOICE),
        livemode=work.account.livemode,
        managed_payments={"enabled": False},
        metadata=dict(given.get("metadata") or {}),
        payment_method_collection="always" if recurring else "if_required",
        phone_number_collection={"enabled": False},
        tax_id_collection={"enabled": False, "required": "never"},
        url=address,
    )
    link = work.keep(changed(work, link, given))
    plan = LinkPlan(id=id, version=work.version, lines=lines, parameters=given)
    work.keep(plan)
    work.post("payment_link.created", link)
    return link


def changed(  # noqa: C901, PLR0912 - one line a parameter
    work: Work, before: PaymentLink, given: Hash
) -> PaymentLink:
    """The link with what the parameters say."""
    changes: Hash = {
        name: shown("PaymentLink", name, given[name]) for name in AS_SENT if name in given
    }
    changes = {
        name: value
        for name, value in changes.items()
        if value is not None or getattr(before, name) in (None, UNSET)
    }
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "after_completion" in given:
        changes["after_completion"] = _after_completion(given)
    if tax := given.get("automatic_tax"):
        liability = tax.get("liability") or ({"type": "self"} if tax["enabled"] else None)
        changes["automatic_tax"] = {"enabled": tax["enabled"], "liability": liability}
    if "custom_fields" in given:
        changes["custom_fields"] = [_field(row) for row in given["custom_fields"] or ()]
    if given.get("optional_items"):
        changes["optional_items"] = line_items.optional(work, given["optional_items"])
    if "custom_text" in given:
        changes["custom_text"] = custom_text(given)
    for name in ("phone_number_collection", "tax_id_collection"):
        if given.get(name):
            changes[name] = getattr(before, name) | given[name]
    if invoice := given.get("invoice_creation"):
        data = NO_INVOICE["invoice_data"] | (invoice.get("invoice_data") or {})
        changes["invoice_creation"] = {"enabled": invoice["enabled"], "invoice_data": data}
    check_lines(given.get("payment_intent_data") or {}, "payment_intent_data")
    for name in ("payment_intent_data", "subscription_data"):
        if given.get(name):
            told = {"metadata": {}} | given[name]
            changes[name] = shown("PaymentLink", name, told)
    if restrictions := given.get("restrictions"):
        limit = restrictions["completed_sessions"]["limit"]
        changes["restrictions"] = {"completed_sessions": {"count": 0, "limit": limit}}
    if given.get("shipping_options"):
        changes["shipping_options"] = [
            {
                "shipping_amount": cost(known(work, "shipping_rate", rate)),
                "shipping_rate": rate,
            }
            for rate in _rates(work, given["shipping_options"])
        ]
    return replace(before, **changes)


def _rates(work: Work, rows: list[Hash]) -> list[str]:
    """The ids of the ways to send it.

    Raises:
        REFERENCE_MISSING
    """
    found = []
    for index, row in enumerate(rows):
        id = row.get("shipping_rate") or ""
        if work.find_any("shipping_rate", id) is None:
            param = f"shipping_options[{index}][shipping_rate]"
            raise errors.REFERENCE_MISSING(param=param, noun="shipping rate", id=id)
        found.append(id)
    return found


def _field(given: Hash) -> Hash:
    """A field of the shop's own; on a link it has no value yet."""
    field = custom_field(given)
    kind = field["type"]
    return field | {kind: {name: v for name, v in field[kind].items() if name != "value"}}


def _after_completion(given: Hash) -> Hash:
    """What happens after a Session of the link.

    Raises:
        PARAMETER_MISSING
    """
    told = given.get("after_completion") or {"type": "hosted_confirmation"}
    if told["type"] == "redirect":
        if not told.get("redirect"):
            at = "after_completion[redirect]"
            raise errors.PARAMETER_MISSING(name=at, param=at)
        return {"redirect": {"url": told["redirect"]["url"]}, "type": "redirect"}
    message = (told.get("hosted_confirmation") or {}).get("custom_message")
    return {"hosted_confirmation": {"custom_message": message}, "type": "hosted_confirmation"}


def _found(work: Work) -> PaymentLink:
    return work.load(PaymentLink, work.path["payment_link"], "payment_link")


def retrieve(work: Work) -> PaymentLink:
    """GET /v1/payment_links/{payment_link}"""
    return _found(work)


def update(work: Work) -> PaymentLink:
    """POST /v1/payment_links/{payment_link}; one that changes nothing emits nothing."""
    before, given = _found(work), work.params
    after = changed(work, before, given)
    plan = work.find(LinkPlan, before.id)
    assert plan is not None, f"{before.id} has no plan"
    lines = line_items.changed(work, plan.lines, given.get("line_items"), before.currency)
    told = {name: value for name, value in given.items() if name != "line_items"}
    work.keep(replace(plan, lines=lines, parameters=plan.parameters | told))
    if after != before:
        work.post("payment_link.updated", after, before=before)
    return work.keep(after)


def list_all(work: Work) -> Page:
    """GET /v1/payment_links"""
    active = work.params.get("active")
    return page(
        work.account.store.table(PaymentLink.KIND).values(),
        work.params,
        "/v1/payment_links",
        PaymentLink.KIND,
        keep=lambda link: active is None or link.active == active,
    )


def list_lines(work: Work) -> Page:
    """GET /v1/payment_links/{payment_link}/line_items"""
    link = _found(work)
    return _lines(work.find_any, link.id, work.params)


def _lines(find: Find, id: str, params: Hash) -> Page:
    plan: LinkPlan | None = find(LinkPlan.KIND, id)
    lines = line_items.current(find, plan.lines if plan is not None else ())
    return line_items.in_order(lines, params, f"/v1/payment_links/{id}/line_items")


@includable_within("payment_link", "line_items")
def shown_lines(find: Find, link: Hash) -> Page:
    """The first lines of a link; absent unless they are asked for."""
    return _lines(find, link["id"], {})


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
        "consent_collection": {"promotions": "none", "terms_of_service": "none"}
        | (told.get("consent_collection") or {}),
        "customer_creation": link.customer_creation,
        "success_url": NOWHERE,
    }
    if link.after_completion["type"] == "redirect":
        given["success_url"] = link.after_completion["redirect"]["url"]
    for name, param in (
        ("client_reference_id", "client_reference_id"),
        ("prefilled_email", "customer_email"),
        ("locale", "locale"),
    ):
        if query.get(name):
            given[param] = query[name]
    if code := query.get("prefilled_promo_code"):
        given["discounts"] = [{"promotion_code": code_called(work, code).id}]
        given.pop("allow_promotion_codes", None)
    recurring = any(line.price is not None and line.price.recurring for line in plan.lines)
    mode = "subscription" if recurring else "payment"
    return open_session(
        work, given, mode, None, work.now + LIVES, of_link=True, payment_link=link.id
    )


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
