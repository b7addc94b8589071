"""The external accounts of a connected account: given raw or by token, and which is the default."""

from typing import Any

from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import connected, on

BANK = {
    "object": "bank_account",
    "country": "US",
    "currency": "usd",
    "account_number": "000123456789",
    "routing_number": "110000000",
}
EUROS = BANK | {"country": "DE", "currency": "eur", "account_number": "DE89370400440532013000"}


def added(stripe: Stripe, account: str, external: Any, **more: Any) -> Reply:
    path = f"/v1/accounts/{account}/external_accounts"
    return stripe.post(path, external_account=external, **more)


def kept(stripe: Stripe, account: str) -> dict[str, bool]:
    """The account's external accounts, and whether each is the default for its currency."""
    found = stripe.get(f"/v1/accounts/{account}").external_accounts
    return {external.id: external.default_for_currency for external in found.data}


def test_a_bank_account_is_added_changed_and_listed(stripe: Stripe) -> None:
    account = connected(stripe)
    bank = added(stripe, account, BANK, metadata={"k": "v"})
    assert (bank.last4, bank.default_for_currency, bank.account) == ("6789", True, account)
    assert bank.metadata == {"k": "v"}
    assert bank.available_payout_methods == ["standard", "instant"]
    path = f"/v1/accounts/{account}/external_accounts"
    changed = stripe.post(f"{path}/{bank.id}", account_holder_name="Jo", metadata={"k": ""})
    assert (changed.account_holder_name, changed.metadata) == ("Jo", {})
    assert stripe.get(f"{path}/{bank.id}").account_holder_name == "Jo"
    assert [each.id for each in stripe.get(path, object="bank_account").data] == [bank.id]
    assert stripe.get(path, object="card").data == []
    told = [type for type in on(stripe, account).types() if "external_account" in type]
    assert told == ["account.external_account.created", "account.external_account.updated"]


def test_a_token_is_a_bank_account_too(stripe: Stripe) -> None:
    account = connected(stripe)
    raw = {name: value for name, value in BANK.items() if name != "object"}
    token = stripe.post("/v1/tokens", bank_account=raw)
    bank = added(stripe, account, token.id)
    assert (bank.id, bank.status) == (token.bank_account.id, "new")
    assert added(stripe, account, token.id).refusal[2] == "token_already_used"
    assert added(stripe, account, "btok_us_verified").last4 == "6789"
    assert added(stripe, account, "btok_us_verified_noAccount").last4 == "1116"
    missing = added(stripe, account, "btok_x").refusal
    assert missing == (400, "invalid_request_error", "resource_missing", "external_account")


def test_a_token_may_have_been_made_in_the_account_itself(stripe: Stripe) -> None:
    account = connected(stripe)
    customer = stripe.post("/v1/customers", source="tok_visa_debit")
    token = on(stripe, account).post("/v1/tokens", customer=customer.id)
    stripe.post(f"/v1/accounts/{account}", external_account=token.id)
    assert list(kept(stripe, account)) == [token.card.id]


def test_a_debit_card_receives_payouts_and_no_other_card_does(stripe: Stripe) -> None:
    account = connected(stripe)
    card = added(stripe, account, "tok_visa_debit")
    assert (card.object, card.status, card.currency) == ("card", "new", "usd")
    assert (card.account, card.default_for_currency) == (account, True)
    assert card.available_payout_methods == ["standard", "instant"]
    assert "customer" not in card.body
    path = f"/v1/accounts/{account}/external_accounts/{card.id}"
    changed = stripe.post(path, name="Jo Example", exp_year=2041)
    assert (changed.name, changed.exp_year) == ("Jo Example", 2041)
    slow = added(stripe, account, "tok_visa_debit_us_instantPayoutUnsupported")
    assert slow.available_payout_methods == ["standard"]
    assert added(stripe, account, "tok_visa").refusal == (
        400,
        "invalid_request_error",
        "invalid_card_type",
        "external_account",
    )


def test_a_raw_card_is_taken_where_a_token_is(stripe: Stripe) -> None:
    raw = {"object": "card", "number": "4000056655665556", "exp_month": 12, "exp_year": 2044}
    card = added(stripe, connected(stripe), raw | {"currency": "usd"})
    assert (card.object, card.last4, card.funding) == ("card", "5556", "debit")


def test_an_american_bank_account_has_numbers_of_test_mode(stripe: Stripe) -> None:
    account = connected(stripe)
    wrong = added(stripe, account, BANK | {"account_number": "123123123"})
    assert wrong.refusal[2:] == ("account_number_invalid", "bank_account[account_number]")
    short = added(stripe, account, BANK | {"routing_number": "111"})
    assert short.refusal[2:] == ("routing_number_invalid", "bank_account[routing_number]")
    opened = stripe.post(
        "/v1/accounts", type="custom", external_account=BANK | {"routing_number": "111"}
    )
    assert opened.refusal[2] == "routing_number_invalid"


def test_the_first_in_a_currency_is_the_default_and_a_later_one_if_it_is_asked_for(
    stripe: Stripe,
) -> None:
    account = connected(stripe)
    first = added(stripe, account, BANK)
    second = added(stripe, account, BANK)
    euros = added(stripe, account, EUROS)
    assert kept(stripe, account) == {euros.id: True, second.id: False, first.id: True}
    third = added(stripe, account, BANK, default_for_currency=True)
    assert kept(stripe, account) == {
        third.id: True,
        euros.id: True,
        second.id: False,
        first.id: False,
    }
    path = f"/v1/accounts/{account}/external_accounts/{second.id}"
    assert stripe.post(path, default_for_currency=True).default_for_currency
    assert not kept(stripe, account)[third.id]


def test_the_default_is_not_deleted_while_payouts_need_it(stripe: Stripe) -> None:
    account = connected(stripe)
    bank, euros = added(stripe, account, BANK), added(stripe, account, EUROS)
    path = f"/v1/accounts/{account}/external_accounts"
    refused = stripe.delete(f"{path}/{bank.id}")
    assert refused.http == 400
    assert refused.error.message.startswith("You cannot delete the default external account")
    assert stripe.delete(f"{path}/{euros.id}").deleted
    added(stripe, account, BANK, default_for_currency=True)
    assert stripe.delete(f"{path}/{bank.id}").deleted
    assert bank.id not in kept(stripe, account)


def test_what_an_account_is_given_takes_the_place_of_the_default_in_its_currency(
    stripe: Stripe,
) -> None:
    account = connected(stripe, external_account="btok_us_verified")
    (first,) = kept(stripe, account)
    stripe.post(f"/v1/accounts/{account}", external_account=EUROS)
    euros, still = kept(stripe, account)
    assert still == first
    stripe.post(f"/v1/accounts/{account}", external_account="tok_visa_debit")
    after = kept(stripe, account)
    assert first not in after
    assert len(after) == 2
    assert after[euros]


def test_what_belongs_to_another_account_is_not_found(stripe: Stripe) -> None:
    bank = added(stripe, connected(stripe), BANK)
    path = f"/v1/accounts/{connected(stripe)}/external_accounts/{bank.id}"
    assert stripe.get(path).http == 404
    assert stripe.post(path, metadata={"k": "v"}).http == 404


def test_an_account_of_one_currency_is_paid_out_in_that_or_in_dollars(stripe: Stripe) -> None:
    account = connected(stripe, country="CA")
    path = f"/v1/accounts/{account}/external_accounts"
    refused = stripe.post(path, external_account=EUROS)
    assert refused.refusal == (400, "invalid_request_error", None, "external_account[currency]")
    assert refused.error.message == (
        "Invalid currency: eur. You can use these currencies for transfers for an account in CA:"
        " cad, usd"
    )
    assert added(stripe, account, BANK).currency == "usd"
    assert added(stripe, connected(stripe, country="FR"), EUROS).currency == "eur"
