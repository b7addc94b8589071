"""Fields of the shop's own on the payment page: what they may ask for, and how they are shown.

Source: API reference, "Create a Checkout Session" (custom_fields).
"""

from collections.abc import Iterable
from typing import Any, Final

from simulator import errors
from simulator.operations.platform.lengths import check_length
from simulator.wire.limits import at_most

Hash = dict[str, Any]
KEY_MOST: Final = 200
"""Characters of a field's key."""
LABEL_MOST: Final = 100
"""Characters of a field's label, and of an option's label and its value."""
OPTIONS_MOST: Final = 200


def check_custom_fields(fields: Iterable[Hash]) -> None:
    """Refuse keys and options that are not told apart, and limits that nothing can meet.

    Raises:
        STRING_TOO_LONG, ARRAY_TOO_LONG, KEY_NOT_ALPHANUMERIC, KEY_TAKEN, PARAMETER_MISSING,
        DEFAULT_NOT_OFFERED, LENGTHS_CROSSED
    """
    keys = set[str]()
    for at, field in enumerate(fields):
        path = f"custom_fields[{at}]"
        _check_key(field["key"], keys, f"{path}[key]", KEY_MOST)
        check_length(field["label"]["custom"], LABEL_MOST, f"{path}[label][custom]")
        kind = field["type"]
        own = field.get(kind) or {}
        if kind == "dropdown":
            _check_options(own, f"{path}[dropdown]")
        least, most = own.get("minimum_length"), own.get("maximum_length")
        if least is not None and most is not None and least > most:
            raise errors.LENGTHS_CROSSED(param=f"{path}[{kind}][minimum_length]")


def _check_options(own: Hash, path: str) -> None:
    if not own.get("options"):
        name = f"{path}[options]" if own else path
        raise errors.PARAMETER_MISSING(name=name, param=name)
    at_most(OPTIONS_MOST)(f"{path}[options]", own["options"])
    values = set[str]()
    for at, option in enumerate(own["options"]):
        check_length(option["label"], LABEL_MOST, f"{path}[options][{at}][label]")
        _check_key(option["value"], values, f"{path}[options][{at}][value]", LABEL_MOST)
    chosen = own.get("default_value")
    if chosen is not None and chosen not in values:
        raise errors.DEFAULT_NOT_OFFERED(param=f"{path}[default_value]", value=chosen)


def _check_key(key: str, taken: set[str], param: str, most: int) -> None:
    """What tells a field, or an option, from the others; it is taken then."""
    check_length(key, most, param)
    if not (key.isascii() and key.replace("_", "").replace("-", "").isalnum()):
        raise errors.KEY_NOT_ALPHANUMERIC(param=param, value=key)
    if key in taken:
        raise errors.KEY_TAKEN(param=param, value=key)
    taken.add(key)


def shown_field(given: Hash) -> Hash:
    """A field that the shopper fills in; of its three kinds the own one is shown."""
    kind = given["type"]
    own = given.get(kind) or {}
    field: Hash = {
        "key": given["key"],
        "label": {"custom": given["label"]["custom"], "type": given["label"]["type"]},
        "optional": bool(given.get("optional")),
        "type": kind,
    }
    if kind == "dropdown":
        field[kind] = {
            "default_value": own.get("default_value"),
            "options": own.get("options") or [],
            "value": None,
        }
    else:
        field[kind] = {
            "default_value": own.get("default_value"),
            "maximum_length": own.get("maximum_length"),
            "minimum_length": own.get("minimum_length"),
            "value": None,
        }
    return dict(sorted(field.items()))
