from scenarios.profile_lines import line_of

TEXT = """\
[backend]
name = "x"  # a comment
body = { a = 1, b = { c = 2 } }

[[setup]]
post = "/one"
[[setup]]
post = "/two"

[can."open_cart"]
pick.cart = "id"
"""


def test_keys_tables_and_inline_tables_are_found() -> None:
    assert line_of(TEXT, ("backend",)) == 1
    assert line_of(TEXT, ("backend", "name")) == 2
    assert line_of(TEXT, ("backend", "body", "b")) == 3
    assert line_of(TEXT, ("setup", 1, "post")) == 8
    assert line_of(TEXT, ("can", "open_cart", "pick", "cart")) == 11


def test_what_is_not_there_is_pointed_at_by_its_table() -> None:
    assert line_of(TEXT, ("backend", "webhook")) == 1
    assert line_of(TEXT, ("view",)) == 1
