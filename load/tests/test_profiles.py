import pytest

from load.arrivals import schedule
from load.profiles import PROFILES, Profile

ALL = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)


@ALL
def test_every_load_tells_its_story_and_has_a_budget_on_the_money(profile: Profile) -> None:
    assert profile.story
    assert "violations == 0" in map(str, profile.budgets)


@ALL
def test_every_load_delivers_something(profile: Profile) -> None:
    assert schedule(profile.phases, copies=profile.copies, disorder_s=profile.disorder_s, seed=1)


def test_a_harder_load_has_the_same_length_and_a_longer_one_the_same_rate() -> None:
    spike = PROFILES["spike"]
    assert spike.scaled(rate=3).seconds == spike.seconds
    assert [phase.rate for phase in spike.scaled(rate=3).phases] == [60, 600, 60]
    assert spike.scaled(seconds=3).seconds == pytest.approx(3)
    assert [phase.rate for phase in spike.scaled(seconds=3).phases] == [20, 200, 20]


def test_an_outage_stays_one_when_the_load_is_scaled() -> None:
    phases = PROFILES["retry_storm"].scaled(rate=2, seconds=4).phases
    assert [phase.outage for phase in phases] == [False, True, False]
