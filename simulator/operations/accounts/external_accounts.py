"""The bank accounts and debit cards to which a connected account's payouts go: the calls.

Source: API reference, "External accounts".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.account_verification import judge_again
from simulator.operations.accounts.adding_externals import add_external
from simulator.operations.accounts.connected_accounts import of_path, work_of
from simulator.operations.accounts.payout_destinations import (
    External,
    externals_of,
    find_external,
    made_default,
)
from simulator.operations.payers.cards import check_expiry, full_year, whole
from simulator.operations.platform.metadata import merged_metadata
from simulator.operations.platform.narrowing import meets
from simulator.resources.card import ADDRESS, CardSource
from simulator.wire.lists import Page, page
from simulator.work import Work

CHANGEABLE: Final = {
    "bank_account": ("account_holder_name", "account_holder_type", "account_type"),
    "card": (*ADDRESS, "name"),
}


def create(work: Work) -> External:
    """POST /v1/accounts/{account}/external_accounts

    Raises:
        ACCOUNT_INVALID, and what `add_external` raises
    """
    account = of_path(work)
    given = work.params
    made = add_external(
        work,
        account,
        given["external_account"],
        default=bool(given.get("default_for_currency")),
        metadata=dict(given.get("metadata") or {}),
    )
    judge_again(work, account)
    return made


def retrieve(work: Work) -> External:
    """GET /v1/accounts/{account}/external_accounts/{id}"""
    id = work.path["id"]
    found = find_external(work, id)
    if found is None or found.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="id", noun="external account", id=id)
    return found


def update(work: Work) -> External:
    """POST /v1/accounts/{account}/external_accounts/{id}"""
    account = of_path(work)
    before = retrieve(work)
    given = work.params
    names = CHANGEABLE[before.object]
    changes: dict[str, Any] = {name: given[name] or None for name in names if name in given}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata or {}, given["metadata"])
    if isinstance(before, CardSource):
        if given.get("exp_month"):
            changes["exp_month"] = whole(given["exp_month"])
        if given.get("exp_year"):
            changes["exp_year"] = full_year(whole(given["exp_year"]))
    after = work.keep(replace(before, **changes))
    if isinstance(after, CardSource):
        check_expiry(work, after.exp_month, after.exp_year)
    if given.get("default_for_currency"):
        after = made_default(work, account.id, after)
    if after != before:
        there = work_of(work, account.id)
        there.post("account.external_account.updated", after, before=before)
        judge_again(work, account)
    return after


def delete(work: Work) -> dict[str, Any]:
    """DELETE /v1/accounts/{account}/external_accounts/{id}

    Raises:
        DEFAULT_EXTERNAL_ACCOUNT: payouts in the account's own currency, or in one that another of
            its external accounts takes, go there.
    """
    account = of_path(work)
    gone = retrieve(work)
    if gone.default_for_currency:
        others = [e for e in externals_of(work, account.id) if e.id != gone.id]
        if gone.currency in {account.default_currency, *(other.currency for other in others)}:
            raise errors.DEFAULT_EXTERNAL_ACCOUNT()
    work.drop(gone)
    work_of(work, account.id).post("account.external_account.deleted", gone)
    judge_again(work, account)
    return {"id": gone.id, "object": gone.object, "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/accounts/{account}/external_accounts"""
    account = of_path(work)
    url = f"/v1/accounts/{account.id}/external_accounts"
    found = externals_of(work, account.id)
    return page(found, work.params, url, "bank_account", keep=meets(work, "object"))
