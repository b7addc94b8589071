"""The bank accounts to which a connected account's payouts go."""

from typing import Any

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.accounts.test_accounts import BANK, opened
from simulator.tests.operations.connecting import on

NUMBERS = {"routing_number": "110000000", "account_number": "000123456789"}


def added(stripe: Stripe, account: Any, number: str) -> Reply:
    given = {**BANK, **NUMBERS, "account_number": number}
    return stripe.post(f"/v1/accounts/{account.id}/external_accounts", external_account=given)


def test_one_is_changed_and_made_the_default(stripe: Stripe) -> None:
    account = opened(stripe)
    first, second = (added(stripe, account, f"00012345678{digit}") for digit in "01")
    assert (first.default_for_currency, second.default_for_currency) == (True, False)
    there = on(stripe, account.id)
    there.told()
    changed = stripe.post(
        f"/v1/accounts/{account.id}/external_accounts/{second.id}",
        default_for_currency=True,
        account_holder_name="Jo Example",
        metadata={"k": "v"},
    )
    assert (changed.default_for_currency, changed.account_holder_name) == (True, "Jo Example")
    assert changed.metadata == {"k": "v"}
    listed = stripe.get(f"/v1/accounts/{account.id}/external_accounts").data
    assert {bank.id: bank.default_for_currency for bank in listed} == {
        first.id: False,
        second.id: True,
    }
    assert "account.external_account.updated" in there.types()


def test_a_token_stands_for_one_once(stripe: Stripe) -> None:
    bank = {"country": "US", "currency": "usd", **NUMBERS}
    token = stripe.post("/v1/tokens", bank_account=bank)
    account = opened(stripe, external_account=token.id)
    assert account.external_accounts.data[0].last4 == "6789"
    path = f"/v1/accounts/{account.id}/external_accounts"
    assert stripe.post(path, external_account=token.id).refusal[2] == "token_already_used"
    missing = stripe.post(path, external_account="btok_x")
    assert missing.refusal[2:] == ("resource_missing", "external_account")


def test_payouts_go_to_a_debit_card_as_well(stripe: Stripe) -> None:
    account = opened(stripe, external_account="tok_visa_debit")
    [card] = account.external_accounts.data
    assert (card.object, card.account, card.funding) == ("card", account.id, "debit")
    assert (card.currency, card.default_for_currency, card.status) == ("usd", True, "new")
    assert "customer" not in card
    path = f"/v1/accounts/{account.id}/external_accounts"
    changed = stripe.post(f"{path}/{card.id}", name="Jo Example", exp_year=2041)
    assert (changed.name, changed.exp_year) == ("Jo Example", 2041)
    assert stripe.get(f"{path}/{card.id}").name == "Jo Example"
    assert stripe.delete(f"{path}/{card.id}").body == {
        "id": card.id,
        "object": "card",
        "deleted": True,
    }
    refused = stripe.post(path, external_account="tok_visa")
    assert refused.refusal[2:] == ("invalid_card_type", "external_account")
