"""Listens to pytest and gathers the verdict; stands where pytest's own reporter would stand."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from paidonce.verdict.model import OUR_TROUBLE, RECORD, TROUBLE, Telling, Told, Verdict
from scenarios.incidents.catalogue import order

if TYPE_CHECKING:
    from paidonce.verdict.terminal import Terminal


class Reporter:
    """Gathers what each test attached, and tells each incident once its tests are over."""

    def __init__(self, verdict: Verdict, terminal: Terminal, *, quiet: bool = False) -> None:
        self.terminal = terminal
        self.quiet = quiet
        self.errors: list[str] = []  # what could not even be collected
        self.trouble = ""  # why nothing could be told
        self.trouble_is_ours = False
        self._verdict = verdict
        self._told: dict[str, Told] = {}
        self._waiting: dict[str, int] = {}
        self._shown: set[str] = set()
        self._side_by_side = False  # several workers: an incident's tellings come in any order
        self._started = time.monotonic()

    @property
    def verdict(self) -> Verdict:
        seconds = round(time.monotonic() - self._started, 3)
        told = tuple(self._told.values())
        return replace(
            self._verdict,
            incidents=told,
            seconds=seconds,
            trouble=self.trouble,
            trouble_is_ours=self.trouble_is_ours,
        )

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Take the place of pytest's own reporter, whose options stay known."""
        self._side_by_side = getattr(config.option, "dist", "no") != "no"
        usual = config.pluginmanager.get_plugin("terminalreporter")
        if usual is not None and not self.quiet:
            config.pluginmanager.unregister(usual)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.terminal.progress(nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " "))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, text in report.user_properties:
            if name in {TROUBLE, OUR_TROUBLE}:
                self.trouble, self.trouble_is_ours = str(text), name == OUR_TROUBLE
        rows = [json.loads(str(value)) for name, value in report.user_properties if name == RECORD]
        if report.when == "teardown":
            self._finished()
        elif rows and (report.when == "call" or report.outcome != "passed"):
            self._add(rows[-1])

    def pytest_sessionfinish(self) -> None:
        self._finished(last=True)

    def _add(self, row: dict[str, Any]) -> None:
        telling: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in row["telling"].items()
        }
        told = self._told.get(row["code"])
        if told is None:
            told = Told(
                row["code"],
                row["name"],
                row["title"],
                row["story"],
                tuple(row["at_stake"]),
                tuple(row["sources"]),
            )
        self._told[row["code"]] = replace(told, tellings=(*told.tellings, Telling(**telling)))

    def _finished(self, *, last: bool = False) -> None:
        """Tell every incident that another one has followed, in their order.

        Where several workers tell them side by side, all are told in the end.
        """
        if self._side_by_side and not last:
            return
        codes = sorted(self._told, key=order) if self._side_by_side else list(self._told)
        for code in codes if last else codes[:-1]:
            if code not in self._shown:
                self._shown.add(code)
                told = self._told[code]
                self.terminal.incident(told, self._verdict)
