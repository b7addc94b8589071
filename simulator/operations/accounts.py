"""Connected accounts: opened, verified a few seconds later, and their persons and bank accounts.

Verification in test mode is done by Stripe itself: what was asked for is granted once nothing is
lacking, in the United States after some seconds. Which particulars are asked for in which country
is inferred from recorded accounts.

Source: API reference, "Accounts", "Persons", "Capabilities", "External accounts"; Stripe docs,
"Testing Stripe Connect".
"""

from typing import Any, Final

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.agenda import due
from simulator.operations.cards import fingerprint
from simulator.operations.payment_methods import merged_metadata
from simulator.resources import account as states
from simulator.resources.account import Account, Person
from simulator.resources.bank_account import BankAccount
from simulator.resources.payment_method import Vaulted
from simulator.wire.lists import Page, page
from simulator.work import Work

Hash = dict[str, Any]
VERIFIED_AFTER: Final = 10
"""Seconds, in the United States."""
TEST_BANK: Final = "STRIPE TEST BANK"
CURRENCIES: Final = {"CA": "cad", "GB": "gbp", "JP": "jpy", "AU": "aud", "US": "usd"}
PROFILE: Final = (
    "annual_revenue",
    "estimated_worker_count",
    "mcc",
    "name",
    "product_description",
    "support_address",
    "support_email",
    "support_phone",
    "support_url",
    "url",
)
CONTROLLED: Final[Hash] = {
    "fees": {"payer": "application_custom"},
    "is_controller": True,
    "losses": {"payments": "application"},
    "requirement_collection": "application",
    "stripe_dashboard": {"type": "none"},
    "type": "application",
}
DASHBOARDS: Final = {"custom": "none", "express": "express", "standard": "full"}
PENDING_US: Final = (
    "address.city",
    "address.line1",
    "address.postal_code",
    "address.state",
    "id_number",
    "verification.document",
)
"""What Stripe looks into for some seconds after a Person was named in the United States."""
ABROAD: Final = (
    "first_name_kana",
    "first_name_kanji",
    "gender",
    "last_name_kana",
    "last_name_kanji",
    "maiden_name",
    "nationality",
)
"""What is shown of a Person outside of the United States alone, null until it is told."""


# Accounts.


def create(work: Work) -> Account:
    """POST /v1/accounts"""
    given = work.params
    country = given.get("country") or work.account.country
    opened = Account(
        id=work.new_id("acct"),
        business_profile=_profile(given.get("business_profile")),
        business_type=given.get("business_type"),
        controller=_controller(given),
        country=country,
        created=work.now,
        default_currency=given.get("default_currency") or CURRENCIES.get(country, "usd"),
        email=given.get("email") or None,
        metadata=dict(given.get("metadata") or {}),
        type=given.get("type") or ("none" if given.get("controller") else "standard"),
    )
    opened = replace(
        opened,
        company=_company(opened, given),
        settings=_settings(opened, given),
        tos_acceptance=_tos(given.get("tos_acceptance")),
    )
    if given.get("individual") or opened.business_type == "individual":
        _keep_person(work, opened, {"relationship": {"representative": True}}, given)
    external = given.get("external_account") or given.get("bank_account")
    if isinstance(external, dict):
        _keep_bank_account(work, opened, external)
    after = _judged(work, opened, _asked_for(given))
    work.schedule(work.now + VERIFIED_AFTER, "account_verified", after.id)
    return work.keep(after)


def _asked_for(given: Hash) -> list[str]:
    """The capabilities that a request asks for, in the old way or the new."""
    asked = list(given.get("requested_capabilities") or ())
    for name, how in (given.get("capabilities") or {}).items():
        if isinstance(how, dict) and how.get("requested"):
            asked.append(name)
    return sorted(set(asked))


def _profile(given: Hash | None) -> Hash:
    return {name: (given or {}).get(name) for name in PROFILE}


def _controller(given: Hash) -> Hash:
    kind = given.get("type")
    if kind == "standard":
        return {"type": "account"}
    asked: Hash = given.get("controller") or {}
    told = {name: value for name, value in asked.items() if isinstance(value, dict)}
    dashboard = {"type": DASHBOARDS.get(kind or "", "full")}
    return CONTROLLED | {"stripe_dashboard": dashboard} | told


def _company(account: Account, given: Hash) -> Hash:
    told: Hash = given.get("company") or {}
    person: Hash = given.get("individual") or {}
    found: Hash = {
        "address": _address(told.get("address") or person.get("address"), account.country),
        "directors_provided": told.get("directors_provided", True),
        "executives_provided": told.get("executives_provided", True),
        "name": told.get("name"),
        "owners_provided": told.get("owners_provided", account.business_type == "individual"),
        "tax_id_provided": bool(told.get("tax_id")),
        "verification": {"document": dict(states.NO_DOCUMENT)},
    }
    if phone := told.get("phone") or person.get("phone"):
        found["phone"] = phone
    if structure := told.get("structure"):
        found["structure"] = structure
    if account.country != "US":
        found |= dict.fromkeys(("name_kana", "name_kanji", "ownership_declaration"))
        found["vat_id_provided"] = bool(told.get("vat_id"))
    return dict(sorted(found.items()))


def _address(given: Hash | None, country: str) -> Hash:
    empty = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return empty | {"country": country} | {k: v for k, v in (given or {}).items() if k in empty}


def _tos(given: Hash | None) -> Hash:
    told = given or {}
    found = {name: told.get(name) for name in ("date", "ip", "user_agent")}
    if service := told.get("service_agreement"):
        found["service_agreement"] = service
    return dict(sorted(found.items()))


def _settings(account: Account, given: Hash) -> Hash:
    told: Hash = given.get("settings") or {}
    profile = account.business_profile or {}
    host = _host(profile.get("url"))
    name = profile.get("name") or host
    payouts: Hash = told.get("payouts") or {}
    interval = (payouts.get("schedule") or {}).get("interval") or "daily"
    descriptor = (told.get("payments") or {}).get("statement_descriptor") or name.upper()[:22]
    cards: Hash = told.get("card_payments") or {}
    return {
        "bacs_debit_payments": {"display_name": None, "service_user_number": None},
        "branding": dict.fromkeys(("icon", "logo", "primary_color", "secondary_color")),
        "card_issuing": {"tos_acceptance": {"date": None, "ip": None}},
        "card_payments": {
            "decline_on": {"avs_failure": False, "cvc_failure": False},
            "statement_descriptor_prefix": cards.get("statement_descriptor_prefix")
            or descriptor[:10].strip()
            or None,
            "statement_descriptor_prefix_kana": None,
            "statement_descriptor_prefix_kanji": None,
        },
        "dashboard": {
            "display_name": profile.get("name") or host.rpartition(".")[0] or None,
            "timezone": "Etc/UTC",
        },
        "invoices": {"default_account_tax_ids": None},
        "payments": {
            "statement_descriptor": descriptor,
            "statement_descriptor_kana": None,
            "statement_descriptor_kanji": None,
        },
        "payouts": {
            "debit_negative_balances": payouts.get("debit_negative_balances", False),
            "schedule": {"delay_days": _delay(account, interval, given), "interval": interval},
            "statement_descriptor": payouts.get("statement_descriptor"),
        },
        "sepa_debit_payments": {},
    }


def _host(url: str | None) -> str:
    """`https://www.example.com/` gives `example.com`."""
    return (url or "").split("://")[-1].split("/")[0].removeprefix("www.")


def _delay(account: Account, interval: str, given: Hash) -> int:
    """Days until money can be paid out. Source: recorded; by country and schedule."""
    if "card_payments" not in _asked_for(given):
        return 0
    if interval == "manual":
        return 1
    return 2 if account.country == "US" else 7


def retrieve(work: Work) -> Account:
    """GET /v1/accounts/{account}"""
    if work.path["account"] == work.account.id:
        return own(work)
    return work.load(Account, work.path["account"], param="account")


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
    asked = {"requested_capabilities": ["card_payments", "transfers"]}
    return replace(bare, settings=_settings(bare, asked))


def update(work: Work) -> Account:
    """POST /v1/accounts/{account}"""
    before = retrieve(work)
    given = work.params
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
        company = before.company if isinstance(before.company, dict) else {}
        shown = {name: value for name, value in told.items() if name in company}
        shown |= {"tax_id_provided": True} if told.get("tax_id") else {}
        changes["company"] = dict(sorted((company | shown).items()))
    if told := given.get("settings"):
        changes["settings"] = _merged(before.settings or {}, told)
    account = replace(before, **changes)
    if told := given.get("individual"):
        _change_person(work, _representative(work, account.id), told)
    external = given.get("external_account") or given.get("bank_account")
    if isinstance(external, dict):
        for old in _bank_accounts(work, account.id):
            work.drop(old)
        _keep_bank_account(work, account, external)
    asked = {*_asked_for(given), *_granted(before)}
    after = work.keep(_judged(work, account, sorted(asked)))
    if after != before:
        work.post("account.updated", after, before=before)
    return after


def _merged(before: Hash, told: Hash) -> Hash:
    """Hashes within hashes, the new over the old."""
    found = dict(before)
    for name, value in told.items():
        old = found.get(name)
        found[name] = (
            _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return found


def delete(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}"""
    account = work.load(Account, work.path["account"], param="account")
    work.drop(account)
    return {"id": account.id, "object": "account", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/accounts"""
    things = work.account.store.table("account").values()
    return page(things, work.params, "/v1/accounts", "account")


# Verification.


def _granted(account: Account) -> list[str]:
    return list(account.capabilities) if isinstance(account.capabilities, dict) else []


def _judged(work: Work, account: Account, asked: list[str], *, verified: bool = False) -> Account:
    """The account with what is lacking, and what it therefore may do."""
    person = _representative(work, account.id)
    persons = ["individual." + name for name in states.lacking(person, account.country)] if (
        person is not None and account.type == "custom"
    ) else []  # fmt: skip
    banks = _bank_accounts(work, account.id)
    lacking = sorted([*persons, *(["external_account"] if account.type == "custom" and not banks
                                  else [])])  # fmt: skip
    looked_into = account.country == "US" and account.business_type == "individual"
    waits = looked_into and not persons and not verified
    active = "inactive" if persons else "pending" if waits else "active"
    reason = "requirements.past_due" if lacking else None
    if waits and not lacking:
        reason = "requirements.pending_verification"
    may = active == "active" and bool(asked)
    pending = [f"individual.{name}" for name in PENDING_US] if waits else []
    later = _later(person)
    return replace(
        account,
        capabilities=dict.fromkeys(asked, active),
        charges_enabled=may,
        details_submitted=not lacking,
        external_accounts=_listed(account.id, banks),
        future_requirements=_account_requirements([], [], pending, None),
        individual=UNSET if person is None else shown_person(person),
        payouts_enabled=may and bool(banks),
        requirements=_account_requirements(lacking, later, pending, reason),
    )


def _later(person: Person | None) -> list[str]:
    """What is due at some time, but not now."""
    told = (person.requirements or {}) if person is not None else {}
    later = set(told.get("eventually_due", ())) - set(told.get("currently_due", ()))
    return sorted(f"individual.{name}" for name in later)


def _account_requirements(
    lacking: list[str], later: list[str], pending: list[str], reason: str | None
) -> Hash:
    found = states.requirements(lacking, pending, later)
    return dict(sorted((found | {"current_deadline": None, "disabled_reason": reason}).items()))


@due("account_verified")
def account_verified(work: Work, id: str) -> None:
    """Stripe has looked into what was told, and grants what was asked for."""
    before = work.find(Account, id)
    if before is None:
        return
    person = _representative(work, id)
    if person is not None and (person.requirements or {}).get("pending_verification"):
        work.keep(_verified(person))
    after = _judged(work, before, _granted(before), verified=True)
    if after != before:
        work.post("account.updated", work.keep(after), before=before)


def _verified(person: Person) -> Person:
    """The Person whom Stripe has looked into."""
    shown: Hash = dict(person.verification) if isinstance(person.verification, dict) else {}
    return replace(
        person,
        future_requirements=dict(states.NO_REQUIREMENTS),
        requirements=dict(states.NO_REQUIREMENTS),
        verification=shown | {"status": "verified"},
    )


# Persons.


def shown_person(person: Person) -> Hash:
    """A Person inside the account."""
    found: Hash = msgspec.to_builtins(person)
    found.pop("additional_tos_acceptances", None)
    return found


def _representative(work: Work, account: str) -> Person | None:
    return next(iter(_persons(work, account)), None)


def _persons(work: Work, account: str) -> list[Person]:
    """The account's persons, as this operation left them, the first first."""
    return list(work.where(Person, "account", account))


def _keep_person(work: Work, account: Account, bare: Hash, given: Hash) -> Person:
    told: Hash = bare | (given.get("individual") or {})
    person = Person(
        id=work.new_id("person"),
        account=account.id,
        additional_tos_acceptances={"account": dict.fromkeys(("date", "ip", "user_agent"))},
        address=_address(None, account.country),
        created=work.now,
        dob=dict.fromkeys(("day", "month", "year")),
        future_requirements=dict(states.NO_REQUIREMENTS),
        metadata={},
        relationship={
            "authorizer": False,
            "director": False,
            "executive": False,
            "legal_guardian": False,
            "owner": False,
            "percent_ownership": None,
            "representative": False,
            "title": None,
        },
        verification={
            "additional_document": dict(states.NO_DOCUMENT),
            "details": None,
            "details_code": None,
            "document": dict(states.NO_DOCUMENT),
            "status": "unverified",
        },
    )
    if account.country != "US":
        person = replace(person, **dict.fromkeys(ABROAD))
    return work.keep(_told(account.country, person, told))


def _told(country: str, person: Person, given: Hash) -> Person:
    """The Person with what was told; numbers are only said to be known."""
    known = set(Person.__struct_fields__) - {"id", "object", "account", "created", "requirements"}
    changes: Hash = {}
    for name, value in given.items():
        old = getattr(person, name, None)
        if name == "metadata":
            changes[name] = merged_metadata(person.metadata, value)
        elif name == "verification":
            changes[name] = _with_documents(old if isinstance(old, dict) else {}, value)
        elif name in known:
            nested = isinstance(old, dict) and isinstance(value, dict)
            changes[name] = _merged(old or {}, value) if nested else value
    if given.get("id_number"):
        changes["id_number_provided"] = True
    if given.get("ssn_last_4") or (given.get("id_number") and country in {"CA", "US"}):
        changes["ssn_last_4_provided"] = True
    return _looked_into(replace(person, **changes), country)


def _looked_into(person: Person, country: str) -> Person:
    """The Person with what is lacking, and what Stripe has to look into."""
    lacking = states.lacking(person, country)
    shown: Hash = dict(person.verification) if isinstance(person.verification, dict) else {}
    has_document = bool((shown.get("document") or {}).get("front"))
    waits = not lacking and (country == "US" or has_document)
    pending = list(PENDING_US) if waits and country == "US" else []
    later = [] if lacking or waits else ["verification.document"]
    return replace(
        person,
        future_requirements=states.requirements([], pending),
        requirements=states.requirements(lacking, pending, later),
        verification=shown | {"status": "pending" if waits else "unverified"},
    )


def _with_documents(before: Hash, told: Hash | None) -> Hash:
    """The files that were uploaded, as what they are of."""
    found = dict(before)
    for name in ("document", "additional_document"):
        if document := (told or {}).get(name):
            found[name] = dict(states.NO_DOCUMENT) | document
    return found


def _change_person(work: Work, person: Person | None, given: Hash) -> None:
    if person is not None:
        account = work.find(Account, person.account)
        country = account.country if account else work.account.country
        work.keep(_told(country, person, given))


def create_person(work: Work) -> Person:
    """POST /v1/accounts/{account}/persons"""
    account = work.load(Account, work.path["account"], param="account")
    person = _keep_person(work, account, {}, {"individual": work.params})
    work.post("person.created", person)
    _judge_again(work, account)
    return person


def retrieve_person(work: Work) -> Person:
    """GET /v1/accounts/{account}/persons/{person}"""
    person = work.load(Person, work.path["person"], param="person")
    if person.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="person", noun="person", id=person.id)
    return person


def update_person(work: Work) -> Person:
    """POST /v1/accounts/{account}/persons/{person}"""
    before = retrieve_person(work)
    _change_person(work, before, work.params)
    after = work.load(Person, before.id)
    if after != before:
        work.post("person.updated", after, before=before)
    _judge_again(work, work.load(Account, before.account))
    return after


def delete_person(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}/persons/{person}"""
    person = retrieve_person(work)
    work.drop(person)
    work.post("person.deleted", person)
    return {"id": person.id, "object": "person", "deleted": True}


def list_persons(work: Work) -> Page:
    """GET /v1/accounts/{account}/persons"""
    account = work.load(Account, work.path["account"], param="account")
    url = f"/v1/accounts/{account.id}/persons"
    return page(_persons(work, account.id), work.params, url, "person")


def _judge_again(work: Work, account: Account) -> None:
    after = _judged(work, account, _granted(account))
    if after != account:
        work.post("account.updated", work.keep(after), before=account)


# Bank accounts.


def _bank_accounts(work: Work, account: str) -> list[BankAccount]:
    """The account's external accounts, the oldest first."""
    return list(work.where(BankAccount, "account", account))


def _listed(account: str, banks: list[BankAccount]) -> Hash:
    return {
        "object": "list",
        "data": [msgspec.to_builtins(bank) for bank in banks],
        "has_more": False,
        "total_count": len(banks),
        "url": f"/v1/accounts/{account}/external_accounts",
    }


def _keep_bank_account(work: Work, account: Account, given: Hash) -> BankAccount:
    """A bank account to which payouts go; kept.

    Raises:
        PARAMETER_MISSING: it has no number.
        NOT_A_TEST_BANK_ACCOUNT: its number is nobody's; only American ones are looked at.
    """
    number = given.get("account_number")
    if not number:
        where = "bank_account[account_number]"
        raise errors.PARAMETER_MISSING(param=where, name=where)
    country = given.get("country") or account.country
    if country == "US" and not number.startswith("000"):
        raise errors.NOT_A_TEST_BANK_ACCOUNT()
    none_due: Hash = {
        "currently_due": [],
        "errors": [],
        "past_due": [],
        "pending_verification": [],
    }
    made = BankAccount(
        id=work.new_id("ba"),
        account=account.id,
        account_holder_name=given.get("account_holder_name"),
        account_holder_type=given.get("account_holder_type"),
        account_type=given.get("account_type"),
        available_payout_methods=["standard", "instant"]
        if account.country == "US"
        else ["standard"],
        bank_name=TEST_BANK,
        country=country,
        currency=given.get("currency") or account.default_currency,
        default_for_currency=not _bank_accounts(work, account.id),
        fingerprint=fingerprint(work, number),
        future_requirements=dict(none_due),
        last4=number[-4:],
        metadata=dict(given.get("metadata") or {}),
        requirements=dict(none_due),
        routing_number=given.get("routing_number"),
    )
    work.keep(Vaulted(id=made.id, number=number))
    return work.keep(made)


def create_external_account(work: Work) -> BankAccount:
    """POST /v1/accounts/{account}/external_accounts"""
    account = work.load(Account, work.path["account"], param="account")
    given = work.params["external_account"]
    told = given if isinstance(given, dict) else {"account_number": given}
    made = _keep_bank_account(work, account, told)
    work.post("account.external_account.created", made)
    _judge_again(work, account)
    return made


def retrieve_external_account(work: Work) -> BankAccount:
    """GET /v1/accounts/{account}/external_accounts/{id}"""
    found = work.load(BankAccount, work.path["id"])
    if found.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="id", noun="external account", id=found.id)
    return found


def delete_external_account(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}/external_accounts/{id}"""
    bank = retrieve_external_account(work)
    work.drop(bank)
    work.post("account.external_account.deleted", bank)
    _judge_again(work, work.load(Account, work.path["account"], param="account"))
    return {"id": bank.id, "object": "bank_account", "deleted": True}


def list_external_accounts(work: Work) -> Page:
    """GET /v1/accounts/{account}/external_accounts"""
    account = work.load(Account, work.path["account"], param="account")
    return Page(
        data=_bank_accounts(work, account.id)[::-1],
        has_more=False,
        url=f"/v1/accounts/{account.id}/external_accounts",
    )
