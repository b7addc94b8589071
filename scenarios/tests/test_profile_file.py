import contextlib
import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios.driver import ABILITIES
from scenarios.profile import Profile, ProfileError
from scenarios.profile_file import REFERENCE, _Reader, load, parse
from scenarios.tests.profiles import MINIMAL


def read(text: str) -> Profile:
    return parse(text, Path("paidonce.toml"))


def mistakes(text: str) -> list[str]:
    with pytest.raises(ProfileError) as error:
        read(text)
    return [str(mistake) for mistake in error.value.mistakes]


def test_the_reference_backends_profile_can_do_everything() -> None:
    assert load(REFERENCE).abilities == frozenset(ABILITIES)


def test_a_small_profile_is_enough() -> None:
    profile = read(MINIMAL)
    assert profile.abilities == {"open_cart", "view"}
    assert profile.backend.name == "a shop"
    assert profile.view["orders"].states == {"open": "pending", "done": "paid"}


def test_a_misspelt_key_is_told_with_its_line_and_the_right_word() -> None:
    text = MINIMAL.replace("webhook =", "webhok =")
    found = mistakes(text)
    line = text.splitlines().index('webhok = "/hooks"') + 1
    assert f"line {line}, backend.webhok: is not known here. Did you mean webhook?" in found


def test_all_mistakes_are_told_at_once() -> None:
    text = MINIMAL.replace('total = "total"', 'total = "a..b"').replace('"done"', '"done "')
    text = text.replace("{items}", "{itmes}")
    found = mistakes(text)
    assert len(found) == 2
    assert "{itmes} is not given here. Did you mean items?" in found[0]
    assert "'a..b' is no JMESPath" in found[1]


def test_a_value_that_every_answer_must_give_is_asked_for() -> None:
    text = MINIMAL.replace('pick = { cart = "id" }', "")
    assert any("does not pick cart" in mistake for mistake in mistakes(text))


def test_broken_toml_is_told_with_its_line() -> None:
    [mistake] = mistakes('[backend]\nname = "a\n')
    assert mistake.startswith("line 2, TOML: ")


def test_a_profile_that_is_not_there_is_told_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="paidonce init"):
        load(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_told_without_a_line(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProfileError, match=r"p\.toml: the file: .*save it so") as error:
        load(tmp_path / "p.toml")
    assert "line" not in str(error.value)


def test_a_backend_that_nobody_can_start_or_reach_is_told() -> None:
    text = MINIMAL.replace('url = "http://127.0.0.1:9"', "")
    assert any("neither how to start nor where it is" in mistake for mistake in mistakes(text))


def test_a_backend_that_runs_already_must_say_what_it_was_started_with() -> None:
    [found] = mistakes(MINIMAL.replace('webhook_secret = "whsec_shop"\n', ""))
    assert found == (
        "line 1, backend: it runs already, and its webhook_secret is not said."
        ' Say what it was started with: webhook_secret = "whsec_shop".'
    )
    told = MINIMAL.replace('webhook_secret = "whsec_shop"\n', "") + (
        '[[setup]]\npost = "/stripe"\nbody = { secret = "{stripe.webhook_secret}" }\n'
    )
    assert read(told).backend.webhook_secret is None


def test_a_started_backend_must_say_its_port() -> None:
    text = MINIMAL.replace('url = "http://127.0.0.1:9"', 'start = ["npm", "start"]')
    assert any("on which port" in mistake for mistake in mistakes(text))


def test_an_unknown_state_is_told_with_the_known_ones() -> None:
    text = MINIMAL.replace('done = "paid"', 'done = "payed"')
    [mistake] = mistakes(text)
    assert "'payed' is no state of a payment" in mistake
    assert "authorized" in mistake


@pytest.mark.parametrize(
    "text",
    ["", "backend = 1", "[backend]\nname = 1", "[can]\nopen_cart = 3", "[[can]]\n",
     '[can.open_cart]\npost = "no-slash"', '[can.open_cart]\npost = "/a"\nget = "/b"',
     '[view.orders]\nget = "/o"\nfields = { id = "" }', "setup = 1", "[view]\norders = []",
     '[can.open_cart]\npost = "/a"\npick = 3', "[view.orders.states]\na = []"],
)  # fmt: skip
def test_no_profile_is_worse_than_refused(text: str) -> None:
    assert mistakes(text)


def inside(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where everything in it stands."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from inside(inner, (*path, key))


@pytest.mark.parametrize(
    "wrong", ["", "x", "{no_such}", 5, -1, True, 1.5, [], ["x"], [5], [{}], {}, {"x": {"y": 1}}],
    ids=str,
)  # fmt: skip
def test_whatever_stands_in_place_of_a_value_is_read_or_refused(wrong: object) -> None:
    text = REFERENCE.read_text("utf-8")
    whole = tomllib.loads(text)
    whole["can"]["complete_cart"]["headers"] = {"X-A": "b"}
    for path in inside(whole):
        broken = copy.deepcopy(whole)
        around: Any = broken
        for key in path[:-1]:
            around = around[key]
        around[path[-1]] = copy.deepcopy(wrong)
        with contextlib.suppress(ProfileError):
            _Reader(text, REFERENCE, broken).read()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('ready_line = "up ("', "backend.ready_line: is no regular expression"),
        ('environment = { KEY = "{stripe.key}" }', "{stripe.key} is not given here. Did you mean"),
        ("timeout_s = 0", "backend.timeout_s: must be more than 0"),
        ("start = []", "backend.start: is empty"),
        ('ready = "health"', "backend.ready: cannot be 'health'. Begin it with"),
    ],
)
def test_what_would_only_fail_once_the_backend_is_started_is_told_before(
    line: str, said: str
) -> None:
    found = mistakes(MINIMAL.replace("[backend]", f"[backend]\n{line}"))
    assert any(said in mistake for mistake in found), found


def test_what_a_header_gives_can_be_asked_for_and_a_refusal_must_be_a_jmespath() -> None:
    text = MINIMAL.replace(
        'pick = { cart = "id" }',
        'pick = { cart = "id" }\npick_headers = { token = "X-Token" }\nrefused = "a..b"',
    )
    [mistake] = mistakes(text)
    assert "can.open_cart.refused: 'a..b' is no JMESPath" in mistake


def test_a_capture_method_that_there_is_not_is_told() -> None:
    [mistake] = mistakes(MINIMAL.replace("[backend]", '[backend]\ncaptures = "later"'))
    assert "backend.captures: 'later' is no capture_method" in mistake
