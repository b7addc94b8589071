"""What a statement is called, what it touches, and whether it is worth being held.

Rule 1: a label says what is done, not to whom: values are left out, so that it outlives a run.
Rule 2: what changes nothing and sees nothing of what others change passes: BEGIN (its snapshot is
taken by the first statement), settings, pings, savepoints, looks at the catalogue. COMMIT and
ROLLBACK do not pass: others see what is committed, and wait for locks until then.

SQL is read as words here, not understood; where words deceive, a label reads oddly, or a statement
is held that need not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

LABEL_MAX: Final = 2000
_TOKEN: Final = re.compile(
    r"""(?P<nothing>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<value>[eE]'(?:[^'\\]|\\.|'')*'|(?:[bBxX]|[uU]&)?'(?:[^']|'')*'
        |(?P<tag>\$[A-Za-z_]*\$).*?(?P=tag)|\$\d+|(?<![\w$])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<word>"(?:[^"]|"")*"|[^\W\d][\w$]*)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
_VALUES: Final = re.compile(r"\?(?:, ?\?)+")
_ROWS: Final = re.compile(r"\(\?\)(?:, ?\(\?\))+")
PASSING: Final = frozenset(
    "BEGIN START SET SHOW RESET DISCARD DEALLOCATE PREPARE LISTEN UNLISTEN NOTIFY SAVEPOINT RELEASE"
    " CLOSE".split()
)
ENDING: Final = frozenset({"COMMIT", "END", "ROLLBACK", "ABORT"})
# Each run has other names for these: drivers count them.
_NAMING: Final = frozenset({"SAVEPOINT", "RELEASE", "ROLLBACK", "DECLARE", "FETCH", "CLOSE"})
_HARMLESS: Final = frozenset(
    "NOW VERSION CURRENT_TIMESTAMP CURRENT_USER CURRENT_SCHEMA CURRENT_DATABASE SESSION_USER"
    " CURRENT_SETTING SET_CONFIG PG_BACKEND_PID PG_NOTIFY PG_IS_IN_RECOVERY".split()
)
# What asyncpg's pool does when a connection is given back.
_RESETTING: Final = frozenset({"PG_ADVISORY_UNLOCK_ALL"})
_WORDS_OF_SELECT: Final = frozenset({"SELECT", "AS", "TRUE", "FALSE", "NULL"})


@dataclass(frozen=True, slots=True)
class Statement:
    """What was understood of one statement, or of several that are sent as one."""

    label: str
    passes: bool
    ends: bool  # it ends a transaction


@lru_cache(maxsize=4096)
def read(sql: str) -> Statement:
    """Read a text of one statement or several."""
    parts = list(_split(sql))
    if not parts:
        return Statement("(nothing)", passes=True, ends=False)
    label = "; ".join(dict.fromkeys(_label(part) for part in parts))
    first = [part[0][1].upper() for part in parts]
    ends = len(parts) == 1 and first[0] in ENDING and "TO" not in _words(parts[0])
    return Statement(
        label if len(label) <= LABEL_MAX else label[: LABEL_MAX - 1] + "…",
        all(map(_passes, parts)),
        ends,
    )


def joined(statements: Sequence[Statement]) -> Statement:
    """Statements that are sent before one flush point, as one."""
    if len(statements) == 1:
        return statements[0]
    label = "; ".join(dict.fromkeys(one.label for one in statements)) or "(nothing)"
    return Statement(
        label if len(label) <= LABEL_MAX else label[: LABEL_MAX - 1] + "…",
        all(one.passes for one in statements),
        ends=False,
    )


def brief(label: str) -> str:
    """A label in two or three words: what is done, and to which tables."""
    parts = list(_split(label))
    if not parts:
        return label
    said = [_brief(part) for part in parts]
    return "; ".join(dict.fromkeys(said))


def _brief(part: list[tuple[str, str]]) -> str:
    words = _words(part)
    writes = list(dict.fromkeys(f"{verb} {table}" for verb, table, _ in _tables(part)
                                if verb != "SELECT"))  # fmt: skip
    if writes:
        return ", ".join(writes)
    read = [(table, depth) for _, table, depth in _tables(part)]
    if read:
        outermost = min(depth for _, depth in read)
        names = dict.fromkeys(table for table, depth in read if depth == outermost)
        locks = " FOR UPDATE" if _locks(words) else ""
        return f"SELECT {', '.join(names)}{locks}"
    if words[:1] == ["SELECT"] and (called := _functions(part)):
        return f"SELECT {called[0].lower()}"
    return " ".join(words[:2])


def _locks(words: Sequence[str]) -> bool:
    pairs = set(pairwise(words))
    return bool({("FOR", "UPDATE"), ("FOR", "SHARE"), ("KEY", "UPDATE"), ("KEY", "SHARE")} & pairs)


def _passes(part: list[tuple[str, str]]) -> bool:
    words = _words(part)
    if not words:
        return True
    if words[0] in PASSING:
        return words[:2] != ["PREPARE", "TRANSACTION"]
    if words[0] not in {"SELECT", "WITH"} or _locks(words):
        return False
    called = set(_functions(part))
    touched = list(_tables(part))
    if touched:
        return all(verb == "SELECT" and _of_the_catalogue(table) for verb, table, _ in touched)
    plain = _HARMLESS | _RESETTING | _WORDS_OF_SELECT
    if called:
        return called <= _HARMLESS | _RESETTING
    return words[0] == "SELECT" and set(words) <= plain


def _of_the_catalogue(table: str) -> bool:
    return table.lower().startswith(("pg_", "information_schema."))


def _split(sql: str) -> Iterator[list[tuple[str, str]]]:
    """The tokens of each statement; what says nothing is one space, or nothing at an end."""
    part: list[tuple[str, str]] = []
    for token in _TOKEN.finditer(sql):
        kind = token.lastgroup if token.lastgroup != "tag" else "value"
        text = token[0]
        if text == ";":
            if part := _trimmed(part):
                yield part
            part = []
        elif kind == "nothing":
            part.append(("nothing", " "))
        else:
            part.append((str(kind), text))
    if part := _trimmed(part):
        yield part


def _trimmed(part: list[tuple[str, str]]) -> list[tuple[str, str]]:
    while part and part[0][0] == "nothing":
        part = part[1:]
    while part and part[-1][0] == "nothing":
        part = part[:-1]
    return part


def _label(part: list[tuple[str, str]]) -> str:
    names = part[0][1].upper() in _NAMING
    said = "".join(
        "?" if kind == "value" else re.sub(r"\d+", "?", text) if names else text
        for kind, text in part
    )
    said = re.sub(r"\s+", " ", said)
    return _ROWS.sub("(?)", _VALUES.sub("?", said))


def _words(part: list[tuple[str, str]]) -> list[str]:
    return [text.upper() for kind, text in part if kind == "word"]


def _functions(part: list[tuple[str, str]]) -> list[str]:
    """What is called, by its last name."""
    solid = [token for token in part if token[0] != "nothing"]
    keywords = {"IN", "AND", "OR", "NOT", "EXISTS", "VALUES", "AS", "SELECT", "ANY", "ALL"}
    return [
        text.upper()
        for (kind, text), (_, after) in pairwise(solid)
        if kind == "word" and after == "(" and text.upper() not in keywords
    ]


def _tables(part: list[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """What is done to which table, and how deep within brackets it is said."""
    solid = [token for token in part if token[0] != "nothing"]
    made = _made_by_with(solid)
    depth, at, listed = 0, 0, -1  # listed: the depth at which a list of tables goes on
    verbs = {"FROM": "SELECT", "JOIN": "SELECT", "INTO": "INSERT", "UPDATE": "UPDATE",
             "TABLE": "SELECT", "TRUNCATE": "TRUNCATE"}  # fmt: skip
    previous = ""
    while at < len(solid):
        kind, text = solid[at]
        depth += (text == "(") - (text == ")")
        word = text.upper() if kind == "word" else text
        verb = verbs.get(word) if kind == "word" else None
        if verb == "UPDATE" and previous in {"FOR", "KEY", "DO"}:
            verb = None
        if verb == "SELECT" and previous == "DELETE":
            verb = "DELETE"
        if word == "," and listed == depth:
            verb = "SELECT"
        elif word not in {"AS", ","} and kind != "word":
            listed = -1 if listed == depth else listed
        if verb is not None:
            name, after = _name(solid, at + 1)
            called = after < len(solid) and solid[after][1] == "(" and verb != "INSERT"
            if name and not called and name not in made and name.upper() != "SET":
                yield verb, name, depth
                listed = depth if verb == "SELECT" else -1
        previous = word
        at += 1


def _name(solid: list[tuple[str, str]], at: int) -> tuple[str, int]:
    """A name, with those before its dots, and where it ends."""
    while at < len(solid) and solid[at][1].upper() in {"ONLY", "TABLE", "LATERAL"}:
        at += 1
    name = ""
    while at < len(solid) and (solid[at][0] == "word" or (solid[at][1] == "." and name)):
        if solid[at][0] == "word" and name and not name.endswith("."):
            break
        name += solid[at][1].strip('"')
        at += 1
    if name.upper() == "SELECT":
        return "", at
    return name, at


def _made_by_with(solid: list[tuple[str, str]]) -> set[str]:
    """The names that a statement gives to its own parts: `WITH name AS (…)`."""
    if not solid or solid[0][1].upper() != "WITH":
        return set()
    names = set()
    for at in range(2, len(solid)):
        opens = solid[at][1] == "(" or solid[at][1].upper() in {"MATERIALIZED", "NOT"}
        if opens and solid[at - 1][1].upper() == "AS":
            back = at - 2
            if solid[back][1] == ")":
                while back > 0 and solid[back][1] != "(":
                    back -= 1
                back -= 1
            if back >= 0 and solid[back][0] == "word":
                names.add(solid[back][1].strip('"'))
    return names
