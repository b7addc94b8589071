"""Locations: made, changed, listed, deleted.

Source: API reference, "Terminal Locations"; Stripe docs, "Manage locations and zones". That a
reader of a Location that is deleted stands nowhere from then on is inferred.
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.terminal_configuration import Configuration
from simulator.resources.terminal_location import DeletedLocation, Location
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
LINES: Final = ("city", "country", "line1", "line2", "postal_code", "state")
JAPANESE_LINES: Final = (*LINES, "town")
NAMES: Final = ("display_name_kana", "display_name_kanji", "phone")
COUNTRIES: Final = frozenset(
    """
    AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT JP LI LT LU LV MT MY NL NO NZ
    PL PT RO SE SG SI SK US
    """.split()
)
"""Where there is Terminal. Source: Stripe docs, "Global availability"."""


def create(work: Work) -> Location:
    """POST /v1/terminal/locations

    That the name and the address are needed where no Japanese ones are given is inferred.

    Raises:
        PARAMETER_MISSING, LOCATION_COUNTRY_UNSUPPORTED, REFERENCE_MISSING
    """
    given = work.params
    name = given.get("display_name") or given.get("display_name_kanji")
    address = given.get("address") or given.get("address_kanji")
    for needed, said in (("display_name", name), ("address", address)):
        if not said:
            raise errors.PARAMETER_MISSING(name=needed, param=needed)
    assert name is not None and address is not None  # noqa: PT018 - both were looked for
    if work.account.livemode and address.get("country", "JP") not in COUNTRIES:
        raise errors.LOCATION_COUNTRY_UNSUPPORTED()
    location = Location(
        id=work.new_id("tml"),
        address=_lines(given.get("address") or {}, LINES),
        display_name=name,
        livemode=work.account.livemode,
        metadata=dict(given.get("metadata") or {}),
        **_said(work),
    )
    return work.keep(location)


def _said(work: Work) -> Hash:
    """The fields that are absent until something is said of them; an empty value unsays it.

    Raises:
        REFERENCE_MISSING: there is no such configuration.
    """
    given = work.params
    said: Hash = {name: given[name] or UNSET for name in NAMES if name in given}
    for name in ("address_kana", "address_kanji"):
        if given.get(name):
            said[name] = _lines(given[name], JAPANESE_LINES)
    if "configuration_overrides" in given:
        id = given["configuration_overrides"]
        if id:
            work.refer(Configuration, id, "configuration_overrides")
        said["configuration_overrides"] = id or UNSET
    return said


def _lines(given: Hash, names: tuple[str, ...]) -> Hash:
    return {name: given.get(name) or None for name in names}


def retrieve(work: Work) -> Location | DeletedLocation:
    """GET /v1/terminal/locations/{location}"""
    id = work.path["location"]
    return work.find(DeletedLocation, id) or work.load(Location, id, "location")


def update(work: Work) -> Location:
    """POST /v1/terminal/locations/{location}

    Raises:
        LOCATION_COUNTRY_STAYS, REFERENCE_MISSING
    """
    before = work.load(Location, work.path["location"], "location")
    given, changes = work.params, _said(work)
    if given.get("display_name"):
        changes["display_name"] = given["display_name"]
    if address := given.get("address"):
        country = before.address["country"]
        if address.get("country", country) != country:
            raise errors.LOCATION_COUNTRY_STAYS()
        changes["address"] = before.address | {name: address[name] or None for name in address}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    return work.keep(replace(before, **changes))


def delete(work: Work) -> DeletedLocation:
    """DELETE /v1/terminal/locations/{location}"""
    before = work.load(Location, work.path["location"], "location")
    for reader in [*work.account.store.table("terminal.reader").values()]:
        if reader.location == before.id:
            work.keep(replace(reader, location=None))
    work.drop(before)
    return work.keep(DeletedLocation(id=before.id))


def list_all(work: Work) -> Page:
    """GET /v1/terminal/locations"""
    every = work.account.store.table("terminal.location").values()
    return page(every, work.params, "/v1/terminal/locations", "location")
