"""What a refusal is: a row that says how it reads, and the error that is raised from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class StripeError(Exception):
    """An answer that refuses: what it says, and what is to be remembered of it."""

    def __init__(
        self,
        spec: "ErrorSpec",
        words: Mapping[str, object],
        *,
        param: str | None = None,
        keeps: bool = False,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(spec.message)
        self.spec = spec
        self.words = words
        self.param = param
        self.keeps = keeps
        """Whether what the operation did until then stays done, as after a decline."""
        self.hint = ""
        """What is added to the sentence where something more is known."""
        self.more: dict[str, Any] = dict(more or {})
        """Further members of the error object: decline_code, charge, payment_intent, ..."""

    def message(self, version: str) -> str:
        """The sentence, as an answer of this API version reads."""
        return self.spec.reading(version).format(**self.words) + self.hint

    def members(self, version: str) -> dict[str, Any]:
        """The members of `error` on the wire, but for the request's log address."""
        spec = self.spec
        found: dict[str, Any] = {"message": self.message(version), "type": spec.type, **self.more}
        for name, since in spec.told_since.items():
            if version < since:
                found.pop(name, None)
        if spec.code is not None:
            found["code"] = spec.code
        if spec.code is not None and spec.documented:
            found["doc_url"] = f"https://stripe.com/docs/error-codes/{spec.code.replace('_', '-')}"
        if self.param is not None:
            found["param"] = self.param
        return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class ErrorSpec:
    """One refusal. Calling it with its words gives the error to raise."""

    status: int
    type: str
    code: str | None
    message: str  # a format string
    param: str | None = None
    executed: bool = False
    documented: bool = True
    """Whether Stripe has a page about the code, to which `doc_url` leads."""
    alone: bool = False
    """Whether it is told without the intent that the call was about."""
    older: Mapping[str, str] = field(default_factory=dict)
    """Older readings: the first API version that no longer says it, and the sentence."""

    told_since: Mapping[str, str] = field(default_factory=dict)
    """Members that older answers lack: their names, and the first API version that has them."""

    def __call__(
        self,
        *,
        param: str | None = None,
        keeps: bool = False,
        more: Mapping[str, Any] | None = None,
        **words: object,
    ) -> StripeError:
        """The error, ready to be raised."""
        return StripeError(self, words, param=param or self.param, keeps=keeps, more=more)

    def reading(self, version: str) -> str:
        """The format string that this API version's answers use."""
        for until in sorted(self.older):
            if version < until:
                return self.older[until]
        return self.message


def invalid(code: str | None, message: str, param: str | None = None, **rest: Any) -> ErrorSpec:
    return ErrorSpec(400, "invalid_request_error", code, message, param, **rest)


def state(code: str | None, message: str, param: str | None = None, **rest: Any) -> ErrorSpec:
    return ErrorSpec(400, "invalid_request_error", code, message, param, executed=True, **rest)
