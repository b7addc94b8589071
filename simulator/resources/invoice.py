"""The Invoice, its lines, and the items that wait for one.

Rule: an invoice is open to change while it is a draft, and to payment once it is open.

Source: API reference, "Invoices", "Invoice Items"; Stripe docs, "How invoicing works".
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator.resources.person import Address, Recipient

Hash = dict[str, Any]
Status = Literal["draft", "open", "paid", "uncollectible", "void"]
Move = Literal["finalized", "paid", "voided", "marked_uncollectible"]
BillingReason = Literal[
    "automatic_pending_invoice_item_invoice",
    "manual",
    "quote_accept",
    "subscription",
    "subscription_create",
    "subscription_cycle",
    "subscription_threshold",
    "subscription_update",
    "upcoming",
]

LIFE_CYCLE: Final[Mapping[Status, Mapping[Move, Status]]] = {
    "draft": {"finalized": "open"},
    "open": {"paid": "paid", "voided": "void", "marked_uncollectible": "uncollectible"},
    "uncollectible": {"paid": "paid", "voided": "void"},
    "paid": {},
    "void": {},
}
"""From which status which move leads where; what is not here is refused."""


class Transitions(msgspec.Struct, frozen=True, kw_only=True):
    """When the invoice came to be what; Unix seconds."""

    finalized_at: int | None = None
    marked_uncollectible_at: int | None = None
    paid_at: int | None = None
    voided_at: int | None = None


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """An Invoice. Amounts are minor units."""

    KIND: ClassVar[str] = "invoice"

    id: str
    object: Literal["invoice"] = "invoice"
    account_country: str | None
    account_name: str | None
    account_tax_ids: list[str] | None = None
    amount_due: int
    amount_overpaid: int = 0
    amount_paid: int = 0
    amount_paid_off_stripe: int | UnsetType = UNSET
    amount_remaining: int
    amount_shipping: int = 0
    application: str | None = None
    attempt_count: int = 0
    attempted: bool = False
    auto_advance: bool = False
    automatic_tax: Hash
    automatically_finalizes_at: int | None = None
    billing_reason: BillingReason | None = "manual"
    collection_method: Literal["charge_automatically", "send_invoice"] = "charge_automatically"
    confirmation_secret: Hash | UnsetType = UNSET
    created: int
    currency: str
    custom_fields: list[Hash] | None = None
    customer: str
    customer_account: str | None = None
    customer_address: Address | None = None
    customer_email: str | None = None
    customer_name: str | None = None
    customer_phone: str | None = None
    customer_shipping: Recipient | None = None
    customer_tax_exempt: Literal["exempt", "none", "reverse"] | None = "none"
    customer_tax_ids: list[Hash] | None = []
    default_payment_method: str | None = None
    default_source: str | None = None
    default_tax_rates: list[Hash] = []
    description: str | None = None
    discounts: list[Any] = []
    due_date: int | None = None
    effective_at: int | None = None
    ending_balance: int | None = None
    footer: str | None = None
    from_invoice: Hash | None = None
    hosted_invoice_url: str | None = None
    invoice_pdf: str | None = None
    issuer: Hash
    last_finalization_error: Hash | None = None
    latest_revision: str | None = None
    lines: Hash
    livemode: bool
    metadata: dict[str, str] | None
    next_payment_attempt: int | None = None
    number: str | None = None
    on_behalf_of: str | None = None
    parent: Hash | None = None
    payment_settings: Hash
    payments: Hash | UnsetType = UNSET
    period_end: int
    period_start: int
    post_payment_credit_notes_amount: int = 0
    pre_payment_credit_notes_amount: int = 0
    receipt_number: str | None = None
    rendering: Hash | None = None
    shipping_cost: Hash | None = None
    shipping_details: Hash | None = None
    starting_balance: int = 0
    statement_descriptor: str | None = None
    status: Status | None = "draft"
    status_details: Hash | UnsetType = UNSET
    status_transitions: Transitions = Transitions()
    subtotal: int
    subtotal_excluding_tax: int | None
    test_clock: str | None = None
    threshold_reason: Hash | UnsetType = UNSET
    total: int
    total_discount_amounts: list[Hash] | None = []
    total_excluding_tax: int | None
    total_pretax_credit_amounts: list[Hash] | None = []
    total_taxes: list[Hash] | None = []
    webhooks_delivered_at: int | None


class Shares(msgspec.Struct, frozen=True, kw_only=True):
    """What the payment of an invoice leaves to other accounts; no answer since basil shows it."""

    KIND: ClassVar[str] = "invoice.shares"

    id: str
    """The invoice's id."""
    application_fee_amount: int | None = None
    transfer_data: Hash | None = None


def subscription_of(invoice: Invoice) -> str | None:
    """The Subscription that the invoice bills."""
    details = (invoice.parent or {}).get("subscription_details") or {}
    found: str | None = details.get("subscription")
    return found


class InvoiceItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a Customer is to pay with the next invoice."""

    KIND: ClassVar[str] = "invoiceitem"

    id: str
    object: Literal["invoiceitem"] = "invoiceitem"
    amount: int
    currency: str
    customer: str
    customer_account: str | None = None
    date: int
    description: str | None = None
    discountable: bool = True
    discounts: list[Any] | None = []
    frozen_fields: list[str] | UnsetType = UNSET
    invoice: str | None = None
    invoicing_rules: list[Hash] | UnsetType = UNSET
    livemode: bool
    metadata: dict[str, str] | None
    net_amount: int | UnsetType = UNSET
    parent: Hash | None = None
    period: Hash
    pricing: Hash | None = None
    proration: bool = False
    proration_details: Hash | UnsetType = UNSET
    quantity: int = 1
    quantity_decimal: str = "1"
    tax_rates: list[Hash] | None = []
    test_clock: str | None = None

    @property
    def created(self) -> int:
        """Lists are filtered by it, and call it `created`."""
        return self.date


class InvoicePayment(msgspec.Struct, frozen=True, kw_only=True):
    """How an invoice is, or is to be, paid."""

    KIND: ClassVar[str] = "invoice_payment"

    id: str
    object: Literal["invoice_payment"] = "invoice_payment"
    amount_paid: int | None = None
    amount_requested: int
    created: int
    currency: str
    invoice: str
    is_default: bool = True
    livemode: bool
    payment: Hash
    status: str = "open"
    status_transitions: Hash

    @property
    def intent(self) -> str | None:
        """The PaymentIntent by which it is paid."""
        found: str | None = self.payment.get("payment_intent")
        return found


def listed(lines: list[Hash], url: str) -> Hash:
    """A list inside another object."""
    return {
        "object": "list",
        "data": lines,
        "has_more": False,
        "total_count": len(lines),
        "url": url,
    }


def billing(invoice: Invoice, lines: list[Hash]) -> Invoice:
    """The draft with these lines, and the sums that follow from them.

    A line's `amount` is what it costs before its discounts, and with what tax it includes.
    """
    subtotal = sum(line["amount"] for line in lines)
    discounts = summed((off for line in lines for off in line["discount_amounts"]), "discount")
    taxes = summed((tax for line in lines for tax in line["taxes"]), "tax_rate_details")
    off = sum(discount["amount"] for discount in discounts)
    included = sum(tax["amount"] for tax in taxes if tax["tax_behavior"] == "inclusive")
    added = sum(tax["amount"] for tax in taxes) - included
    total = subtotal - off + added + invoice.amount_shipping
    due = max(total + invoice.starting_balance, 0)
    return replace(
        invoice,
        amount_due=due,
        amount_remaining=due,
        lines=listed(lines, f"/v1/invoices/{invoice.id}/lines"),
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal - included,
        total=total,
        total_discount_amounts=discounts,
        total_excluding_tax=total - added - included,
        total_taxes=taxes,
    )


def summed(parts: Iterable[Hash], by: str) -> list[Hash]:
    """The amounts of one discount, or of one tax rate, as one."""
    found: dict[str, Hash] = {}
    for part in parts:
        known = found.get(str(part[by]), {})
        sums = {
            name: known.get(name, 0) + part[name]
            for name in ("amount", "taxable_amount")
            if name in part
        }
        found[str(part[by])] = part | sums
    return list(found.values())


def finalized(invoice: Invoice, now: int, number: str, url: str) -> Invoice:
    """The draft, made final: it has a number, and a page where it can be paid."""
    return replace(
        invoice,
        status=LIFE_CYCLE[invoice.status or "draft"]["finalized"],
        automatically_finalizes_at=None,
        effective_at=invoice.effective_at or now,
        hosted_invoice_url=f"{url}?s=ap",
        invoice_pdf=f"{url.replace('invoice.stripe.com/i', 'pay.stripe.com/invoice')}/pdf?s=ap",
        number=invoice.number or number,
        rendering=_final_rendering(invoice.rendering),
        status_transitions=replace(invoice.status_transitions, finalized_at=now),
    )


def _final_rendering(rendering: Hash | None) -> Hash | None:
    """How the final invoice looks: a page's size is chosen by now. Letters are recorded."""
    if rendering is None or (rendering.get("pdf") or {}).get("page_size") != "auto":
        return rendering
    return rendering | {"pdf": {"page_size": "letter"}}


def paid(invoice: Invoice, now: int) -> Invoice:
    """The open invoice, once its money is there."""
    return replace(
        invoice,
        status=LIFE_CYCLE[invoice.status or "draft"]["paid"],
        amount_paid=invoice.amount_due,
        amount_remaining=0,
        attempted=True,
        auto_advance=False,
        next_payment_attempt=None,
        status_transitions=replace(invoice.status_transitions, paid_at=now),
    )


def voided(invoice: Invoice, now: int) -> Invoice:
    """The open invoice, as if it had never been."""
    return replace(
        invoice,
        status=LIFE_CYCLE[invoice.status or "draft"]["voided"],
        auto_advance=False,
        next_payment_attempt=None,
        status_transitions=replace(invoice.status_transitions, voided_at=now),
    )


def uncollectible(invoice: Invoice, now: int) -> Invoice:
    """The open invoice that nobody expects to be paid any more."""
    return replace(
        invoice,
        status=LIFE_CYCLE[invoice.status or "draft"]["marked_uncollectible"],
        auto_advance=False,
        next_payment_attempt=None,
        status_transitions=replace(invoice.status_transitions, marked_uncollectible_at=now),
    )
