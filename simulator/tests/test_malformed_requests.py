"""Bad input: whatever is wrong with a request, it is refused, and leaves no trace.

Every request here is malformed by construction: whatever else it says, it has one certain fault.
So the answer is always a refusal, and the world, all that is kept of any object, is as before.
"""

import asyncio
import hashlib
from collections.abc import Iterator
from random import Random
from typing import Any, Final, NamedTuple
from urllib.parse import quote_plus

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import catalogue
from simulator.app import App
from simulator.catalogue import Boolean, Enum, Hash, Integer, ListOf, MapOf, Parameter, String
from simulator.web.answer import Answer
from simulator.web.exchange import Exchange
from simulator.web.routes import ROUTES
from simulator.wire.legacy import accepted
from simulator.wire.parameters import NEWEST
from simulator.wire.undocumented import shape_of
from simulator.world import World

PER_FAMILY: Final = 2_000
BATCH: Final = 20
"""Requests in one example: hypothesis draws a seed, which costs more than a request."""

KEY: Final = "sk_test_malformed"


class Asked(NamedTuple):
    method: str
    path: str
    form: bytes
    content_type: str = "application/x-www-form-urlencoded"


class Sandbox:
    """A world behind the whole pipeline, without HTTP."""

    def __init__(self) -> None:
        self.world = World("malformed", frozen_at=1_790_000_000)
        self.app = App(self.world)
        self.loop = asyncio.new_event_loop()
        self.ids: dict[str, str] = {}

    def ask(self, asked: Asked) -> Answer:
        posts = asked.method == "POST"
        exchange = Exchange(
            self.world,
            asked.method,
            asked.path,
            "" if posts else asked.form.decode("latin-1"),
            {"authorization": f"Bearer {KEY}", "content-type": asked.content_type},
            asked.form if posts else b"",
        )
        answer: Answer = self.loop.run_until_complete(self.app.serve(exchange))
        return answer

    def make(self, kind: str, path: str, form: str) -> None:
        """Make an object that malformed requests can be about."""
        answer = self.ask(Asked("POST", path, form.encode()))
        assert answer.status == 200, answer.body
        self.ids[kind] = msgspec.json.decode(answer.body)["id"]

    def digest(self) -> str:
        """What the world holds, as one line."""
        account = self.world.account(KEY)
        kept: list[Any] = [
            msgspec.to_builtins(thing)
            for kind in sorted(account.store.kinds())
            for thing in account.store.table(kind).values()
        ]
        kept += [msgspec.to_builtins(event) for event in account.events.values()]
        kept += [msgspec.to_builtins(entry) for entry in sorted(account.agenda)]
        return hashlib.sha256(msgspec.json.encode(kept)).hexdigest()


def furnished() -> Sandbox:
    """A sandbox with one object of each kind that requests are often about."""
    made = Sandbox()
    made.make("customer", "/v1/customers", "email=jo@example.org")
    made.make("payment_method", "/v1/payment_methods", "type=card&card[token]=tok_visa")
    made.make("product", "/v1/products", "name=Mug")
    made.make("price", "/v1/prices", f"product={made.ids['product']}&currency=usd&unit_amount=900")
    made.make("coupon", "/v1/coupons", "percent_off=10&duration=once")
    made.make("payment_intent", "/v1/payment_intents", "amount=2000&currency=usd")
    made.make("intent", "/v1/payment_intents", "amount=3000&currency=usd&capture_method=manual")
    made.make("charge", "/v1/charges", "amount=2000&currency=usd&source=tok_visa")
    made.make("refund", "/v1/refunds", f"charge={made.ids['charge']}&amount=100")
    return made


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    made = furnished()
    yield made
    made.loop.close()


# Families.


def family_of(path: str) -> str:
    """`/v1/payment_intents/{intent}/capture` is of the family `payment_intents`."""
    parts = [part for part in path.split("/")[2:] if not part.startswith("{")]
    return "/".join(parts[:2]) if parts[0] in {"checkout", "billing_portal"} else parts[0]


BY_HAND: Final = sorted({family_of(route.split(" ")[1]) for route in ROUTES} - {"payment_pages"})
FROM_THE_CATALOGUE: Final = ["coupons", "subscriptions", "invoices", "tax_ids", "accounts"]


def calls(family: str) -> list[tuple[str, str]]:
    """The operations of a family: method and path template."""
    hand = [tuple(route.split(" ", 1)) for route in ROUTES]
    rest = [(each.method, each.path) for each in catalogue.operations()]
    found = {(method, path) for method, path in [*hand, *rest] if family_of(path) == family}
    return sorted(found)


# Requests: anything at all, and then one certain fault.

WORDS: Final = [
    "",
    "0",
    "-1",
    "x",
    "true",
    "usd",
    "card",
    "pm_card_visa",
    "cus_nope",
    "é",
    "9" * 30,
]
FORM: Final = "application/x-www-form-urlencoded"


class Faulty:
    """Draws malformed requests to one family's operations."""

    def __init__(self, family: str, ids: dict[str, str]) -> None:
        self._calls = calls(family)
        self._ids = [*sorted(ids.values()), "nope"]

    def harmless(self, chance: Random) -> Asked:
        """A request with no certain fault: it may even be a good one."""
        method, path, parameters, pairs = self._drawn(chance)
        needed = [plausible(each, chance) for each in parameters if each.required]
        return Asked(method, path, written([*needed, *pairs]), FORM)

    def _drawn(
        self, chance: Random
    ) -> tuple[str, str, tuple[Parameter, ...], list[tuple[str, str]]]:
        method, template = chance.choice(self._calls)
        parameters = accepted(shape_of(method, template), NEWEST)
        path = "/".join(
            chance.choice(self._ids) if part.startswith("{") else part
            for part in template.split("/")
        )
        some = chance.sample(parameters, min(len(parameters), chance.randrange(5)))
        return method, path, parameters, [plausible(each, chance) for each in some]

    def draw(self, chance: Random) -> Asked:
        """A request with one certain fault."""
        method, path, parameters, pairs = self._drawn(chance)
        fault = chance.choice(["unknown", "type", "bytes", "twice", "json", "deep"])
        if fault == "json" and method == "POST":
            return Asked(method, path, b'{"amount": 2000}', "application/json")
        return Asked(method, path, faulty_form(fault, pairs, parameters, chance), FORM)


def faulty_form(
    fault: str,
    pairs: list[tuple[str, str]],
    parameters: tuple[Parameter, ...],
    chance: Random,
) -> bytes:
    """The form with one certain fault."""
    wrong = [pair for each in parameters if (pair := wrongly_typed(each)) is not None]
    if fault == "type" and wrong:
        one = chance.choice(wrong)
        kept = [pair for pair in pairs if pair[0].split("[")[0] != one[0].split("[")[0]]
        return written([*kept, one])
    if fault == "bytes":
        return written(pairs) + b"&x=%ff"
    if fault == "twice":
        return written(pairs) + b"&twice=1&twice[a]=2"
    if fault == "deep":
        return written(pairs) + b"&a" + b"[a]" * 50 + b"=1"
    return written([*pairs, (chance.choice(["utterly_unknown", "metadata_", "zz[0][a]"]), "1")])


def plausible(parameter: Parameter, chance: Random) -> tuple[str, str]:
    """Something for a parameter, well or badly typed."""
    name, value = parameter.name, chance.choice(WORDS)
    if name == "currency":
        return (name, "usd")
    if isinstance(parameter.kind, Integer):
        return (name, chance.choice(["0", "-1", "1", "2000", "99999999", "x"]))
    if isinstance(parameter.kind, Boolean):
        return (name, chance.choice(["true", "false"]))
    if isinstance(parameter.kind, Enum):
        return (name, chance.choice(parameter.kind.values))
    if isinstance(parameter.kind, ListOf):
        return (f"{name}[]", value)
    if isinstance(parameter.kind, Hash | MapOf):
        return (f"{name}[a]", value)
    return (name, value)


def wrongly_typed(parameter: Parameter) -> tuple[str, str] | None:
    """A value that a parameter certainly cannot take."""
    name = parameter.name
    match parameter.kind:
        case Integer() | Boolean() | Enum():
            return (name, "utterly wrong")
        case String():
            return (f"{name}[a]", "1")
        case ListOf() | MapOf() | Hash():
            return (name, "utterly wrong")
        case _:
            return None


def written(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join(f"{name}={quote_plus(value)}" for name, value in pairs).encode()


@pytest.mark.parametrize("family", [*BY_HAND, *FROM_THE_CATALOGUE])
def test_a_malformed_request_is_refused_and_leaves_no_trace(family: str, sandbox: Sandbox) -> None:
    faulty = Faulty(family, sandbox.ids)
    before = sandbox.digest()

    @settings(
        max_examples=PER_FAMILY // BATCH,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        database=None,
    )
    @given(st.integers(0, 2**64))
    def refused(seed: int) -> None:
        chance = Random(seed)
        for _ in range(BATCH):
            asked = faulty.draw(chance)
            answer = sandbox.ask(asked)
            assert 400 <= answer.status < 500, (asked, answer.body)
            told = msgspec.json.decode(answer.body)["error"]
            assert told if isinstance(told, str) else told["message"], "OAuth says a word"
        assert sandbox.digest() == before

    refused()


@pytest.mark.parametrize("family", [*BY_HAND, *FROM_THE_CATALOGUE])
def test_no_request_breaks_the_simulator(family: str) -> None:
    sandbox = furnished()
    faulty = Faulty(family, sandbox.ids)

    @settings(max_examples=25, deadline=None, database=None)
    @given(st.integers(0, 2**64))
    def answered(seed: int) -> None:
        chance = Random(seed)
        for _ in range(BATCH):
            asked = faulty.harmless(chance)
            answer = sandbox.ask(asked)
            assert answer.status < 500, (asked, answer.body)

    answered()
    sandbox.loop.close()
