"""The bank accounts to which a connected account's payouts go.

Source: API reference, "External accounts"; Stripe docs, "Testing Stripe Connect".
"""

from typing import Any, Final

from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.account_verification import bank_accounts_of, judge_again
from simulator.operations.accounts.connected_accounts import of_path, work_of
from simulator.operations.payers import tokens
from simulator.operations.payers.cards import fingerprint
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.account import Account
from simulator.resources.bank_account import BankAccount
from simulator.resources.payment_method import Vaulted
from simulator.wire.lists import Page
from simulator.work import Work

Hash = dict[str, Any]

HOLDER: Final = ("account_holder_name", "account_holder_type", "account_type")
OF_TOKEN: Final = (*HOLDER, "country", "currency", "routing_number")
TEST_BANK: Final = "STRIPE TEST BANK"


def keep_bank_account(work: Work, account: Account, given: Hash) -> BankAccount:
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
        default_for_currency=not bank_accounts_of(work, account.id),
        fingerprint=fingerprint(work, number),
        future_requirements=dict(none_due),
        last4=number[-4:],
        metadata=dict(given.get("metadata") or {}),
        requirements=dict(none_due),
        routing_number=given.get("routing_number"),
    )
    work.keep(Vaulted(id=made.id, number=number))
    return work.keep(made)


def told_of(work: Work, given: Hash | str) -> Hash:
    """What is told of a bank account, or of the one behind a token, which is used up.

    Unlike Stripe: money is paid out to bank accounts alone, and to no debit card.

    Raises:
        REFERENCE_MISSING, TOKEN_USED
        TOKEN_KIND: the token is of something else.
    """
    if isinstance(given, dict):
        return given
    token, vaulted = tokens.spend(work, given, "external_account")
    bank = token.bank_account
    if not isinstance(bank, BankAccount):
        raise errors.TOKEN_KIND(type=token.type, id=token.id)
    told = {name: getattr(bank, name) for name in OF_TOKEN}
    return told | {"account_number": vaulted.number}


def create(work: Work) -> BankAccount:
    """POST /v1/accounts/{account}/external_accounts"""
    account = of_path(work)
    made = keep_bank_account(work, account, told_of(work, work.params["external_account"]))
    work_of(work, account.id).post("account.external_account.created", made)
    judge_again(work, account)
    return made


def retrieve(work: Work) -> BankAccount:
    """GET /v1/accounts/{account}/external_accounts/{id}"""
    found = work.load(BankAccount, work.path["id"])
    if found.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="id", noun="external account", id=found.id)
    return found


def update(work: Work) -> BankAccount:
    """POST /v1/accounts/{account}/external_accounts/{id}; one is the default of its currency."""
    before = retrieve(work)
    given = work.params
    changes: Hash = {name: given[name] or None for name in HOLDER if name in given}
    if "metadata" in given:
        metadata = before.metadata if isinstance(before.metadata, dict) else {}
        changes["metadata"] = merged_metadata(metadata, given["metadata"])
    if given.get("default_for_currency"):
        changes["default_for_currency"] = True
        for other in bank_accounts_of(work, work.path["account"]):
            if other.currency == before.currency and other.id != before.id:
                work.keep(replace(other, default_for_currency=False))
    after = work.keep(replace(before, **changes))
    if after != before:
        there = work_of(work, work.path["account"])
        there.post("account.external_account.updated", after, before=before)
        judge_again(work, of_path(work))
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}/external_accounts/{id}"""
    bank = retrieve(work)
    work.drop(bank)
    work_of(work, work.path["account"]).post("account.external_account.deleted", bank)
    judge_again(work, of_path(work))
    return {"id": bank.id, "object": "bank_account", "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/accounts/{account}/external_accounts"""
    account = of_path(work)
    return Page(
        data=bank_accounts_of(work, account.id)[::-1],
        has_more=False,
        url=f"/v1/accounts/{account.id}/external_accounts",
    )
