"""What the tests of Connect begin with: accounts, payments to them, and books that must balance."""

from __future__ import annotations

from typing import Any

from simulator import ledger
from simulator.operations.accounts.account_links import follow
from simulator.resources.account_link import AccountLink
from simulator.tests.calls import NOW, Reply, Stripe, things
from simulator.work import Work

DAY = 86_400
AVAILABLE = (NOW // DAY + 7) * DAY
"""When money that is taken now becomes available, Unix seconds."""

LINK = {
    "type": "account_onboarding",
    "refresh_url": "https://shop.test/again",
    "return_url": "https://shop.test/done",
}


def connected(stripe: Stripe, country: str = "US", **params: Any) -> str:
    """A connected account that may receive transfers and take cards."""
    asked = {name: {"requested": True} for name in ("card_payments", "transfers")}
    opened = stripe.post(
        "/v1/accounts", type="custom", country=country, capabilities=asked, **params
    )
    return str(opened.id)


def on(stripe: Stripe, account: str) -> Stripe:
    """The platform, acting for one of its accounts."""
    always = stripe._always | {"Stripe-Account": account}
    return Stripe(stripe.app, stripe.secret_key, **always)


def paid(stripe: Stripe, **params: Any) -> Reply:
    """A payment of 10.00 usd, with its row in the balance."""
    usual: dict[str, Any] = {"amount": 1000, "capture_method": "automatic"}
    intent = stripe.paid(**usual | params)
    assert intent.http == 200, intent
    return intent


def expanded(stripe: Stripe, path: str, *fields: str) -> Any:
    """What is there, with some of its fields expanded."""
    return things(stripe.get(path, expand=list(fields)).body)


def assert_balanced(stripe: Stripe) -> None:
    """Neither the platform's books nor any account's contradict themselves."""
    world = stripe.app.world
    for account in (stripe.account, *world.joined(stripe.account)):
        found = ledger.discrepancies(account.store, ledger.movements(account.store))
        assert found == []


def onboard(stripe: Stripe, account: str, *, submits: bool = True) -> None:
    """Let the account's owner follow a link to its end."""
    url = stripe.post("/v1/account_links", account=account, **LINK).url
    work = Work(stripe.account)
    link = work.load(AccountLink, url.rsplit("/", 1)[-1])
    follow(work, link, submits=submits)
    work.commit()
