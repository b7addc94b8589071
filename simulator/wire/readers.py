"""Readers: what turns what was sent into typed values; a shape is compiled into these.

Rule 1: a reader's `read` is the short way, taken by every request: it either gives the value or
raises `Refusal`, and does no more than that.
Rule 2: `unknown` and `complain` are the long way, taken by a request that `read` refused: they know
where they are (`items[0][price]`), and say it in Stripe's words.

An empty string unsets what can be unset, and is read as None.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple, Protocol

from simulator import errors
from simulator.errors import StripeError
from simulator.wire import currencies
from simulator.wire.scalars import Refusal, metadata_value, refused


class Stranger(NamedTuple):
    """An unknown parameter: its path, its own name, and the names that are known beside it."""

    path: str
    name: str
    known: tuple[str, ...]


class Reader(Protocol):
    """One compiled kind."""

    def read(self, value: Any) -> Any:
        """The typed value.

        Raises:
            Refusal: it is not what the parameter takes.
        """

    def unknown(self, value: Any, path: str) -> Iterator[Stranger]:
        """Every unknown parameter inside."""

    def complain(self, value: Any, path: str) -> None:
        """Do nothing for a value that can be read.

        Raises:
            StripeError: the first thing that is wrong with it.
        """


class Scalar:
    """Whatever is one string on the wire."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[Any], Any]) -> None:
        self.read = read

    def unknown(
        self,
        value: Any,  # noqa: ARG002 - every reader is asked the same
        path: str,  # noqa: ARG002 - every reader is asked the same
    ) -> Iterator[Stranger]:
        """There is nothing inside."""
        return iter(())

    def complain(self, value: Any, path: str) -> None:
        """Say what `read` refused."""
        try:
            self.read(value)
        except Refusal as refusal:
            raise refusal.at(path) from None


class ListReader:
    """An array: `a[]=x`, or `a[0]=x`; gaps in the indices close."""

    __slots__ = ("_of", "_unsettable")

    def __init__(self, of: Reader, *, can_unset: bool) -> None:
        self._of = of
        self._unsettable = can_unset

    def read(self, value: Any) -> list[Any] | None:
        """The members."""
        if self._unset_by(value):
            return None
        read = self._of.read
        return [read(member) for _, member in members(value)]

    def _unset_by(self, value: Any) -> bool:
        """Whether it was emptied: `a=`, or `a[]=`, which is how Ruby's SDK may write it."""
        return self._unsettable and (value == "" or value in ([""], {"0": ""}))

    def unknown(self, value: Any, path: str) -> Iterator[Stranger]:
        """Look into each member."""
        try:
            found = members(value)
        except Refusal:
            return
        for index, member in found:
            yield from self._of.unknown(member, f"{path}[{index}]")

    def complain(self, value: Any, path: str) -> None:
        """It is no array, or one of its members is wrong."""
        if self._unset_by(value):
            return
        try:
            found = members(value)
        except Refusal as refusal:
            raise refusal.at(path) from None
        for index, member in found:
            self._of.complain(member, f"{path}[{index}]")


def members(value: Any) -> list[tuple[int, Any]]:
    """The members of an array, each with the index that names it.

    Raises:
        Refusal: it is no array.
    """
    if type(value) is list:
        return list(enumerate(value))
    if type(value) is dict and all(name.isascii() and name.isdigit() for name in value):
        return sorted((int(name[:18]), member) for name, member in value.items())
    raise refused(value, errors.INVALID_ARRAY)


class MapReader:
    """A hash whose keys the client chooses."""

    __slots__ = ("_of", "_unsettable")

    def __init__(self, of: Reader, *, can_unset: bool) -> None:
        self._of = of
        self._unsettable = can_unset

    def read(self, value: Any) -> dict[str, Any] | None:
        """The values by their keys."""
        if value == "" and self._unsettable:
            return None
        if type(value) is not dict:
            raise refused(value, errors.INVALID_OBJECT)
        read = self._of.read
        return {name: read(member) for name, member in value.items()}

    def unknown(self, value: Any, path: str) -> Iterator[Stranger]:
        """Look into each value."""
        if type(value) is dict:
            for name, member in value.items():
                yield from self._of.unknown(member, f"{path}[{name}]")

    def complain(self, value: Any, path: str) -> None:
        """It is no hash, or one of its values is wrong."""
        if value == "" and self._unsettable:
            return
        if type(value) is not dict:
            raise refused(value, errors.INVALID_OBJECT).at(path)
        for name, member in value.items():
            self._of.complain(member, f"{path}[{name}]")


class CurrencyMapReader(MapReader):
    """A hash whose keys are currencies, in small letters."""

    __slots__ = ()

    def read(self, value: Any) -> dict[str, Any] | None:
        """The values by their currencies."""
        found = super().read(value)
        for key in found or ():
            _check_currency(key)
        return found

    def complain(self, value: Any, path: str) -> None:
        """A key is no currency, or is one in large letters."""
        if type(value) is dict:
            try:
                for key in value:
                    _check_currency(key)
            except Refusal as refusal:
                raise refusal.at(path) from None
        super().complain(value, path)


def _check_currency(key: str) -> None:
    if key in currencies.IN_MAPS:
        return
    if (right := key.lower()) in currencies.IN_MAPS:
        raise Refusal(errors.CURRENCY_KEY_UPPER, key=key, right=right)
    known = ", ".join(currencies.IN_MAPS)
    raise Refusal(errors.INVALID_CURRENCY_KEY, value=key, supported=known)


class HashReader:
    """A hash of named parameters."""

    __slots__ = ("_order", "_readers", "_required", "_unsettable")

    def __init__(
        self,
        parameters: Iterable[tuple[str, Reader, bool]],
        *,
        can_unset: bool = False,
    ) -> None:
        """Each parameter is its name, its reader, and whether it is required."""
        self._order = tuple(parameters)
        self._readers = {name: reader.read for name, reader, _ in self._order}
        self._required = tuple(name for name, _, required in self._order if required)
        self._unsettable = can_unset

    def read(self, value: Any) -> dict[str, Any] | None:
        """The typed values by their names."""
        if type(value) is not dict:
            if value == "" and self._unsettable:
                return None
            raise refused(value, errors.INVALID_OBJECT)
        readers = self._readers
        try:
            found = {name: readers[name](member) for name, member in value.items()}
        except KeyError as missing:
            raise Refusal(errors.PARAMETER_UNKNOWN) from missing
        for name in self._required:
            if name not in found:
                raise Refusal(errors.PARAMETER_MISSING)
        return found

    def unknown(self, value: Any, path: str) -> Iterator[Stranger]:
        """The unknown names here, and what is unknown inside the known ones."""
        if type(value) is not dict:
            return
        known = {name: reader for name, reader, _ in self._order}
        for name, member in value.items():
            at = f"{path}[{name}]" if path else name
            if name in known:
                yield from known[name].unknown(member, at)
            else:
                yield Stranger(at, name, tuple(known))

    def complain(self, value: Any, path: str) -> None:
        """In the order of declaration: what is missing, or wrong."""
        if type(value) is not dict:
            if value == "" and self._unsettable:
                return
            raise refused(value, errors.INVALID_OBJECT).at(path)
        for name, reader, required in self._order:
            at = f"{path}[{name}]" if path else name
            if name in value:
                reader.complain(value[name], at)
            elif required:
                raise errors.PARAMETER_MISSING(param=at, name=at)


class EitherReader:
    """One of several kinds: the first that can read the value."""

    __slots__ = ("_of",)

    def __init__(self, of: tuple[Reader, ...]) -> None:
        self._of = of

    def read(self, value: Any) -> Any:
        """What the first reader that takes it makes of it."""
        refused: Refusal | None = None
        for reader in self._of:
            try:
                return reader.read(value)
            except Refusal as refusal:
                refused = refused or refusal
        assert refused is not None
        raise refused

    def unknown(self, value: Any, path: str) -> Iterator[Stranger]:
        """Only what no alternative knows is unknown."""
        heard = (
            tuple(reader.unknown(value, path))
            for reader in self._of
            if not isinstance(reader, Scalar)
        )
        yield from min(heard, key=len, default=())

    def complain(self, value: Any, path: str) -> None:
        """What the alternative that comes nearest says of it."""
        complaints: list[StripeError] = []
        for reader in self._fitting(value):
            try:
                reader.complain(value, path)
            except StripeError as complaint:
                complaints.append(complaint)
            else:
                return
        raise complaints[0]

    def _fitting(self, value: Any) -> Iterator[Reader]:
        """The alternatives of the value's own make first: a hash is not judged as an integer."""
        scalar = type(value) is str
        yield from sorted(self._of, key=lambda reader: isinstance(reader, Scalar) is not scalar)


# Metadata. Source: Stripe docs, "Metadata".

METADATA_KEYS_MAX: Final = 50
METADATA_KEY_MAX: Final = 40


class MetadataReader(MapReader):
    """Metadata: its own limits, an empty value that deletes its key, an empty whole anywhere."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(Scalar(metadata_value), can_unset=True)

    def read(self, value: Any) -> dict[str, Any] | None:
        """The values by their keys."""
        found = super().read(value)
        if found is not None:
            _within_limits(found)
        return found

    def complain(self, value: Any, path: str) -> None:
        """Too many keys, or too long ones."""
        super().complain(value, path)
        if value == "":
            return
        try:
            _within_limits(value)
        except Refusal as refusal:
            raise refusal.at(path) from None


def _within_limits(found: dict[str, Any]) -> None:
    if len(found) > METADATA_KEYS_MAX:
        raise Refusal(errors.METADATA_TOO_MANY, count=len(found))
    for key in found:
        if len(key) > METADATA_KEY_MAX:
            raise Refusal(errors.METADATA_KEY_TOO_LONG, length=len(key), key=key)
