"""Invoices: drawn up, made final, paid, voided; and the items that wait for one.

Rule: the money of an invoice moves by a PaymentIntent of its own, whoever confirms it.

Source: API reference, "Invoices", "Invoice Items"; Stripe docs, "How invoicing works".
"""

from collections.abc import Callable
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations import confirming
from simulator.operations.outcomes import ON_SETTLED
from simulator.operations.payment_intents import made
from simulator.operations.payment_methods import merged_metadata
from simulator.operations.prices import make_price
from simulator.resources import invoice as states
from simulator.resources.customer import Customer
from simulator.resources.invoice import Invoice, InvoiceItem, InvoicePayment
from simulator.resources.payment_intent import PaymentIntent
from simulator.resources.price import Price, total
from simulator.resources.product import Product
from simulator.wire.expand import includable
from simulator.wire.lists import Page, page
from simulator.wire.search import SearchPage
from simulator.wire.search import search as found_by_query
from simulator.work import Work

Hash = dict[str, Any]
DAY: Final = 24 * 60 * 60
COPIED: Final = (
    "account_tax_ids",
    "auto_advance",
    "collection_method",
    "custom_fields",
    "default_payment_method",
    "default_source",
    "description",
    "due_date",
    "footer",
    "on_behalf_of",
    "statement_descriptor",
)
"""Parameters that the invoice shows as they were sent."""
OFF: Final[Hash] = {
    "disabled_reason": None,
    "enabled": False,
    "liability": None,
    "provider": None,
    "status": None,
}
ON_PAID: Final[list[Callable[[Work, Invoice], None]]] = []
"""Told when an invoice was paid: a Subscription goes on from there."""


# Drawing up.


def create(work: Work) -> Invoice:
    """POST /v1/invoices"""
    given = work.params
    customer = _customer(work, given.get("customer"))
    invoice = draft(work, customer, given)
    if given.get("pending_invoice_items_behavior") == "include":
        items = [item for item in _pending(work, customer.id) if item.currency == invoice.currency]
        lines = [_line_of_item(work, invoice.id, item) for item in items]
        invoice = states.billing(invoice, lines)
        for item in items:
            work.keep(replace(item, invoice=invoice.id))
    work.post("invoice.created", work.keep(invoice))
    return invoice


def draft(work: Work, customer: Customer, given: Hash, *, reason: str = "manual") -> Invoice:
    """A new invoice without lines; not yet kept.

    Raises:
        INVOICE_WITHOUT_EMAIL, INVOICE_NEEDS_DUE_DATE: it is to be sent, and cannot be.
    """
    due_date = given.get("due_date")
    if given.get("collection_method") == "send_invoice":
        if not customer.email:
            raise errors.INVOICE_WITHOUT_EMAIL()
        days = given.get("days_until_due")
        if days is None and due_date is None:
            raise errors.INVOICE_NEEDS_DUE_DATE()
        due_date = due_date if days is None else work.now + days * DAY
    id = work.new_id("in")
    invoice = Invoice(
        id=id,
        account_country=work.account.country,
        account_name=None,
        amount_due=0,
        amount_remaining=0,
        automatic_tax=dict(OFF),
        billing_reason=reason,  # type: ignore[arg-type]  # one of the words of BillingReason
        created=work.now,
        currency=given.get("currency") or customer.currency or work.account.default_currency,
        customer=customer.id,
        customer_address=customer.address,
        customer_email=customer.email,
        customer_name=customer.name,
        customer_phone=customer.phone,
        customer_shipping=customer.shipping,
        customer_tax_exempt=customer.tax_exempt,
        issuer={"type": "self"},
        lines=states.listed([], f"/v1/invoices/{id}/lines"),
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_settings=_payment_settings(given.get("payment_settings")),
        period_end=work.now,
        period_start=work.now,
        rendering={
            "amount_tax_display": None,
            "pdf": {"page_size": "auto"},
            "template": None,
            "template_version": None,
        },
        subtotal=0,
        subtotal_excluding_tax=0,
        total=0,
        total_excluding_tax=0,
        webhooks_delivered_at=work.now,
    )
    changes = {name: given[name] for name in COPIED if given.get(name) is not None}
    return replace(invoice, **(changes | {"due_date": due_date}))


def _payment_settings(given: Hash | None) -> Hash:
    names = ("default_mandate", "payment_method_options", "payment_method_types")
    return {name: (given or {}).get(name) or None for name in names}


def line(
    work: Work, invoice: str, price: Price, quantity: int, *, parent: Hash, **more: Any
) -> Hash:
    """A line of an invoice; `more` takes the place of what the price tells."""
    product = work.find(Product, price.product)
    amount = total(price, quantity)
    found: Hash = {
        "id": work.new_id("il"),
        "object": "line_item",
        "amount": amount,
        "currency": price.currency,
        "description": product.name if product else None,
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice,
        "livemode": work.account.livemode,
        "metadata": {},
        "parent": parent,
        "period": {"end": work.now, "start": work.now},
        "pretax_credit_amounts": [],
        "pricing": pricing_of(price),
        "quantity": quantity,
        "quantity_decimal": str(quantity),
        "subscription": None,
        "subtotal": amount,
        "taxes": [],
    }
    return found | more


def pricing_of(price: Price) -> Hash:
    """How a line or an item tells its price."""
    return {
        "price_details": {"price": price.id, "product": price.product},
        "type": "price_details",
        "unit_amount_decimal": price.unit_amount_decimal,
    }


def _line_of_item(work: Work, invoice: str, item: InvoiceItem) -> Hash:
    parent = {
        "invoice_item_details": {
            "invoice_item": item.id,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": None,
        },
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }
    price = work.load(Price, (item.pricing or {})["price_details"]["price"])
    return line(
        work,
        invoice,
        price,
        item.quantity,
        parent=parent,
        amount=item.amount,
        subtotal=item.amount,
        description=item.description,
        metadata=item.metadata,
        period=item.period,
    )


# Asking.


def retrieve(work: Work) -> Invoice:
    """GET /v1/invoices/{invoice}"""
    return work.load(Invoice, work.path["invoice"], param="invoice")


def search(work: Work) -> SearchPage:
    """GET /v1/invoices/search"""
    return found_by_query(work, "invoice", "/v1/invoices/search")


def list_all(work: Work) -> Page:
    """GET /v1/invoices"""
    given = work.params
    if customer := given.get("customer"):
        work.refer(Customer, customer, "customer")
    wanted = {
        name: given[name]
        for name in ("customer", "status", "collection_method")
        if given.get(name) is not None
    }

    def keep(invoice: Invoice) -> bool:
        subscription = given.get("subscription")
        return all(getattr(invoice, name) == value for name, value in wanted.items()) and (
            subscription is None or subscription_of(invoice) == subscription
        )

    things = work.account.store.table("invoice").values()
    return page(things, given, "/v1/invoices", "invoice", keep=keep)


def list_lines(work: Work) -> Page:
    """GET /v1/invoices/{invoice}/lines"""
    invoice = retrieve(work)
    lines = invoice.lines["data"]
    return Page(data=lines, has_more=False, url=f"/v1/invoices/{invoice.id}/lines")


def subscription_of(invoice: Invoice) -> str | None:
    """The Subscription that the invoice bills."""
    details = (invoice.parent or {}).get("subscription_details") or {}
    found: str | None = details.get("subscription")
    return found


# Moving.


def update(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}"""
    before = retrieve(work)
    changes: Hash = {name: work.params[name] for name in COPIED if name in work.params}
    if "metadata" in work.params:
        changes["metadata"] = merged_metadata(before.metadata or {}, work.params["metadata"])
    after = work.keep(replace(before, **changes))
    if after != before:
        work.post("invoice.updated", after, before=before)
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/invoices/{invoice}; only a draft can be."""
    invoice = retrieve(work)
    if invoice.status != "draft":
        raise errors.INVOICE_NOT_DRAFT(status=invoice.status)
    work.drop(invoice)
    work.post("invoice.deleted", invoice)
    return {"id": invoice.id, "object": "invoice", "deleted": True}


def finalize(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/finalize"""
    return finalized(work, _movable(retrieve(work), "finalized"))


def finalized(work: Work, invoice: Invoice, *, opens_intent: bool = True) -> Invoice:
    """The invoice made final, and kept: nothing to pay is paid at once."""
    customer = work.load(Customer, invoice.customer)
    sequence = customer.next_invoice_sequence or 1
    number = f"{customer.invoice_prefix}-{sequence:04}"
    work.keep(replace(customer, next_invoice_sequence=sequence + 1))
    page_of_it = work.account.ids.any(40)
    url = f"https://invoice.stripe.com/i/{work.account.id}/test_{page_of_it}"
    invoice = work.keep(states.finalized(invoice, work.now, number, url))
    work.post("invoice.finalized", invoice)
    if invoice.amount_due == 0:
        return settle(work, invoice)
    if opens_intent:
        open_intent(work, invoice)
    return invoice


def open_intent(work: Work, invoice: Invoice, **more: Any) -> PaymentIntent:
    """The PaymentIntent by which the invoice is paid; new and kept."""
    given = {
        "amount": invoice.amount_due,
        "capture_method": "automatic",
        "currency": invoice.currency,
        "customer": invoice.customer,
        "payment_method_types": (invoice.payment_settings or {}).get("payment_method_types")
        or ["card"],
        **more,
    }
    intent = work.keep(made(work, given))
    work.post("payment_intent.created", intent)
    work.keep(
        InvoicePayment(
            id=work.new_id("inpay"),
            amount_requested=invoice.amount_due,
            created=work.now,
            currency=invoice.currency,
            invoice=invoice.id,
            livemode=invoice.livemode,
            payment={"payment_intent": intent.id, "type": "payment_intent"},
            status_transitions={"canceled_at": None, "paid_at": None},
        )
    )
    return intent


def pay(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/pay"""
    invoice = retrieve(work)
    if invoice.status == "paid":
        raise errors.INVOICE_ALREADY_PAID()
    if invoice.status == "draft":
        invoice = finalized(work, invoice)
    if invoice.status == "paid":
        return invoice
    _movable(invoice, "paid")
    if work.params.get("paid_out_of_band"):
        return settle(work, invoice)
    intent = intent_of(work, invoice) or open_intent(work, invoice)
    customer = work.load(Customer, invoice.customer)
    method = work.params.get("payment_method") or work.params.get("source")
    charge(work, invoice, intent, method or payer(invoice, customer))
    return work.load(Invoice, invoice.id)


def payer(invoice: Invoice, customer: Customer) -> str | None:
    """What the Customer pays with, if nothing else is said.

    Source: Stripe docs, "Payment method priority".
    """
    return (
        invoice.default_payment_method
        or invoice.default_source
        or customer.invoice_settings.default_payment_method
        or customer.default_source
    )


def charge(work: Work, invoice: Invoice, intent: PaymentIntent, method: str | None) -> None:
    """Confirm the invoice's intent, without the shopper.

    Raises:
        SUBSCRIPTION_UNPAYABLE: there is nothing to pay with.
        CARD_DECLINED: the attempt is kept.
    """
    if method is None:
        raise errors.SUBSCRIPTION_UNPAYABLE()
    work.keep(replace(invoice, attempted=True, attempt_count=invoice.attempt_count + 1))
    try:
        confirming.confirm(work, intent, {"payment_method": method, "off_session": True})
    except errors.StripeError as refusal:
        if refusal.keeps:
            work.post("invoice.payment_failed", work.load(Invoice, invoice.id))
        raise


def void(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/void"""
    after = work.keep(states.voided(_movable(retrieve(work), "voided"), work.now))
    work.post("invoice.voided", after)
    return after


def mark_uncollectible(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/mark_uncollectible"""
    invoice = _movable(retrieve(work), "marked_uncollectible")
    after = work.keep(states.uncollectible(invoice, work.now))
    work.post("invoice.marked_uncollectible", after)
    return after


def send(work: Work) -> Invoice:
    """POST /v1/invoices/{invoice}/send; no mail leaves the simulator."""
    invoice = retrieve(work)
    if invoice.status == "draft":
        invoice = finalized(work, invoice)
    work.post("invoice.sent", invoice)
    return invoice


def _movable(invoice: Invoice, move: states.Move) -> Invoice:
    """The invoice, if its life cycle lets it go on so.

    Raises:
        INVOICE_NOT_EDITABLE: it does not.
    """
    if move not in states.LIFE_CYCLE[invoice.status or "draft"]:
        raise errors.INVOICE_NOT_EDITABLE(status=invoice.status, done=move.replace("_", " "))
    return invoice


def settle(work: Work, invoice: Invoice) -> Invoice:
    """The invoice is paid; kept, and told to those who wait for it."""
    after = work.keep(states.paid(invoice, work.now))
    work.post("invoice.paid", after)
    work.post("invoice.payment_succeeded", after)
    for payment in payments_of(work, invoice.id):
        paid = replace(
            payment,
            amount_paid=payment.amount_requested,
            status="paid",
            status_transitions={"canceled_at": None, "paid_at": work.now},
        )
        work.post("invoice_payment.paid", work.keep(paid))
    for told in ON_PAID:
        told(work, after)
    return after


def payments_of(work: Work, invoice: str) -> list[InvoicePayment]:
    """How an invoice was, or is to be, paid."""
    return list(work.where(InvoicePayment, "invoice", invoice))


def intent_of(work: Work, invoice: Invoice) -> PaymentIntent | None:
    """The PaymentIntent by which an invoice is paid."""
    for payment in payments_of(work, invoice.id):
        return work.find(PaymentIntent, payment.payment["payment_intent"])
    return None


def settled(work: Work, intent: PaymentIntent) -> None:
    """An invoice whose intent was paid is paid."""
    if intent.status != "succeeded":
        return
    for payment in work.where(InvoicePayment, "intent", intent.id):
        invoice = work.load(Invoice, payment.invoice)
        if "paid" in states.LIFE_CYCLE[invoice.status or "draft"]:
            settle(work, invoice)


ON_SETTLED.append(settled)


@includable("invoice", "confirmation_secret")
def confirmation_secret(work: Work, invoice: Hash) -> Hash | None:
    """What the shopper's browser needs to pay the invoice."""
    for payment in payments_of(work, invoice["id"]):
        intent = work.load(PaymentIntent, payment.payment["payment_intent"])
        return {"client_secret": intent.client_secret, "type": "payment_intent"}
    return None


@includable("invoice", "payments")
def payments(work: Work, invoice: Hash) -> Page:
    """How the invoice was, or is to be, paid."""
    found = payments_of(work, invoice["id"])
    return Page(data=found, has_more=False, url=f"/v1/invoice_payments?invoice={invoice['id']}")


# Items.


def create_item(work: Work) -> InvoiceItem:
    """POST /v1/invoiceitems"""
    given = work.params
    customer = _customer(work, given.get("customer"))
    price = _price_of_item(work, given)
    quantity = given.get("quantity") or 1
    amount = given.get("amount")
    product = work.find(Product, price.product)
    item = InvoiceItem(
        id=work.new_id("ii"),
        amount=total(price, quantity) if amount is None else amount,
        currency=given.get("currency") or price.currency,
        customer=customer.id,
        date=work.now,
        description=given.get("description") or (product.name if product else None),
        discountable=given.get("discountable", amount is None or amount >= 0),
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        period=given.get("period") or {"end": work.now, "start": work.now},
        pricing=pricing_of(price),
        quantity=quantity,
        quantity_decimal=str(quantity),
    )
    if named := given.get("invoice"):
        item = _into(work, work.refer(Invoice, named, "invoice"), item)
    work.post("invoiceitem.created", work.keep(item))
    return item


def _price_of_item(work: Work, given: Hash) -> Price:
    """The price that is named, made inline, or implied by an amount alone.

    Raises:
        REFERENCE_MISSING, ITEM_NEEDS_AMOUNT
    """
    named = given.get("price") or (given.get("pricing") or {}).get("price")
    if named:
        param = "price" if given.get("price") else "pricing[price]"
        return work.refer(Price, named, param)
    data = dict(given.get("price_data") or {})
    if data:
        return make_price(work, data, data["product"], "price_data", active=False)
    if given.get("amount") is None or not given.get("currency"):
        raise errors.ITEM_NEEDS_AMOUNT(param="amount")
    product = work.keep(
        Product(
            id=work.new_id("prod"),
            active=False,
            created=work.now,
            livemode=work.account.livemode,
            metadata={},
            name=given.get("description") or "",
            updated=work.now,
        )
    )
    implied = {"currency": given["currency"], "unit_amount": given["amount"]}
    return make_price(work, implied, product.id, "", active=False)


def _into(work: Work, invoice: Invoice, item: InvoiceItem) -> InvoiceItem:
    """Put an item on a draft at once.

    Raises:
        INVOICE_NOT_EDITABLE: it is no draft.
    """
    _movable(invoice, "finalized")
    new = _line_of_item(work, invoice.id, item)
    work.keep(states.billing(invoice, [new, *invoice.lines["data"]]))
    return replace(item, invoice=invoice.id)


def retrieve_item(work: Work) -> InvoiceItem:
    """GET /v1/invoiceitems/{invoiceitem}"""
    return work.load(InvoiceItem, work.path["invoiceitem"], param="invoiceitem")


def delete_item(work: Work) -> Hash:
    """DELETE /v1/invoiceitems/{invoiceitem}"""
    item = retrieve_item(work)
    work.drop(item)
    work.post("invoiceitem.deleted", item)
    return {"id": item.id, "object": "invoiceitem", "deleted": True}


def list_items(work: Work) -> Page:
    """GET /v1/invoiceitems"""
    given = work.params

    def keep(item: InvoiceItem) -> bool:
        return (
            (given.get("customer") or item.customer) == item.customer
            and (given.get("invoice") or item.invoice) == item.invoice
            and (not given.get("pending") or item.invoice is None)
        )

    things = work.account.store.table("invoiceitem").values()
    return page(things, given, "/v1/invoiceitems", "invoiceitem", keep=keep)


def _pending(work: Work, customer: str) -> list[InvoiceItem]:
    """What waits for the Customer's next invoice."""
    kept = work.account.store.table("invoiceitem").values()
    return [item for item in kept if item.customer == customer and item.invoice is None]


def _customer(work: Work, id: str | None) -> Customer:
    """The Customer that a parameter names.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING
    """
    if not id:
        raise errors.PARAMETER_MISSING(param="customer", name="customer")
    return work.refer(Customer, id, "customer")
