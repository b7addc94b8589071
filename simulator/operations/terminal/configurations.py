"""Configurations: made, changed, listed, deleted.

Source: API reference, "Terminal Configuration"; Stripe docs, "Configure readers", "Collect
on-reader tips" (three suggestions at most). That a Location of a Configuration that is deleted goes
without is inferred.
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.narrowing import meets
from simulator.resources.file import File
from simulator.resources.terminal_configuration import Configuration, DeletedConfiguration
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
OTHER_FIELDS: Final = frozenset(
    {"id", "object", "is_account_default", "livemode", "name", "tipping"}
)
SETTINGS: Final = [name for name in Configuration.__struct_fields__ if name not in OTHER_FIELDS]
"""Hashes that show what was said of them; an empty value takes them away."""
SUGGESTIONS: Final = ("fixed_amounts", "percentages")
SUGGESTIONS_MAX: Final = 3
SPLASH: Final = "splashscreen"


def create(work: Work) -> Configuration:
    """POST /v1/terminal/configurations

    Raises:
        REFERENCE_MISSING, TOO_MANY_TIPS
    """
    made = Configuration(id=work.new_id("tmc"), livemode=work.account.livemode, **_said(work))
    return work.keep(made)


def _said(work: Work) -> Hash:
    given = work.params
    said: Hash = {name: given[name] or UNSET for name in SETTINGS if name in given}
    for name in SETTINGS:
        shown = said.get(name)
        if isinstance(shown, dict) and SPLASH in shown:
            said[name] = _with_splash(work, name, shown)
    if "name" in given:
        said["name"] = given["name"] or None
    if "tipping" in given:
        tipping = given["tipping"]
        said["tipping"] = {money: _tips(money, tipping[money]) for money in tipping or {}} or UNSET
    return said


def _with_splash(work: Work, name: str, shown: Hash) -> Hash:
    """The settings of a kind of device, with a picture that there is, or without one."""
    if not shown[SPLASH]:
        return {each: value for each, value in shown.items() if each != SPLASH}
    return shown | {SPLASH: work.refer(File, shown[SPLASH], f"{name}[{SPLASH}]").id}


def _tips(currency: str, given: Hash | None) -> Hash:
    """The tips that are suggested in a currency."""
    told = dict.fromkeys(SUGGESTIONS) | (given or {})
    for name in SUGGESTIONS:
        if len(told[name] or ()) > SUGGESTIONS_MAX:
            param = f"tipping[{currency}][{name}]"
            raise errors.TOO_MANY_TIPS(most=SUGGESTIONS_MAX, param=param)
    return told


def retrieve(work: Work) -> Configuration | DeletedConfiguration:
    """GET /v1/terminal/configurations/{configuration}"""
    return work.find(DeletedConfiguration, work.path["configuration"]) or _named(work)


def _named(work: Work) -> Configuration:
    return work.load(Configuration, work.path["configuration"], "configuration")


def update(work: Work) -> Configuration:
    """POST /v1/terminal/configurations/{configuration}

    Raises:
        RESOURCE_MISSING, REFERENCE_MISSING, TOO_MANY_TIPS
    """
    return work.keep(replace(_named(work), **_said(work)))


def delete(work: Work) -> DeletedConfiguration:
    """DELETE /v1/terminal/configurations/{configuration}"""
    before = _named(work)
    for location in [*work.account.store.table("terminal.location").values()]:
        if location.configuration_overrides == before.id:
            work.keep(replace(location, configuration_overrides=UNSET))
    work.drop(before)
    return work.keep(DeletedConfiguration(id=before.id))


def list_all(work: Work) -> Page:
    """GET /v1/terminal/configurations"""
    return page(
        work.account.store.table("terminal.configuration").values(),
        work.params,
        "/v1/terminal/configurations",
        "configuration",
        keep=meets(work, "is_account_default"),
    )
