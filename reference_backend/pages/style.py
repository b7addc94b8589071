"""The looks of all pages, one sheet, inlined; light or dark as the reader's system is."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

CSS: Final = """
:root {
  color-scheme: light dark;
  --ground: #f6f5f2; --paper: #fff; --ink: #1d1b18; --soft: #6d675e; --line: #e4e0d8;
  --accent: #0b6e4f; --good: #0b6e4f; --hold: #8a5a00; --wait: #2456a6; --bad: #b3261e;
  --off: #6d675e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161513; --paper: #1f1d1a; --ink: #f1eee8; --soft: #a39c90; --line: #35322d;
    --accent: #5fc9a3; --good: #5fc9a3; --hold: #e8b04b; --wait: #8fb6f5; --bad: #ff8a80;
    --off: #a39c90;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { display: flex; gap: 2rem; align-items: baseline; padding: 1rem 1.5rem;
  border-bottom: 1px solid var(--line); background: var(--paper); flex-wrap: wrap; }
.brand { font-weight: 700; letter-spacing: .02em; }
nav { display: flex; gap: 1.25rem; flex-wrap: wrap; }
nav a { color: var(--soft); text-decoration: none; padding-bottom: .15rem; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); border-bottom: 2px solid var(--accent); }
main { margin: 0 auto; padding: 2rem 1.5rem 4rem; }
.wide { max-width: 72rem; }
.narrow { max-width: 34rem; padding-top: 12vh; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; text-wrap: balance; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; }
a { color: var(--accent); }
code { font: .85em ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.empty { color: var(--soft); padding: 2rem 0; text-align: center; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
  padding: 1.25rem 1.4rem; margin: 0 0 1.25rem; }
.columns { display: grid; gap: 1.25rem; align-items: start;
  grid-template-columns: minmax(0, 3fr) minmax(19rem, 2fr); }
@media (max-width: 48rem) { .columns { grid-template-columns: minmax(0, 1fr); } }
.card > :last-child { margin-bottom: 0; }
.id { margin-top: -.6rem; }
.scroll { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .85rem;
  white-space: nowrap; }
th, td { padding: .55rem .8rem .55rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
.badge { display: inline-block; padding: .05rem .6rem; border-radius: 1rem; font-size: .85rem;
  border: 1px solid currentColor; white-space: nowrap; }
.good { color: var(--good); } .hold { color: var(--hold); } .wait { color: var(--wait); }
.bad { color: var(--bad); } .off { color: var(--off); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem;
  margin: 0 0 1.25rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ol.history { list-style: none; margin: 0; padding: 0 0 0 1.1rem;
  border-left: 2px solid var(--line); }
ol.history li { position: relative; margin: 0 0 .8rem; }
ol.history li::before { content: ""; position: absolute; left: -1.5rem; top: .5rem; width: .6rem;
  height: .6rem; border-radius: 50%; background: var(--accent); border: 2px solid var(--paper); }
form { display: flex; gap: .6rem; align-items: end; flex-wrap: wrap; margin: 0 0 1rem; }
form:last-child { margin: 0; }
label { display: grid; gap: .2rem; font-size: .85rem; color: var(--soft); }
input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line);
  border-radius: .5rem; padding: .45rem .7rem; max-width: 9rem; }
input[type=password] { max-width: 100%; }
button { font: inherit; font-weight: 600; border: 0; border-radius: .5rem; padding: .5rem 1rem;
  background: var(--accent); color: var(--paper); cursor: pointer; }
button.quiet { background: transparent; color: var(--bad);
  box-shadow: inset 0 0 0 1px currentColor; }
:focus-visible { outline: 3px solid var(--wait); outline-offset: 2px; }
.flash { border-left: .3rem solid var(--good); }
.flash.refused { border-left-color: var(--bad); }
.money { white-space: nowrap; font-variant-numeric: tabular-nums; }
td .soft { display: block; }
.total { font-size: 1.3rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.mark { font-size: 2.4rem; line-height: 1; margin-bottom: .75rem; }
"""
CSS_HASH: Final = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
"""Lets this sheet, and no other, through the pages' content security policy."""
