from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import StripeError
from simulator.wire.forms import DEPTH_MAX, PAIRS_MAX, decode


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("", {}),
        ("amount=2000&currency=usd", {"amount": "2000", "currency": "usd"}),
        ("metadata[order_id]=6735", {"metadata": {"order_id": "6735"}}),
        ("a[b][c]=1&a[b][d]=2", {"a": {"b": {"c": "1", "d": "2"}}}),
        ("expand[]=x&expand[]=y", {"expand": ["x", "y"]}),
        ("expand[0]=x&expand[2]=y", {"expand": {"0": "x", "2": "y"}}),
        ("items[][price]=p&items[][quantity]=2", {"items": [{"price": "p", "quantity": "2"}]}),
        ("items[][price]=p&items[][price]=q", {"items": [{"price": "p"}, {"price": "q"}]}),
        (
            "i[][d][a]=1&i[][d][b]=2&i[][d][a]=3",
            {"i": [{"d": {"a": "1", "b": "2"}}, {"d": {"a": "3"}}]},
        ),
        ("metadata%5Bk%5D=v", {"metadata": {"k": "v"}}),
        ("name=Jo+Example&city=S%C3%A3o", {"name": "Jo Example", "city": "São"}),
        ("description=", {"description": ""}),
        ("description", {"description": ""}),
        ("a=1&a=2", {"a": "2"}),
        ("a[b]=1&a=2", {"a": "2"}),
        ("=1&&", {}),
        ("a[b=1", {"a[b": "1"}),
        ("[a]=1", {"[a]": "1"}),
        ("a]=1", {"a]": "1"}),
        ("a[b]c=1", {"a[b]c": "1"}),
    ],
)
def test_a_form_is_read_in_brackets(form: str, read: object) -> None:
    assert decode(form.encode()) == read


def test_a_query_is_read_before_the_body() -> None:
    assert decode(b"a=2", "a=1&b=1") == {"a": "2", "b": "1"}


@pytest.mark.parametrize(
    ("form", "message", "param"),
    [
        ("a=1&a[b]=2", "Invalid object", "a"),
        ("a[b]=1&a[b][c]=2", "Invalid object", "a[b]"),
        ("a[]=1&a[b]=2", "Invalid object", "a"),
        ("a[b]=1&a[]=2", "Invalid array", "a"),
    ],
)
def test_one_name_cannot_be_used_in_two_ways(form: str, message: str, param: str) -> None:
    with pytest.raises(StripeError) as refused:
        decode(form.encode())
    assert (refused.value.message("9999"), refused.value.param) == (message, param)


@pytest.mark.parametrize(
    "form",
    [b"a=\xff", b"a=%ff", b"%ff=1", b"a=%00", b"a=\0"],
    ids=["raw", "value", "name", "nul", "raw nul"],
)
def test_what_is_no_text_is_refused(form: bytes) -> None:
    with pytest.raises(StripeError) as refused:
        decode(form)
    assert refused.value.spec.status == 400


def test_a_form_has_a_greatest_size_and_depth() -> None:
    for form in (b"&".join([b"a=1"] * (PAIRS_MAX + 2)), b"a" + b"[b]" * DEPTH_MAX + b"=1"):
        with pytest.raises(StripeError) as refused:
            decode(form)
        assert refused.value.spec.status == 400


NAMES = st.text("abc[]0", min_size=1, max_size=12)


@given(st.lists(st.tuples(NAMES, st.text(max_size=5)), max_size=12))
def test_any_form_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    body = "&".join(f"{quote(name, safe='[]')}={quote(value)}" for name, value in pairs)
    with suppress(StripeError):
        assert isinstance(decode(body.encode()), dict)


KEYS = st.text("abcdefgh_", min_size=1, max_size=6)
TREES = st.recursive(
    st.text(max_size=8).filter(lambda text: "\0" not in text),
    lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_what_was_written_as_a_form_is_read_back(tree: dict[str, object]) -> None:
    def pairs(prefix: str, value: object) -> list[str]:
        if isinstance(value, dict):
            return [p for k, v in value.items() for p in pairs(f"{prefix}[{k}]", v)]
        return [f"{prefix}={quote(str(value))}"]

    body = "&".join(pair for name, value in tree.items() for pair in pairs(name, value))
    assert decode(body.encode()) == tree
