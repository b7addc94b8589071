"""What comes of a Quote that is accepted: a Subscription, a Subscription Schedule, or an invoice.

What recurs makes a Subscription, with all that is paid once on its first invoice; from a day in the
future on, it makes a schedule. What is paid once alone makes an invoice, which stays a draft.

Source: Stripe docs, "Quotes"; API reference, "The Quote object" (subscription_data). That a first
invoice is left to itself for an hour, as that of a schedule is, and that what is paid once with a
Subscription that begins later is billed when it begins, is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator.operations.billing import (
    invoice_accounts,
    invoice_drafts,
    schedules,
    subscription_beginning,
)
from simulator.operations.billing.invoice_adjusting import adjusted
from simulator.operations.selling import discounting, redeeming
from simulator.resources import invoice as invoices
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice
from simulator.resources.line_item import LineItem
from simulator.resources.quote import QuotePlan
from simulator.work import Work

Hash = dict[str, Any]
CARRIED: Final = ("application_fee_percent", "collection_method", "on_behalf_of")


def made_of(work: Work, quote: Any, plan: QuotePlan) -> Hash:
    """What the Quote names once it was accepted: the id of what was made.

    Raises:
        what beginning a Subscription and drawing up an invoice raise
    """
    if not plan.again:
        return {"invoice": _invoice(work, quote, plan).id}
    starts = (quote.subscription_data or {}).get("effective_date")
    if isinstance(starts, int) and starts > work.now:
        return {"subscription_schedule": _schedule(work, quote, plan, starts).id}
    begun = subscription_beginning.begin(work, _terms(quote, plan), at_once=False)
    return {"subscription": begun.id}


def _terms(quote: Any, plan: QuotePlan) -> Hash:
    """The parameters of the Subscription."""
    told = quote.subscription_data or {}
    given = {name: getattr(quote, name) for name in CARRIED if getattr(quote, name, None)}
    given |= {
        name: told[name]
        for name in ("description", "metadata", "trial_period_days")
        if told.get(name)
    }
    return given | {
        "add_invoice_items": _rows(plan, plan.once),
        "currency": quote.currency,
        "customer": quote.customer,
        "items": _rows(plan, plan.again),
        **_optional(
            days_until_due=(quote.invoice_settings or {}).get("days_until_due"),
            default_tax_rates=quote.default_tax_rates,
            discounts=list(plan.discounts),
            transfer_data=quote.transfer_data,
        ),
    }


def _schedule(work: Work, quote: Any, plan: QuotePlan, starts: int) -> Any:
    terms = _terms(quote, plan)
    phase = {
        name: terms[name]
        for name in ("add_invoice_items", "default_tax_rates", "discounts", "items", "metadata")
        if terms.get(name)
    }
    return schedules.planned(
        work, {"customer": quote.customer, "phases": [phase], "start_date": starts}
    )


def _rows(plan: QuotePlan, lines: tuple[LineItem, ...]) -> list[Hash]:
    return [
        _optional(
            price=line.price and line.price.id,
            quantity=line.quantity,
            tax_rates=list(plan.tax_rates[line.id]),
        )
        for line in lines
    ]


def _optional(**values: Any) -> Hash:
    return {name: value for name, value in values.items() if value}


def _invoice(work: Work, quote: Any, plan: QuotePlan) -> Invoice:
    """The draft over what is paid once."""
    told: Hash = {"currency": quote.currency, "metadata": quote.metadata}
    told |= _optional(
        collection_method=quote.collection_method,
        days_until_due=(quote.invoice_settings or {}).get("days_until_due"),
        on_behalf_of=quote.on_behalf_of,
    )
    customer = work.load(Customer, quote.customer)
    invoice = invoice_drafts.draft(work, customer, told, reason="quote_accept")
    parent = {
        "quote_details": {"quote": quote.id},
        "subscription_details": None,
        "type": "quote_details",
    }
    invoice = replace(invoice, parent=parent)
    shared = _optional(
        application_fee_amount=quote.application_fee_amount, transfer_data=quote.transfer_data
    )
    invoice_accounts.keep(work, invoice, shared)
    lines, rates = [], dict[str, tuple[str, ...]]()
    for line in plan.lines:
        assert line.price is not None
        row = invoice_drafts.line_once(work, invoice, line.price, line.quantity or 1)
        lines.append(row)
        rates[row["id"]] = plan.tax_rates[line.id] or tuple(quote.default_tax_rates or ())
    discounts = _discounts(work, quote, plan)
    invoice = replace(invoice, discounts=[discount.id for discount in discounts])
    invoice = invoices.billing(
        invoice, adjusted(work, lines, discounts, lambda row: rates[row["id"]])
    )
    work.post("invoice.created", work.keep(invoice))
    return invoice


def _discounts(work: Work, quote: Any, plan: QuotePlan) -> list[Any]:
    asked = {"customer": quote.customer, "discounts": list(plan.discounts)}
    coupon, code = redeeming.chosen(work, asked, currency=quote.currency)
    if coupon is None:
        return []
    made = work.keep(discounting.made(work, coupon, code, customer=quote.customer))
    discounting.count(work, coupon, work.find_any("promotion_code", code) if code else None)
    return [made]
