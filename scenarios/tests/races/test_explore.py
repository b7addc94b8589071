"""Every order once, the simplest first; and what is found is believed when it comes about again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from scenarios.races import Outcome, Ran, bounded, drawn, saved
from scenarios.races.steps import Chooser, Step, Taken
from scenarios.races.strategies import Following, listed, priorities


class Toy:
    """Two tasks of two steps each, without a shop: all orders of a, A, b, B with a before A."""

    def __init__(self, fatal: Sequence[str] | None = None, *, raced: bool = True) -> None:
        self.fatal, self.raced = fatal, raced
        self.ran: list[str] = []

    def __call__(self, choose: Chooser) -> Outcome:
        left = {"one": ["a", "A"], "two": ["b", "B"]}
        moved, done, taken = "one", "", []
        while any(left.values()):
            tasks = sorted((t for t in left if left[t]), key=lambda task: task != moved)
            steps = [Step(task, "asks", left[task][0]) for task in tasks]
            choice = choose(steps) % len(steps)
            goes_on = bool(done) and tasks[0] == moved
            taken.append(Taken(steps[choice], choice, len(steps), goes_on and choice > 0, goes_on))
            moved = tasks[choice]
            done += left[moved].pop(0)
        self.ran.append(done)
        broken = ("it broke",) if self.fatal and done in self.fatal else ()
        return Outcome(Ran(tuple(taken), raced=self.raced), broken, broken)


def test_without_interruptions_each_task_is_run_to_its_end() -> None:
    toy = Toy()
    explored = bounded(toy, interruptions=0)
    assert sorted(toy.ran) == ["aAbB", "bBaA"]
    assert explored.whole
    assert explored.found is None


def test_every_order_is_tried_once() -> None:
    toy = Toy()
    explored = bounded(toy, interruptions=9)
    assert sorted(toy.ran) == sorted({"aAbB", "abAB", "abBA", "baAB", "baBA", "bBaA"})
    assert explored.runs == 6


def test_what_the_database_refused_is_counted_over_all_orders() -> None:
    toy = Toy()

    def refused(choose: Chooser) -> Outcome:
        ran = replace(toy(choose).ran, sqlstates={"23505": 1, "40001": 2})
        return Outcome(ran)

    explored = bounded(refused, interruptions=9)
    assert explored.sqlstates == {"23505": 6, "40001": 12}


def test_what_is_found_has_as_few_interruptions_as_can_be() -> None:
    explored = bounded(Toy(["abAB", "abBA"]), interruptions=2)
    assert explored.found is not None
    assert [str(step) for step in explored.found.ran.steps] == [
        "one asks a", "two asks b", "two asks B", "one asks A",
    ]  # fmt: skip
    assert explored.found.ran.interruptions == 1
    assert explored.confirmed == 3


def test_what_does_not_come_about_again_is_not_confirmed() -> None:
    toy = Toy()

    def once(choose: Chooser) -> Outcome:
        outcome = toy(choose)
        return Outcome(outcome.ran, ("luck",), ("luck",)) if len(toy.ran) == 2 else outcome

    explored = bounded(once)
    assert explored.found is not None
    assert (explored.order, explored.confirmed) == (2, 0)
    assert explored.whole, "what came by chance does not end the search"


def test_what_came_by_chance_gives_way_to_what_comes_about_again() -> None:
    toy = Toy(["abAB", "abBA"])

    def once(choose: Chooser) -> Outcome:
        outcome = toy(choose)
        return Outcome(outcome.ran, ("luck",), ("luck",)) if len(toy.ran) == 1 else outcome

    explored = bounded(once)
    assert explored.found is not None
    assert explored.found.broken == ("it broke",)
    assert explored.confirmed == 3
    assert explored.order == explored.runs > 1


def test_an_exploration_that_ends_early_says_that_it_is_not_whole() -> None:
    assert not bounded(Toy(), interruptions=9, runs_max=3).whole


def test_an_exploration_in_which_nothing_raced_is_vacuous() -> None:
    assert bounded(Toy(raced=False)).vacuous
    assert not bounded(Toy()).vacuous


def test_drawn_orders_find_what_needs_two_interruptions_and_are_the_same_for_the_same_seed() -> (
    None
):
    first, second = Toy(["abAB"]), Toy(["abAB"])
    found = [drawn(toy, range(1, 200), changes=2) for toy in (first, second)]
    assert first.ran == second.ran
    assert found[0].found is not None
    assert found[0].confirmed == 3


def test_priorities_let_the_first_task_go_on() -> None:
    toy = Toy()
    toy(priorities(1, changes=0, steps=4))
    assert toy.ran[0] in {"aAbB", "bBaA"}


def test_a_race_that_is_written_down_is_followed(tmp_path: Path) -> None:
    toy, path = Toy(), tmp_path / "race.json"
    outcome = toy(listed((1, 1)))
    saved.save(path, "toy", 2, outcome)
    read = saved.load(path)
    assert read is not None
    following = Following(read.steps, read.interrupting)
    assert read.interrupting == outcome.ran.interrupting == (1,)
    assert toy(following).ran.steps == outcome.ran.steps
    assert (read.race, read.tasks, following.missed) == ("toy", 2, 0)


def test_a_step_that_is_not_there_any_more_is_told_as_divergence() -> None:
    toy = Toy()
    following = Following([Step("two", "asks", "b"), Step("two", "asks", "another call"),
                           Step("three", "begins")])  # fmt: skip
    outcome = toy(following)
    assert toy.ran == ["bBaA"]
    assert following.missed == 2
    assert [step.what for step in following.unknown(outcome.ran.steps)] == ["B", "a", "A"]


def test_a_step_that_comes_between_does_not_move_the_others() -> None:
    toy = Toy()
    following = Following([Step("two", "asks", "B"), Step("one", "asks", "a"),
                           Step("one", "asks", "A")])  # fmt: skip
    toy(following)
    assert toy.ran == ["bBaA"], "b goes first, and B is still before a"
    assert following.missed == 0


def test_a_step_that_came_already_is_no_more_than_one_between() -> None:
    race = [Step("two", "asks", "b"), Step("two", "asks", "B"), Step("one", "asks", "a")]
    following = Following(race)
    offered = [[race[0], race[2]], [race[0], race[2]], [race[1], race[2]], [race[2]]]
    assert [following(options) for options in offered] == [0, 0, 0, 0]
    assert following.missed == 0


def test_a_task_that_offers_nothing_is_missed_once_until_it_takes_a_step_again() -> None:
    mine, other = Step("one", "asks", "a"), Step("two", "asks", "b")
    following = Following([mine, mine, other, mine, other])
    assert following.misses([other])
    assert not following.misses([other, mine])
    assert following([other]) == 0, "both of the one that is silent are given up"
    assert not following.misses([other])
    assert following([other, mine]) == 1
    assert not following.misses([other])
    assert following.misses([mine])


def test_who_was_interrupted_is_waited_for_before_it_is_interrupted_again() -> None:
    begins, mine = Step("one", "begins"), Step("one", "asks", "a")
    other = Step("two", "begins")
    race = [begins, other, mine]
    for interrupting, waits in (((1,), True), ((), False)):
        following = Following(race, interrupting)
        assert following([begins, other]) == 0
        assert following.misses([other]) is waits, "one has not asked yet"
        assert not following.misses([mine, other])
        assert following([mine, other]) == 1


def test_a_step_that_is_left_out_gives_way_to_the_next_of_its_task() -> None:
    toy = Toy()
    following = Following([Step("two", "asks", "gone"), Step("two", "asks", "b"),
                           Step("one", "asks", "a"), Step("two", "asks", "B")])  # fmt: skip
    toy(following)
    assert toy.ran == ["baBA"]
    assert following.missed == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"format": "other"}', '{"format": 1}'],
)
def test_a_file_may_hold_something_else(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    assert saved.load(tmp_path / "x.json") is None
    assert saved.load(tmp_path / "none.json") is None


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"format": "paidonce schedule 1"}, "is of the format 'paidonce schedule 1'"),
        ({"race": None, "tasks": "many"}, "is a saved race, and broken"),
        ({"actions": [{"task": "one"}]}, "KeyError('move')"),
        ({"actions": [{"task": "one", "move": "jumps"}]}, "there is no move 'jumps'"),
    ],
)
def test_a_race_that_is_broken_is_told_with_its_file(
    tmp_path: Path, broken: dict[str, object], said: str
) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"format": saved.FORMAT, "race": "toy", "tasks": 2} | broken))
    with pytest.raises(saved.BrokenSchedule, match=r"x\.json") as error:
        saved.load(path)
    assert said in str(error.value)


def test_steps_that_never_came_up_were_not_taken() -> None:
    following = Following([Step("one", "begins"), Step("one", "asks", "a")])
    assert following([Step("one", "begins")]) == 0
    assert following.missed == 1
