"""The verdict as one self-contained page: no script, no font and no picture from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from paidonce.verdict.model import Telling, Told, Verdict
from paidonce.verdict.terminal import MARKS, WORDS

STYLE: Final = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#667085;--paper:#fff;--line:#e4e7ec;
--band:#f6f7f9;--good:#12803c;--bad:#c4261d;--odd:#a15c07;--blue:#2d5bd1}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#98a2b3;--paper:#14181f;--line:#2b3240;
--band:#1b212b;--good:#4cc279;--bad:#ff7b72;--odd:#e3a64a;--blue:#8aa9ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:72rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:0}
h3{font-size:.95rem;margin:1.2rem 0 .3rem}
.soft{color:var(--soft)}.counts{display:flex;gap:.75rem;flex-wrap:wrap;margin:1.5rem 0 2rem}
.counts div{border:1px solid var(--line);border-radius:.6rem;padding:.6rem 1rem;min-width:7rem}
.counts b{display:block;font-size:1.5rem;line-height:1.2}
details{border:1px solid var(--line);border-radius:.6rem;margin:.5rem 0;overflow:hidden}
summary{cursor:pointer;padding:.7rem 1rem;display:grid;grid-template-columns:1.4rem 3.2rem 1fr auto;
gap:.5rem;align-items:baseline;list-style:none}
summary::-webkit-details-marker{display:none}
summary:focus-visible{outline:2px solid var(--blue);outline-offset:-2px}
.body{padding:.25rem 1rem 1.25rem;border-top:1px solid var(--line);background:var(--band)}
.holds{color:var(--good)}.violated,.unreachable{color:var(--bad)}.inconclusive{color:var(--odd)}
.not_applicable{color:var(--soft)}
ul.reasons{margin:.3rem 0;padding-left:1.2rem}ul.reasons li{margin:.2rem 0}
.story{white-space:pre-line;max-width:46rem}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(26rem,1fr));gap:1rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem;width:100%}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);
vertical-align:top;white-space:nowrap}
th{color:var(--soft);font-weight:500}
code,pre{font:.85rem ui-monospace,monospace}pre{overflow-x:auto;white-space:pre-wrap}
svg{max-width:100%;height:auto;display:block}
"""


def page(verdict: Verdict) -> str:
    """The whole verdict; what does not hold stands open, the rest can be opened."""
    planted = f" with the defect {verdict.defect}" if verdict.defect else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>paidonce gate: {escape(verdict.backend)}</title><style>{STYLE}</style></head>
<body><main>
<h1>{escape(verdict.backend)}{escape(planted)}</h1>
<p class="soft">paidonce gate · seed {verdict.seed} · {verdict.seconds:.1f} s</p>
<div class="counts">{"".join(_counts(verdict))}</div>
{f"<pre>{escape(verdict.trouble)}</pre>" if verdict.trouble else ""}
{"".join(_incident(told) for told in verdict.incidents)}
</main></body></html>
"""


def _counts(verdict: Verdict) -> Iterator[str]:
    for outcome, word in WORDS.items():
        number = verdict.count(outcome)
        if number or outcome in {"holds", "violated"}:
            yield f'<div><b class="{outcome}">{number}</b>{word}</div>'


def _incident(told: Told) -> str:
    mark = MARKS[told.outcome][0]
    opened = " open" if told.outcome in {"violated", "unreachable", "inconclusive"} else ""
    sources = ", ".join(escape(source) for source in told.sources)
    return f"""<details{opened} id="{escape(told.code)}"><summary>
<span class="{told.outcome}" title="{WORDS[told.outcome]}">{mark}</span>
<span class="soft">{escape(told.code)}</span><h2>{escape(told.title)}</h2>
<span class="soft">{told.seconds:.1f} s</span></summary>
<div class="body">
{_reasons(told.reasons)}
<h3>The story</h3><p class="story">{escape(_folded(told.story))}</p>
<h3>At stake</h3><p>{escape(", ".join(told.at_stake).replace("_", " "))}</p>
{f'<p class="soft">From: {sources}</p>' if sources else ""}
{"".join(_telling(telling) for telling in told.tellings)}
<h3>Again, alone</h3><pre>paidonce gate --only {escape(told.code)}</pre>
</div></details>
"""


def _telling(telling: Telling) -> str:
    mark = MARKS[telling.outcome][0]
    parts = [
        f'<h3><span class="{telling.outcome}">{mark}</span> {escape(telling.sentence)}</h3>',
        _reasons(telling.reasons) if telling.outcome != "holds" else "",
    ]
    if telling.orders or telling.payments:
        parts.append('<div class="two">')
        parts.append(f"<div><b>What the money did</b>{_table(telling.payments)}</div>")
        parts.append(f"<div><b>What the shop believes</b>{_table(telling.orders)}</div></div>")
    if telling.timeline:
        parts.append(_picture(telling.timeline))
    if telling.output:
        parts.append(f"<b>Its last output</b><pre>{escape(chr(10).join(telling.output))}</pre>")
    return "".join(parts)


def _reasons(reasons: Sequence[str]) -> str:
    if not reasons:
        return ""
    return f'<ul class="reasons">{"".join(f"<li>{escape(r)}</li>" for r in reasons)}</ul>'


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return '<p class="soft">nothing</p>'
    names = list(rows[0])
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(_cell(row.get(name)) for name in names) + "</tr>" for row in rows
    )
    return f'<div class="scroll"><table><tr>{head}</tr>{body}</table></div>'


def _cell(value: object) -> str:
    """A value, a long id shortened; all of it is there to point at."""
    said = _said(value)
    short = re.sub(r"\b([a-z]+_\w{8})\w{6,}", r"\1…", said)
    title = f' title="{escape(said)}"' if short != said else ""
    return f"<td{title}>{escape(short)}</td>"


def _said(value: object) -> str:
    if value is None:
        return "does not say"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


# --- the timeline as a picture: the shop on the left, Stripe on the right, time going down

ROW: Final = 30
LEFT: Final = 90
RIGHT: Final = 770


def _picture(timeline: Sequence[Mapping[str, Any]]) -> str:
    shown = timeline[:60]
    height = 50 + ROW * len(shown)
    parts = [
        f'<svg viewBox="0 0 860 {height}" role="img" aria-label="calls and deliveries in order">',
        '<g font-family="ui-monospace,monospace" font-size="12" fill="currentColor">',
        f'<text x="{LEFT}" y="18" text-anchor="middle">shop</text>',
        f'<text x="{RIGHT}" y="18" text-anchor="middle">Stripe</text>',
        *(f'<path stroke="var(--line)" d="M{x} 26V{height}"/>' for x in (LEFT, RIGHT)),
    ]
    parts.extend(_arrow(50 + ROW * n, row) for n, row in enumerate(shown))
    parts.append("</g></svg>")
    return f'<div class="scroll">{"".join(parts)}</div>'


def _arrow(y: int, row: Mapping[str, Any]) -> str:
    to_stripe = row["what"] == "call"
    start, end = (LEFT, RIGHT) if to_stripe else (RIGHT, LEFT)
    tip = 8 if to_stripe else -8
    answers = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
    good = any(isinstance(status, int) and status < 300 for status in answers)
    colour = "var(--blue)" if good else "var(--bad)"
    answer = ", ".join("none" if status is None else str(status) for status in answers)
    dashes = "" if to_stripe else ' stroke-dasharray="5 3"'
    said = f"{row['text']} → {answer}" + (f" {row['error']}" if row.get("error") else "")
    return (
        f'<text x="{(LEFT + RIGHT) // 2}" y="{y - 5}" text-anchor="middle">{escape(said)}</text>'
        f'<path d="M{start} {y}H{end - tip}" stroke="{colour}" fill="none"'
        f"{dashes}/>"
        f'<path d="M{end} {y}l{-tip} -4v8z" fill="{colour}"/>'
    )


def _folded(story: str) -> str:
    """Paragraphs as they are meant, without the line ends of the source."""
    return "\n\n".join(" ".join(part.split()) for part in story.split("\n\n"))
