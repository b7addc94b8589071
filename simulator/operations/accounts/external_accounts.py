"""The bank accounts and debit cards to which a connected account's payouts go.

Source: API reference, "External accounts"; Stripe docs, "Testing Stripe Connect".
"""

from typing import Any, Final

from msgspec import UNSET
from msgspec.structs import replace

from simulator import errors
from simulator.operations.accounts.account_verification import External, externals_of, judge_again
from simulator.operations.accounts.connected_accounts import of_path, work_of
from simulator.operations.payers import tokens
from simulator.operations.payers.cards import check_expiry, fingerprint, full_year, whole
from simulator.operations.platform.metadata import merged_metadata
from simulator.resources.account import Account
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import ADDRESS, CardSource
from simulator.resources.payment_method import Vaulted
from simulator.wire.lists import Page
from simulator.work import Work

Hash = dict[str, Any]

PARAM: Final = "external_account"
HOLDER: Final = ("account_holder_name", "account_holder_type", "account_type")
OF_CARD: Final = (*ADDRESS, "name")
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
        default_for_currency=not externals_of(work, account.id),
        fingerprint=fingerprint(work, number),
        future_requirements=dict(none_due),
        last4=number[-4:],
        metadata=dict(given.get("metadata") or {}),
        requirements=dict(none_due),
        routing_number=given.get("routing_number"),
    )
    work.keep(Vaulted(id=made.id, number=number))
    return work.keep(made)


def keep_external(work: Work, account: Account, given: Hash | str) -> External:
    """A bank account, or what is behind a token, which is used up; kept.

    Raises:
        what `keep_bank_account` raises
        REFERENCE_MISSING, TOKEN_USED
        TOKEN_KIND: the token is of something else.
        NO_PAYOUTS_TO_CARD: it is no debit card.
    """
    if isinstance(given, dict):
        return keep_bank_account(work, account, given)
    token, vaulted = tokens.spend(work, given, PARAM)
    if isinstance(token.card, CardSource):
        return _keep_card(work, account, token.card, vaulted)
    if not isinstance(token.bank_account, BankAccount):
        raise errors.TOKEN_KIND(type=token.type, id=token.id)
    told = {name: getattr(token.bank_account, name) for name in OF_TOKEN}
    return keep_bank_account(work, account, told | {"account_number": vaulted.number})


def _keep_card(work: Work, account: Account, card: CardSource, vaulted: Vaulted) -> CardSource:
    """A debit card to which payouts go; kept. What is shown of it is recorded."""
    if card.funding != "debit":
        raise errors.NO_PAYOUTS_TO_CARD(param=PARAM)
    work.keep(Vaulted(id=card.id, number=vaulted.number))
    return work.keep(
        replace(
            card,
            account=account.id,
            available_payout_methods=["standard", "instant"],
            currency=card.currency or account.default_currency,
            customer=UNSET,
            default_for_currency=not externals_of(work, account.id),
            status="new",
        )
    )


def create(work: Work) -> External:
    """POST /v1/accounts/{account}/external_accounts"""
    account = of_path(work)
    made = keep_external(work, account, work.params[PARAM])
    work_of(work, account.id).post("account.external_account.created", made)
    judge_again(work, account)
    return made


def retrieve(work: Work) -> External:
    """GET /v1/accounts/{account}/external_accounts/{id}"""
    id = work.path["id"]
    found = work.find(BankAccount, id) or work.find(CardSource, id)
    if found is None or found.account != work.path["account"]:
        raise errors.RESOURCE_MISSING(param="id", noun="external account", id=id)
    return found


def update(work: Work) -> External:
    """POST /v1/accounts/{account}/external_accounts/{id}; one is the default of its currency."""
    before = retrieve(work)
    given = work.params
    own = HOLDER if isinstance(before, BankAccount) else OF_CARD
    changes: Hash = {name: given[name] or None for name in own if name in given}
    if isinstance(before, CardSource):
        if given.get("exp_month"):
            changes["exp_month"] = whole(given["exp_month"])
        if given.get("exp_year"):
            changes["exp_year"] = full_year(whole(given["exp_year"]))
    if "metadata" in given:
        metadata = before.metadata if isinstance(before.metadata, dict) else {}
        changes["metadata"] = merged_metadata(metadata, given["metadata"])
    if given.get("default_for_currency"):
        changes["default_for_currency"] = True
        for other in externals_of(work, work.path["account"]):
            if other.currency == before.currency and other.id != before.id:
                work.keep(replace(other, default_for_currency=False))
    after = work.keep(replace(before, **changes))
    if isinstance(after, CardSource):
        check_expiry(work, after.exp_month, after.exp_year)
    if after != before:
        there = work_of(work, work.path["account"])
        there.post("account.external_account.updated", after, before=before)
        judge_again(work, of_path(work))
    return after


def delete(work: Work) -> Hash:
    """DELETE /v1/accounts/{account}/external_accounts/{id}"""
    gone = retrieve(work)
    work.drop(gone)
    work_of(work, work.path["account"]).post("account.external_account.deleted", gone)
    judge_again(work, of_path(work))
    return {"id": gone.id, "object": gone.object, "deleted": True}


def list_all(work: Work) -> Page:
    """GET /v1/accounts/{account}/external_accounts"""
    account = of_path(work)
    return Page(
        data=externals_of(work, account.id)[::-1],
        has_more=False,
        url=f"/v1/accounts/{account.id}/external_accounts",
    )
