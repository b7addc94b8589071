"""What may be asked of a new Checkout Session, and what goes with what.

Source: API reference, "Create a Checkout Session"; the sentences are quoted refusals.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from simulator import errors
from simulator.operations.billing import anchor_configs
from simulator.operations.checkout.custom_fields import check_custom_fields
from simulator.operations.checkout.ui_mode import check_ui_mode
from simulator.operations.payments.intent_rules import check_lines
from simulator.operations.platform.lengths import check_length, check_lengths
from simulator.resources.customer import Customer
from simulator.resources.line_item import LineItem

Hash = dict[str, Any]
NOT_IN: Final = {
    "payment": ("setup_intent_data", "subscription_data"),
    "setup": (
        "allow_promotion_codes",
        "discounts",
        "line_items",
        "payment_intent_data",
        "saved_payment_method_options",
        "shipping_options",
        "submit_type",
        "subscription_data",
    ),
    "subscription": ("payment_intent_data", "setup_intent_data"),
}
"""Parameters that a mode does not know."""
PHONE: Final = "phone_number_collection"
"""What no setup asks for, if it is on. In which words that is refused is inferred."""
KEPT: Final = "setup_future_usage"
"""What a subscription does anyway, and is not told. Source: a quoted refusal."""
EXCLUSIVE: Final = (
    (errors.EXCLUSIVE, ("customer", "customer_email")),
    (errors.EXCLUSIVE, ("customer", "customer_creation")),
    (errors.EXCLUSIVE, ("payment_method_configuration", "payment_method_types")),
    (errors.EXCLUSIVE, ("excluded_payment_method_types", "payment_method_types")),
    (errors.EXCLUSIVE_UNCODED, ("allow_promotion_codes", "discounts")),
)
LINES_MAX: Final = 100
OF_A_KIND_MAX: Final = 20
"""Lines of a subscription that recur, at most, and as many that do not."""
SHIPPING_OPTIONS_MAX: Final = 5
CUSTOM_FIELDS_MAX: Final = 3
OPTIONAL_ITEMS_MAX: Final = 10
LONGEST: Final = {
    "line_items": LINES_MAX,
    "shipping_options": SHIPPING_OPTIONS_MAX,
    "custom_fields": CUSTOM_FIELDS_MAX,
    "optional_items": OPTIONAL_ITEMS_MAX,
    "discounts": 1,
}
"""Elements of an array, at most."""
REFERENCE_MOST: Final = 200
"""Characters of client_reference_id."""
TEXT_MOST: Final = 1200
"""Characters of each of the shop's own texts."""
CURRENCY_OR: Final = ("currency", "payment_method_types", "allowed_payment_method_types")
"""Of these, a setup says one: what the page is to offer depends on it. Source: quoted refusals."""
COLOR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
TRIAL_LEAST: Final = 48 * 3_600
"""Seconds; a shopper may take a day to submit the page."""


def check(given: Hash, mode: str, version: str) -> None:
    """Refuse what does not go together, before anything is looked up.

    Raises:
        EXCLUSIVE, NOT_IN_MODE, RECURS_NOT, PARAMETER_MISSING, ONLY_IN_PAYMENT, ONLY_WITH_CUSTOMER,
        INVOICE_ONLY_IN_PAYMENT, STRING_TOO_LONG, ARRAY_TOO_LONG, NOT_A_COLOR; and those of
        `check_custom_fields`, `check_lines` and `check_ui_mode`
    """
    check_lengths(given, LONGEST)
    check_all_items(given, LINES_MAX)
    for row, pair in EXCLUSIVE:
        if all(given.get(name) is not None for name in pair):
            raise row(names=", ".join(pair), param=pair[0])
    check_mode(given, mode)
    if given.get("payment_method_collection") and mode != "subscription":
        raise errors.RECURS_NOT()
    if mode == "setup" and not any(map(given.get, CURRENCY_OR)):
        raise errors.PARAMETER_MISSING(name="currency", param="currency")
    if given.get("customer_creation") and mode == "subscription":
        raise errors.ONLY_IN_PAYMENT(name="customer_creation")
    if given.get("customer_update") and not (
        given.get("customer") or given.get("customer_account")
    ):
        raise errors.ONLY_WITH_CUSTOMER()
    if (given.get("invoice_creation") or {}).get("enabled") and mode != "payment":
        raise errors.INVOICE_ONLY_IN_PAYMENT()
    check_length(given.get("client_reference_id"), REFERENCE_MOST, "client_reference_id")
    check_custom_fields(given.get("custom_fields") or ())
    check_custom_text(given)
    _check_branding(given.get("branding_settings") or {})
    check_lines(given.get("payment_intent_data") or {}, "payment_intent_data")
    check_ui_mode(given, version)


def check_all_items(given: Hash, most: int) -> None:
    """Refuse to offer so much that not all of it could be bought at once.

    In which words is inferred.

    Args:
        most: lines that there may be.

    Raises:
        ARRAY_TOO_LONG
    """
    rest = most - len(given.get("line_items") or ())
    if 0 <= rest < len(given.get("optional_items") or ()):
        raise errors.ARRAY_TOO_LONG(param="optional_items", name="optional_items", most=rest)


def check_custom_text(given: Hash) -> None:
    """Refuse a text of the shop's own that is too long.

    Raises:
        STRING_TOO_LONG
    """
    for place, text in (given.get("custom_text") or {}).items():
        if text:
            check_length(text.get("message"), TEXT_MOST, f"custom_text[{place}][message]")


def check_consent(given: Hash, country: str) -> None:
    """Refuse to ask for consent to what is not sent to shoppers of this account.

    Unlike Stripe: that the shop has terms of service is taken for granted, since nobody can say
    where they are.

    Raises:
        PROMOTIONS_NOT_HERE
    """
    asked = given.get("consent_collection") or {}
    if asked.get("promotions") == "auto" and country != "US":
        raise errors.PROMOTIONS_NOT_HERE()


def _check_branding(asked: Hash) -> None:
    """Refuse colors that are none, and pictures that are nowhere.

    Raises:
        NOT_A_COLOR, PARAMETER_MISSING
        EXCLUSIVE_UNCODED: of an icon and a logo. That it is refused is documented; the words are
            those of others that exclude each other.
    """
    if asked.get("icon") and asked.get("logo"):
        names = "branding_settings[icon], branding_settings[logo]"
        raise errors.EXCLUSIVE_UNCODED(names=names, param="branding_settings[icon]")
    for name in ("background_color", "button_color"):
        color = asked.get(name)
        if color and COLOR.fullmatch(color) is None:
            raise errors.NOT_A_COLOR(param=f"branding_settings[{name}]", value=color)
    for name in ("icon", "logo"):
        picture = asked.get(name)
        if picture and not picture.get(picture["type"]):
            at = f"branding_settings[{name}][{picture['type']}]"
            raise errors.PARAMETER_MISSING(name=at, param=at)


def check_mode(given: Hash, mode: str) -> None:
    """Refuse what a mode does not know.

    Raises:
        NOT_IN_MODE
    """
    for name in NOT_IN[mode]:
        if given.get(name) is not None and not _of_old(name, mode, given):
            raise errors.NOT_IN_MODE(name=name, mode=mode)
    if mode == "setup" and (given.get(PHONE) or {}).get("enabled"):
        raise errors.NOT_IN_MODE(name=PHONE, mode=mode)
    options = (given.get("payment_method_options") or {}).values()
    if mode == "subscription" and any(each and each.get(KEPT) for each in options):
        raise errors.NOT_IN_MODE(name=f"payment_method_options[{KEPT}]", mode=mode)


def check_rhythm(mode: str, lines: Sequence[LineItem]) -> None:
    """Refuse lines that recur in a payment, and a subscription without one, or with too many.

    Of several that recur, all do so alike: Subscriptions alone are of mixed intervals.

    Raises:
        RECURRING_IN_PAYMENT, SUBSCRIPTION_NEEDS_RECURRING, INTERVALS_MIXED, TOO_MANY_OF_A_KIND
    """
    recurring = [line.price is not None and line.price.recurring is not None for line in lines]
    if mode == "payment" and any(recurring):
        at = f"line_items[{recurring.index(True)}]"
        raise errors.RECURRING_IN_PAYMENT(param=f"{at}[price]")
    if mode != "subscription":
        return
    if not any(recurring):
        raise errors.SUBSCRIPTION_NEEDS_RECURRING(param="line_items")
    check_intervals(lines)
    if recurring.count(True) > OF_A_KIND_MAX:
        raise errors.TOO_MANY_OF_A_KIND(kind="recurring", most=OF_A_KIND_MAX)
    if recurring.count(False) > OF_A_KIND_MAX:
        raise errors.TOO_MANY_OF_A_KIND(kind="one-time", most=OF_A_KIND_MAX)


def check_intervals(lines: Sequence[LineItem]) -> None:
    """Refuse prices that recur unlike each other.

    Raises:
        INTERVALS_MIXED
    """
    rhythms = [line.price.recurring for line in lines if line.price is not None]
    if len({(each.interval, each.interval_count) for each in rhythms if each is not None}) > 1:
        raise errors.INTERVALS_MIXED()


def _of_old(name: str, mode: str, given: Hash) -> bool:
    """Before line items had prices, a subscription was described by its data alone."""
    return name == "subscription_data" and mode == "payment" and not given.get("mode")


def check_subscription(given: Hash, now: int) -> None:
    """Refuse a trial that is none, or too short, and periods that begin in the past.

    Raises:
        EXCLUSIVE, TRIAL_DAYS_NONE, TRIAL_ENDS_TOO_SOON, IN_THE_PAST, TOO_SMALL, TOO_GREAT
    """
    told = given.get("subscription_data") or {}
    days, end = told.get("trial_period_days"), told.get("trial_end")
    if days is not None and end is not None:
        names = ("subscription_data[trial_end]", "subscription_data[trial_period_days]")
        raise errors.EXCLUSIVE(names=", ".join(names), param=names[0])
    if days is not None and days < 1:
        raise errors.TRIAL_DAYS_NONE()
    if end is not None and end < now + TRIAL_LEAST:
        raise errors.TRIAL_ENDS_TOO_SOON()
    anchor_configs.check(told, "subscription_data")
    anchor, name = told.get("billing_cycle_anchor"), "subscription_data[billing_cycle_anchor]"
    if anchor is not None and anchor <= now:
        raise errors.IN_THE_PAST(param=name, name=name, value=anchor)


def check_customer(given: Hash, customer: Customer | None) -> None:
    """Refuse to work out tax for a Customer who lives nowhere.

    Raises:
        TAX_NEEDS_ADDRESS, TAX_ID_NEEDS_NAME
    """
    if customer is None:
        return
    update = given.get("customer_update") or {}
    taxed = (given.get("automatic_tax") or {}).get("enabled")
    if taxed and customer.address is None and update.get("address") != "auto":
        raise errors.TAX_NEEDS_ADDRESS()
    if (given.get("tax_id_collection") or {}).get("enabled") and update.get("name") != "auto":
        raise errors.TAX_ID_NEEDS_NAME()
