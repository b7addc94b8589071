"""Tax registrations: where an account collects taxes, and from when on.

Source: API reference, "Tax Registrations".
"""

from typing import Any

from msgspec.structs import replace

from simulator import errors
from simulator.resources.tax import Registration
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
NOW = "now"


def create(work: Work) -> Registration:
    """POST /v1/tax/registrations

    Raises:
        PARAMETER_MISSING: it does not say what kind of registration it is.
    """
    given = work.params
    country, options = given["country"].upper(), given["country_options"]
    if country.lower() not in options:
        name = f"country_options[{country.lower()}]"
        raise errors.PARAMETER_MISSING(param=name, name=name)
    made = Registration(
        id=work.new_id("taxreg"),
        active_from=_moment(work, given["active_from"]),
        country=country,
        country_options={country.lower(): options[country.lower()]},
        created=work.now,
        expires_at=_moment(work, given.get("expires_at")),
        livemode=work.account.livemode,
    )
    return work.keep(made.at(work.now))


def _moment(work: Work, told: Any) -> Any:
    return work.now if told == NOW else told


def retrieve(work: Work) -> Registration:
    """GET /v1/tax/registrations/{id}"""
    return work.load(Registration, work.path["id"]).at(work.now)


def update(work: Work) -> Registration:
    """POST /v1/tax/registrations/{id}"""
    changes = {
        name: _moment(work, work.params[name])
        for name in ("active_from", "expires_at")
        if name in work.params
    }
    return work.keep(replace(retrieve(work), **changes).at(work.now))


def list_all(work: Work) -> Page:
    """GET /v1/tax/registrations"""
    things = [each.at(work.now) for each in work.account.store.table(Registration.KIND).values()]
    wanted = work.params.get("status")
    return page(
        things,
        work.params,
        "/v1/tax/registrations",
        Registration.KIND,
        keep=lambda each: wanted in (None, "all", each.status),
    )


def active(work: Work, moment: int) -> list[Registration]:
    """Those that are in force at a moment."""
    kept = work.account.store.table(Registration.KIND).values()
    return [each for each in kept if each.at(moment).status == "active"]
