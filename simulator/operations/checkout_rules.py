"""What may be asked of a new Checkout Session, and what goes with what.

Source: API reference, "Create a Checkout Session"; the sentences are quoted refusals.
"""

from typing import Any, Final

from simulator import errors
from simulator.operations.checkout_shape import UI_MODES
from simulator.resources.customer import Customer
from simulator.wire.legacy import DAHLIA

Hash = dict[str, Any]
NOT_IN: Final = {
    "payment": ("setup_intent_data", "subscription_data"),
    "setup": (
        "allow_promotion_codes",
        "discounts",
        "line_items",
        "payment_intent_data",
        "shipping_options",
        "subscription_data",
    ),
    "subscription": ("payment_intent_data", "setup_intent_data"),
}
"""Parameters that a mode does not know."""
EXCLUSIVE: Final = (
    (errors.EXCLUSIVE, ("customer", "customer_email")),
    (errors.EXCLUSIVE_DISCOUNTS, ("allow_promotion_codes", "discounts")),
)
LINES_MAX: Final = 100
SHIPPING_OPTIONS_MAX: Final = 5
CUSTOM_FIELDS_MAX: Final = 3
LONGEST: Final = {
    "line_items": LINES_MAX,
    "shipping_options": SHIPPING_OPTIONS_MAX,
    "custom_fields": CUSTOM_FIELDS_MAX,
    "discounts": 1,
}
"""Elements of an array, at most."""


def check(given: Hash, mode: str, version: str) -> None:
    """Refuse what does not go together, before anything is looked up.

    Raises:
        EXCLUSIVE, NOT_IN_MODE, ONLY_IN_PAYMENT, ONLY_WITH_CUSTOMER, INVOICE_ONLY_IN_PAYMENT,
        NOT_WITH_UI_MODE, PARAMETER_MISSING, INVALID_URL, ARRAY_TOO_LONG
    """
    for name, most in LONGEST.items():
        if len(given.get(name) or ()) > most:
            raise errors.ARRAY_TOO_LONG(param=name, name=name, most=most)
    for row, pair in EXCLUSIVE:
        if all(given.get(name) is not None for name in pair):
            raise row(names=", ".join(pair), param=pair[0])
    for name in NOT_IN[mode]:
        if given.get(name) is not None and not _of_old(name, mode, given):
            raise errors.NOT_IN_MODE(name=name, mode=mode)
    if given.get("customer_creation") and mode == "subscription":
        raise errors.ONLY_IN_PAYMENT(name="customer_creation")
    if given.get("customer_update") and not (
        given.get("customer") or given.get("customer_account")
    ):
        raise errors.ONLY_WITH_CUSTOMER()
    if (given.get("invoice_creation") or {}).get("enabled") and mode != "payment":
        raise errors.INVOICE_ONLY_IN_PAYMENT()
    check_addresses(given, version)


def _of_old(name: str, mode: str, given: Hash) -> bool:
    """Before line items had prices, a subscription was described by its data alone."""
    return name == "subscription_data" and mode == "payment" and not given.get("mode")


def check_addresses(given: Hash, version: str) -> None:
    """Refuse addresses that are missing, unwanted, or none.

    Raises:
        PARAMETER_MISSING, NOT_WITH_UI_MODE, INVALID_URL
    """
    asked = given.get("ui_mode") or "hosted_page"
    ui_mode = UI_MODES.get(asked, asked)
    if ui_mode == "hosted_page":
        if not given.get("success_url"):
            raise errors.PARAMETER_MISSING(name="success_url", param="success_url")
        unwanted = [name for name in ("redirect_on_completion", "return_url") if given.get(name)]
    else:
        unwanted = [name for name in ("cancel_url", "success_url") if given.get(name)]
    if unwanted:
        old = {new: name for name, new in UI_MODES.items()}
        shown = asked if version >= DAHLIA else old.get(ui_mode, ui_mode)
        raise errors.NOT_WITH_UI_MODE(ui_mode=shown, names=", ".join(unwanted), param=unwanted[0])
    stays = given.get("redirect_on_completion") == "never"
    if ui_mode == "embedded_page" and not given.get("return_url") and not stays:
        raise errors.PARAMETER_MISSING(name="return_url", param="return_url")
    for name in ("success_url", "cancel_url", "return_url"):
        address = given.get(name)
        if address is not None and not is_address(address):
            raise errors.INVALID_URL(param=name)


def is_address(text: str) -> bool:
    """Whether a browser could be sent there: a scheme, also an app's own, and something behind."""
    scheme, colon, rest = text.partition("://")
    plain = scheme.replace("+", "").replace("-", "").replace(".", "")
    runs = scheme.casefold() in ("data", "javascript", "vbscript")  # in the shopper's browser
    return (
        bool(colon and rest and plain.isalnum())
        and not runs
        and not any(character.isspace() for character in text)
    )


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
