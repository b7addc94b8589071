"""Refusals about invoices and their items.

Source: recorded and quoted refusals; API reference, "Invoices", "Invoice Items". What is probed was
asked of Stripe in 2026, by others who wrote down its answers.
"""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid

INVOICE_WITHOUT_EMAIL: Final = invalid(
    None,
    "Missing email. In order to create invoices that are sent to the customer, the customer must"
    " have a valid email.",
)
INVOICE_NEEDS_DUE_DATE: Final = invalid(  # Probed.
    None,
    "If invoice collection method is 'send_invoice', you must specify 'due_date' or"
    " 'days_until_due'.",
)
INVOICE_DUE_UNSENT: Final = invalid(  # Probed.
    None,
    "You can only specify 'due_date' or 'days_until_due' if invoice collection method is"
    " 'send_invoice'.",
)
INVOICE_NOT_EDITABLE: Final = invalid(  # Probed of added lines.
    "invoice_not_editable", "Invalid invoice: This invoice is no longer editable"
)
INVOICE_FINAL: Final = invalid(  # Probed.
    None, "Finalized invoices can't be updated in this way"
)
INVOICE_FINALIZED: Final = invalid(  # Probed.
    None, "This invoice is already finalized, you can't re-finalize a non-draft invoice."
)
INVOICE_NOT_OPEN: Final = invalid(  # Probed.
    None, "You can only pass in open invoices. This invoice isn't open."
)
INVOICE_HAS_PAYMENTS: Final = invalid(  # Probed; in 2021 it was told that it is not open.
    None, "Invoices with `paid` payments cannot be voided."
)
INVOICE_UNCOLLECTIBLE: Final = invalid(  # Probed.
    None, "This invoice has already been marked uncollectible."
)
INVOICE_VOIDED: Final = invalid(None, "Voided invoices cannot be paid.")  # Quoted.
INVOICE_NOT_SENT: Final = invalid(  # Quoted.
    None, "You can only manually send an invoice if its collection method is 'send_invoice'."
)
INVOICE_OWED_NO_MORE: Final = invalid(  # Probed of a paid one.
    None,
    "This invoice cannot be sent right now. Please contact us via"
    " https://support.stripe.com/contact with details, so we can help.",
)
INVOICE_ALREADY_PAID: Final = invalid(None, "Invoice is already paid")
INVOICE_NOT_DRAFT: Final = invalid(None, "You can only delete draft invoices.")  # Probed.
INVOICE_OF_SUBSCRIPTION: Final = invalid(  # The sentence is from memory.
    None, "You can't delete invoices created by subscriptions."
)
INVOICE_NEEDS_ACTION: Final = ErrorSpec(  # Quoted.
    402,
    "card_error",
    "invoice_payment_intent_requires_action",
    "This payment requires additional user action before it can be completed successfully. Payment"
    " can be completed using the PaymentIntent associated with the invoice. For more details see:"
    " https://stripe.com/docs/billing/subscriptions/overview#requires-action",
    executed=True,
)
OTHER_CURRENCY_OF_INVOICE: Final = invalid(  # The sentence is inferred.
    None,
    "The invoice's currency is `{its}`; an invoice item in `{currency}` cannot be added to it.",
    "currency",
)
NOTHING_TO_INVOICE: Final = invalid(  # Quoted.
    "invoice_no_customer_line_items", "Nothing to invoice for customer"
)
NO_UPCOMING_INVOICE: Final = ErrorSpec(  # Quoted.
    404,
    "invalid_request_error",
    "invoice_upcoming_none",
    "No upcoming invoices for customer: '{customer}'",
)
PREVIEW_NEEDS_CUSTOMER: Final = invalid(  # The sentence is inferred.
    "parameter_missing", "You must specify a customer or a subscription.", "customer"
)
PREVIEW_OF_NOTHING: Final = invalid(  # Quoted.
    None,
    "You must provide at least one of: `subscription`, `schedule`, `subscription_details.items`,"
    " `schedule_details.phases`, `invoice_items`.",
)
PREVIEW_OF_NO_CHANGE: Final = invalid(  # Quoted by those who met it.
    None,
    "When previewing changes to a subscription, you must specify either `subscription` or"
    " `subscription_items`",
)
PREVIEW_ITEM_OF_NOTHING: Final = invalid(  # Quoted.
    None, "You cannot update a subscription item without a subscription."
)
UPCOMING_NEEDS_CUSTOMER: Final = invalid(  # Recorded.
    None,
    "You must either provide a `customer` or a `subscription` to the upcoming invoice endpoint.",
)
INVOICE_ITEM_FINAL: Final = invalid(  # Probed.
    None,
    "Can't delete an invoice item that is attached to an invoice that is no longer editable",
)
INVOICE_ITEM_DELETED: Final = invalid(  # Probed, of an item whose draft was deleted.
    None, "This invoice item has been deleted."
)
