"""Inputs that a reader collects: asked for, typed in, or given up.

Nobody types anything into a simulated reader: the test helper fills in every input with the same
words, which are inferred, as is how a collection fails that nobody answers in time.

Source: API reference, "Terminal Readers" (collect_inputs); Stripe docs, "Collect on-screen inputs".
"""

from collections.abc import Mapping
from typing import Any, Final

from simulator import errors
from simulator.operations.terminal.ending import broken_off, done
from simulator.operations.terminal.presenting import simulated
from simulator.operations.terminal.readers import ready
from simulator.resources import terminal_reader as states
from simulator.resources.terminal_reader import Reader
from simulator.work import Work

Hash = dict[str, Any]
INPUTS_MAX: Final = 5
TEXTS: Final = ("description", "skip_button", "submit_button", "title")
TYPED: Final[Mapping[str, str]] = {
    "email": "jenny.rosen@example.com",
    "numeric": "12345",
    "phone": "+15555550123",
    "text": "Jenny Rosen",
}
"""What the payer types into an input of each type."""
TIMED_OUT: Final = (
    "collect_inputs_timed_out",
    "This action could not be completed due to an error on the card reader.",
)


def collect_inputs(work: Work) -> Reader:
    """POST /v1/terminal/readers/{reader}/collect_inputs

    Raises:
        what `ready` raises; TOO_MANY_INPUTS, CHOICES_NEEDED
    """
    reader, given = ready(work), work.params
    inputs = given["inputs"]
    if len(inputs) > INPUTS_MAX:
        raise errors.TOO_MANY_INPUTS(most=INPUTS_MAX)
    for index, each in enumerate(inputs):
        if each["type"] == "selection" and not (each.get("selection") or {}).get("choices"):
            raise errors.CHOICES_NEEDED(param=f"inputs[{index}][selection]")
    metadata = dict(given.get("metadata") or {})
    subject = {"inputs": [_asked(each) for each in inputs], "metadata": metadata}
    return work.keep(states.begun(reader, "collect_inputs", subject, work.now))


def _asked(given: Hash) -> Hash:
    """An input as it is shown before anybody has answered."""
    kind = given["type"]
    text = given["custom_text"]
    toggles = given.get("toggles")
    own: Hash = {"value": None}
    if kind == "selection":
        choices = [{"style": None} | choice for choice in given["selection"]["choices"]]
        own = {"choices": choices, "id": None, "text": None}
    return {
        "custom_text": {name: text.get(name) for name in TEXTS},
        kind: own,
        "required": bool(given.get("required")),
        "toggles": None if toggles is None else [_toggle(each) for each in toggles],
        "type": kind,
    }


def _toggle(given: Hash) -> Hash:
    names = ("default_value", "description", "title")
    return {name: given.get(name) for name in names} | {"value": None}


def succeed(work: Work) -> Reader:
    """POST /v1/test_helpers/terminal/readers/{reader}/succeed_input_collection

    Raises:
        READER_NOT_SIMULATED, NO_INPUTS_WANTED
    """
    reader = _collecting(work)
    skips = work.params.get("skip_non_required_inputs") == "all"
    inputs = [
        _answered(work, each, skipped=skips and not each["required"])
        for each in states.about(reader)["inputs"]
    ]
    return done(work, states.told(reader, inputs=inputs))


def _answered(work: Work, asked: Hash, *, skipped: bool) -> Hash:
    """An input as it is shown once its payer has answered it, or skipped it."""
    kind = asked["type"]
    own: Hash = asked[kind]
    if skipped:
        return asked | {"skipped": True}
    if kind == "selection":
        first = own["choices"][0]
        own = own | {"id": first["id"], "text": first["text"]}
    elif kind == "signature":
        own = {"value": work.new_id("file")}
    else:
        own = {"value": TYPED[kind]}
    toggles = asked["toggles"]
    if toggles is not None:
        toggles = [each | {"value": each["default_value"] or "disabled"} for each in toggles]
    return asked | {kind: own, "skipped": False, "toggles": toggles}


def time_out(work: Work) -> Reader:
    """POST /v1/test_helpers/terminal/readers/{reader}/timeout_input_collection

    Raises:
        READER_NOT_SIMULATED, NO_INPUTS_WANTED
    """
    return broken_off(work, _collecting(work), *TIMED_OUT)


def _collecting(work: Work) -> Reader:
    reader = simulated(work)
    if states.doing(reader) != "collect_inputs":
        raise errors.NO_INPUTS_WANTED(id=reader.id)
    return reader
