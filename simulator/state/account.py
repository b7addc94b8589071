"""An account beside its objects: its clock, its settings, its plans and hold points."""

from typing import Any

import msgspec

from simulator.chance import Chance
from simulator.faults.every import FAULTS
from simulator.faults.fault import make
from simulator.faults.plans import Plan
from simulator.holds import HoldPoint
from simulator.ids import Ids
from simulator.webhooks.outbox import ATTEMPT
from simulator.world import Account, World


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an account beside its tables."""

    key: str
    id: str
    platform: str | None
    """The key of the account under which it was connected."""
    api_version: str
    country: str
    default_currency: str
    payment_method_configuration: str
    statement_descriptor: str
    clock: tuple[int, int | None, int]
    plans: list[Plan]
    holds: list[HoldPoint]
    paused: bool
    schedule: list[int]
    timeout_ms: int
    concurrency: int
    dropped: int


def settings_of(account: Account) -> Settings:
    """What is kept of this account."""
    outbox = account.outbox
    return Settings(
        key=account.key,
        id=account.id,
        platform=None if account.platform is None else account.platform.key,
        api_version=account.api_version,
        country=account.country,
        default_currency=account.default_currency,
        payment_method_configuration=account.payment_method_configuration,
        statement_descriptor=account.statement_descriptor,
        clock=account.clock.state(),
        plans=account.plans.all(),
        holds=account.holds.points,
        paused=outbox.paused,
        schedule=list(outbox.schedule),
        timeout_ms=outbox.timeout_ms,
        concurrency=outbox.concurrency,
        dropped=outbox.deliveries.dropped,
    )


def account_with(world: World, settings: Settings) -> Account:
    """An empty account with these settings, in place of any of its key."""
    if settings.platform is None:
        account = world.account(settings.key)
    else:
        account = world.connect(world.account(settings.platform), settings.id)
    apply(account, settings)
    return account


def apply(account: Account, settings: Settings) -> None:
    """Give an account these settings."""
    if account.id != settings.id:  # It was made under another seed.
        account.id = settings.id
        account.ids = Ids(settings.id[-10:], account.chance.stream("ids"))
    account.api_version = settings.api_version
    account.country = settings.country
    account.default_currency = settings.default_currency
    account.payment_method_configuration = settings.payment_method_configuration
    account.statement_descriptor = settings.statement_descriptor
    account.clock.restore(settings.clock)
    account.plans.clear()
    for plan in settings.plans:
        if plan.type in FAULTS:
            account.plans.add(plan, make(plan.type, plan.options))
    account.holds.points = list(settings.holds)
    account.holds.count_from([point.id for point in settings.holds])
    account.plans.count_from([plan.id for plan in settings.plans])
    outbox = account.outbox
    outbox.paused = settings.paused
    outbox.schedule = settings.schedule
    outbox.timeout_ms = settings.timeout_ms
    outbox.concurrency = settings.concurrency
    outbox.deliveries.dropped = settings.dropped


def resume(account: Account) -> None:
    """Queue the deliveries that were waiting or under way when the state was taken."""
    account.outbox.ready.clear()
    for delivery in account.outbox.deliveries:
        account.outbox.remember(delivery)
        if delivery.state == "pending" and not account.agenda.has(ATTEMPT, delivery.id):
            account.outbox.make_ready(delivery.id)


def chance_states(chance: Chance) -> dict[str, Any]:
    """Where each generator stands, as JSON can hold it."""
    return dict(chance.states())


def restore_chance(chance: Chance, states: dict[str, Any]) -> None:
    """Put each generator back."""
    chance.restore(
        {
            purpose: (version, tuple(numbers), gauss)
            for purpose, (version, numbers, gauss) in states.items()
        }
    )
