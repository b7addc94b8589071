"""`payment_method_options` of SetupIntents: like those of PaymentIntents, without installments.

Source: recorded answers.
"""

from collections.abc import Iterable
from typing import Any

from simulator.operations.payers import method_types


def default_options(types: Iterable[str]) -> dict[str, Any]:
    """The options of a new SetupIntent: one hash for each kind that it takes."""
    return {
        kind: {name: value for name, value in options.items() if name != "installments"}
        for kind, options in method_types.default_options(types).items()
    }


def with_options(options: dict[str, Any] | None, given: dict[str, Any] | None) -> dict[str, Any]:
    """The options with what was asked for."""
    return method_types.with_options(options, given)
