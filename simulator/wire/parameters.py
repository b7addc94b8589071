"""Parameters: what was sent, typed; or the one refusal that Stripe would answer.

Rule 1: a shape (from the catalogue) says everything about an operation's parameters; it is
compiled once for each API version, for the first request of it.
Rule 2: one error only. Unknown parameters come first, wherever they are; then, in the order in
which Stripe declares the parameters, what is missing, of the wrong type, or not on the list.
Rule 3: a request without fault is read in one pass, which looks only at what was sent. What to
complain of first is worked out when there is something to complain of.

What comes out: `int`, `float`, `bool`, `str`, `list` and `dict`; a decimal stays text; what the
client emptied in order to unset it is there, and None; an emptied value of metadata is `""`.

Source: recorded refusals; Stripe docs, "Errors". The order among unknown, missing and wrong
parameters is inferred from probes.
"""

from collections.abc import Container, Mapping
from typing import Any, Final

from simulator import errors
from simulator.catalogue import Shape
from simulator.errors import StripeError
from simulator.wire import limits, moments, spelling
from simulator.wire.compiling import hash_of
from simulator.wire.former_names import renamed
from simulator.wire.legacy import INTENTS, SESSION, accepted
from simulator.wire.limits import Limited
from simulator.wire.readers import HashReader, Stranger
from simulator.wire.scalars import Refusal

NEWEST: Final = "9999"
LINE_ITEMS_OF_OLD: Final = frozenset({"amount", "currency", "description", "images", "name"})
"""What a Checkout Session was told of its lines before they had prices, and is refused by name."""


class Form:
    """What an operation takes in one API version, compiled.

    Args:
        shape: the operation's parameters.
        version: the API version; an older one takes what has since been removed.
        publishable: whether a publishable key asks; its SDKs add parameters of their own.
        limited: what single parameters are held to besides.
    """

    __slots__ = ("_limited", "_shape", "_top", "_version", "names_moments")

    def __init__(
        self,
        shape: Shape,
        version: str = NEWEST,
        *,
        publishable: bool = False,
        limited: Limited | None = None,
    ) -> None:
        taken = accepted(shape, version, publishable=publishable)
        self._shape = shape
        self._version = version
        self._top = hash_of(taken)
        self._limited = limited
        self.names_moments = moments.may_be_among(taken)
        """Whether `wire.moments` has anything to look at."""

    def read(self, raw: Mapping[str, Any], in_url: Container[str] = ()) -> dict[str, Any]:
        """Typed values of what was sent.

        Args:
            raw: as `wire.forms` read it.
            in_url: the names of what the URL says already.

        Raises:
            PARAMETER_UNKNOWN, PARAMETERS_UNKNOWN, TYPES_NO_LONGER, REPEATED_IN_URL,
            PARAMETER_MISSING, PARAMETER_EMPTY, INVALID_..., STRING_TOO_LONG, METADATA_..., and
            those of `wire.limits`: the first thing that is wrong.
        """
        try:
            found = renamed(self._shape, self._top.read(raw) or {}, self._version)
        except Refusal:
            raise _first_complaint(self._shape, self._top, raw, in_url) from None
        if self._limited is not None:
            limits.check(self._limited, found)
        return found


def _first_complaint(
    shape: Shape, top: HashReader, raw: Mapping[str, Any], in_url: Container[str]
) -> StripeError:
    if strangers := tuple(top.unknown(raw, "")):
        for stranger in strangers:
            if stranger.path in in_url:
                return errors.REPEATED_IN_URL(param=stranger.path, name=stranger.path)
        if shape.name in INTENTS and any(map(_is_types, strangers)):
            return errors.TYPES_NO_LONGER()
        if shape.name in SESSION and any(map(is_line_item_of_old, strangers)):
            return errors.LINE_ITEMS_OF_OLD()
        return _unknown(strangers)
    try:
        top.complain(raw, "")
    except StripeError as complaint:
        return complaint
    raise AssertionError(f"refused without a reason: {raw}")


def is_line_item_of_old(stranger: Stranger) -> bool:
    """Whether it is what a Checkout Session was told of its lines before they had prices."""
    return stranger.path.startswith("line_items[") and stranger.name in LINE_ITEMS_OF_OLD


def _is_types(stranger: Stranger) -> bool:
    """Whether it names the kinds of PaymentMethod, which an intent was told until endive.

    Source: Stripe docs, "API changelog", 2026-09-30.endive, which gives the code; that of several
    strangers this one is told is inferred.
    """
    return stranger.path.startswith("payment_method_types")


def _unknown(strangers: tuple[Stranger, ...]) -> StripeError:
    """One unknown parameter gets a suggestion, several are listed."""
    first = strangers[0]
    if len(strangers) > 1:
        names = ", ".join(stranger.path for stranger in strangers)
        return errors.PARAMETERS_UNKNOWN(param=first.path, names=names)
    meant = spelling.meant(first.name, first.known)
    hint = "" if meant is None else f". Did you mean {meant}?"
    return errors.PARAMETER_UNKNOWN(param=first.path, names=first.path + hint)
