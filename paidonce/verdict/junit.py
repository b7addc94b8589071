"""The verdict as JUnit XML, as every CI reads it: one testcase for each telling."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from paidonce.cli import version
from paidonce.verdict.model import Telling, Told, Verdict

# Characters that XML 1.0 cannot carry.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(verdict: Verdict) -> str:
    """The whole verdict; what cannot be known is an error, never a pass."""
    suite = ET.Element("testsuite", {"name": "paidonce gate", "time": f"{verdict.seconds:.3f}"})
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("backend", verdict.backend),
        ("seed", str(verdict.seed)),
        ("defect", verdict.defect or ""),
        ("profile", verdict.profile),
        ("paidonce", version()),
    ):
        ET.SubElement(properties, "property", {"name": name, "value": _clean(value)})
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for told in verdict.incidents:
        for telling in told.tellings:
            counts["tests"] += 1
            _case(suite, told, telling, counts, verdict)
    if verdict.trouble:
        counts["tests"] += 1
        counts["errors"] += 1
        case = ET.SubElement(suite, "testcase", {"classname": "paidonce", "name": "the gate"})
        message = _clean(verdict.trouble.partition("\n")[0])
        ET.SubElement(case, "error", {"message": message}).text = _clean(verdict.trouble)
    suite.attrib.update({name: str(count) for name, count in counts.items()})
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _case(
    suite: ET.Element, told: Told, telling: Telling, counts: dict[str, int], verdict: Verdict
) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": f"{told.code} {told.title}",
            "name": telling.sentence,
            "time": f"{telling.seconds:.3f}",
        },
    )
    properties = ET.SubElement(case, "properties")
    for source in told.sources:
        ET.SubElement(properties, "property", {"name": "source", "value": _clean(source)})
    for judgement in telling.judgements:
        ET.SubElement(
            properties,
            "property",
            {"name": str(judgement["invariant"]), "value": str(judgement["outcome"])},
        )
    if telling.outcome == "holds":
        return
    element, counted = {
        "violated": ("failure", "failures"),
        "not_applicable": ("skipped", "skipped"),
    }.get(telling.outcome, ("error", "errors"))
    message = _clean(telling.reasons[0] if telling.reasons else telling.outcome)
    # JUnit has no word for a failure that is known.
    if verdict.excused(told) and telling.outcome == "violated":
        element, counted, message = "skipped", "skipped", f"known to the baseline: {message}"
    counts[counted] += 1
    text = [*telling.reasons, "", told.story, *telling.output]
    text.extend(["", f"alone: {verdict.alone(told)}"])
    ET.SubElement(case, element, {"message": message}).text = _clean("\n".join(text))


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
