"""The world: accounts by secret key, each with its own objects, clock, agenda, chance and events.

Nothing is shared between two accounts, so that parallel jobs on one simulator never see each other.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from simulator.activity import Activity
from simulator.agenda import Agenda
from simulator.chance import Chance
from simulator.clock import Clock
from simulator.faults.plans import Plans
from simulator.holds import HoldPoints
from simulator.ids import BASE62, Ids
from simulator.journal import Journal
from simulator.store import Store
from simulator.webhooks.outbox import Outbox
from simulator.wire.releases import NEWEST

if TYPE_CHECKING:
    from simulator.idempotency import Remembered
    from simulator.instruments.declines import Decline
    from simulator.resources.event import Event

DEFAULT_CURRENCY: Final = "usd"
DEFAULT_COUNTRY: Final = "US"
KEY_PREFIXES: Final = ("sk_test_", "rk_test_", "sk_live_", "rk_live_")


class Account:
    """One Stripe account in one mode, and everything that belongs to it."""

    def __init__(self, world: "World", key: str, seed: str, *, frozen_at: int | None) -> None:
        self.world = world
        self.key = key
        """The secret key that opened the account; what its isolation and its ids hang on."""
        self.chance = Chance(f"{seed}/{key}")
        part = "".join(self.chance.stream("account").choices(BASE62, k=16))
        self.id = f"acct_1{part[1:]}"
        self.ids = Ids(part[-10:], self.chance.stream("ids"))
        self.platform: Account | None = None
        """The account under which this one was connected."""
        self.livemode = "_live_" in key
        self.country = DEFAULT_COUNTRY
        self.default_currency = DEFAULT_CURRENCY
        self.payment_method_configuration = self.ids.new("pmc", 0)
        self.statement_descriptor = "PAIDONCE"
        self.api_version = NEWEST
        """What answers and events come in, where neither request nor endpoint says otherwise."""
        self.clock = Clock(frozen_at=frozen_at)
        self.agenda = Agenda()
        self.store = Store()
        self.events: dict[str, Event] = {}
        self.idempotency: dict[str, Remembered] = {}
        self.activity = Activity()
        self.holds = HoldPoints(self.activity)
        self.plans = Plans(self.chance)
        self.journal = Journal()
        self.outbox = Outbox(self.chance.stream("deliveries"), livemode=self.livemode)
        self.busy: dict[str, int] = {}
        """Objects that requests at work keep from others, and how many do."""

    @property
    def publishable_key(self) -> str:
        """The key that browsers hold; made of the secret one, so that it survives a restart."""
        mode = "live" if self.livemode else "test"
        return f"pk_{mode}_{hashlib.sha256(self.key.encode()).hexdigest()[:24]}"

    @property
    def application(self) -> str:
        """The client id by which this account is known as a platform; made like the key above."""
        return f"ca_{hashlib.sha256(f'application of {self.key}'.encode()).hexdigest()[:32]}"

    def take_planned_decline(self) -> "Decline | None":
        """The decline that a fault has arranged for the next charge."""
        return self.plans.decline(self.clock.now()) if self.plans.charges else None

    def new_id(self, prefix: str, *, like: str | None = None) -> str:
        """A new id, at the account's own time."""
        return self.ids.new(prefix, self.clock.now(), like=like)


class Durable(Protocol):
    """Where everything is written, so that it outlives the process; see `simulator.state`."""

    async def flushed(self, account: Account | None = None) -> None:
        """Wait until all that an account, or any, was told of is written.

        Raises:
            OSError: it cannot be written.
        """

    def close(self) -> None:
        """Write what is left, and let go of the file."""


class World:
    """All accounts of one simulator.

    Args:
        seed: what all chance is drawn from; printed, so that a run can be repeated.
        frozen_at: the moment at which clocks stand (Unix seconds); None: they follow the wall.
    """

    def __init__(self, seed: str = "0", *, frozen_at: int | None = None) -> None:
        self.seed = seed
        self._frozen_at = frozen_at
        self.hooks_url = "https://hooks.stripe.com"
        """Where the challenge pages are; the server puts its own address here."""
        self.checkout_url = "https://checkout.stripe.com"
        """Where the hosted payment pages are; likewise."""
        self.connect_url = "https://connect.stripe.com"
        """Where connected accounts are onboarded; likewise."""
        self._accounts: dict[str, Account] = {}
        self._by_publishable: dict[str, Account] = {}
        self.on_events: list[Callable[[Account, Sequence[Event]], None]] = []
        """Told of the events of each operation, once all is kept; the courier listens here."""
        self.on_account: Callable[[Account], None] | None = None
        """Told of every account that is made, before it is used; the durable journal asks to."""
        self.durable: Durable | None = None
        """Where everything is written, if it is; nothing is answered before it is there."""

    def account(self, key: str) -> Account:
        """The account of a secret (or restricted) key; made when it is first asked for."""
        secret = "sk" + key[2:]
        if (found := self._accounts.get(secret)) is None:
            found = self._accounts[secret] = Account(
                self, secret, self.seed, frozen_at=self._frozen_at
            )
            self._by_publishable[found.publishable_key] = found
            self._begin(found)
        return found

    def _begin(self, account: Account) -> None:
        if self.on_account is not None:
            self.on_account(account)

    def known(self, key: str) -> Account | None:
        """The account of a secret key, if anybody has used it."""
        return self._accounts.get(key)

    def connected(self, platform: Account, id: str) -> Account | None:
        """The account of this id that acts under a platform, which shares its clock with it.

        Returns:
            None where the platform has no such account; the platform itself for its own id.
        """
        if id == platform.id:
            return platform
        if platform.platform is not None:  # An account pays its platform, or another account of it.
            return self.connected(platform.platform, id)
        if platform.store.get("account", id) is None:  # It was never connected, or is deleted.
            return None
        return self.opened_under(platform, id) or self.connect(platform, id)

    def opened_under(self, platform: Account, id: str) -> Account | None:
        """The account that has acted under a platform, also one that was deleted since."""
        return self._accounts.get(f"{platform.key}/{id}")

    def connect(self, platform: Account, id: str) -> Account:
        """Let an account act under a platform."""
        key = f"{platform.key}/{id}"
        found = Account(self, key, self.seed, frozen_at=None)
        found.id = id
        found.ids = Ids(id[-10:], found.chance.stream("ids"))
        found.clock = platform.clock
        found.activity = platform.activity
        found.holds = HoldPoints(found.activity)
        found.platform = platform
        self._accounts[key] = found
        self._by_publishable[found.publishable_key] = found
        self._begin(found)
        return found

    def joined(self, account: Account) -> Iterator[Account]:
        """The accounts that Connect joins with this one: its platform, or those under it."""
        if account.platform is not None:
            yield account.platform
            return
        for other in self.accounts():
            if other.platform is account:
                yield other

    def account_of_publishable(self, key: str) -> Account | None:
        """The account whose publishable key this is."""
        return self._by_publishable.get(key)

    def accounts(self) -> Iterator[Account]:
        """All accounts, in the order in which they were first used."""
        return iter(tuple(self._accounts.values()))

    def forget(self, account: Account) -> None:
        """Drop an account with all that it holds; its key opens an empty one."""
        for known in self.accounts():
            if known is account or known.platform is account:
                self._accounts.pop(known.key, None)
                self._by_publishable.pop(known.publishable_key, None)
