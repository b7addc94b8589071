"""Payment Links: create, retrieve, update, list, and their lines; `following_links` follows them.

Source: API reference, "Payment Links".
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.connected_accounts import check_accounts
from simulator.operations.checkout.custom_fields import shown_field
from simulator.operations.checkout.link_rules import check_link
from simulator.operations.checkout.sending import usable_rate, way
from simulator.operations.checkout.shape import (
    NO_INVOICE,
    consent_collection,
    custom_text,
    name_collection,
)
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.selling import line_items
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
    "customer_creation",
    "inactive_message",
    "on_behalf_of",
    "payment_method_collection",
    "payment_method_options",
    "payment_method_types",
    "shipping_address_collection",
    "submit_type",
    "transfer_data",
)
"""Parameters that the link shows as they were sent, with what they leave open as null."""
CHANGED_IN_PART: Final = ("custom_text", "payment_intent_data", "subscription_data")
"""Hashes of which an update leaves what it does not name; their metadata it replaces.

Source: API reference, "Update a payment link".
"""
SUBSCRIBED: Final[Hash] = {
    "description": None,
    "invoice_settings": {"issuer": {"type": "self"}},
    "metadata": {},
    "trial_period_days": None,
    "trial_settings": {"end_behavior": {"missing_payment_method": "create_invoice"}},
}
"""How a link begins Subscriptions, unless it says so. Source: a pasted link of 2024-12."""


def create(work: Work) -> PaymentLink:
    """POST /v1/payment_links"""
    given = work.params
    check_accounts(work, given)
    lines = line_items.made(work, given["line_items"], currency=given.get("currency"))
    currency = given.get("currency") or lines[0].currency
    recurring = check_link(work, given, lines, currency)
    id = work.new_id("plink")
    live = "" if work.account.livemode else "test_"
    address = f"{work.account.world.checkout_url}/b/{live}{work.account.ids.any(24)}"
    link = PaymentLink(
        id=id,
        after_completion=_after_completion(given),
        automatic_tax={"enabled": False, "liability": None},
        currency=currency,
        custom_text=custom_text({}),
        invoice_creation=dict(NO_INVOICE),
        livemode=work.account.livemode,
        managed_payments={"enabled": False},
        metadata=dict(given.get("metadata") or {}),
        payment_method_collection="always" if recurring else "if_required",
        phone_number_collection={"enabled": False},
        subscription_data=dict(SUBSCRIBED) if recurring else None,
        tax_id_collection={"enabled": False, "required": "never"},
        url=address,
    )
    link = work.keep(changed(work, link, given, recurring=recurring))
    plan = LinkPlan(id=id, version=work.version, lines=lines, parameters=given)
    work.keep(plan)
    work.post("payment_link.created", link)
    return link


def changed(  # noqa: C901, PLR0912 - one line a parameter
    work: Work, before: PaymentLink, given: Hash, *, recurring: bool
) -> PaymentLink:
    """The link with what the parameters say.

    Args:
        recurring: whether what it sells recurs.
    """
    changes: Hash = {
        name: shown("PaymentLink", name, given[name]) for name in AS_SENT if name in given
    }
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if "after_completion" in given:
        changes["after_completion"] = _after_completion(given)
    if tax := given.get("automatic_tax"):
        liability = tax.get("liability") or ({"type": "self"} if tax["enabled"] else None)
        changes["automatic_tax"] = {"enabled": tax["enabled"], "liability": liability}
    if given.get("consent_collection"):
        changes["consent_collection"] = consent_collection(given)
    if "custom_fields" in given:
        changes["custom_fields"] = [_field(row) for row in given["custom_fields"] or ()]
    if "name_collection" in given:
        changes["name_collection"] = name_collection(given)
    if "optional_items" in given:
        asked = given["optional_items"]
        changes["optional_items"] = UNSET
        if asked:
            changes["optional_items"] = line_items.optional(
                work, asked, before.currency, recurring=recurring
            )
    if "custom_text" in given:
        known_texts = before.custom_text | (given["custom_text"] or {})
        changes["custom_text"] = custom_text({"custom_text": known_texts})
    for name in ("phone_number_collection", "tax_id_collection"):
        if given.get(name):
            changes[name] = getattr(before, name) | given[name]
    if invoice := given.get("invoice_creation"):
        data = (before.invoice_creation or NO_INVOICE)["invoice_data"]
        data = data | (invoice.get("invoice_data") or {})
        changes["invoice_creation"] = {"enabled": invoice["enabled"], "invoice_data": data}
    if told := given.get("payment_intent_data"):
        known = {"metadata": {}} | (before.payment_intent_data or {}) | told
        changes["payment_intent_data"] = shown("PaymentLink", "payment_intent_data", known)
    if told := given.get("subscription_data"):
        changes["subscription_data"] = (before.subscription_data or SUBSCRIBED) | told
    if "restrictions" in given:
        changes["restrictions"] = None
    if restrictions := given.get("restrictions"):
        limit = restrictions["completed_sessions"]["limit"]
        known_so_far = (before.restrictions or {}).get("completed_sessions") or {"count": 0}
        changes["restrictions"] = {"completed_sessions": known_so_far | {"limit": limit}}
    if "shipping_options" in given:
        changes["shipping_options"] = [
            way(
                work,
                usable_rate(
                    work, row.get("shipping_rate") or "", f"shipping_options[{at}][shipping_rate]"
                ),
                before.currency,
                f"shipping_options[{at}]",
            )
            for at, row in enumerate(given["shipping_options"] or ())
        ]
    return replace(before, **changes)


def _field(given: Hash) -> Hash:
    """A field of the shop's own; on a link it has no value yet."""
    field = shown_field(given)
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
    plan = work.find(LinkPlan, before.id)
    assert plan is not None, f"{before.id} has no plan"
    recurring = check_link(work, given, plan.lines, before.currency)
    after = changed(work, before, given, recurring=recurring)
    lines = line_items.changed(work, plan.lines, given.get("line_items"), before.currency)
    told = {name: value for name, value in given.items() if name != "line_items"}
    for name in CHANGED_IN_PART:
        if told.get(name):
            told[name] = (plan.parameters.get(name) or {}) | told[name]
    if told.get("invoice_creation"):
        told["invoice_creation"] = after.invoice_creation
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
