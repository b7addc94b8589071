"""Optional fields that are left out, never null, though the SDK for Python describes them.

The SDK for Python says of a field that it is optional, and not whether Stripe then sends null or
nothing. A hash that is described in place tells it by itself (`kinds.Field`); these do not.

Source: the types of Stripe's SDK for Node, which tell `?` from `| null`; a test reads them.
"""

from collections.abc import Mapping
from typing import Final

ABSENT: Final[Mapping[str, str]] = {
    "Coupon": "currency_options",
    "CreditNote": "taxes",
    "CreditNoteLineItem": "invoice_line_item",
    "CustomerSession": "components",
    "PaymentMethodDomain": "status_details",
    "PromotionCode": "currency_options",
    "Quote": "account default_tax_rates line_items proration_discounts",
    "ShippingRate": "currency_options",
    "SubscriptionSchedule": "Issuer.account Liability.account proration_discounts updated_at",
    "TaxId": "Owner.account Owner.application Owner.customer",
    "financial_connections.Account": "account customer",
    "financial_connections.Session": (
        "account bank_account_token customer mode require_payment_method_support return_url"
    ),
    "identity.VerificationReport": (
        "VerificationReport.document VerificationReport.email VerificationReport.id_number"
        " VerificationReport.phone VerificationReport.selfie allowed_types require_id_number"
        " require_live_capture require_matching_selfie verification_flow"
    ),
    "identity.VerificationSession": (
        "Matching.dob Matching.name ProvidedDetails.email ProvidedDetails.phone allowed_types"
        " require_id_number require_live_capture require_matching_selfie require_verification"
        " verification_flow"
    ),
    "reporting.ReportRun": (
        "columns connected_account currency interval_end interval_start payout reporting_category"
        " timezone"
    ),
    "tax.Calculation": "shipping_rate tax_breakdown",
    "tax.Registration": "elections",
    "tax.Transaction": "shipping_rate tax_breakdown",
    "terminal.Configuration": (
        "ca_certificate_file private_key_file_password smart_tip_threshold splashscreen"
    ),
    "terminal.ConnectionToken": "location",
    "terminal.Location": "configuration_overrides display_name_kana display_name_kanji phone",
}
"""By resource: names of fields, wherever in it they stand, or in the hash before the dot."""


def is_left_out(resource: str, hash: str, field: str) -> bool:
    """Whether an optional field of this hash (a class of the SDK) is absent rather than null."""
    return not {field, f"{hash}.{field}"}.isdisjoint(ABSENT.get(resource, "").split())
