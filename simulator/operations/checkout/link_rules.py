"""What may be asked of a Payment Link, and what goes with what it sells.

Source: API reference, "Create a payment link".
"""

from collections.abc import Sequence
from typing import Any, Final

from simulator import errors
from simulator.operations.checkout.billing_rules import check_billing
from simulator.operations.checkout.custom_fields import check_custom_fields
from simulator.operations.checkout.methods import check_currency
from simulator.operations.checkout.rules import (
    CUSTOM_FIELDS_MAX,
    OPTIONAL_ITEMS_MAX,
    SHIPPING_OPTIONS_MAX,
    check_all_items,
    check_consent,
    check_custom_text,
    check_intervals,
)
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.lengths import check_lengths
from simulator.resources.line_item import LineItem
from simulator.work import Work

Hash = dict[str, Any]
LONGEST: Final = {
    "custom_fields": CUSTOM_FIELDS_MAX,
    "line_items": 20,
    "optional_items": OPTIONAL_ITEMS_MAX,
    "shipping_options": SHIPPING_OPTIONS_MAX,
}
"""Elements of an array, at most."""
OF_ONE_TIME: Final = ("application_fee_amount", "payment_intent_data")
OF_RECURRING: Final = ("application_fee_percent", "subscription_data")
"""What goes only with lines that do not recur, and only with lines of which one does."""


def check_link(work: Work, given: Hash, lines: Sequence[LineItem], currency: str) -> bool:
    """Refuse what does not go with these lines; whether one of them recurs.

    Raises:
        ARRAY_TOO_LONG, RECURS_NOT, LINK_RECURS, LINK_RECURS_NOT, TRIAL_DAYS_NONE,
        CURRENCY_OF_PAGE, PROMOTIONS_NOT_HERE, STRING_TOO_LONG; and those of `check_billing`,
        `check_custom_fields` and `check_lines`
        INTERVALS_MIXED: of a link, inferred from the Session that it opens.
    """
    check_lengths(given, LONGEST)
    check_all_items(given, LONGEST["line_items"])
    recurring = any(line.price is not None and line.price.recurring for line in lines)
    if given.get("payment_method_collection") and not recurring:
        raise errors.RECURS_NOT()
    bills = (given.get("invoice_creation") or {}).get("enabled")
    asked = [name for name in OF_ONE_TIME if given.get(name)] + ["invoice_creation"] * bool(bills)
    if recurring and asked:
        raise errors.LINK_RECURS(name=asked[0], param=asked[0])
    for name in OF_RECURRING:
        if given.get(name) and not recurring:
            raise errors.LINK_RECURS_NOT(name=name, param=name)
    check_intervals(lines)
    days = (given.get("subscription_data") or {}).get("trial_period_days")
    if days is not None and days < 1:
        raise errors.TRIAL_DAYS_NONE()
    check_currency(given.get("payment_method_types") or (), currency)
    check_consent(given, work.account.country)
    check_custom_fields(given.get("custom_fields") or ())
    check_custom_text(given)
    check_billing(work, given)
    check_lines(given.get("payment_intent_data") or {}, "payment_intent_data")
    return recurring
