"""Who pays on the page: what was typed into it, and what the Session says of that in the end.

Source: API reference, "The Checkout Session object" (collected_information, consent,
customer_details, custom_fields).
"""

from typing import Any, Final

import msgspec

from simulator.operations.checkout.completing import COLLECTED
from simulator.operations.selling import tax_ids
from simulator.resources.checkout_session import Session
from simulator.resources.customer import Customer
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import NO_BILLING_DETAILS
from simulator.shopper import Shopper
from simulator.work import Work

Hash = dict[str, Any]
BLANK: Final[Hash] = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
"""An address of which nothing is known."""
EMAIL: Final = "shopper@example.com"
"""What the page's shopper types as an e-mail address, where a caller does not say."""
NAMES: Final = {"business": "Example Ltd", "individual": "Jo Example"}
"""The same for names, where they must be said."""


def typed_by(work: Work, session: Session, shopper: Shopper, method: PaymentMethod | None) -> Hash:
    """What a submitted page says: fields of the Session, once it is complete.

    Raises:
        TAX_ID_INVALID
    """
    details = _details(work, session, shopper, method)
    names = {
        f"{whose}_name": name
        for whose in NAMES
        if (name := _name(session, whose, getattr(shopper, f"{whose}_name"), details["name"]))
    }
    collected = session.collected_information
    told: Hash = dict(names)
    if shopper.shipping is not None:
        address = BLANK | (shopper.shipping.get("address") or {})
        told["shipping_details"] = shopper.shipping | {"address": address}
    if told:
        collected = dict.fromkeys(COLLECTED) | (collected or {}) | told
    return {
        "collected_information": collected,
        "consent": _consent(session, shopper),
        "custom_fields": [
            _answered(field, shopper.custom_fields) for field in session.custom_fields
        ],
        "customer_details": details | names,
    }


def _name(session: Session, whose: str, typed: str | None, known: str | None) -> str | None:
    """The name of a business or a person, where the page asks for it."""
    asked = (session.name_collection or {}).get(whose) or {}
    if not asked.get("enabled"):
        return None
    if typed or asked["optional"]:
        return typed
    return (known if whose == "individual" else None) or NAMES[whose]


def _consent(session: Session, shopper: Shopper) -> Hash | None:
    """What the shopper has agreed to; whoever submits the page accepts the terms that it shows."""
    asked = session.consent_collection or {}
    promotions, terms = asked.get("promotions") == "auto", asked.get("terms_of_service")
    if not promotions and terms != "required":
        return None
    chosen = "opt_in" if shopper.opts_in else "opt_out"
    return {
        "promotions": chosen if promotions else None,
        "terms_of_service": "accepted" if terms == "required" else None,
    }


def _answered(field: Hash, answers: Hash) -> Hash:
    """The shop's own field with what was typed into it."""
    kind = field["type"]
    answer = answers.get(field["key"], field[kind].get("default_value"))
    return field | {kind: field[kind] | {"value": answer or None}}


def _details(work: Work, session: Session, shopper: Shopper, method: PaymentMethod | None) -> Hash:
    """What is known of the shopper: `customer_details`."""
    known = session.customer_details or {}
    billing = NO_BILLING_DETAILS if method is None else method.billing_details
    customer = work.find(Customer, session.customer) if session.customer else None
    email = (
        (customer.email if customer else None)
        or session.customer_email
        or shopper.email
        or billing.email
        or EMAIL
    )
    address = shopper.address or msgspec.to_builtins(billing.address)
    if customer is not None and customer.address is not None and not any(address.values()):
        address = msgspec.to_builtins(customer.address)
    return {
        # Source: API reference, "The Checkout Session object" (customer_details).
        "address": None if session.mode == "setup" else BLANK | address,
        "business_name": known.get("business_name"),
        "email": email,
        "individual_name": known.get("individual_name"),
        "name": shopper.name or billing.name or (customer.name if customer else None),
        "phone": shopper.phone or billing.phone or (customer.phone if customer else None),
        "tax_exempt": known.get("tax_exempt") or "none",
        "tax_ids": _tax_ids(work, session, shopper),
    }


def _tax_ids(work: Work, session: Session, shopper: Shopper) -> list[Hash]:
    """The tax ids of the Customer, and those that were typed in where the page asks for them.

    Raises:
        TAX_ID_INVALID
    """
    known = tax_ids.shown(work, session.customer) if session.customer else []
    asked = session.tax_id_collection or {}
    if not asked.get("enabled"):
        return known
    for typed in shopper.tax_ids:
        tax_ids.check(typed["type"], typed["value"], "tax_id")
    new = ({"type": typed["type"], "value": typed["value"]} for typed in shopper.tax_ids)
    return known + [tax_id for tax_id in new if tax_id not in known]
