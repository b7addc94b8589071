"""What a profile says is done over HTTP: the steps of an ability, or of a view, in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from scenarios import http_call, templates
from scenarios.driver import Answer, CannotSetUp, Line, Unreachable
from scenarios.profile import Listing, Profile
from scenarios.step import Step, answer_of

GIVES: Mapping[str, str] = {
    "open_cart": "cart",
    "start_payment": "client_secret",
    "place_order": "order",
    "open_session": "session",
    "direct_payment": "client_secret",
}
"""What the answer to an ability has to have, or nothing can go on."""


class HttpSteps:
    """Sends what the profile says, and keeps what the answers gave for later requests.

    Raises:
        CannotSetUp: a step of the profile's setup was refused, or not answered.
    """

    def __init__(self, profile: Profile, url: str, values: Mapping[str, Any]) -> None:
        self.profile = profile
        self.url = url.rstrip("/")
        self.values = dict(values)
        self._known: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for step in profile.setup:
            answer = self._send(step, self.values)
            if not answer.done:
                raise CannotSetUp(f"setup: {_said(step, answer)}")
            self.values.update(answer.picked)

    def known(self, thing: str) -> dict[str, Any]:
        """What was picked when a product, cart, order or session was made, and since."""
        return self._known[thing]

    def lines(self, lines: Sequence[Line]) -> dict[str, Any]:
        """What a step can name of these lines: all of them as `items`, and the first alone."""
        items = []
        for line in lines:
            own = {**self.values, **self._known.get(line.sku, {})}
            own |= {"sku": line.sku, "quantity": line.quantity, "price": line.claimed_price}
            claims = line.claimed_price is not None and self.profile.claimed_item is not None
            items.append(
                templates.fill(self.profile.claimed_item if claims else self.profile.item, own)
            )
        first = lines[0] if lines else Line("", 0)
        known = self._known.get(first.sku, {})
        return {**known, "items": items, "sku": first.sku, "quantity": first.quantity}

    def must(self, ability: str, **values: Any) -> Answer:
        """Ask for what a story cannot go on without.

        Raises:
            Unreachable: it was not answered.
            CannotSetUp: it was refused, or its answer lacks what is needed.
        """
        answer = self.do(ability, **values)
        if not answer.done:
            kind = Unreachable if answer.http_status is None else CannotSetUp
            raise kind(f"{ability}: {answer.reason}")
        if ability in GIVES and not answer[GIVES[ability]]:
            raise CannotSetUp(f"{ability}: the answer has no {GIVES[ability]}: {answer.body!r}")
        return answer

    def do(self, ability: str, **values: Any) -> Answer:
        """Take an ability's steps, each with what those before it gave, up to one that fails.

        Raises:
            CannotSetUp: the profile does not have the ability, or a step wants what nobody gave.
        """
        steps = self.profile.can.get(ability)
        if steps is None:
            raise CannotSetUp(
                f"{self.profile.backend.name} cannot {ability}: its profile has no [can.{ability}]"
            )
        known: dict[str, Any] = {}
        for name in ("cart", "order", "session"):
            known.update(self._known.get(str(values.get(name)), {}))
        everything = {**self.values, **known, **values}
        picked: dict[str, Any] = {}
        answer = Answer("done")
        for step in steps:
            answer = self._send(step, {**everything, **picked})
            picked.update({k: v for k, v in answer.picked.items() if v is not None})
            if not answer.done:
                break
        return Answer(answer.outcome, answer.http_status, picked, answer.body, answer.reason)

    def read(self, name: str, listing: Listing) -> Any:
        """The body of a view's last answer.

        Raises:
            Unreachable: the view was not answered.
            CannotSetUp: it was answered with an error.
        """
        values = dict(self.values)
        answer = Answer("done")
        for step in listing.steps:
            answer = self._send(step, values)
            values.update(answer.picked)
            if answer.http_status is None:
                raise Unreachable(f"view.{name}: {_said(step, answer)}")
            if not answer.done:
                raise CannotSetUp(f"view.{name}: {_said(step, answer)}")
        return answer.body

    def _send(self, step: Step, values: Mapping[str, Any]) -> Answer:
        backend = self.profile.backend
        try:
            path = str(templates.fill(step.path, values))
            headers = {
                str(k): str(templates.fill(v, values))
                for k, v in {**backend.headers, **step.headers}.items()
            }
            body: bytes | None = None
            if step.body is not None:
                body, kind = http_call.encoded(templates.fill(step.body, values), form=step.form)
                headers.setdefault("Content-Type", kind)
        except templates.MissingValue as missing:
            raise CannotSetUp(
                f"{step.method} {step.path} wants {{{missing}}}, and no answer before gave it"
            ) from missing
        try:
            reply = http_call.call(
                step.method, self.url + path, headers=headers, body=body,
                timeout_s=backend.timeout_s,
            )  # fmt: skip
        except http_call.NoAnswer as silence:
            return Answer("in_doubt", reason=f"{step.method} {path}: {silence}")
        return answer_of(reply, step, f"{step.method} {path}")


def _said(step: Step, answer: Answer) -> str:
    return answer.reason or f"{step.method} {step.path}"
