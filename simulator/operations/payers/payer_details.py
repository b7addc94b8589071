"""What has to be known of a payer, by the kind of PaymentMethod.

Some kinds are refused when the PaymentMethod is made, others only when it is to pay. What Stripe
asks has become less over the years: bancontact, eps and p24 want no name any more (July 2026),
Klarna neither country nor address (2025-02-24.acacia), Afterpay no address (2025).

Source: refusals quoted by integrators and by the tests of Stripe's mobile SDKs; the page of each
kind in Stripe docs. Kinds of which no refusal is quoted are inferred from their page, and asked at
the last moment, so that nothing is refused too early. The order of the details is inferred, too.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.fixed.iso_countries import COUNTRIES, WITHOUT_CODE
from simulator.resources.payment_method import PaymentMethod
from simulator.resources.person import BillingDetails
from simulator.work import Work

Asked = Mapping[str, tuple[str, ...]]

TO_BE_MADE: Final[Asked] = {
    "afterpay_clearpay": ("name", "email"),
    "giropay": ("name",),
    "oxxo": ("name", "email"),
    "sepa_debit": ("name", "email"),
    "us_bank_account": ("name",),
}
"""Each of these has been seen refused."""
TO_PAY: Final[Asked] = {
    "acss_debit": ("name", "email"),
    "au_becs_debit": ("name", "email"),
    "bacs_debit": ("name", "email"),
    "boleto": ("name", "email"),
    "konbini": ("name", "email"),
    "promptpay": ("email",),
}
"""Promptpay has been seen refused; all others are inferred."""
TAX_ID_OF_TESTS: Final = "000.000.000-00"
"""A Brazilian tax id that test mode takes. Source: Stripe docs, "Boleto payments"."""


def asked_of(kind: str) -> tuple[str, ...]:
    """What has to be known of the payer, sooner or later, to pay with this kind."""
    return TO_BE_MADE.get(kind, ()) + TO_PAY.get(kind, ())


def check_made(kind: str, details: BillingDetails) -> None:
    """Refuse to make a PaymentMethod of which too little is known.

    Raises:
        PARAMETER_MISSING, by the same name wherever the details were sent: recorded of promptpay
    """
    for name in TO_BE_MADE.get(kind, ()):
        if not getattr(details, name):
            raise _missing(f"billing_details[{name}]")


def check_country(given: Mapping[str, Any] | None, at: str) -> None:
    """Refuse a country of billing details that is none; of a Customer's address none is looked at.

    Args:
        given: `billing_details`, as they were sent.
        at: what they were sent as, for errors.

    Raises:
        PARAMETER_EMPTY, COUNTRY_UNKNOWN
    """
    country = ((given or {}).get("address") or {}).get("country")
    if country is None or country.upper() in COUNTRIES | WITHOUT_CODE:
        return
    param = f"{at}[address][country]"
    if country == "":
        raise errors.PARAMETER_EMPTY(name=param, param=param)
    raise errors.COUNTRY_UNKNOWN(country=country, param=param)


def check_pays(method: PaymentMethod) -> None:
    """Refuse to pay with, or to set up, a PaymentMethod of which too little is known.

    Raises:
        PARAMETER_MISSING
    """
    for name in TO_PAY.get(method.type, ()):
        if not getattr(method.billing_details, name):
            raise _missing(f"billing_details[{name}]")
    if _lacks_tax_id(method):
        raise _missing("boleto[tax_id]")


def asked_on_page(work: Work, method: PaymentMethod, typed: Mapping[str, Any]) -> PaymentMethod:
    """The PaymentMethod with what Stripe's own page would not have let its payer leave out.

    Args:
        typed: `name` and `email`, as far as they are known.
    """
    known = method.billing_details
    lacking = [name for name in TO_PAY.get(method.type, ()) if not getattr(known, name)]
    if not lacking and not _lacks_tax_id(method):
        return method
    filled = {name: typed.get(name) or typed["email"] for name in lacking}
    changes: dict[str, Any] = {"billing_details": replace(known, **filled)}
    if _lacks_tax_id(method):
        changes["boleto"] = {"tax_id": TAX_ID_OF_TESTS}
    return work.keep(replace(method, **changes))


def _lacks_tax_id(method: PaymentMethod) -> bool:
    if method.type != "boleto" or method.billing_details.tax_id:
        return False
    shown: Any = method.boleto
    return not (shown or {}).get("tax_id")


def _missing(name: str) -> errors.StripeError:
    return errors.PARAMETER_MISSING(name=name, param=name)
