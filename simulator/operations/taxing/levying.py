"""What is levied on one amount: by where the customer is, who it is, and what is sold.

Rule: this file knows no requests and keeps nothing; a Sale says all that is to be known.

Source: API reference, "Tax Calculations" (taxability_reason); Stripe docs, "How tax is calculated",
"Zero tax amounts and reverse charges". Which reason goes before which, that each tax is rounded
half up by itself, and that goods and services are taxed alike is inferred.

Unlike Stripe: taxes of counties and cities are not known, nor are limits of turnover, holidays and
most of what is taxed less.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from simulator import money
from simulator.fixed import levies
from simulator.fixed.levies import Levy
from simulator.operations.taxing.places import Place
from simulator.resources.tax import Registration

Hash = dict[str, Any]
ONE_STOP: Final = frozenset({"ioss", "oss_non_union", "oss_union"})
"""Registrations in one country of the union by which all others are paid, too."""
ASK_NOBODY: Final = frozenset({"CA", "US"})
"""Countries in which a business pays like anybody."""
OVER: Final = Decimal(100)


class Sale(NamedTuple):
    """What decides about the taxes of all that is sold at once."""

    place: Place
    home: str
    """The country of the seller."""
    registrations: Sequence[Registration]
    override: str = "none"
    tax_ids: Sequence[Hash] = ()


class Part(NamedTuple):
    """One tax on one amount, or why there is none."""

    levy: Levy | None
    place: Place
    amount: int
    taxable_amount: int
    percent: str
    reason: str

    @property
    def is_imposed(self) -> bool:
        return self.taxable_amount > 0


def parts_of(sale: Sale, amount: int, tax_code: str, *, inclusive: bool) -> list[Part]:
    """The taxes on an amount, minor units; inclusive ones are part of it."""
    known = levies.levies_of(*sale.place)
    if not known:
        reason = "not_supported" if known is None else "not_subject_to_tax"
        return [Part(None, sale.place, 0, 0, "0", reason)]
    found = [(levy, *_rate(sale, levy, tax_code)) for levy in known]
    share = sum((Decimal(percent) for _, percent, _ in found), Decimal(0)) / OVER
    net = money.share(amount, str(1 / (1 + share))) if inclusive else amount
    parts = [
        Part(
            levy,
            sale.place,
            money.share(net, str(Decimal(percent) / OVER)),
            net if reason in TAXED else 0,
            percent,
            reason,
        )
        for levy, percent, reason in found
    ]
    return _whole(parts, amount - net) if inclusive and share else parts


TAXED: Final = frozenset({"reduced_rated", "standard_rated", "zero_rated"})
"""Reasons for which there is a rate, be it nothing."""


def _whole(parts: list[Part], tax: int) -> list[Part]:
    """The parts of what is inclusive: the last takes what rounding has left."""
    rest = tax - sum(part.amount for part in parts[:-1])
    return [*parts[:-1], parts[-1]._replace(amount=rest)]


def _rate(sale: Sale, levy: Levy, tax_code: str) -> tuple[str, str]:
    """What is levied, percent, and for which reason."""
    if not _collects(sale, levy):
        return "0", "not_collecting"
    if sale.override != "none":
        return "0", sale.override
    percent = levies.percent_of(levy, tax_code)
    if percent is None:
        return "0", "product_exempt"
    if _pays_itself(sale, levy):
        return "0", "reverse_charge"
    if percent == levy.percent:
        return percent, "standard_rated"
    return percent, "zero_rated" if percent == "0" else "reduced_rated"


def collects_in(registrations: Sequence[Registration], place: Place) -> bool:
    """Whether somebody with these registrations collects any tax at a place."""
    known = levies.levies_of(*place) or ()
    return any(_covers(each, levy) for each in registrations for levy in known)


def _collects(sale: Sale, levy: Levy) -> bool:
    """Whether the seller is registered for it."""
    return any(_covers(each, levy) for each in sale.registrations)


def _covers(registration: Registration, levy: Levy) -> bool:
    options: Hash = registration.country_options.get(registration.country.lower()) or {}
    kind = options.get("type")
    if kind in ONE_STOP:
        return levies.in_union(levy.country)
    if registration.country != levy.country:
        return False
    if levy.country == "US":
        return kind == "state_sales_tax" and options.get("state") == levy.state
    if levy.of_state:
        return (options.get("province_standard") or {}).get("province") == levy.state
    return kind != "province_standard"


def _pays_itself(sale: Sale, levy: Levy) -> bool:
    """Whether the customer is a business in another country, and owes the tax itself."""
    country = levy.country
    if country == sale.home or country in ASK_NOBODY:
        return False
    prefix = "eu_" if levies.in_union(country) else f"{country.lower()}_"
    return any(str(each["type"]).startswith(prefix) for each in sale.tax_ids)
