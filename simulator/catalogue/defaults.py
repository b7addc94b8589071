"""What the types of the SDK do not tell: how an untouched field of a generic resource reads.

Source: recorded answers to minimal creates. UNSET leaves a field out; a function makes its value.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET

from simulator.work import Work


def portal_url(work: Work) -> str:
    """The address of a customer portal."""
    return f"https://billing.stripe.com/p/session/test_{work.account.ids.any(48)}"


def portal_configuration(work: Work) -> str:
    """The account's only configuration of the customer portal; it is the same each time."""
    return f"bpc_1{work.account.id.removeprefix('acct_'):0>23.23}"


def customer_session_secret(work: Work) -> str:
    """The secret of a customer session."""
    return f"cuss_secret_{work.account.ids.any(24)}"


def half_an_hour_on(work: Work) -> int:
    """When a customer session is over, Unix seconds; how long it lasts is inferred."""
    return work.now + 1800


DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "coupon": {"valid": True, "times_redeemed": 0, "currency_options": UNSET},
    "promotion_code": {"active": True},
    "billing.alert": {"status": "active"},
    "billing_portal.session": {
        "configuration": portal_configuration,
        "on_behalf_of": None,
        "url": portal_url,
    },
    "billing_portal.configuration": {"active": True},
    "customer_session": {
        "client_secret": customer_session_secret,
        "expires_at": half_an_hour_on,
    },
    "payment_method_domain": {"enabled": True},
    "shipping_rate": {"active": True, "tax_behavior": "unspecified", "type": "fixed_amount"},
    "tax_rate": {"active": True},
    "tax_id": {
        "verification": {"status": "pending", "verified_address": None, "verified_name": None}
    },
    "payment_link": {"active": True},
    "test_helpers.test_clock": {"status": "ready"},
    "entitlements.feature": {"active": True},
    "item": {"adjustable_quantity": None, "discounts": UNSET, "taxes": UNSET},
}
