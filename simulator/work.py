"""One operation, from what it loads to what it keeps: all of it happens, or nothing does.

Rule 1: an operation changes nothing but through its Work; what it keeps is staged, and is
committed at once when it returns, or when it refuses with an error that says `keeps` (a decline).
Rule 2: nothing here waits. One event loop, and no `await` between load and commit, make an
operation atomic without a lock.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar, cast

from simulator import elsewhere, errors
from simulator.agenda import HANDLERS, Due
from simulator.errors import ErrorSpec, StripeError
from simulator.other_clocks import TEST_CLOCK, moment_of
from simulator.resources.event import NOBODY, OF_NOBODY, Event, EventData, EventRequest
from simulator.store import Kept
from simulator.wire.differences import previous_attributes
from simulator.wire.finer import finer
from simulator.wire.nouns import SECRETIVE, noun_of, stray
from simulator.world import Account

K = TypeVar("K", bound=Kept)
Params = dict[str, Any]
PAYMENT_FAMILY: Final = ("pi_3", "ch_3", "re_3", "py_3", "pyr_3")
"""How the ids begin that events about a payment are named after."""


Follow = Callable[["Work", Any], None]
ON_POSTED: Final[dict[str, Follow]] = {}
"""By the type of an event, what else becomes of its object before all is kept."""


class Work:
    """What one operation sees, and what it leaves behind."""

    __slots__ = (
        "_beside",
        "_called_off",
        "_drafts",
        "_due",
        "_staged",
        "_told",
        "account",
        "idempotency_key",
        "now",
        "params",
        "path",
        "publishable",
        "request_id",
        "version",
        "version_named",
    )

    def __init__(
        self,
        account: Account,
        *,
        params: Params | None = None,
        path: dict[str, str] | None = None,
        version: str = "9999",
        request_id: str | None = None,
        idempotency_key: str | None = None,
        publishable: bool = False,
        version_named: bool = False,
    ) -> None:
        self.account = account
        self.now = account.clock.now()
        self.params: Params = {} if params is None else params
        self.path: dict[str, str] = {} if path is None else path
        self.version = version
        """The API version of the request; a version later than all for Stripe's own doings."""
        self.request_id = request_id
        self.idempotency_key = idempotency_key
        self.publishable = publishable
        """Whether the request was made with a publishable key and a client secret."""
        self.version_named = version_named
        """Whether the request itself said which API version it is made under."""
        self._staged: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        """By kind and id, what is to be kept; None: what is to be no more."""
        self._drafts: list[tuple[str, Any, dict[str, Any] | None]] = []
        self._told: list[Event] = []
        self._due: list[tuple[int, str, str]] = []
        self._called_off: list[tuple[str, str]] = []
        self._beside: dict[str, Work] = {}

    # Reading.

    def find(self, of: type[K], id: str) -> K | None:
        """The object as this operation left it, or None."""
        found: K | None = self.find_any(of.KIND, id)
        return found

    def find_any(self, kind: str, id: str) -> Any | None:
        """The object of a kind that is named by a string, as this operation left it."""
        staged = self._staged.get(kind)
        if staged is not None and id in staged:
            return staged[id]
        return self.account.store.get(kind, id)

    def find_nearby(self, kind: str, id: str) -> Any | None:
        """The object in an account with which Connect joins this one: its platform, or one of its.

        A platform sees both, and so what an object of one names in the other can be expanded.
        """
        account = self.account
        for other in account.world.joined(account):
            beside = self._beside.get(other.key)
            found = beside.find_any(kind, id) if beside else other.store.get(kind, id)
            if found is not None:
                return found
        return None

    def load(self, of: type[K], id: str, param: str = "id") -> K:
        """The object that the request's path names.

        Raises:
            RESOURCE_MISSING: there is none.
        """
        if (found := self.find(of, id)) is None:
            raise self._missing(errors.RESOURCE_MISSING, of.KIND, id, param)
        return found

    def refer(self, of: type[K], id: str, param: str) -> K:
        """The object that a parameter of the request names.

        Raises:
            REFERENCE_MISSING: there is none; unlike for a path, the status is 400.
        """
        if (found := self.find(of, id)) is None:
            raise self._missing(errors.REFERENCE_MISSING, of.KIND, id, param)
        return found

    def _missing(self, row: ErrorSpec, kind: str, id: str, param: str) -> StripeError:
        if row is errors.RESOURCE_MISSING and "_secret_" in id and kind in SECRETIVE:
            return errors.SECRET_AS_ID(noun=SECRETIVE[kind])
        refusal = row(param=param, noun=noun_of(kind), id=id)
        refusal.hint = elsewhere.hint(self.account, kind, id) or stray(id)
        return refusal

    def where(self, of: type[K], field: str, value: str) -> Iterator[K]:
        """Objects whose indexed field has this value, as this operation left them, oldest first."""
        kept = self.account.store.where(of.KIND, field, value)
        staged = self._staged.get(of.KIND)
        if not staged:
            return iter(tuple(kept))
        found = {thing.id: thing for thing in kept} | staged
        return iter([each for each in found.values() if each and getattr(each, field) == value])

    # Leaving behind.

    def new_id(self, prefix: str, *, like: str | None = None) -> str:
        """A new id; `like` gives it the base of that payment."""
        return self.account.ids.new(prefix, self.now, like=like)

    def keep(self, thing: K) -> K:
        """Stage an object: new, or changed."""
        self._staged[thing.KIND][thing.id] = thing
        return thing

    def drop(self, thing: Kept) -> None:
        """Stage that an object is no more."""
        self._staged[thing.KIND][thing.id] = None

    def post(
        self, type: str, thing: Any, *, before: Any | None = None, at: int | None = None
    ) -> None:
        """Stage an event; an update that changes nothing is none.

        Args:
            thing: the object as the event shows it.
            before: the object as it was, for `previous_attributes`; None: the event has none.
            at: before which of the events so far it is told of; None: after all of them.
        """
        previous = None if before is None else previous_attributes(before, thing)
        if previous == {} and type.endswith(".updated"):
            return
        place = self.events_so_far if at is None else at
        self._drafts.insert(place, (type, thing, previous))

    def as_told(self, type: str, thing: K) -> K:
        """The object as it was last told of: by a staged event of this type, or before all this.

        What is not kept yet, and not told of so, is as it is.
        """
        for told, shown, _ in reversed(self._drafts):
            if told == type and shown.id == thing.id:
                return cast(K, shown)
        kept: K | None = self.account.store.get(thing.KIND, thing.id)
        return thing if kept is None else kept

    def post_finer(self, type: str, thing: Any, *, before: Any) -> None:
        """Stage the finer events of an update of which no snapshot tells."""
        for name in finer(type, thing, previous_attributes(before, thing)):
            self.post(name, thing, before=before)

    @property
    def events_so_far(self) -> int:
        """How many events are staged: where one belongs that is told of in hindsight."""
        return len(self._drafts)

    def tell(self, type: str, thing: Any) -> Event:
        """Stage an event that is needed as it will be, by those who answer with it."""
        told = self._event(type, thing, None, EventRequest(self.request_id, self.idempotency_key))
        self._told.append(told)
        return told

    def schedule(self, due_at: int, kind: str, subject: str) -> None:
        """Stage an entry of the agenda; Unix seconds."""
        self._due.append((due_at, kind, subject))

    def call_off(self, kind: str, subject: str) -> None:
        """Stage that what was scheduled for this id falls due no more."""
        self._called_off.append((kind, subject))

    def beside(self, account: Account) -> "Work":
        """What this operation does in another account, as Connect does; committed with it."""
        if (found := self._beside.get(account.key)) is None:
            found = self._beside[account.key] = Work(
                account,
                version=self.version,
                request_id=self.request_id,
                idempotency_key=self.idempotency_key,
            )
            found.now = self.now
        return found

    def commit(self) -> None:
        """Make all of it so, and tell those who listen for events."""
        for other in self._beside.values():
            other.commit()
        for type, thing, _ in tuple(self._drafts):
            if (follow := ON_POSTED.get(type)) is not None:
                follow(self, thing)
        account = self.account
        store = account.store
        for kind, things in self._staged.items():
            if things:
                store.change(kind, things)
        for called_off in self._called_off:
            account.agenda.call_off(*called_off)
        for due_at, kind, subject in self._due:
            if store.table(TEST_CLOCK):
                due_at = moment_of(account, due_at, subject)  # noqa: PLW2901 - the same moment
            account.agenda.add(due_at, kind, subject)
        if self._drafts or self._told:
            self._post()

    def _post(self) -> None:
        """Make events of what was posted, and tell those who listen, once all of them are kept."""
        account = self.account
        request = EventRequest(self.request_id, self.idempotency_key)
        events = [
            self._event(name, thing, previous, NOBODY if name in OF_NOBODY else request)
            for type, thing, previous in self._drafts
            for name in (type, *finer(type, thing, previous))
        ]
        events += self._told
        for event in events:
            account.events[event.id] = event
        for told in account.world.on_events:
            told(account, events)

    def _event(
        self, type: str, thing: Any, previous: dict[str, Any] | None, request: EventRequest
    ) -> Event:
        account = self.account
        return Event(
            id=account.ids.new("evt", self.now, like=event_family(thing)),
            api_version=account.api_version,
            created=self.now,
            data=EventData(thing) if previous is None else EventData(thing, previous),
            livemode=account.livemode,
            request=request,
            type=type,
        )


def perform(account: Account, entry: Due, *, now: int | None = None) -> None:
    """Do what an entry of the agenda stands for, as one piece of work of Stripe's own.

    Args:
        now: the time by which it is done; None: the account's.
    """
    work = Work(account)
    if now is not None:
        work.now = now
    HANDLERS[entry.kind](work, entry.subject)
    work.commit()


def catch_up(account: Account) -> int:
    """Do all that is due at the account's time; how much that was."""
    done = 0
    while (entry := account.agenda.take_due(account.clock.now())) is not None:
        perform(account, entry)
        done += 1
    return done


def event_family(thing: Any) -> str | None:
    """The id whose base the event's id shares: events about a payment are named after it."""
    id = getattr(thing, "id", "")
    return id if id.startswith(PAYMENT_FAMILY) else None
