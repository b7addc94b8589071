"""What Subscriptions and Invoices looked like before.

Basil turned invoices inside out: what an invoice bills and how it is paid went into hashes and
lists of their own, and the period that is paid for went from the Subscription to its items.

Rule: what a version added is shown in those before it, too, beside what it took the place of. So
it was pasted of 2022-11-15 to 2024-10-28.acacia, in 2025 and 2026: `parent` beside `subscription`,
`pricing` beside `price`, the periods of the items beside their Subscription's.

Source: Stripe docs, "API changelog", 2025-03-31.basil; shapes recorded in 2019-08-14 and in clover.
Which version between clover and endive brought the newest fields is inferred.
"""

from typing import Any

import msgspec

from simulator.resources.invoice import InvoicePayment, Shares
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.plan import plan_of
from simulator.resources.price import Price
from simulator.wire.versions import change, step_back
from simulator.work import Work

Document = dict[str, Any]
BASIL = "2025-03-31.basil"
CLOVER = "2025-09-30.clover"
DAHLIA = "2026-03-25.dahlia"
ENDIVE = "2026-09-30.endive"


@change(ENDIVE, "line_item")
def no_subscription_of_a_line(_: Work, line: Document, __: str) -> None:
    """Not recorded in clover and dahlia; until basil a line named it again."""
    line.pop("subscription", None)


@change(DAHLIA, "subscription")
def no_schedules_of_billing(_: Work, subscription: Document, __: str) -> None:
    """Not recorded in clover."""
    for name in ("billing_schedules", "status_details"):
        subscription.pop(name, None)
    if isinstance(details := subscription.get("cancellation_details"), dict):
        details.pop("feedback_option", None)


@change(DAHLIA, "subscription")
def no_words_for_its_invoices(_: Work, subscription: Document, __: str) -> None:
    """Not recorded in clover."""
    settings = subscription.get("invoice_settings") or {}
    for name in ("custom_fields", "description", "footer"):
        settings.pop(name, None)


@change(DAHLIA, "subscription_item")
def no_trial_of_an_item(_: Work, item: Document, __: str) -> None:
    """Not recorded in clover."""
    item.pop("current_trial", None)


@change(CLOVER, "discount")
def a_discount_shows_its_coupon(work: Work, discount: Document, version: str) -> None:
    """Until clover, a Discount held its whole coupon; that it had a source, too, is inferred."""
    source = discount["source"] or {}
    id = source.get("coupon") or ""
    coupon = work.find_any("coupon", id) or work.find_any("coupon.deleted", id)
    if coupon is not None:
        discount["coupon"] = step_back(work, msgspec.to_builtins(coupon), version)


@change(CLOVER, "promotion_code")
def a_code_shows_its_coupon(work: Work, code: Document, version: str) -> None:
    """Until clover, a promotion code held its whole coupon; the promotion with it is inferred."""
    promotion = code["promotion"] or {}
    coupon = promotion.get("coupon")
    found = work.find_any("coupon", coupon) if isinstance(coupon, str) else None
    shown = coupon if found is None else msgspec.to_builtins(found)
    code["coupon"] = step_back(work, shown, version)


@change(BASIL, "subscription")
def one_period_for_all_items(work: Work, subscription: Document, version: str) -> None:
    """Until basil, the Subscription said what period is paid for.

    Of several periods it is the shortest. Source: Stripe docs, "API changelog", 2025-07-30.basil.
    """
    periods = [
        (item["current_period_end"], item["current_period_start"])
        for item in subscription["items"]["data"]
    ]
    end, start = min(periods, key=lambda of: of[0] - of[1], default=(None, None))
    subscription |= {"current_period_end": end, "current_period_start": start}
    subscription["discount"] = _first_discount(work, subscription, version)


@change(BASIL, "invoice")
def one_payment_for_an_invoice(work: Work, invoice: Document, version: str) -> None:
    """Until basil, an invoice named its intent, its charge, and the Subscription that it bills."""
    # One that is only told of as upcoming has no id.
    payment = next(work.where(InvoicePayment, "invoice", invoice.get("id", "")), None)
    intent = work.find(PaymentIntent, payment.intent or "") if payment else None
    parent = invoice["parent"] or {}
    bills = parent.get("subscription_details") or {}
    # The intent says it all: what stands on the invoice, or else what its Subscription says.
    leaves = intent or work.find(Shares, invoice.get("id", ""))
    fee, transfer = (
        (leaves.application_fee_amount, leaves.transfer_data) if leaves else (None, None)
    )
    if transfer is not None:
        transfer = {"amount": None} | transfer
    paid, here = invoice["status"] == "paid", payment is not None and payment.status == "paid"
    invoice |= {
        "application_fee_amount": fee,
        "charge": None if intent is None else intent.latest_charge,
        "discount": _first_discount(work, invoice, version),
        "paid": paid,
        "paid_out_of_band": paid and not here and invoice["amount_due"] > 0,
        "payment_intent": None if intent is None else intent.id,
        "quote": None,
        "subscription": bills.get("subscription"),
        "subscription_details": {"metadata": bills.get("metadata")},
        "total_tax_amounts": _tax_amounts(invoice.get("total_taxes")),
        "transfer_data": transfer,
    }
    amounts = [tax["amount"] for tax in invoice["total_tax_amounts"]]
    invoice["tax"] = sum(amounts) if amounts else None


@change(BASIL, "invoice")
def what_is_not_there_yet_has_no_id(_: Work, invoice: Document, __: str) -> None:
    """Until basil, an upcoming invoice was no preview with an id, but none at all."""
    if invoice.get("id", "").startswith("upcoming_"):
        del invoice["id"]
        invoice["lines"]["url"] = f"/v1/invoices/upcoming/lines?customer={invoice['customer']}"


@change(BASIL, "line_item")
def a_line_shows_its_price(work: Work, line: Document, version: str) -> None:
    """Until basil, a line held its whole price, and said itself where it comes from."""
    parent = line["parent"] or {}
    of_item = parent.get("invoice_item_details") or {}
    of_subscription = parent.get("subscription_item_details") or {}
    details = of_item or of_subscription
    pricing = line["pricing"]
    price = _price(work, pricing, version)
    item = details.get("invoice_item")
    line |= {
        "amount_excluding_tax": line["amount"],
        "plan": _plan(work, price, version),
        "price": price,
        "proration": bool(details.get("proration")),
        "proration_details": details.get("proration_details") or {"credited_items": None},
        "subscription": details.get("subscription"),
        "tax_amounts": _tax_amounts(line.get("taxes")),
        "tax_rates": [],
        "type": "invoiceitem" if item or not of_subscription else "subscription",
        "unit_amount_excluding_tax": None if price is None else pricing["unit_amount_decimal"],
    }
    if of_subscription:
        line["subscription_item"] = of_subscription.get("subscription_item")
    if line["type"] == "invoiceitem":
        line["invoice_item"] = item


@change(BASIL, "invoiceitem")
def an_item_shows_its_price(work: Work, item: Document, version: str) -> None:
    """Until basil, an invoice item held its whole price."""
    price = _price(work, item["pricing"], version)
    parent = item["parent"] or {}
    of_subscription = parent.get("subscription_details") or {}
    item |= {
        "plan": _plan(work, price, version),
        "price": price,
        "subscription": of_subscription.get("subscription"),
        "unit_amount": None if price is None else price["unit_amount"],
        "unit_amount_decimal": None if price is None else price["unit_amount_decimal"],
    }


def _first_discount(work: Work, thing: Document, version: str) -> Document | None:
    """The one Discount that a thing could have."""
    for named in thing.get("discounts") or ():
        if isinstance(named, dict):
            return named
        if (found := work.find_any("discount", named)) is not None:
            shown: Document = step_back(work, msgspec.to_builtins(found), version)
            return shown
    return None


def _tax_amounts(taxes: list[Document] | None) -> list[Document]:
    """Taxes as lines and invoices told them."""
    return [
        {
            "amount": tax["amount"],
            "inclusive": tax["tax_behavior"] == "inclusive",
            "tax_rate": tax["tax_rate_details"]["tax_rate"],
            "taxability_reason": tax["taxability_reason"],
            "taxable_amount": tax["taxable_amount"],
        }
        for tax in taxes or ()
    ]


def _price(work: Work, pricing: Document | None, version: str) -> Document | None:
    named = ((pricing or {}).get("price_details") or {}).get("price")
    price = work.find(Price, named) if named else None
    if price is None:
        return None
    shown: Document = step_back(work, msgspec.to_builtins(price), version)
    return shown


def _plan(work: Work, price: Document | None, version: str) -> Document | None:
    """The Plan that a line's recurring price is."""
    found = work.find(Price, price["id"]) if price else None
    if found is None or found.recurring is None:
        return None
    shown: Document = step_back(work, msgspec.to_builtins(plan_of(found)), version)
    return shown
