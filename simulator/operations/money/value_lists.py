"""Value lists of Radar, and their items. No rule looks into them here: nothing is blocked by them.

Source: API reference, "Value Lists", "Value List Items". Who has made them, and that an alias and a
value are there once, is inferred.
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.value_list import ValueList, ValueListItem
from simulator.wire.lists import LIMIT_DEFAULT, Page, page
from simulator.work import Work

Hash = dict[str, Any]
LISTS: Final = "/v1/radar/value_lists"
ITEMS: Final = "/v1/radar/value_list_items"
CREATED_BY: Final = "API"
"""Who makes what is made by API; the reference says only that it is a user's name or address."""


def create(work: Work) -> ValueList:
    """POST /v1/radar/value_lists

    Raises:
        ALIAS_TAKEN
    """
    given = work.params
    _check_alias(work, given["alias"])
    id = work.new_id("rsl")
    return work.keep(
        ValueList(
            id=id,
            alias=given["alias"],
            created=work.now,
            created_by=CREATED_BY,
            item_type=given.get("item_type") or "string",
            list_items=Page(data=[], has_more=False, url=f"{ITEMS}?value_list={id}"),
            livemode=work.account.livemode,
            metadata=dict(given.get("metadata") or {}),
            name=given["name"],
        )
    )


def _check_alias(work: Work, alias: str) -> None:
    if any(work.where(ValueList, "alias", alias)):
        raise errors.ALIAS_TAKEN(alias=alias)


def retrieve(work: Work) -> ValueList:
    """GET /v1/radar/value_lists/{value_list}"""
    return _seen(work, work.load(ValueList, work.path["value_list"], "value_list"))


def _seen(work: Work, found: ValueList) -> ValueList:
    """The list with its items, the newest first."""
    items = [*work.where(ValueListItem, "value_list", found.id)][::-1]
    shown, more = items[:LIMIT_DEFAULT], len(items) > LIMIT_DEFAULT
    return replace(found, list_items=replace(found.list_items, data=shown, has_more=more))


def update(work: Work) -> ValueList:
    """POST /v1/radar/value_lists/{value_list}

    Raises:
        ALIAS_TAKEN
    """
    before = work.load(ValueList, work.path["value_list"], "value_list")
    given = work.params
    changes: Hash = {name: given[name] for name in ("alias", "name") if name in given}
    if changes.get("alias", before.alias) != before.alias:
        _check_alias(work, changes["alias"])
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    return _seen(work, work.keep(replace(before, **changes)))


def delete(work: Work) -> Hash:
    """DELETE /v1/radar/value_lists/{value_list}: with all that is in it."""
    found = work.load(ValueList, work.path["value_list"], "value_list")
    for item in [*work.where(ValueListItem, "value_list", found.id)]:
        work.drop(item)
    work.drop(found)
    return {"id": found.id, "object": ValueList.KIND, "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/radar/value_lists"""
    alias, contained = work.params.get("alias"), work.params.get("contains")

    def is_meant(found: ValueList) -> bool:
        values = (item.value for item in work.where(ValueListItem, "value_list", found.id))
        return alias in (None, found.alias) and (contained is None or contained in values)

    found = page(
        work.account.store.table(ValueList.KIND).values(),
        work.params,
        LISTS,
        ValueList.KIND,
        keep=is_meant,
    )
    return replace(found, data=[_seen(work, each) for each in found.data])


def add(work: Work) -> ValueListItem:
    """POST /v1/radar/value_list_items

    Raises:
        REFERENCE_MISSING, VALUE_LISTED
    """
    found = work.refer(ValueList, work.params["value_list"], "value_list")
    value = work.params["value"]
    if any(item.value == value for item in work.where(ValueListItem, "value_list", found.id)):
        raise errors.VALUE_LISTED(value=value)
    return work.keep(
        ValueListItem(
            id=work.new_id("rsli"),
            created=work.now,
            created_by=CREATED_BY,
            livemode=work.account.livemode,
            value=value,
            value_list=found.id,
        )
    )


def retrieve_item(work: Work) -> ValueListItem:
    """GET /v1/radar/value_list_items/{item}"""
    return work.load(ValueListItem, work.path["item"], "item")


def remove(work: Work) -> Hash:
    """DELETE /v1/radar/value_list_items/{item}"""
    found = retrieve_item(work)
    work.drop(found)
    return {"id": found.id, "object": ValueListItem.KIND, "deleted": True}


def list_items(work: Work) -> Page:
    """GET /v1/radar/value_list_items: those of one list, whose value is like what is sought.

    Raises:
        REFERENCE_MISSING
    """
    found = work.refer(ValueList, work.params["value_list"], "value_list")
    sought = (work.params.get("value") or "").lower()
    return page(
        work.where(ValueListItem, "value_list", found.id),
        work.params,
        ITEMS,
        ValueListItem.KIND,
        keep=lambda item: sought in item.value.lower(),
    )
