"""The verdict as one self-contained page: no script, no font and no picture from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any, Final

from paidonce.verdict.model import WORST_FIRST, Telling, Told, Verdict
from paidonce.verdict.picture import picture, shortened
from paidonce.verdict.terminal import MARKS, WORDS

OPEN: Final = frozenset({"violated", "unreachable", "inconclusive"})
"""Outcomes that somebody must look at: their incidents stand open, and first."""
GOOD: Final = frozenset({"paid", "succeeded", "authorized", "requires_capture", "refunded"})
BAD: Final = frozenset({"failed", "unknown", "disputed"})


def page(verdict: Verdict) -> str:
    """The whole verdict; what does not hold stands open, the rest can be opened."""
    style = (files("paidonce.verdict") / "page.css").read_text(encoding="utf-8")
    planted = f" with the defect <b>{escape(verdict.defect)}</b>" if verdict.defect else ""
    worst_first = sorted(verdict.incidents, key=lambda told: WORST_FIRST.index(told.outcome))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>paidonce gate: {escape(verdict.backend)}</title><style>{style}</style></head>
<body><main>
<p class="brand">paid<b>once</b> gate</p>
<h1>{escape(headline(verdict))}</h1>
<p class="soft">{escape(verdict.backend)}{planted} · seed {verdict.seed} ·
{verdict.seconds:.1f} s</p>
<nav class="strip" aria-label="every incident">{"".join(map(_square, verdict.incidents))}</nav>
<p class="counts">{"".join(_counts(verdict))}</p>
{f"<pre>{escape(verdict.trouble)}</pre>" if verdict.trouble else ""}
{"".join(_incident(told, verdict) for told in worst_first)}
</main></body></html>
"""


def headline(verdict: Verdict) -> str:
    """The verdict in one sentence."""
    broken, told = verdict.count("violated"), verdict.count("holds") + verdict.count("violated")
    if broken:
        of = f"{broken} of {told} incidents" if told > 1 else "This incident"
        return f"{of} would happen to this shop"
    if verdict.trouble:
        return "The gate could not be held"
    unknown = verdict.count("inconclusive") + verdict.count("unreachable")
    if unknown or not told:
        return "It cannot be known whether every order is paid exactly once"
    return f"Every order is paid exactly once, in {told} incidents out of {told}"


def _square(told: Told) -> str:
    what = escape(f"{told.code} {told.title}: {WORDS[told.outcome]}")
    return f'<a class="{told.outcome}" href="#{escape(told.code)}" title="{what}"></a>'


def _counts(verdict: Verdict) -> Iterator[str]:
    for outcome, word in WORDS.items():
        number = verdict.count(outcome)
        if number or outcome in {"holds", "violated"}:
            yield f'<span class="{outcome}"><b>{number}</b>{word}</span>'


def _incident(told: Told, verdict: Verdict) -> str:
    mark = MARKS[told.outcome][0]
    opened = " open" if told.outcome in OPEN else ""
    sources = ", ".join(escape(source) for source in told.sources)
    stakes = "".join(f'<span class="chip">{escape(_plain(name))}</span>' for name in told.at_stake)
    known = told.code in verdict.known
    note = '<p class="soft">The baseline knows this one.</p>' if known else ""
    return f"""<details{opened} id="{escape(told.code)}" class="{told.outcome}-card"><summary>
<span class="{told.outcome}" title="{WORDS[told.outcome]}">{mark}</span>
<span class="code">{escape(told.code)}</span><h2>{escape(told.title)}</h2>
<span class="soft">{told.seconds:.1f} s</span></summary>
<div class="body">
{_reasons(told.reasons)}{note}
<h3>The story</h3><p class="story">{escape(_folded(told.story))}</p>
{f'<p class="soft">Seen at {sources}</p>' if sources else ""}
<h3>At stake</h3><p class="stakes">{stakes}</p>
{"".join(_telling(telling, told.reasons) for telling in told.tellings)}
<h3>Again, alone</h3><pre>{escape(verdict.alone(told))}</pre>
</div></details>
"""


def _telling(telling: Telling, said: Sequence[str]) -> str:
    """One telling; the reasons that were said already are not said again."""
    mark = MARKS[telling.outcome][0]
    parts = [f'<h4><span class="{telling.outcome}">{mark}</span> {escape(telling.sentence)}</h4>']
    if telling.outcome != "holds" and telling.reasons != said:
        parts.append(_reasons(telling.reasons))
    if telling.orders or telling.payments:
        parts.append('<div class="two">')
        parts.append(f"<section><h3>What the money did</h3>{_things(telling.payments)}</section>")
        parts.append(f"<section><h3>What the shop believes</h3>{_things(telling.orders)}</section>")
        parts.append("</div>")
    if telling.timeline:
        parts.append(f"<h3>What happened, in order</h3>{picture(telling.timeline)}")
    if telling.output:
        parts.append(f"<h3>Its last output</h3><pre>{escape(chr(10).join(telling.output))}</pre>")
    return "".join(parts)


def _reasons(reasons: Sequence[str]) -> str:
    if not reasons:
        return ""
    return f'<ul class="reasons">{"".join(f"<li>{escape(r)}</li>" for r in reasons)}</ul>'


def _things(rows: Sequence[Mapping[str, Any]]) -> str:
    return "".join(map(_thing, rows)) or '<p class="none">nothing</p>'


def _thing(row: Mapping[str, Any]) -> str:
    """A payment or an order: its name and its state, and below what is known of it."""
    (what, name), (_, state), *rest = row.items()
    look = " good" if state in GOOD else " bad" if state in BAD else ""
    facts = "".join(f"<dt>{escape(key)}</dt>{_fact(value)}" for key, value in rest)
    return (
        f'<article class="thing"><header>{_short("span", _named(what, str(name)))}'
        f'<span class="chip{look}">{escape(str(state))}</span></header><dl>{facts}</dl></article>'
    )


def _fact(value: object) -> str:
    if value is None:
        return '<dd class="soft">does not say</dd>'
    return _short(
        "dd", ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    )


def _named(what: str, name: str) -> str:
    return name if "_" in name else f"{what} {name}"


def _short(tag: str, said: str) -> str:
    """Words, long ids shortened; all of them are there to point at."""
    short = shortened(said)
    title = f' title="{escape(said)}"' if short != said else ""
    return f"<{tag}{title}>{escape(short)}</{tag}>"


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _folded(story: str) -> str:
    """Paragraphs as they are meant, without the line ends of the source, and without the title."""
    parts = [" ".join(part.split()) for part in story.split("\n\n")]
    return "\n\n".join(part for part in parts if not part.startswith("Incident: ")) or story
