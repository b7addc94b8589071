"""Onboarding: the owner of a connected account tells all that is asked for.

What is told is made up here, as by the buttons that fill in test data in test mode; what the
platform or somebody else has told before stays.

Source: Stripe docs, "Stripe-hosted onboarding", "Testing Stripe Connect".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator.operations.accounts.account_verification import (
    granted,
    judged,
    persons_of,
    representative,
)
from simulator.operations.accounts.adding_externals import first_external
from simulator.operations.accounts.connected_accounts import work_of
from simulator.operations.accounts.lacking import collects_itself
from simulator.operations.accounts.payout_destinations import externals_of
from simulator.operations.accounts.persons import add_person, change_person
from simulator.operations.payers.bank_details import TEST_ROUTING
from simulator.resources import account as states
from simulator.resources.account import Account, as_hash
from simulator.work import Work

Hash = dict[str, Any]

BUSINESS: Final = {"mcc": "5734", "url": "https://accessible.stripe.com"}
ADDRESS: Final = {
    "city": "Springfield",
    "line1": "address_full_match",
    "postal_code": "62701",
    "state": "IL",
}
COMPANY: Final[Hash] = {
    "address": ADDRESS,
    "name": "Example",
    "owners_provided": True,
    "phone": "0000000000",
    "tax_id_provided": True,
}
PERSON: Final[Hash] = {
    "address": ADDRESS,
    "dob": {"day": 1, "month": 1, "year": 1901},
    "email": "jenny.rosen@example.com",
    "first_name": "Jenny",
    "full_name_aliases": [""],
    "id_number": "000000000",
    "last_name": "Rosen",
    "phone": "0000000000",
    "ssn_last_4": "0000",
}
TITLE: Final = {"relationship": {"representative": True, "title": "CEO"}}
FULL: Final = ("card_payments", "transfers")
"""What a standard account may do that nobody has asked anything for; inferred."""


def onboarded(work: Work, account: Account) -> Account:
    """The account once its owner is through with it.

    Where Stripe collects what is asked for, it is verified and granted at once; where the platform
    does, it is looked into as if it had come by the API. That the former takes no time is inferred.
    """
    terms = as_hash(account.tos_acceptance)
    accepted = {"date": work.now, "ip": "127.0.0.1"}
    company = as_hash(account.company)
    told = replace(
        account,
        business_profile=_filled(account.business_profile or {}, BUSINESS),
        business_type=account.business_type or "individual",
        details_submitted=True,
        tos_acceptance=_filled(terms, accepted),
    )
    if told.business_type != "individual":
        told = replace(told, company=dict(sorted(_filled(company, COMPANY).items())))
    if not externals_of(work, account.id):
        bank = first_external(work, told, _bank_account(told))
        work_of(work, told.id).post("account.external_account.created", bank)
    if collects_itself(told):
        _tell_of_persons(work, told)
    asked = granted(told) or (list(FULL) if told.type == "standard" else [])
    return judged(work, told, asked)


def _bank_account(account: Account) -> Hash:
    return {
        "country": account.country,
        "currency": account.default_currency,
        "account_number": "000123456789",
        "routing_number": TEST_ROUTING,
    }


def _tell_of_persons(work: Work, account: Account) -> None:
    if representative(work, account.id) is None:
        add_person(work, account, TITLE, {})
    for person in persons_of(work, account.id):
        lacks = {name.partition(".")[0] for name in states.lacking(person, account.country)}
        given = {name: value for name, value in PERSON.items() if name in lacks}
        for name, value in given.items():
            if isinstance(value, dict):
                given[name] = _filled(getattr(person, name) or {}, value)
        change_person(work, person, given)


def _filled(known: Hash, more: Hash) -> Hash:
    """What is known, and the rest where nothing is."""
    return known | {name: value for name, value in more.items() if not known.get(name)}
