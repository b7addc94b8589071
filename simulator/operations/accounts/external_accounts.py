"""The bank accounts to which a connected account's payouts go.

Source: API reference, "External accounts"; Stripe docs, "Testing Stripe Connect".
"""

from typing import Any, Final

from simulator import errors
from simulator.operations.accounts.account_verification import bank_accounts_of, judge_again
from simulator.operations.accounts.connected_accounts import of_path, work_of
from simulator.operations.payers.cards import fingerprint
from simulator.resources.account import Account
from simulator.resources.bank_account import BankAccount
from simulator.resources.payment_method import Vaulted
from simulator.wire.lists import Page
from simulator.work import Work

Hash = dict[str, Any]

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


def create(work: Work) -> BankAccount:
    """POST /v1/accounts/{account}/external_accounts"""
    account = of_path(work)
    given = work.params["external_account"]
    told = given if isinstance(given, dict) else {"account_number": given}
    made = keep_bank_account(work, account, told)
    work_of(work, account.id).post("account.external_account.created", made)
    judge_again(work, account)
    return made


def retrieve(work: Work) -> BankAccount:
    """GET /v1/accounts/{account}/external_accounts/{id}"""
    found = work.load(BankAccount, work.path["id"])
    if found.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="id", noun="external account", id=found.id)
    return found


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
