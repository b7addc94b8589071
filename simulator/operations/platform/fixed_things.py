"""Country Specs, Exchange Rates and Tax Codes: read and listed.

Source: API reference, "Country Specs", "Exchange Rates", "Tax Codes". In which order they are
listed is inferred.
"""

from typing import Any

from simulator import errors, fixed
from simulator.catalogue.things import Thing
from simulator.wire.lists import Page, page_in_order
from simulator.wire.nouns import noun_of
from simulator.work import Work


def country_spec(work: Work) -> Thing:
    """GET /v1/country_specs/{country}"""
    return _named("country_spec", work.path["country"], "country")


def list_country_specs(work: Work) -> Page:
    """GET /v1/country_specs"""
    return _listed(work, "country_spec")


def exchange_rate(work: Work) -> Thing:
    """GET /v1/exchange_rates/{rate_id}"""
    return _named("exchange_rate", work.path["rate_id"], "rate_id")


def list_exchange_rates(work: Work) -> Page:
    """GET /v1/exchange_rates"""
    return _listed(work, "exchange_rate")


def tax_code(work: Work) -> Thing:
    """GET /v1/tax_codes/{id}"""
    return _named("tax_code", work.path["id"], "id")


def list_tax_codes(work: Work) -> Page:
    """GET /v1/tax_codes"""
    return _listed(work, "tax_code")


def _named(kind: str, id: str, param: str) -> Thing:
    if (found := fixed.find(kind, id)) is None:
        raise errors.RESOURCE_MISSING(param=param, noun=noun_of(kind), id=id)
    return found


def _listed(work: Work, kind: str) -> Page:
    rows: list[Any] = list(fixed.FIXED[kind]().values())
    return page_in_order(rows, work.params, f"/v1/{kind}s", kind)
