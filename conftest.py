"""Joins the simulator and the reference backend for this project's own tests.

The fixtures are the pytest plugin's (`paidonce/pytest_plugin.py`), which anybody's tests can use;
here it is only made sure that they are there where the project is not installed, and that the
backend behind them is the healthy reference backend. No logic beyond joining belongs here.
"""

from __future__ import annotations

from importlib.metadata import entry_points

installed = any(point.value == "paidonce.pytest_plugin" for point in entry_points(group="pytest11"))
pytest_plugins = [
    "tests.needs",
    "tests.patience",
    *([] if installed else ["paidonce.pytest_plugin"]),
]
