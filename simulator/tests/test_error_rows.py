"""The error catalogue is one, whatever file a row is in."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from pkgutil import iter_modules

from simulator import errors
from simulator.errors import ErrorSpec


def test_every_row_stands_in_one_file() -> None:
    found: dict[str, set[int]] = defaultdict(set)
    for module in iter_modules(errors.__path__):
        for name, row in vars(import_module(f"simulator.errors.{module.name}")).items():
            if isinstance(row, ErrorSpec):
                found[name].add(id(row))
    assert sorted(name for name, rows in found.items() if len(rows) > 1) == []
    assert sorted(name for name in found if not hasattr(errors, name)) == []
