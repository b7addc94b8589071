"""The company that an account tells of: what is shown of it, and what is only said to be known.

Source: API reference, "The Account object" (company), "Create an account" (company).
"""

from typing import Any, Final

from simulator.operations.accounts.persons import address_in, merged_hashes, with_documents
from simulator.resources import account as states
from simulator.resources.account import Account

Hash = dict[str, Any]

NUMBERS: Final = {"tax_id": "tax_id_provided", "vat_id": "vat_id_provided"}
"""Numbers that are never shown, and what says that they are known."""
HIDDEN: Final = frozenset({*NUMBERS, "registration_number"})


def company_of(account: Account, given: Hash) -> Hash:
    """The company of a new account; what its individual tells does for one that tells nothing."""
    told: Hash = given.get("company") or {}
    person: Hash = given.get("individual") or {}
    at_first: Hash = {
        "address": address_in(told.get("address") or person.get("address"), account.country),
        "directors_provided": True,
        "executives_provided": True,
        "name": None,
        "owners_provided": account.business_type == "individual",
        "tax_id_provided": False,
        "verification": {"document": dict(states.NO_DOCUMENT)},
    }
    if phone := person.get("phone"):
        at_first["phone"] = phone
    if account.country != "US":
        at_first |= dict.fromkeys(("name_kana", "name_kanji", "ownership_declaration"))
        at_first["vat_id_provided"] = False
    return company_after(at_first, told)


def company_after(before: Hash, told: Hash) -> Hash:
    """The company once it was told more of."""
    shown = {
        name: value for name, value in told.items() if name not in HIDDEN and name != "verification"
    }
    after = merged_hashes(before, shown)
    if told.get("verification"):
        known = before.get("verification") or {}
        after["verification"] = with_documents(known, told["verification"])
    for number, known in NUMBERS.items():
        if told.get(number):
            after[known] = True
    return dict(sorted(after.items()))
