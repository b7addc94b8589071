"""An index gives the ids that have a value, in the order in which they came."""

from simulator.index import Index


def test_one_id_or_many_come_in_the_order_in_which_they_were_added() -> None:
    index = Index()
    for id in ("b", "a", "c", "a"):
        index.add("x", id)
    index.add("y", "b")
    assert [*index.ids("x")] == ["b", "a", "c"]
    assert [*index.ids("y")] == ["b"]
    assert [*index.ids("z")] == []


def test_an_id_that_was_taken_out_can_come_again() -> None:
    index = Index()
    for _ in range(2):
        index.add("x", "a")
        index.remove("x", "b")
        assert [*index.ids("x")] == ["a"]
        index.remove("x", "a")
        assert [*index.ids("x")] == []
    for id in ("a", "b"):
        index.add("x", id)
    index.remove("x", "a")
    index.remove("x", "a")
    assert [*index.ids("x")] == ["b"]
    index.add("x", "a")
    assert [*index.ids("x")] == ["b", "a"]


def test_what_comes_late_can_be_put_in_its_place() -> None:
    index = Index()
    for id in ("b", "c", "a"):
        index.add("x", id)
    index.put_in_order("x", ["a", "b", "c", "d"])
    index.put_in_order("y", ["a"])
    assert [*index.ids("x")] == ["a", "b", "c"]
    assert [*index.ids("y")] == []
