"""What shoppers did before the run: real payments at the simulator, and the events they caused.

The events are held back while the payments are made; the swarm then delivers them in Stripe's
place, at its own pace. So what is judged afterwards is money that really moved, by the same
invariants as everywhere else.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING, Final

import msgspec

from load.swarm import Letter
from scenarios.driver import CannotSetUp, Line, Product, Shop
from scenarios.shopper import Shopper

if TYPE_CHECKING:
    from simulator import Account

CARD: Final = "pm_card_visa"
PLENTY: Final = 1_000_000  # nobody is to find a product sold out

Pay = Callable[[Product], None]


class Traffic:
    """Shoppers at one shop, and what Stripe has to tell the shop of them."""

    def __init__(
        self,
        account: "Account",
        shop: Shop,
        *,
        listens_to: Sequence[str],
        api_version: str | None = None,
    ) -> None:
        self._account = account
        self._shop = shop
        self._shopper = Shopper(account)
        self._listens_to = frozenset(listens_to)
        self._api_version = api_version
        self._before = len(account.events.list())

    def make(self, events: int, *, products: int) -> tuple[Letter, ...]:
        """Let shoppers pay until there are so many events, or a few more, and give them in order.

        Args:
            products: over how many products the orders are spread.
        Raises:
            CannotSetUp: the shop has no way of paying that a webhook completes, or refused one.
        """
        shelf = [self._shop.new_product(quantity=PLENTY) for _ in range(products)]
        ways = self._ways()
        letters: tuple[Letter, ...] = ()
        paid = 0
        while len(letters) < events:
            # After the first round it is known how many events a payment causes.
            each = -(-len(letters) // paid) if paid else events
            missing = max(len(ways), (events - len(letters)) // max(1, each))
            for turn in islice(count(paid), missing):
                ways[turn % len(ways)](shelf[turn % len(shelf)])
                paid += 1
            letters = tuple(self._letters())
            if not letters:
                raise CannotSetUp("payments were made, and Stripe has no event to tell of them")
        return letters

    def _ways(self) -> list[Pay]:
        """The ways of paying that leave the rest to a webhook, as far as the shop has them."""
        known: dict[str, Pay] = {"direct_payment": self._direct, "open_session": self._hosted}
        ways = [pay for ability, pay in known.items() if ability in self._shop.abilities]
        if not ways:
            raise CannotSetUp(f"{self._shop.name} needs one of: {', '.join(known)}")
        return ways

    def _direct(self, product: Product) -> None:
        payment = self._shop.direct_payment(Line(product.sku), currency=product.currency)
        self._shopper.must_pay(payment, CARD)

    def _hosted(self, product: Product) -> None:
        session = self._shop.open_session(Line(product.sku), currency=product.currency)
        self._shopper.pay_on_page(session, CARD)

    def _letters(self) -> Iterator[Letter]:
        """Every event since the beginning that the shop's endpoint listens to, oldest first."""
        self._account.settle()  # some events follow their payment a moment later
        for event in self._account.events.list(api_version=self._api_version)[self._before :]:
            if self._listens_to & {"*", event["type"]}:
                yield Letter(event["id"], event["type"], msgspec.json.encode(event).decode())
