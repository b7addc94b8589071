"""One request of a profile, and what its answer means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios import http_call, templates
from scenarios.driver import Answer, Outcome


@dataclass(frozen=True, slots=True)
class Step:
    """One HTTP request, as a template, and what to pick out of its answer.

    Args:
        pick: JMESPath expressions over the body, by the name that the value then has.
        pick_headers: names of headers, likewise: a session's token, say.
        refused: a JMESPath expression that finds something where a 2xx answer is a refusal all the
            same, as GraphQL's are.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    form: bool = False
    pick: Mapping[str, str] = field(default_factory=dict)
    pick_headers: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""

    @property
    def picks(self) -> tuple[str, ...]:
        """The names of all values that its answer gives."""
        return (*self.pick, *self.pick_headers)

    def places(self) -> tuple[str, ...]:
        """The names of all values that it asks for."""
        return tuple(templates.places([self.path, self.body, *self.headers.values()]))

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def answer_of(reply: http_call.Reply, step: Step | None = None, asked: str = "") -> Answer:
    """What an answer says: done, refused, or (5xx) nothing that could be relied on.

    Args:
        asked: the request, for the reason of a refusal.
    """
    body = reply.json()
    picked = _picked(reply, body, step) if step else {}
    if 200 <= reply.status < 300:
        refusal = templates.pick(body, {"why": step.refused})["why"] if step and step.refused else 0
        if not refusal:
            return Answer("done", reply.status, picked, body)
        return Answer("refused", reply.status, picked, body, f"{asked} was refused: {refusal}")
    text = body if isinstance(body, str) else reply.body.decode("utf-8", "replace")
    reason = f"{asked} was answered {reply.status}: {' '.join(text.split())[:300]}"
    outcome: Outcome = "in_doubt" if reply.status >= 500 else "refused"
    return Answer(outcome, reply.status, picked, body, reason)


def _picked(reply: http_call.Reply, body: Any, step: Step) -> dict[str, Any]:
    picked = templates.pick(body, step.pick) if step.pick else {}
    if step.pick_headers:
        sent = {name.lower(): value for name, value in reply.headers.items()}
        picked |= {name: sent.get(of.lower()) for name, of in step.pick_headers.items()}
    return picked
