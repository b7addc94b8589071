"""Making a bank account or a debit card the external account of a connected account.

Source: API reference, "External accounts"; Stripe docs, "Testing Stripe Connect"; recorded
accounts.
"""

from typing import Any

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from simulator import errors
from simulator.instruments import bank_accounts
from simulator.operations.accounts.connected_accounts import work_of
from simulator.operations.accounts.countries import check_bank_currency
from simulator.operations.accounts.payout_destinations import (
    External,
    default_of,
    externals_of,
    made_default,
)
from simulator.operations.payers import tokens
from simulator.operations.payers.bank_details import TEST_ROUTING, check_routing
from simulator.operations.payers.cards import behind
from simulator.operations.payers.keeping_sources import checked
from simulator.resources.account import Account
from simulator.resources.bank_account import BankAccount
from simulator.resources.card import CardSource
from simulator.resources.payment_method import Vaulted
from simulator.resources.token import Token
from simulator.work import Work

Hash = dict[str, Any]
Given = str | Hash


def add_external(
    work: Work, account: Account, given: Given, *, default: bool, metadata: Hash
) -> External:
    """The account's new external account; the first in its currency is the default for it.

    Raises:
        PARAMETER_MISSING, REFERENCE_MISSING, TOKEN_USED, TOKEN_KIND: nothing can be made of it.
        NOT_A_TEST_BANK_ACCOUNT, ROUTING_NUMBER_INVALID: only American numbers are looked at.
        NOT_A_DEBIT_CARD, NO_TRANSFERS_IN, and those of a card that no network knows
    """
    made = _made_of(work, account, given)
    made = replace(made, metadata=(made.metadata or {}) | metadata)
    if default or default_of(externals_of(work, account.id), made.currency or "") is None:
        made = made_default(work, account.id, made)
    work_of(work, account.id).post("account.external_account.created", made)
    return work.keep(made)


def first_external(work: Work, account: Account, given: Given) -> External:
    """The external account with which an account is opened; who opens it tells of it.

    Raises:
        what `add_external` raises
    """
    return work.keep(replace(_made_of(work, account, given), default_for_currency=True))


def replace_default(work: Work, account: Account, given: Given) -> External:
    """The account's new default for its currency, in the place of the one before, which is gone.

    Raises:
        what `add_external` raises
    """
    made = _made_of(work, account, given)
    there = work_of(work, account.id)
    if (before := default_of(externals_of(work, account.id), made.currency or "")) is not None:
        work.drop(before)
        there.post("account.external_account.deleted", before)
    made = work.keep(replace(made, default_for_currency=True))
    there.post("account.external_account.created", made)
    return made


def _made_of(work: Work, account: Account, given: Given) -> External:
    if isinstance(given, dict) and not (given.get("object") == "card" or given.get("token")):
        return _bank_account(work, account, given)
    currency: str | UnsetType = UNSET
    if isinstance(given, dict):
        currency = given.get("currency") or UNSET
        given = given.get("token") or tokens.of_raw_card(work, given, "external_account").id
    there = work_of(work, account.id)  # A token may have been made in either of both.
    place = there if there.find(Token, given) is not None else work
    token, vaulted = tokens.spend(place, given, "external_account")
    held = token.bank_account or token.card
    if not held:
        raise errors.TOKEN_KIND(type=token.type, id=token.id, param="external_account")
    vaulted = replace(vaulted, id=held.id)
    work.keep(vaulted)
    if isinstance(held, BankAccount):
        return _external_bank_account(account, held, vaulted.number)
    return _external_card(work, account, replace(held, currency=currency or held.currency), vaulted)


def _bank_account(work: Work, account: Account, given: Hash) -> BankAccount:
    number = given.get("account_number")
    if not number:
        where = "bank_account[account_number]"
        raise errors.PARAMETER_MISSING(param=where, name=where)
    country = given.get("country") or account.country
    if country == "US" and not number.startswith("000"):
        raise errors.NOT_A_TEST_BANK_ACCOUNT()
    routing = given.get("routing_number")
    check_routing(country, routing, "bank_account[routing_number]")
    made = tokens.raw_bank_account(
        work,
        given,
        country=country,
        currency=account.default_currency,
        routing=routing or TEST_ROUTING,
        printed=number,
    )
    check_bank_currency(account.country, made.currency)
    made = replace(made, metadata=dict(given.get("metadata") or {}))
    work.keep(Vaulted(id=made.id, number=number))
    return _external_bank_account(account, made, number)


def _external_bank_account(account: Account, made: BankAccount, number: str) -> BankAccount:
    none_due: Hash = {
        "currently_due": [],
        "errors": [],
        "past_due": [],
        "pending_verification": [],
    }
    instant = account.country == "US" and bank_accounts.behind(number).instant
    return replace(
        made,
        account=account.id,
        available_payout_methods=["standard", "instant"] if instant else ["standard"],
        default_for_currency=False,
        future_requirements=dict(none_due),
        metadata=made.metadata or {},
        requirements=dict(none_due),
        status="new",
    )


def _external_card(work: Work, account: Account, held: CardSource, vaulted: Vaulted) -> CardSource:
    if held.funding != "debit":
        raise errors.NOT_A_DEBIT_CARD()
    instant = behind(vaulted.number).payout != "never_instant"
    return replace(
        checked(work, held, vaulted),
        account=account.id,
        available_payout_methods=["standard", "instant"] if instant else ["standard"],
        # That a card without a currency takes the account's is inferred.
        currency=held.currency or account.default_currency,
        default_for_currency=False,
        networks=UNSET,
        status="new",
    )
