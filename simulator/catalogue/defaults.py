"""What the types of the SDK do not tell: how an untouched field of a generic resource reads.

Source: recorded answers to minimal creates. UNSET leaves a field out.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import UNSET

DEFAULTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "coupon": {"valid": True, "times_redeemed": 0, "currency_options": UNSET},
    "promotion_code": {"active": True},
    "billing_portal.session": {"on_behalf_of": None},
    "billing_portal.configuration": {"active": True},
    "plan": {
        "active": True,
        "billing_scheme": "per_unit",
        "interval_count": 1,
        "usage_type": "licensed",
        "tiers": UNSET,
    },
    "shipping_rate": {"active": True, "tax_behavior": "unspecified", "type": "fixed_amount"},
    "tax_rate": {"active": True},
    "tax_id": {
        "verification": {"status": "pending", "verified_address": None, "verified_name": None}
    },
    "payment_link": {"active": True},
    "test_helpers.test_clock": {"status": "ready"},
    "file_link": {"expired": False},
    "radar.value_list": {"item_type": "string", "list_items": UNSET},
    "entitlements.feature": {"active": True},
    "billing.meter": {"status": "active"},
}
