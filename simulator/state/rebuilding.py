"""Structs out of plain data, where a field may hold a Struct or a plain hash.

`msgspec` decodes into most Structs by itself, and checks them; it refuses unions of a Struct with a
dict, which some of Stripe's resources need. Here such a field takes the Struct whose fields fit.
"""

import types
from functools import cache
from typing import Any, TypeGuard, Union, get_args, get_origin

import msgspec


def rebuilt(annotation: Any, value: Any) -> Any:
    """The value as this annotation has it.

    Raises:
        msgspec.ValidationError: it does not fit.
    """
    if value is None or annotation is Any:
        return value
    if is_struct(annotation):
        return _struct(annotation, value)
    origin, arms = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _one_of(arms, value)
    if origin is list and isinstance(value, list):
        return [rebuilt(arms[0], member) for member in value]
    if origin is tuple and isinstance(value, list):
        inner = arms[:1] * len(value) if arms[-1] is Ellipsis else arms
        return tuple(rebuilt(arm, member) for arm, member in zip(inner, value, strict=True))
    if origin is dict and isinstance(value, dict):
        return {key: rebuilt(arms[1], member) for key, member in value.items()}
    return msgspec.convert(value, annotation)


def is_struct(annotation: Any) -> TypeGuard[type[msgspec.Struct]]:
    """Whether it is a Struct class."""
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def _struct(cls: type[msgspec.Struct], value: Any) -> Any:
    fields = _fields(cls)
    if not isinstance(value, dict) or not value.keys() <= fields.keys():
        raise msgspec.ValidationError(f"this is no {cls.__name__}")
    try:
        return cls(
            **{fields[key].name: rebuilt(fields[key].type, member) for key, member in value.items()}
        )
    except TypeError as lacking:
        raise msgspec.ValidationError(f"{cls.__name__}: {lacking}") from None


def _one_of(arms: tuple[Any, ...], value: Any) -> Any:
    if isinstance(value, dict):
        for arm in arms:
            if is_struct(arm) and _fits(arm, value):
                return _struct(arm, value)
    for arm in arms:
        if not is_struct(arm) and arm not in (type(None), msgspec.UnsetType):
            try:
                return rebuilt(arm, value)
            except msgspec.ValidationError:
                continue
    raise msgspec.ValidationError(f"{value!r:.60} fits none of its types")


def _fits(cls: type[msgspec.Struct], value: dict[str, Any]) -> bool:
    fields = _fields(cls)
    required = {name for name, field in fields.items() if field.required}
    return required <= value.keys() <= fields.keys()


@cache
def _fields(cls: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(cls)}
