"""Drawing up an invoice: the draft, its lines, and what each of them says.

Source: API reference, "Create an invoice", "The Invoice Line Item object".
"""

from typing import Any, Final

from msgspec import to_builtins
from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.accounts import name_of
from simulator.operations.billing.customer_balances import balance_in
from simulator.operations.selling import tax_ids
from simulator.operations.selling.price_currencies import loaded_in
from simulator.operations.selling.price_totals import total_of
from simulator.resources import invoice as states
from simulator.resources.customer import Customer, paying_in
from simulator.resources.invoice import Invoice, InvoiceItem
from simulator.resources.person import recipient_of
from simulator.resources.price import Price
from simulator.resources.product import Product
from simulator.resources.subscription import Subscription
from simulator.webhooks.listening import INVOICE_CREATED, listeners
from simulator.wire.echo import shown
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
    "effective_at",
    "footer",
    "issuer",
    "number",
    "on_behalf_of",
    "statement_descriptor",
)
"""Parameters that the invoice shows as they were sent."""
RENDERING: Final[Hash] = {
    "amount_tax_display": None,
    "pdf": {"page_size": "auto"},
    "template": None,
    "template_version": None,
}
OFF: Final[Hash] = {
    "disabled_reason": None,
    "enabled": False,
    "liability": None,
    "provider": None,
    "status": None,
}


def draft(work: Work, customer: Customer, given: Hash, *, reason: str = "manual") -> Invoice:
    """A new invoice without lines; not yet kept.

    That what falls due by itself is drawn up for a Customer without an email, too, is inferred:
    nobody is there to be refused.

    Raises:
        INVOICE_WITHOUT_EMAIL, INVOICE_NEEDS_DUE_DATE: it is to be sent, and cannot be.
        TIMESTAMP_PAST: it is due before it is drawn up.
    """
    due_date = given.get("due_date")
    if due_date is not None and due_date <= work.now:
        raise errors.TIMESTAMP_PAST(param="due_date")
    if given.get("collection_method") == "send_invoice":
        if not customer.email and work.request_id is not None:
            raise errors.INVOICE_WITHOUT_EMAIL()
        days = given.get("days_until_due")
        if days is None and due_date is None:
            raise errors.INVOICE_NEEDS_DUE_DATE()
        due_date = due_date if days is None else work.now + days * DAY
    id = work.new_id("in")
    currency = given.get("currency") or customer.currency or work.account.default_currency
    invoice = Invoice(
        id=id,
        account_country=work.account.country,
        account_name=name_of(work),
        amount_due=0,
        amount_remaining=0,
        automatic_tax=dict(OFF),
        billing_reason=reason,  # type: ignore[arg-type]  # one of the words of BillingReason
        created=work.now,
        currency=currency,
        customer=customer.id,
        customer_address=customer.address,
        customer_email=customer.email,
        customer_name=customer.name,
        customer_phone=customer.phone,
        customer_shipping=customer.shipping,
        customer_tax_exempt=customer.tax_exempt,
        customer_tax_ids=tax_ids.shown(work, customer.id),
        issuer={"type": "self"},
        lines=states.listed([], f"/v1/invoices/{id}/lines"),
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        payment_settings=payment_settings_of(given.get("payment_settings")),
        period_end=work.now,
        period_start=work.now,
        rendering=dict(RENDERING) if reason == "manual" else None,  # recorded
        starting_balance=balance_in(work, customer, currency),
        subtotal=0,
        subtotal_excluding_tax=0,
        test_clock=customer.test_clock,
        total=0,
        total_excluding_tax=0,
        webhooks_delivered_at=None if listeners(work.account, INVOICE_CREATED) else work.now,
    )
    changes = {name: given[name] for name in COPIED if given.get(name) is not None}
    changes |= on_paper(invoice, given)
    return replace(invoice, **(changes | {"due_date": due_date}))


def on_paper(invoice: Invoice, given: Hash) -> Hash:
    """How an invoice looks, and where its goods go, so far as these parameters say it."""
    changes: Hash = {}
    if rendering := given.get("rendering"):
        changes["rendering"] = (invoice.rendering or RENDERING) | rendering
    if "shipping_details" in given:
        changes["shipping_details"] = to_builtins(recipient_of(given["shipping_details"] or None))
    return changes


def terms_of(subscription: Subscription) -> Hash:
    """What a Subscription passes on to each of its invoices.

    Source: API reference, "The Subscription object" (invoice_settings, payment_settings).
    """
    return subscription.invoice_settings | {
        "collection_method": subscription.collection_method,
        "currency": subscription.currency,
        "days_until_due": subscription.days_until_due,
        "payment_settings": subscription.payment_settings,
    }


def of_subscription(work: Work, subscription: Subscription, reason: str) -> Invoice:
    """An invoice of nothing yet, on the terms of a Subscription; not yet kept."""
    customer = work.load(Customer, subscription.customer)
    return draft(work, customer, terms_of(subscription), reason=reason)


def payment_settings_of(given: Hash | None) -> Hash:
    """How the invoice may be paid, as it shows it."""
    names = ("default_mandate", "payment_method_options", "payment_method_types")
    said = {name: (given or {}).get(name) or None for name in names}
    settings: Hash = shown("Invoice", "payment_settings", said)
    return settings


def line(
    work: Work, invoice: str, price: Price, quantity: int, *, parent: Hash, **more: Any
) -> Hash:
    """A line of an invoice; `more` takes the place of what the price tells."""
    product = work.find(Product, price.product)
    amount = total_of(work, price, quantity)
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


SHARED: Final = (
    "amount",
    "currency",
    "description",
    "discountable",
    "livemode",
    "metadata",
    "period",
    "pricing",
    "quantity",
    "quantity_decimal",
)
"""What a line and the item that it bills say alike."""


def line_once(work: Work, invoice: Invoice, price: Price, quantity: int, **more: Any) -> Hash:
    """A line over an item of its own, which no Subscription repeats; the item is kept."""
    id = work.new_id("ii")
    found = line(work, invoice.id, price, quantity, parent=_of_item(id), **more)
    work.keep(
        InvoiceItem(
            id=id,
            customer=invoice.customer,
            date=work.now,
            invoice=invoice.id,
            test_clock=invoice.test_clock,
            **{name: found[name] for name in SHARED},
        )
    )
    return found


def _of_item(item: str) -> Hash:
    return {
        "invoice_item_details": {
            "invoice_item": item,
            "proration": False,
            "proration_details": {"credited_items": None},
            "subscription": None,
        },
        "subscription_item_details": None,
        "type": "invoice_item_details",
    }


def line_of_item(work: Work, invoice: str, item: InvoiceItem) -> Hash:
    told = item.proration_details if isinstance(item.proration_details, dict) else {}
    gives_back = (told.get("credited_items") or {}).get("invoice_line_item_details")
    details: Hash = {
        "invoice_item": item.id,
        "proration": item.proration,
        "proration_details": {"credited_items": gives_back},
        "subscription": None,
    }
    named = (item.parent or {}).get("subscription_details") or {}
    of_subscription = named.get("subscription_item") is not None
    if of_subscription:
        details |= named
    else:
        details["subscription"] = named.get("subscription")
    parent: Hash = {
        "invoice_item_details": None if of_subscription else details,
        "subscription_item_details": details if of_subscription else None,
        "type": "subscription_item_details" if of_subscription else "invoice_item_details",
    }
    price = loaded_in(work, (item.pricing or {})["price_details"]["price"], item.currency)
    return line(
        work,
        invoice,
        price,
        item.quantity,
        parent=parent,
        amount=item.amount,
        subtotal=item.amount,
        description=item.description,
        discountable=item.discountable,
        metadata=item.metadata,
        period=item.period,
    )


def customer_of(work: Work, id: str | None) -> Customer:
    """The Customer that a parameter names.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING
    """
    if not id:
        raise errors.PARAMETER_MISSING(param="customer", name="customer")
    return work.refer(Customer, id, "customer")


def paying(work: Work, customer: Customer, currency: str) -> Customer:
    """The Customer, who is billed in this currency from now on if in none before; kept, and told.

    That what is billed first decides, an invoice item too, is recorded.
    """
    after = work.keep(paying_in(customer, currency))
    if after != customer:
        work.post("customer.updated", after, before=customer)
    return after
