"""Calls about accounts: which there are, and how to begin anew."""

from simulator.control.calls import Ask, control_call
from simulator.control.shapes import AccountView, Done
from simulator.world import Account


def view(account: Account) -> AccountView:
    """The account, as it is shown."""
    return AccountView(
        id=account.id,
        secret_key=account.key,
        publishable_key=account.publishable_key,
        client_id=account.application,
        api_version=account.api_version,
        livemode=account.livemode,
        seed=account.world.seed,
    )


@control_call("GET /_sim/account")
async def read(ask: Ask) -> AccountView:
    """The account of the key, made if there was none."""
    return view(ask.account)


@control_call("GET /_sim/accounts")
async def list_all(ask: Ask) -> list[AccountView]:
    """Every account of this simulator."""
    return [view(account) for account in ask.app.world.accounts()]


@control_call("POST /_sim/reset")
async def reset(ask: Ask) -> Done:
    """Forget all that is in the account: objects, events, faults, holds, deliveries, time."""
    forget(ask.account)
    return Done()


@control_call("POST /_sim/reset_all")
async def reset_all(ask: Ask) -> Done:
    """Forget all accounts."""
    accounts = list(ask.app.world.accounts())
    for account in accounts:
        forget(account)
    return Done(count=len(accounts))


def forget(account: Account) -> None:
    """Let go of what is held, and drop the account; its key opens an empty one."""
    account.holds.clear()
    account.outbox.ready.clear()
    account.world.forget(account)
    if account.platform is None:
        account.world.account(account.key)  # Made anew, so that it is written as empty.
