"""Reads a profile from TOML.

Every mistake in a profile is told with its line, its key and a remedy, all of them at once.
`paidonce init` writes a commented profile; `profiles/reference_backend.toml` is a complete one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, get_args

from scenarios import profile_lines, templates
from scenarios.driver import ABILITIES
from scenarios.profile import Backend, Listing, Mistake, Profile, ProfileError
from scenarios.profile_checks import Checks
from scenarios.profile_words import (
    ALWAYS,
    BACKEND_KEYS,
    CAPTURE_METHODS,
    GIVEN,
    KINDS,
    METHODS,
    PICKS,
    STEP_KEYS,
    VIEWS,
)
from scenarios.seen import PaymentState
from scenarios.step import Step

REFERENCE: Final = Path(__file__).parent / "profiles" / "reference_backend.toml"


def load(path: Path) -> Profile:
    """Read a profile.

    Raises:
        ProfileError: it cannot be read, or something in it is wrong; every mistake is named.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        remedy = "Name a profile with --profile FILE, or write one with `paidonce init`."
        problem = f"cannot be read: {error.strerror}"
        raise ProfileError(path, [Mistake(None, "the file", problem, remedy)]) from error
    except UnicodeDecodeError as error:
        remedy = "TOML is written in UTF-8; save it so."
        raise ProfileError(path, [Mistake(None, "the file", str(error), remedy)]) from error
    return parse(text, path)


def parse(text: str, path: Path) -> Profile:
    """Read a profile from its text; `path` is what errors call it, and where it lies."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        problem = re.sub(r"\s*\(at .*\)$", "", str(error))
        remedy = "Strings need quotes, tables need [brackets]"
        raise ProfileError(path, [Mistake(line, "TOML", problem, remedy)]) from error
    return _Reader(text, path, content).read()


class _Reader(Checks):
    """Reads all of a profile, and gathers mistakes rather than stopping at the first."""

    def read(self) -> Profile:
        self._known(self.content, (), ("backend", "can", "view", "setup", "item", "claimed_item"))
        backend = self._backend()
        can = {
            name: self._steps(("can", name))
            for name in self._known(self._table(("can",)), ("can",), ABILITIES)
            if name not in {"view", "claim_price"}
        }
        views = self._known(self._table(("view",)), ("view",), VIEWS)
        view = {name: self._listing(name) for name in views}
        setup = self._steps(("setup",)) if "setup" in self.content else ()
        if backend is not None:
            self._knows_stripe(self._table(("backend",)), setup)
        if backend is not None and backend.driver is None and not can:
            self._wrong(("can",), "the backend can do nothing", "Describe at least [can.open_cart]")
        made = {
            name: self._table((name,)) for name in ("item", "claimed_item") if name in self.content
        }
        picks = {name for steps in [*can.values(), setup] for step in steps for name in step.picks}
        for name, steps in can.items():
            self._places(("can", name), steps, {*GIVEN[name], *ALWAYS, *picks})
            given = {pick for step in steps for pick in step.picks}
            for missing in [pick for pick in PICKS.get(name, ()) if pick not in given]:
                self._wrong(
                    ("can", name),
                    f"does not pick {missing}",
                    f'Say where in the answer it is: pick = {{ {missing} = "data.id" }}',
                )
        for name, listing in view.items():
            self._places(("view", name), listing.steps, {*ALWAYS, *picks})
        self._places(("setup",), setup, {*ALWAYS, *picks})
        if self.mistakes or backend is None:
            raise ProfileError(self.path, self.mistakes)
        return Profile(self.path, backend, can, view, setup, **made)

    def _backend(self) -> Backend | None:
        table = self._table(("backend",))
        if not table:
            self._wrong(("backend",), "is missing", "Begin with [backend] and its name")
            return None
        known = self._known(table, ("backend",), BACKEND_KEYS)
        for key in known:
            wanted = BACKEND_KEYS[key]
            if not isinstance(table[key], wanted) or isinstance(table[key], bool):
                kind = KINDS.get(str(wanted), "a number")
                self._wrong(("backend", key), f"must be {kind}", f"It is {table[key]!r}")
                return None
        self._reachable(table)
        for required, remedy in (
            ("name", "It is how reports call your backend"),
            ("webhook", 'The path that Stripe posts events to, like "/webhooks/stripe"'),
        ):
            if required not in table:
                self._wrong(("backend",), f"{required} is missing", remedy)
        if self.mistakes:
            return None
        if table.get("captures", "automatic") not in CAPTURE_METHODS:
            self._wrong(
                ("backend", "captures"),
                f"{table['captures']!r} is no capture_method",
                'Say "automatic" or "manual"',
            )
            return None
        self._begins(table)
        values = dict(table)
        for key in ("start", "events", "defect", "list_defects"):
            if key in values:
                values[key] = tuple(str(part) for part in values[key])
        if "directory" in values:
            values["directory"] = (self.path.parent / values["directory"]).resolve()
        return Backend(**values)

    def _reachable(self, table: Mapping[str, Any]) -> None:
        if not {"start", "container", "url"} & table.keys():
            self._wrong(
                ("backend",),
                "says neither how to start nor where it is",
                'Add start = ["npm", "start"], container = "image:tag" or url = "http://…"',
            )
        if not table.get("start", ("not empty",)):
            self._wrong(("backend", "start"), "is empty", 'Write: start = ["npm", "start"]')
        if "start" in table and not {"ready_line", "port", "url"} & table.keys():
            uses_port = any("{port}" in part for part in map(str, table["start"]))
            named = any("{port}" in str(v) for v in table.get("environment", {}).values())
            if not (uses_port or named):
                self._wrong(
                    ("backend", "start"),
                    "nothing says on which port the backend listens",
                    "Hand it {port} in start or environment, or say ready_line with the address",
                )

    def _knows_stripe(self, table: Mapping[str, Any], setup: Iterable[Step]) -> None:
        """Who runs already was told where Stripe is before, or has to be told by [[setup]]."""
        told = any(name.startswith("stripe.") for step in setup for name in step.places())
        if told or "driver" in table or "start" in table or "container" in table:
            return
        for key, example in (
            ("stripe_port", "12111"),
            ("secret_key", '"sk_test_shop"'),
            ("webhook_secret", '"whsec_shop"'),
        ):
            if key not in table:
                self._wrong(
                    ("backend",),
                    f"it runs already, and its {key} is not said",
                    f"Say what it was started with: {key} = {example}",
                )

    def _begins(self, table: Mapping[str, Any]) -> None:
        """What is used before the backend answers anything: addresses, times, templates."""
        for key, beginnings, remedy in (
            ("url", ("http://", "https://", "{"), 'Like "http://127.0.0.1:{port}"'),
            ("webhook", ("/",), 'Begin it with "/"'),
            ("secret_key", ("sk_test_",), 'Like "sk_test_shop"'),
            ("ready", ("/",), 'Begin it with "/"'),
        ):
            if not str(table.get(key, beginnings[0])).startswith(beginnings):
                self._wrong(("backend", key), f"cannot be {table[key]!r}", remedy)
        for key in ("start_timeout_s", "timeout_s"):
            if table.get(key, 1) <= 0:
                self._wrong(("backend", key), "must be more than 0", "It is in seconds")
        try:
            re.compile(table.get("ready_line", ""))
        except re.error as error:
            remedy = "In single quotes TOML leaves backslashes alone"
            self._wrong(("backend", "ready_line"), f"is no regular expression: {error}", remedy)
        for key in ("start", "environment", "url", "defect"):
            self._given(("backend", key), templates.places(table.get(key)), ALWAYS)

    # --- requests

    def _steps(self, path: profile_lines.Path) -> tuple[Step, ...]:
        value: Any = self.content
        for name in path:
            value = value[name]
        if isinstance(value, dict):
            return tuple(self._step(path, value))
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            return tuple(
                step for n, part in enumerate(value) for step in self._step((*path, n), part)
            )
        self._wrong(path, "must be a table", 'Write: post = "/path"')
        return ()

    def _step(self, path: profile_lines.Path, table: dict[str, Any]) -> Iterator[Step]:
        extra = ("each", "fields", "states") if path[0] == "view" else ()
        self._known(table, path, (*METHODS, *STEP_KEYS, *extra))
        methods = [method for method in METHODS if method in table]
        if len(methods) != 1:
            self._wrong(path, "must say one request", 'Write: post = "/path"')
            return
        method = methods[0]
        if not isinstance(table[method], str) or not table[method].startswith("/"):
            self._wrong((*path, method), "must be a path", 'Begin it with "/"')
            return
        if "body" in table and "form" in table:
            self._wrong((*path, "form"), "stands beside body", "Keep one of the two")
        picks = self._inner((*path, "pick"), table, '{ cart = "data.id" }')
        for name, expression in picks.items():
            self._expression((*path, "pick", name), expression)
        if "refused" in table:
            self._expression((*path, "refused"), table["refused"])
        form = "form" in table
        yield Step(
            method.upper(),
            table[method],
            self._inner((*path, "headers"), table, '{ Authorization = "Bearer {token}" }'),
            table.get("form" if form else "body"),
            form,
            picks,
            self._inner((*path, "pick_headers"), table, '{ token = "Set-Cookie" }'),
            str(table.get("refused", "")),
        )

    def _places(
        self, path: profile_lines.Path, steps: Iterable[Step], given: Iterable[str]
    ) -> None:
        names = [name for step in steps for name in step.places()]
        self._given(path, names, given)

    def _listing(self, name: str) -> Listing:
        path: profile_lines.Path = ("view", name)
        table = self._table(path)
        steps = self._steps(path) if table else ()
        must, may = VIEWS[name]
        fields = self._inner((*path, "fields"), table, f'{{ {may[0] if may else "id"} = "id" }}')
        self._known(fields, (*path, "fields"), may)
        if name in {"alerts", "events"} and not fields:
            fields = {may[0]: "@"}
        for missing in [name for name in must if name not in fields]:
            self._wrong((*path, "fields"), f"{missing} is missing", f'Add {missing} = "a JMESPath"')
        for field_name, expression in fields.items():
            self._expression((*path, "fields", field_name), expression)
        each = table.get("each", "@")
        self._expression((*path, "each"), each)
        states: dict[str, PaymentState] = {}
        known: tuple[PaymentState, ...] = get_args(PaymentState)
        words = self._inner((*path, "states"), table, '{ done = "paid" }')
        for word, state in words.items():
            if state in known:
                states[word] = state
            else:
                self._wrong(
                    (*path, "states", word),
                    f"{state!r} is no state of a payment",
                    f"Choose one of {', '.join(known)}",
                )
        return Listing(steps, each, fields, states)
