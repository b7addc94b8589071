"""What a shopper typed into the payment page, read and looked over before anything is tried.

Mistakes are told by field, in the words of Stripe's own page.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from simulator import money
from simulator.operations.checkout.paying import asks_for_method
from simulator.operations.selling.tax_id_formats import EUROPE
from simulator.operations.selling.tax_ids import reads_like
from simulator.pages import method_fields
from simulator.pages.method_fields import digits
from simulator.resources.checkout_session import Session
from simulator.shopper import Shopper

Hash = dict[str, Any]
TAX_ID_TYPES: Final = {
    "eu_vat": "EU VAT", "gb_vat": "GB VAT", "us_ein": "US EIN", "au_abn": "AU ABN",
    "ca_gst_hst": "CA GST/HST", "ch_vat": "CH VAT", "in_gst": "IN GST", "no_vat": "NO VAT",
}  # fmt: skip
"""Those that the page offers: the API takes all there are."""
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
CHOSEN: Final = "amount."
"""What the fields begin with in which the shopper says what to pay; the Price follows."""
FIELD_MAX: Final = 500
"""Characters of one field; more is cut off."""


class Filled(msgspec.Struct, frozen=True):
    """The page as it was submitted, and what is wrong with it, by field."""

    values: Mapping[str, str]
    wrong: Mapping[str, str]

    def get(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def beginning(self, name: str, value: str) -> "Filled":
        """The page with something in a field that nobody has touched yet."""
        return Filled({**self.values, name: value}, self.wrong)

    @property
    def method(self) -> str:
        """The kind of PaymentMethod that was chosen."""
        return self.get("method") or "card"


BLANK: Final = Filled({}, {})


def read(body: bytes, session: Session) -> Filled:
    """The fields of a submitted page; a kind that is not offered is taken for the first that is."""
    text = body.decode("utf-8", "replace")
    pairs = parse_qsl(text, keep_blank_values=True)  # Emptied is not untouched.
    values = {name: value.strip()[:FIELD_MAX] for name, value in pairs}
    kinds = method_fields.shown_kinds(session.payment_method_types)
    if values.get("method") not in kinds:
        values["method"] = next(iter(kinds), "card")
    return Filled(values, _wrong(values, session))


def _wrong(values: Mapping[str, str], session: Session) -> dict[str, str]:
    wrong: dict[str, str] = {}
    email = known_email(session) or values.get("email", "")
    if not email:
        wrong["email"] = "Required"
    elif EMAIL.fullmatch(email) is None:
        wrong["email"] = "Your email is invalid."
    if asks_for_method(session):
        kind = values["method"]
        wrong |= _wrong_card(values) if kind == "card" else method_fields.wrong(kind, values)
    for field in session.custom_fields:
        if said := _wrong_answer(field, values.get(f"custom.{field['key']}", "")):
            wrong[f"custom.{field['key']}"] = said
    if session.shipping_address_collection is not None:
        for name in ("shippingName", "shippingLine1", "shippingCity", "shippingPostalCode"):
            if not values.get(name):
                wrong[name] = "Required"
    phone = session.phone_number_collection
    if isinstance(phone, dict) and phone["enabled"] and not values.get("phone"):
        wrong["phone"] = "Required"
    return wrong | _wrong_extras(values, session)


def _wrong_answer(field: Hash, answer: str) -> str | None:
    """What is wrong with what was typed into a field of the shop's own."""
    if not answer:
        return None if field["optional"] else "Required"
    own = field[field["type"]]
    if field["type"] == "dropdown":
        offered = any(option["value"] == answer for option in own["options"])
        return None if offered else "Required"
    if field["type"] == "numeric" and not (answer.isascii() and answer.isdigit()):
        return "Please enter digits only."
    least, most = own["minimum_length"], own["maximum_length"]
    if least is not None and len(answer) < least:
        return f"Please enter at least {least} characters."
    if most is not None and len(answer) > most:
        return f"Please enter at most {most} characters."
    return None


def _wrong_extras(values: Mapping[str, str], session: Session) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if wants_address(session):
        for name in ("addressLine1", "addressCity", "postalCode"):
            if not values.get(name):
                wrong[name] = "Required"
    for whose, optional in asked_names(session).items():
        if not optional and not values.get(f"{whose}Name"):
            wrong[f"{whose}Name"] = "Required"
    consent = session.consent_collection or {}
    if consent.get("terms_of_service") == "required" and not values.get("termsOfService"):
        wrong["termsOfService"] = "Required"
    if _wants_tax_id(values, session) and not values.get("taxIdValue"):
        wrong["taxIdValue"] = "Required"
    if _has_tax_id(values, session) and not reads_like(values["taxIdType"], values["taxIdValue"]):
        wrong["taxIdValue"] = "Your tax ID is invalid."
    return wrong


def wants_address(session: Session) -> bool:
    """Whether the whole billing address is to be typed in, and not only where it is."""
    return session.billing_address_collection == "required" and asks_for_method(session)


def asked_names(session: Session) -> dict[str, bool]:
    """The names that the shop asks for (of the business, of the person), and if they may lack."""
    asked: Any = session.name_collection or {}
    return {whose: of["optional"] for whose, of in asked.items() if of["enabled"]}


def _has_tax_id(values: Mapping[str, str], session: Session) -> bool:
    asked: Any = session.tax_id_collection or {}
    return bool(asked.get("enabled") and values.get("taxIdType") and values.get("taxIdValue"))


def _wants_tax_id(values: Mapping[str, str], session: Session) -> bool:
    """Whether there is no paying without a tax id: where a country has some that the page takes."""
    asked: Any = session.tax_id_collection or {}
    if not asked.get("enabled") or asked.get("required") != "if_supported":
        return False
    country = values.get("country") or "US"
    area = "eu" if country in EUROPE else country.lower()
    return any(kind.split("_")[0] == area for kind in TAX_ID_TYPES)


def _wrong_card(values: Mapping[str, str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not 12 <= len(digits(values.get("cardNumber", ""))) <= 19:
        wrong["cardNumber"] = "Your card number is incomplete."
    if expiry(values.get("cardExpiry", "")) is None:
        wrong["cardExpiry"] = "Your card’s expiration date is incomplete."
    if not 3 <= len(digits(values.get("cardCvc", ""))) <= 4:
        wrong["cardCvc"] = "Your card’s security code is incomplete."
    return wrong


def expiry(text: str) -> tuple[int, int] | None:
    """Month and year of `12 / 34`, `1234` or `12/2034`."""
    found = re.fullmatch(r"(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})", text.strip())
    return None if found is None else (int(found[1]), int(found[2]))


def known_email(session: Session) -> str | None:
    """The address that the shop has given; the shopper cannot change it."""
    known = (session.customer_details or {}).get("email") or session.customer_email
    return known if isinstance(known, str) else None


def amounts_of(values: Mapping[str, str], session: Session) -> dict[str, int]:
    """By price, what the shopper chose to pay; what is no amount counts as none, and is refused."""
    currency = session.currency or ""
    return {
        name.removeprefix(CHOSEN): money.read(text, currency) or 0
        for name, text in values.items()
        if name.startswith(CHOSEN)
    }


def address_of(filled: Filled) -> Hash:
    """The billing address, so far as it was typed in."""
    told = {
        "city": filled.get("addressCity"),
        "line1": filled.get("addressLine1"),
        "postal_code": filled.get("postalCode"),
    }
    typed = {name: value for name, value in told.items() if value}
    return {"country": filled.get("country") or "US"} | typed


def method_data(filled: Filled, email: str) -> Hash:
    """The PaymentMethod that the fields describe, as the API's parameters."""
    billing: Hash = {"email": email, "address": address_of(filled)}
    for name, field in (("name", "name"), ("phone", "phone")):
        if filled.get(field):
            billing[name] = filled.get(field)
    kind = filled.method
    data: Hash = {"type": kind, "billing_details": billing}
    if kind == "card":
        month, year = expiry(filled.get("cardExpiry")) or (0, 0)
        data["card"] = {
            "number": digits(filled.get("cardNumber")),
            "exp_month": month,
            "exp_year": year,
            "cvc": digits(filled.get("cardCvc")),
        }
    elif own := method_fields.own_hash(kind, filled.values):
        data[kind] = own
    return data


def shopper_of(filled: Filled, session: Session) -> Shopper:
    """Who the fields describe."""
    address = address_of(filled)
    shipping = None
    if session.shipping_address_collection is not None:
        shipping = {
            "address": {
                "city": filled.get("shippingCity") or None,
                "country": filled.get("shippingCountry") or None,
                "line1": filled.get("shippingLine1") or None,
                "line2": None,
                "postal_code": filled.get("shippingPostalCode") or None,
                "state": None,
            },
            "name": filled.get("shippingName"),
        }
    return Shopper(
        email=filled.get("email") or None,
        name=filled.get("name") or None,
        phone=filled.get("phone") or None,
        address=address,
        business_name=filled.get("businessName") or None,
        individual_name=filled.get("individualName") or None,
        shipping=shipping,
        tax_ids=[{"type": filled.get("taxIdType"), "value": filled.get("taxIdValue")}]
        if _has_tax_id(filled.values, session)
        else (),
        opts_in=bool(filled.get("promotions")),
        custom_fields={
            field["key"]: filled.get(f"custom.{field['key']}") for field in session.custom_fields
        },
        shipping_rate=filled.get("shippingRate") or None,
        promotion_code=filled.get("promotionCode") or None,
        amounts=amounts_of(filled.values, session),
        options=method_fields.attempt_options(filled.method, filled.values),
    )
