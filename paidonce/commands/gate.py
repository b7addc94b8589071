"""`paidonce gate`: a backend put through the incidents, and a verdict.

The gate is pytest: options that are not the gate's own (-k, -x, -n, --durations, …) are handed on.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from paidonce.exits import Exit
from paidonce.verdict.model import Verdict
from paidonce.verdict.terminal import Terminal

if TYPE_CHECKING:
    from scenarios.profile import Profile

DESCRIPTION = """\
Put a backend through real payment incidents and say which of them it would suffer.

exit codes: 0 all hold, 1 a violation, 2 wrong usage or configuration, 3 the backend cannot be
started or reached, 4 inconclusive. Options that are not listed go to pytest: -k, -x, -n, …"""


def parser() -> argparse.ArgumentParser:
    """The gate's own options."""
    options = argparse.ArgumentParser(
        "paidonce gate",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = options.add_argument
    add("--profile", metavar="FILE", help="your backend's profile (else paidonce.toml here, else "
        "the reference backend)")  # fmt: skip
    add("--defect", metavar="NAME", help="start the backend with a planted defect")
    add("--only", metavar="CODE", action="append", default=[], help="only this incident; again")
    add("--skip", metavar="CODE", action="append", default=[], help="not this incident; again")
    add("--incidents", metavar="PATH", action="append", default=[], help="incidents of your own")
    add("--seed", type=int, default=1, metavar="N", help="the run's seed (1)")
    add("--fail-fast", action="store_true", help="stop at the first incident that does not hold")
    add("--baseline", metavar="FILE", help="fail only on what this verdict (--json) does not know")
    add("--junit", metavar="FILE", help="write the verdict as JUnit XML")
    add("--json", metavar="FILE", help="write the verdict as JSON")
    add("--html", metavar="FILE", help="write the verdict as one self-contained page")
    add("--github", action="store_true", help="annotations and a summary for GitHub Actions")
    return options


def run(arguments: Sequence[str]) -> int:
    """Hold the gate, and give its exit code."""
    own, others = parser().parse_known_args(arguments)
    others = [word for word in others if word != "--"]
    terminal = Terminal()
    mistake = _mistake(own)
    if mistake is not None:
        print(f"paidonce gate: {mistake}", file=sys.stderr)
        return Exit.USAGE
    from paidonce.commands.incidents import unknown_codes  # noqa: PLC0415 - pytest is there now
    from scenarios import chosen  # noqa: PLC0415 - the same
    from scenarios.incidents.catalogue import stories  # noqa: PLC0415 - the same

    try:
        profile = chosen.backend(own.profile, own.defect)
    except chosen.CannotBeUsed as error:
        print(f"paidonce gate: {error}", file=sys.stderr)
        return Exit.USAGE
    codes = [*own.only, *own.skip]  # those of one's own are known to pytest alone
    if codes and not own.incidents and (unknown := unknown_codes(codes, stories())):
        print(f"paidonce gate: {unknown}", file=sys.stderr)
        return Exit.USAGE
    return _hold(own, others, profile, terminal)


def _hold(own: argparse.Namespace, others: list[str], profile: Profile, terminal: Terminal) -> int:
    import pytest  # noqa: PLC0415 - only a gate needs it

    from paidonce.reporter import Reporter  # noqa: PLC0415 - the same
    from paidonce.verdict import baseline  # noqa: PLC0415 - the same

    verdict = Verdict(
        profile.backend.name, own.seed, own.defect, str(profile.path), options=_again(own)
    )
    if own.baseline:
        try:
            verdict = baseline.apply(verdict, Path(own.baseline))
        except baseline.NoBaseline as error:
            print(f"paidonce gate: {error}", file=sys.stderr)
            return Exit.USAGE
    reporter = Reporter(verdict, terminal)
    terminal.head(verdict, profile=own.profile or "")
    # What happens to be installed beside us neither slows a gate down nor changes what it means.
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with _stoppable() as stopped:
        code = pytest.main(_words(own, others, profile), plugins=[reporter])
    verdict = reporter.verdict
    trouble = "\n".join(reporter.errors)
    if code == pytest.ExitCode.USAGE_ERROR or (trouble and not verdict.incidents):
        print(f"paidonce gate: pytest could not begin.\n{trouble}", file=sys.stderr)
        return Exit.USAGE
    if verdict.trouble:
        terminal.trouble(verdict.trouble)
    terminal.tail(verdict)
    try:
        _write_reports(own, verdict)
    except OSError as error:
        print(f"paidonce gate: a report cannot be written: {error}", file=sys.stderr)
        return Exit.USAGE
    ended_early = own.fail_fast or verdict.trouble  # by ourselves: a worker's end is told as a stop
    if stopped or (code == pytest.ExitCode.INTERRUPTED and not ended_early):
        terminal.trouble("The gate was stopped before its end.")
        return stopped[0] if stopped else Exit.INTERRUPTED
    if not (verdict.incidents or verdict.trouble):
        terminal.trouble("No incident was told: nothing matches what was asked for.")
    return verdict.exit_code


def _again(own: argparse.Namespace) -> tuple[str, ...]:
    """What a gate before the same backend, with the same incidents, has to be told."""
    return (
        *(("--profile", own.profile) if own.profile else ()),
        *(("--defect", own.defect) if own.defect else ()),
        *(word for path in own.incidents for word in ("--incidents", path)),
    )


def _words(own: argparse.Namespace, others: list[str], profile: Profile) -> list[str]:
    """What pytest is told."""
    import paidonce  # noqa: PLC0415 - only for where it lies
    from scenarios.incidents.catalogue import FOLDER  # noqa: PLC0415 - the same

    settings = Path(paidonce.__path__[0]) / "gate.ini"
    words = ["-c", str(settings), f"--rootdir={Path.cwd()}", f"--confcutdir={FOLDER}"]
    words.extend(["-p", "paidonce.pytest_plugin"])
    if any(word.startswith(("-n", "--numprocesses", "--dist")) for word in others):
        words.extend(["-p", "xdist"])
    words.append(f"--paidonce-profile={profile.path}")
    words.extend(["--paidonce-gate", f"--paidonce-seed={own.seed}"])
    if own.defect:
        words.append(f"--paidonce-defect={own.defect}")
    words.extend(f"--paidonce-only={code}" for code in own.only)
    words.extend(f"--paidonce-skip={code}" for code in own.skip)
    if own.fail_fast:
        words.append("-x")
    return [*words, *others, *(own.incidents or [str(FOLDER)])]


def _write_reports(own: argparse.Namespace, verdict: Verdict) -> None:
    if own.junit:
        from paidonce.verdict.junit import junit  # noqa: PLC0415 - only if asked for

        _write(own.junit, junit(verdict))
    if own.json:
        _write(own.json, verdict.as_json())
    if own.html:
        from paidonce.verdict.page import page  # noqa: PLC0415 - only if asked for

        _write(own.html, page(verdict))
    if own.github:
        from paidonce.verdict import github  # noqa: PLC0415 - only if asked for

        github.tell(verdict)


def _write(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _mistake(own: argparse.Namespace) -> str | None:
    """What is wrong with the call, with its remedy."""
    missing = [n for n in ("pytest", "jmespath", "hypothesis") if not importlib.util.find_spec(n)]
    if missing:
        return f"it needs {', '.join(missing)}. Install them with: pip install 'paidonce[gate]'"
    for option in ("profile", "baseline"):
        name = getattr(own, option)
        if name and not Path(name).is_file():
            return f"--{option} {name}: there is no such file."
    for name in own.incidents:
        if not Path(name.partition("::")[0]).exists():
            return f"--incidents {name}: there is no such path."
    return None


@contextmanager
def _stoppable() -> Iterator[list[Exit]]:
    """SIGTERM ends the gate as Ctrl-C does: what was started is stopped, and a code says why."""
    stopped: list[Exit] = []

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        stopped.append(Exit.TERMINATED if number == signal.SIGTERM else Exit.INTERRUPTED)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
