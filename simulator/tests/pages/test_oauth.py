"""OAuth, driven by the official SDK: the page, the code, the tokens, and the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import stripe as sdk
from stripe import oauth_error

from simulator import Account
from simulator.tests.conftest import Receiver
from simulator.tests.pages.browsing import Visited, visit

BACK = "https://shop.test/connected?from=menu"


def client_of(sim: Account, key: str | None = None) -> sdk.StripeClient:
    bases: Any = {"api": sim.url, "connect": sim.url}
    return sdk.StripeClient(
        key or sim.secret_key, base_addresses=bases, client_id=sim.client_id, max_network_retries=0
    )


def address(sim: Account, **params: Any) -> str:
    """Where the platform sends its user."""
    asked: Any = {"redirect_uri": BACK, "scope": "read_write", "state": "7"} | params
    return client_of(sim).oauth.authorize_url(asked)


def told(answered: Visited) -> dict[str, str]:
    """What the browser brings back to the platform."""
    back = urlsplit(answered.leads_to)
    assert (back.netloc, back.path) == ("shop.test", "/connected")
    return {name: value for name, [value] in parse_qs(back.query).items()}


def code_of(sim: Account, **params: Any) -> str:
    """The code of a user who agreed."""
    return told(visit(address(sim, **params), {"outcome": "connect"}))["code"]


def token_of(sim: Account, code: str) -> Any:
    return client_of(sim).oauth.token({"grant_type": "authorization_code", "code": code})


def test_a_user_who_agrees_comes_back_with_a_code(sim: Account) -> None:
    url = address(sim)
    page = visit(url)
    assert page.status == 200
    assert "Skip this form" in page.text
    assert sim.client_id in page.text
    found = told(visit(url, {"outcome": "connect"}))
    assert found.pop("code").startswith("ac_")
    assert found == {"from": "menu", "scope": "read_write", "state": "7"}


def test_a_user_who_does_not_comes_back_without(sim: Account) -> None:
    assert told(visit(address(sim), {"outcome": "deny"})) == {
        "error": "access_denied",
        "error_description": "The user denied your request",
        "from": "menu",
        "state": "7",
    }


@pytest.mark.parametrize(
    ("wrong", "error"),
    [({"scope": "all"}, "invalid_scope"), ({"response_type": "x"}, "unsupported_response_type")],
)
def test_what_is_asked_wrongly_is_told_to_the_platform(
    sim: Account, wrong: dict[str, str], error: str
) -> None:
    assert told(visit(address(sim, **wrong)))["error"] == error


@pytest.mark.parametrize("wrong", [{"client_id": "ca_x"}, {"redirect_uri": "shop"}])
def test_without_a_way_back_the_user_is_told(sim: Account, wrong: dict[str, str]) -> None:
    page = visit(address(sim, **wrong))
    assert (page.status, page.headers["Content-Type"]) == (400, "application/json")
    assert '"error"' in page.text


def test_a_code_connects_an_account_and_its_token_acts_for_it(sim: Account) -> None:
    user: Any = {"email": "jo@example.com", "business_name": "Jo's", "country": "DE"}
    token = token_of(sim, code_of(sim, stripe_user=user))
    assert (token.scope, token.livemode, token.token_type) == ("read_write", False, "bearer")
    assert token.refresh_token.startswith("rt_")
    platform = client_of(sim).v1
    account = platform.accounts.retrieve(token.stripe_user_id)
    assert (account.type, account.email, account.country) == ("standard", "jo@example.com", "DE")
    assert account.business_profile is not None
    assert account.business_profile.name == "Jo's"
    assert account.charges_enabled
    assert account.controller is not None
    assert account.controller.to_dict() == {"type": "account"}
    theirs = client_of(sim, token.access_token).v1
    assert theirs.accounts.retrieve_current().id == token.stripe_user_id
    customer = theirs.customers.create({"name": "Al"})
    named = platform.customers.retrieve(
        customer.id, options={"stripe_account": token.stripe_user_id}
    )
    assert named.name == "Al"
    browser = client_of(sim, token.stripe_publishable_key).v1
    card: Any = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040}
    method = browser.payment_methods.create({"type": "card", "card": card})
    assert theirs.payment_methods.retrieve(method.id).id == method.id


def test_a_code_is_used_once_and_then_takes_its_tokens_with_it(sim: Account) -> None:
    code = code_of(sim)
    token = token_of(sim, code)
    with pytest.raises(oauth_error.InvalidGrantError, match="already been used") as refused:
        token_of(sim, code)
    assert (refused.value.http_status, refused.value.code) == (400, "invalid_grant")
    with pytest.raises(sdk.PermissionError):
        client_of(sim, token.access_token).v1.customers.list()
    with pytest.raises(oauth_error.InvalidGrantError):
        refreshed(sim, token)


def test_a_code_is_good_for_five_minutes(sim: Account) -> None:
    sim.clock.freeze()
    early, late = code_of(sim), code_of(sim)
    sim.clock.advance(299)
    assert token_of(sim, early).stripe_user_id
    sim.clock.advance(2)
    with pytest.raises(oauth_error.InvalidGrantError, match="expired"):
        token_of(sim, late)


def test_a_code_is_good_for_the_platform_that_asked(sim: Account) -> None:
    code = code_of(sim)
    other = sim.account(sim.secret_key + "_other")
    with pytest.raises(oauth_error.InvalidGrantError, match="does not exist"):
        token_of(other, code)


def refreshed(sim: Account, token: Any, **params: Any) -> Any:
    asked: Any = {"grant_type": "refresh_token", "refresh_token": token.refresh_token, **params}
    return client_of(sim).oauth.token(asked)


def test_a_token_that_may_only_read_cannot_write(sim: Account) -> None:
    token = token_of(sim, code_of(sim))
    reading = refreshed(sim, token, scope="read_only")
    assert (reading.stripe_user_id, reading.scope) == (token.stripe_user_id, "read_only")
    theirs = client_of(sim, reading.access_token).v1
    assert theirs.customers.list().data == []
    with pytest.raises(sdk.PermissionError):
        theirs.customers.create()
    assert client_of(sim, token.access_token).v1.customers.create().id


def test_nobody_gets_more_than_was_agreed_to(sim: Account) -> None:
    token = token_of(sim, code_of(sim, scope="read_only"))
    with pytest.raises(oauth_error.InvalidScopeError):
        refreshed(sim, token, scope="read_write")


def test_whoever_is_disconnected_is_told_and_out_of_reach(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(
        receiver.url,
        connect=True,
        events=["account.application.authorized", "account.application.deauthorized"],
    )
    token = token_of(sim, code_of(sim))
    sim.settle()
    gone = client_of(sim).oauth.deauthorize({"stripe_user_id": token.stripe_user_id})
    assert gone.stripe_user_id == token.stripe_user_id
    sim.settle()
    assert receiver.types == [
        "account.application.authorized",
        "account.application.deauthorized",
    ]
    event = receiver.got[-1].event
    assert event["account"] == token.stripe_user_id
    assert event["data"]["object"] == {
        "id": sim.client_id,
        "object": "application",
        "name": None,
    }
    with pytest.raises(sdk.PermissionError):
        client_of(sim).v1.accounts.retrieve(token.stripe_user_id)
    with pytest.raises(sdk.PermissionError, match="may have been revoked"):
        client_of(sim, token.access_token).v1.customers.list()
    with pytest.raises(oauth_error.InvalidClientError) as refused:
        client_of(sim).oauth.deauthorize({"stripe_user_id": token.stripe_user_id})
    assert refused.value.http_status == 401


def test_the_key_may_stand_in_the_form(sim: Account) -> None:
    code = code_of(sim)
    given = {"grant_type": "authorization_code", "code": code, "client_secret": sim.secret_key}
    answer = visit(f"{sim.url}/oauth/token", given)
    assert answer.status == 200
    assert '"access_token"' in answer.text


@pytest.mark.parametrize(
    ("given", "status", "word"),
    [
        ({"grant_type": "refresh_token"}, 401, "invalid_client"),
        ({"client_secret": "sk_test_wrong!", "grant_type": "x"}, 400, "unsupported_grant_type"),
        ({"client_secret": "sk_test_x"}, 400, "invalid_request"),
        ({"client_secret": "sk_test_x", "wat": "1"}, 400, "invalid_request"),
        ({"client_secret": "sk_test_x", "grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"client_secret": "nothing"}, 401, "invalid_client"),
    ],
)
def test_refusals_read_as_those_of_oauth(
    sim: Account, given: dict[str, str], status: int, word: str
) -> None:
    answer = visit(f"{sim.url}/oauth/token", given)
    assert answer.status == status
    assert f'"error": "{word}"' in answer.text
    assert '"error_description": "' in answer.text


def test_an_express_account_is_connected_at_its_own_address(sim: Account) -> None:
    client = client_of(sim)
    asked: Any = {"redirect_uri": BACK, "scope": "read_write"}
    url = client.oauth.authorize_url(asked, {"express": True})
    token = token_of(sim, told(visit(url, {"outcome": "connect"}))["code"])
    assert client.v1.accounts.retrieve(token.stripe_user_id).type == "express"
