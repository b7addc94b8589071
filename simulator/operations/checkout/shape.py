"""What a new Checkout Session shows, before anybody has seen its page.

Source: API reference, "Create a Checkout Session"; the values are recorded ones of 2025 and 2026
where platform facts name them so, else the documented defaults.
"""

from typing import Any, Final

from msgspec import UNSET, UnsetType

from simulator.operations.accounts.accounts import name_of
from simulator.operations.checkout.custom_fields import shown_field
from simulator.operations.checkout.methods import saves
from simulator.operations.checkout.ui_mode import ui_mode_of
from simulator.resources.checkout_session import Session
from simulator.resources.customer import Customer
from simulator.wire.echo import shown
from simulator.wire.legacy import BASIL, DAHLIA, LINE_ITEM_PRICES
from simulator.work import Work

Hash = dict[str, Any]
AS_SENT: Final = (
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer_account",
    "customer_email",
    "excluded_payment_method_types",
    "integration_identifier",
    "locale",
    "origin_context",
    "permissions",
    "shipping_address_collection",
    "submit_type",
    "success_url",
    "wallet_options",
)
"""Parameters that the Session shows as they were sent, with what they leave open as null."""
NO_INVOICE: Final[Hash] = {
    "enabled": False,
    "invoice_data": {
        "account_tax_ids": None,
        "custom_fields": None,
        "description": None,
        "footer": None,
        "issuer": None,
        "metadata": {},
        "rendering_options": None,
    },
}


def details(work: Work, given: Hash, mode: str, customer: Customer | None) -> Hash:
    """The fields of a new Session that depend on its parameters and its mode alone."""
    setup = mode == "setup"
    fields: Hash = {
        name: shown("checkout.Session", name, given[name])
        for name in AS_SENT
        if given.get(name) is not None
    }
    ui_mode = ui_mode_of(given)
    hosted = ui_mode == "hosted_page"
    if not hosted and ui_mode != "elements":
        fields["redirect_on_completion"] = given.get("redirect_on_completion") or "always"
    if given.get("return_url"):
        fields["return_url"] = given["return_url"]
    fields |= {
        "adaptive_pricing": _adaptive_pricing(work, given, mode),
        "after_expiration": _after_expiration(given),
        "automatic_tax": _automatic_tax(given, customer),
        "branding_settings": _branding(work, given),
        "consent_collection": consent_collection(given),
        "custom_fields": [shown_field(field) for field in given.get("custom_fields") or ()],
        "custom_text": custom_text(given),
        "discounts": None if setup else [],
        "invoice_creation": _invoice_creation(given) if mode == "payment" else None,
        "managed_payments": {"enabled": bool((given.get("managed_payments") or {}).get("enabled"))},
        "metadata": dict(given.get("metadata") or {}),
        "mode": mode,
        "name_collection": name_collection(given),
        "payment_method_collection": given.get("payment_method_collection")
        or ("always" if mode != "payment" or work.version < LINE_ITEM_PRICES else "if_required"),
        "payment_status": "no_payment_required" if setup else "unpaid",
        "phone_number_collection": {
            "enabled": bool((given.get("phone_number_collection") or {}).get("enabled"))
        },
        "ui_mode": ui_mode,
    }
    if given.get("tax_id_collection"):
        asked = given["tax_id_collection"]
        fields["tax_id_collection"] = {
            "enabled": bool(asked.get("enabled")),
            "required": asked.get("required") or "never",
        }
    return fields | _of_customer(work, given, mode, customer)


def _adaptive_pricing(work: Work, given: Hash, mode: str) -> Hash | None:
    """Whether the page shows prices in the shopper's own currency.

    Recorded: subscriptions had none of it until basil, could not have it until dahlia, and have it
    since; payments always had it.
    """
    asked = given.get("adaptive_pricing")
    if asked is not None and asked.get("enabled") is not None:
        return {"enabled": bool(asked["enabled"])}
    if mode == "subscription" and work.version < BASIL:
        return None
    return {"enabled": mode == "payment" or (mode == "subscription" and work.version >= DAHLIA)}


def _after_expiration(given: Hash) -> Hash | None:
    recovery = (given.get("after_expiration") or {}).get("recovery")
    if not recovery:
        return None
    return {
        "recovery": {
            "allow_promotion_codes": bool(recovery.get("allow_promotion_codes")),
            "enabled": recovery["enabled"],
            "expires_at": None,
            "url": None,
        }
    }


def _automatic_tax(given: Hash, customer: Customer | None) -> Hash:
    """Who is liable, and whether it is known where the shopper is taxed."""
    asked = given.get("automatic_tax") or {}
    if not asked.get("enabled"):
        return {"enabled": False, "liability": None, "provider": None, "status": None}
    liability = asked.get("liability") or {"type": "self"}
    located = customer is not None and customer.address is not None and customer.address.country
    return {
        "enabled": True,
        "liability": liability,
        "provider": "stripe",
        "status": "complete" if located else "requires_location_inputs",
    }


def _branding(work: Work, given: Hash) -> Hash:
    asked = given.get("branding_settings") or {}
    return {
        "background_color": asked.get("background_color") or "#ffffff",
        "border_style": asked.get("border_style") or "rounded",
        "button_color": asked.get("button_color") or "#0074d4",
        "display_name": asked.get("display_name") or name_of(work) or "",
        "font_family": asked.get("font_family") or "default",
        "icon": _picture(asked.get("icon")),
        "logo": _picture(asked.get("logo")),
    }


def shop_name(work: Work, session: Session) -> str:
    """What the shop calls itself on the page."""
    branding = session.branding_settings
    named = branding["display_name"] if isinstance(branding, dict) else name_of(work)
    return named or ""


def _picture(given: Hash | None) -> Hash | None:
    return (
        {name: given[name] for name in ("file", "type", "url") if name in given} if given else None
    )


def consent_collection(given: Hash) -> Hash | None:
    """What the shopper is asked to agree to; what was not said of it is `none`, which was seen."""
    asked = given.get("consent_collection")
    if not asked:
        return None
    return {
        "payment_method_reuse_agreement": asked.get("payment_method_reuse_agreement"),
        "promotions": asked.get("promotions") or "none",
        "terms_of_service": asked.get("terms_of_service") or "none",
    }


def name_collection(given: Hash) -> Hash | UnsetType:
    """Which names the shopper is asked for, and must say."""
    asked = given.get("name_collection")
    if not asked:
        return UNSET
    return {
        whose: {"enabled": of["enabled"], "optional": bool(of.get("optional"))}
        for whose, of in sorted(asked.items())
        if of
    }


def custom_text(given: Hash) -> Hash:
    asked = given.get("custom_text") or {}
    places = ("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")
    return {place: asked.get(place) or None for place in places}


def _invoice_creation(given: Hash) -> Hash:
    asked = given.get("invoice_creation") or {}
    data = asked.get("invoice_data") or {}
    blank: Hash = NO_INVOICE["invoice_data"]
    shown_data = {name: data.get(name, value) for name, value in blank.items()}
    if looks := shown_data["rendering_options"]:
        shown_data["rendering_options"] = {"amount_tax_display": None, "template": None} | looks
    if asked.get("enabled") and shown_data["issuer"] is None:
        shown_data["issuer"] = {"type": "self"}
    return {"enabled": bool(asked.get("enabled")), "invoice_data": shown_data}


def _of_customer(work: Work, given: Hash, mode: str, customer: Customer | None) -> Hash:
    """What depends on who buys, so far as that is known."""
    known = None
    email = customer.email if customer is not None else given.get("customer_email")
    if email and mode != "setup":
        known = {
            "address": None,
            "business_name": None,
            "email": email,
            "individual_name": None,
            "name": None,
            "phone": None,
            "tax_exempt": customer.tax_exempt if customer is not None else "none",
            "tax_ids": None,
        }
    creation = _creation(work, given, mode) if customer is None else None
    redisplays = customer is not None or creation == "always" or mode == "subscription"
    redisplays |= bool(given.get("saved_payment_method_options"))
    return {
        "collected_information": None
        if known is None
        else {"business_name": None, "individual_name": None, "shipping_details": None},
        "customer": None if customer is None else customer.id,
        "customer_creation": creation,
        "customer_details": known,
        "saved_payment_method_options": _saved(work, given)
        if redisplays and mode != "setup"
        else None,
    }


def _creation(work: Work, given: Hash, mode: str) -> str | None:
    """Whether a Customer is made of a guest. Until 2022-08-01 one always was."""
    if given.get("customer_creation"):
        return str(given["customer_creation"])
    if mode == "setup":
        return None  # inferred: nothing of it is recorded
    if mode == "subscription" or work.version < LINE_ITEM_PRICES:
        return "always"
    keeps = saves(given.get("payment_intent_data") or {}, given.get("payment_method_options"))
    bills = (given.get("invoice_creation") or {}).get("enabled")
    return "always" if keeps or bills else "if_required"


def _saved(work: Work, given: Hash) -> Hash:
    asked = given.get("saved_payment_method_options") or {}
    # Quoted: null before basil, where nothing was asked for.
    by_default = "disabled" if work.version >= BASIL else None
    return {
        "allow_redisplay_filters": asked.get("allow_redisplay_filters") or ["always"],
        "payment_method_remove": asked.get("payment_method_remove") or by_default,
        "payment_method_save": asked.get("payment_method_save"),
    }
