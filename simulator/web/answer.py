"""What is sent back: an answer, or a connection that is cut."""

from typing import Any


class Answer:
    """A status, a body and headers, not yet sent."""

    __slots__ = ("body", "headers", "shows", "status")

    def __init__(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.body = body
        self.headers: dict[str, str] = {} if headers is None else headers
        self.shows: Any = None
        """What the body was printed of, if it is immutable and prints alike again."""


class CutAnswer(Answer):
    """No answer: the connection is cut, after part of one was sent or before.

    Args:
        instead_of: what would have been answered.
        sends: bytes of its body that are sent, after its head; None: not even the head is.
        reset: cut by a TCP reset, rather than by closing in order.
    """

    __slots__ = ("reset", "sends")

    def __init__(
        self, *, instead_of: Answer | None = None, sends: int | None = None, reset: bool = False
    ) -> None:
        lost = instead_of or Answer(0, b"")
        super().__init__(lost.status, lost.body, lost.headers)
        self.sends = sends
        self.reset = reset
