"""Connected accounts: opened, changed, closed; and the account whose key asks.

Source: API reference, "Accounts", "Capabilities".
"""

from collections.abc import Collection
from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator.operations.accounts.account_settings import changed, settings_of
from simulator.operations.accounts.account_telling import tell_changed, tell_opened
from simulator.operations.accounts.account_verification import (
    granted,
    judged,
    representative,
)
from simulator.operations.accounts.adding_externals import first_external, replace_default
from simulator.operations.accounts.companies import company_after, company_of
from simulator.operations.accounts.connected_accounts import of_path
from simulator.operations.accounts.countries import check_country, currency_of
from simulator.operations.accounts.opening_rules import check_opening, check_terms, check_together
from simulator.operations.accounts.particulars import check_business
from simulator.operations.accounts.persons import (
    add_person,
    change_person,
    keep_person,
)
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.account import Account, as_hash, dashboard_of
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]

PROFILE: Final = (
    "annual_revenue",
    "estimated_worker_count",
    "mcc",
    "minority_owned_business_designation",
    "name",
    "product_description",
    "support_address",
    "support_email",
    "support_phone",
    "support_url",
    "url",
)
PROFILE_IF_TOLD: Final = ("monthly_estimated_revenue", "specified_commercial_transactions_act_url")
ANSWERS_ITSELF: Final[Hash] = {
    "fees": {"payer": "account"},
    "is_controller": True,
    "losses": {"payments": "stripe"},
    "requirement_collection": "stripe",
    "stripe_dashboard": {"type": "full"},
    "type": "application",
}
"""How an account is controlled unless somebody says otherwise. Source: recorded; API reference,
"Create an account" (controller)."""
CUSTOM: Final[Hash] = ANSWERS_ITSELF | {
    "fees": {"payer": "application_custom"},
    "losses": {"payments": "application"},
    "requirement_collection": "application",
    "stripe_dashboard": {"type": "none"},
}
EXPRESS: Final[Hash] = ANSWERS_ITSELF | {
    "fees": {"payer": "application_express"},
    "losses": {"payments": "application"},
    "stripe_dashboard": {"type": "express"},
}
TRANSFERS_SINCE: Final = "2019-08-14"
"""The first version in which transfers are a capability of their own."""
CONTROLLERS: Final = {"custom": CUSTOM, "express": EXPRESS}


def create(work: Work) -> Account:
    """POST /v1/accounts"""
    return open_account(work, work.params)


def open_account(work: Work, given: Hash) -> Account:
    """A new account under this platform.

    Raises:
        COUNTRY_UNSUPPORTED, and what `check_opening`, `check_business`, `check_together`,
        `settings_of` and `first_external` raise
    """
    country = given.get("country") or work.account.country
    check_country(country)
    opened = Account(
        id=work.new_id("acct"),
        business_profile=_profile(given.get("business_profile")),
        business_type=given.get("business_type"),
        controller=_controller(given),
        country=country,
        created=work.now,
        default_currency=given.get("default_currency") or currency_of(country),
        email=given.get("email") or None,
        groups=dict(given["groups"]) if given.get("groups") else UNSET,
        metadata=dict(given.get("metadata") or {}),
        type=given.get("type") or ("none" if given.get("controller") else "standard"),
    )
    check_opening(work, opened, given)
    check_business(work, country, opened.business_type, given)
    asked = _asked_for(work, given) or _unasked(opened)
    opened = replace(
        opened,
        company=company_of(opened, given),
        settings=settings_of(opened, given.get("settings"), asked),
        tos_acceptance=_tos(given.get("tos_acceptance")),
    )
    if given.get("individual") or opened.business_type == "individual":
        keep_person(work, opened, {"relationship": {"representative": True}}, given)
    if external := given.get("external_account") or given.get("bank_account"):
        first_external(work, opened, external)
    after = work.keep(judged(work, opened, asked))
    tell_opened(work, after)
    return after


def _asked_for(work: Work, given: Hash, before: list[str] | None = None) -> list[str]:
    """The capabilities that a request asks for, in the old way or the new, or still has.

    Raises:
        CARDS_WITHOUT_TRANSFERS
    """
    asked = {*(before or ()), *_asked_of_old(work, given.get("requested_capabilities") or ())}
    for name, how in (given.get("capabilities") or {}).items():
        wanted = how.get("requested") if isinstance(how, dict) else None
        if wanted is not None:
            asked = asked | {name} if wanted else asked - {name}
    if given.get("capabilities"):
        check_together(asked)
    return sorted(asked)


def _asked_of_old(work: Work, asked: Collection[str]) -> list[str]:
    """Capabilities that an older client names; of the oldest, who takes cards receives money too.

    Source: Stripe docs, "API changelog" (2019-08-14).
    """
    if work.version >= TRANSFERS_SINCE or not asked:
        return list(asked)
    implied = {"card_payments", "platform_payments"} & set(asked)
    return [*(set(asked) - {"platform_payments"}), *(("transfers",) if implied else ())]


def _unasked(account: Account) -> list[str]:
    """The capabilities that an account is asked for where nobody names any.

    That an Express account may then receive transfers, and take no cards, is seen by one who met
    it; that it is asked to from the start is inferred.
    """
    return ["transfers"] if dashboard_of(account) == "express" else []


def _profile(given: Hash | None) -> Hash:
    told = given or {}
    found = {name: told.get(name) for name in PROFILE}
    return dict(
        sorted((found | {name: told[name] for name in PROFILE_IF_TOLD if name in told}).items())
    )


def _controller(given: Hash) -> Hash:
    asked: Hash = given.get("controller") or {}
    told = {name: value for name, value in asked.items() if value}
    return CONTROLLERS.get(given.get("type") or "", ANSWERS_ITSELF) | told


def _tos(given: Hash | None) -> Hash:
    told = given or {}
    found = {name: told.get(name) for name in ("date", "ip", "user_agent")}
    if service := told.get("service_agreement"):
        found["service_agreement"] = service
    return dict(sorted(found.items()))


def retrieve(work: Work) -> Account:
    """GET /v1/accounts/{account}

    Raises:
        ACCOUNT_INVALID: the account is not connected, or there is none.
    """
    if work.path["account"] == work.account.id:
        return own(work)
    return of_path(work)


def own(work: Work) -> Account:
    """GET /v1/account: the account whose key asks."""
    if (connected := work.account.platform) is not None:
        found: Account | None = connected.store.get("account", work.account.id)
        if found is not None:
            return found
    bare = Account(
        id=work.account.id,
        business_profile=_profile(None),
        capabilities={"card_payments": "active", "transfers": "active"},
        charges_enabled=True,
        controller={"type": "account"},
        country=work.account.country,
        created=0,
        default_currency=work.account.default_currency,
        details_submitted=True,
        metadata={},
        payouts_enabled=True,
    )
    settings = settings_of(bare, None, granted(bare))
    descriptor = work.account.statement_descriptor
    settings["dashboard"]["display_name"] = descriptor.title()
    settings["payments"]["statement_descriptor"] = descriptor
    return replace(bare, settings=settings)


def name_of(work: Work) -> str | None:
    """What the account that asks is called on its pages and invoices."""
    account = own(work)
    dashboard = (account.settings or {}).get("dashboard") or {}
    name: str | None = (account.business_profile or {}).get("name") or dashboard.get("display_name")
    return name


def update(work: Work) -> Account:
    """POST /v1/accounts/{account}

    Raises:
        ACCOUNT_INVALID, OWN_ACCOUNT_ELSEWHERE, and what `check_terms`, `check_business`,
        `check_together`, `changed` and `replace_default` raise
    """
    before = of_path(work)
    given = work.params
    check_terms(work, before, given)
    business_type = given.get("business_type") or before.business_type
    person = representative(work, before.id)
    check_business(work, before.country, business_type, given, person)
    asked = _asked_for(work, given, granted(before))
    changes: Hash = {}
    if "metadata" in given:
        changes["metadata"] = merged_metadata(before.metadata, given["metadata"])
    if told := given.get("business_profile"):
        changes["business_profile"] = (before.business_profile or {}) | told
    for name in ("business_type", "default_currency", "email"):
        if given.get(name):
            changes[name] = given[name]
    if given.get("tos_acceptance"):
        changes["tos_acceptance"] = _tos(given["tos_acceptance"])
    if told := given.get("company"):
        changes["company"] = company_after(as_hash(before.company), told)
    if "groups" in given:
        changes["groups"] = as_hash(before.groups) | (given["groups"] or {})
    if told := given.get("settings"):
        changes["settings"] = changed(before, told, asked)
    account = replace(before, **changes)
    if given.get("individual") or given.get("business_type") == "individual":
        if person is not None:
            change_person(work, person, given.get("individual"))
        else:
            add_person(work, account, {"relationship": {"representative": True}}, given)
    if external := given.get("external_account") or given.get("bank_account"):
        replace_default(work, account, external)
    after = work.keep(judged(work, account, asked))
    tell_changed(work, before, after)
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}"""
    account = of_path(work)
    work.drop(account)
    return {"id": account.id, "object": "account", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/accounts"""
    things = work.account.store.table("account").values()
    return page(things, work.params, "/v1/accounts", "account")
