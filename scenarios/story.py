"""An incident's header, and the witness that looks at a run and says what did not hold.

Rule 1: everything that an incident says of itself (where it comes from, what is at stake, what it
needs, which defects it must catch) is data in its header.
Rule 2: a witness sees only what its own story made: ids that were there before are not looked at,
so that stories can share one simulator and one backend.
Rule 3: judged is what is so once all is quiet; settling earlier would hide the races.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scenarios.driver import CannotSetUp, Shop
from scenarios.invariants import INVARIANTS, Judgement, Violation, judge, tell
from scenarios.look import Mark, read_ledger
from scenarios.seen import Ask, Ending, Promise, Seen, View
from simulator import NotQuiet

if TYPE_CHECKING:
    from simulator import Account

QUIET_WITHIN_S: Final = 30.0
LOOK_AGAIN_S: Final = 0.01


@dataclass(frozen=True, slots=True)
class Incident:
    """What an incident says of itself.

    Args:
        code: how reports call it; "I-a" to "I-e" are the founding ones, "I36" is the public list's.
        at_stake: invariants that a shop with this incident breaks.
        needs: abilities without which the story cannot be told.
        catches: planted defects, each with the invariants by which it must be caught.
        sources: the public reports that it comes from.
    """

    code: str
    title: str
    at_stake: tuple[str, ...]
    needs: tuple[str, ...]
    catches: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        named = {*self.at_stake, *(name for names in self.catches.values() for name in names)}
        unknown = named - INVARIANTS.keys()
        if unknown:
            raise ValueError(f"{self.code} names no invariant: {', '.join(sorted(unknown))}")


class InvariantsBroken(AssertionError):  # noqa: N818 - it is what came out, not a mistake
    """What must hold did not."""

    def __init__(
        self, judgements: tuple[Judgement, ...], seen: Seen, at_stake: tuple[str, ...] = ()
    ) -> None:
        self.judgements = judgements
        self.seen = seen
        self.at_stake = at_stake
        super().__init__("\n".join(self.sentences))

    @property
    def violations(self) -> list[Violation]:
        return [violation for judgement in self.judgements for violation in judgement.violations]

    @property
    def sentences(self) -> list[str]:
        """What did not hold, what the story is about first."""
        names = {v.invariant for v in self.violations}
        return tell(self.violations, first=[name for name in self.at_stake if name in names])


class Inconclusive(Exception):  # noqa: N818 - it is an outcome
    """Whether the invariants hold cannot be known; this never counts as a pass."""


class Witness:
    """The fixture `invariants`: looks at ledger and views, and says what did not hold."""

    def __init__(
        self,
        simulator: Account,
        shop: Shop,
        incident: Incident | None = None,
        *,
        settle_s: float = 1.0,
    ) -> None:
        self.simulator = simulator
        self.shop = shop
        self.incident = incident
        self.judgements: tuple[Judgement, ...] = ()
        self.seen: Seen | None = None
        self._settle_s = settle_s
        self._promises: list[Promise] = []
        self._broken: list[tuple[str, str]] = []
        self._others: set[str] = set()
        self._early: list[Violation] = []
        self._mark = Mark.of(simulator)
        before = self._view()
        self._orders_before = frozenset(order.id for order in before.orders)
        self._coupons_before = frozenset(coupon.code for coupon in before.coupons or ())
        self._products_before = len(shop.products)
        self._asks_before = len(shop.asks)

    def promise(self, subject: str, ends: Ending, why: str = "") -> None:
        """Say how this purchase must end.

        Args:
            subject: the id of an order, cart, intent or session.
            why: in words that complete "not paid (…)".
        """
        self._promises.append(Promise(subject, ends, why))

    def allow_compensation(self, why: str, subject: str = "*") -> None:
        """The shop may give money back in this story, and says so rightly."""
        self.shop.note(Ask("compensation", subject, None, why))

    def expect(self, holds: object, subject: str, otherwise: str) -> None:
        """Something that the story itself can see, told with the invariants.

        Args:
            subject: "order 17".
            otherwise: what went wrong, in words that follow the subject.
        """
        if not holds:
            self._broken.append((subject, otherwise))

    def disregard(self, intent: str) -> None:
        """This payment is somebody else's: money that the shop has nothing to do with."""
        self._others.add(intent)

    def note(self, early: Violation) -> None:
        """Keep a violation that was seen on the way, and would be gone in the end."""
        self._early.append(early)

    def settle(self, timeout: float = QUIET_WITHIN_S) -> None:
        """Let everything that is due be done, by the simulator and by the shop.

        Raises:
            Inconclusive: it does not become quiet in time.
        """
        deadline = time.monotonic() + timeout
        before = -1
        while True:
            try:
                self.simulator.settle(timeout=max(1.0, deadline - time.monotonic()))
            except NotQuiet as noise:
                raise Inconclusive(f"the simulator did not become quiet: {noise}") from noise
            quiet = self.shop.quiet()
            if quiet is None:
                # The shop does not say when it is quiet: it is, once it has been silent for long.
                time.sleep(self._settle_s)
            made = self._mark.news(self.simulator)
            if quiet is not False and made == before:
                return
            before = made if quiet is not False else -1
            if time.monotonic() > deadline:
                raise Inconclusive(f"{self.shop.name} was still at work after {timeout:g} s")
            if quiet is False:
                time.sleep(LOOK_AGAIN_S)

    def until(self, holds: Callable[[View], object], within_s: float = 10.0) -> bool:
        """Wait until the shop's view says so, while something of the story is still held."""
        deadline = time.monotonic() + within_s
        while not holds(self._view()):
            if time.monotonic() > deadline:
                return False
            time.sleep(LOOK_AGAIN_S)
        return True

    def look(self) -> Seen:
        """What is to be seen now of what this story made."""
        view = self._view()
        mine = frozenset(p.sku for p in self.shop.products[self._products_before :])
        stock = view.stock and tuple(stock for stock in view.stock if stock.sku in mine)
        coupons = view.coupons and tuple(
            coupon for coupon in view.coupons if coupon.code not in self._coupons_before
        )
        # An order that comes late of a payment made before belongs to an earlier story.
        orders = tuple(
            order
            for order in view.orders
            if order.id not in self._orders_before
            and not self._mark.ids.intersection(order.intents)
        )
        self.seen = Seen(
            read_ledger(self.simulator, self._mark, leaving_out=self._others),
            View(orders, stock, view.alerts, view.events, view.quiet, coupons),
            tuple(self.shop.asks[self._asks_before :]),
            tuple(self._promises),
            tuple(self._broken),
        )
        return self.seen

    def must_hold(self, *, settle: bool = True) -> Seen:
        """Settle, look, and judge by every invariant that applies.

        Raises:
            InvariantsBroken: one of them is violated.
            Inconclusive: one that is at stake cannot be known.
        """
        if settle:
            self.settle()
        seen = self.look()
        at_stake = self.incident.at_stake if self.incident else ()
        names = [name for name, rule in INVARIANTS.items() if not rule.hygiene or name in at_stake]
        self.judgements = tuple(self._with_early(j) for j in judge(seen, names))
        if any(judgement.outcome == "violated" for judgement in self.judgements):
            raise InvariantsBroken(self.judgements, seen, at_stake)
        unknown = [j for j in self.judgements if j.outcome == "unknown" and j.invariant in at_stake]
        if unknown:
            raise Inconclusive("; ".join(f"{j.invariant}: {j.reason}" for j in unknown))
        return seen

    def _with_early(self, judgement: Judgement) -> Judgement:
        early = tuple(v for v in self._early if v.invariant == judgement.invariant)
        if not early:
            return judgement
        return Judgement(judgement.invariant, "violated", (*early, *judgement.violations))

    def violated(self, *names: str) -> list[Violation]:
        """What is violated at this moment, without waiting for quiet."""
        return [v for judgement in judge(self.look(), names) for v in judgement.violations]

    def _view(self) -> View:
        if "view" not in self.shop.abilities:
            raise CannotSetUp(f"{self.shop.name} does not say what it believes: no [view.orders]")
        return self.shop.view()
