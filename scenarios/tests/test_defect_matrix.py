"""The defect matrix: a gate that was never seen to fail proves nothing.

Every incident holds on the healthy backend, and every incident turns red on each defect that it
claims, by the invariants that it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest

from scenarios import defects, profile_file
from scenarios.incidents.catalogue import Story, stories
from scenarios.rehearsal import missed, rehearse
from scenarios.stage import Stage
from simulator import Simulator

STORIES = stories()
CLAIMS: dict[str, list[Story]] = defaultdict(list)
for told in STORIES:
    for claimed in told.incident.catches:
        CLAIMS[claimed].append(told)


@pytest.fixture
def planted(
    request: pytest.FixtureRequest, simulator_server: Simulator, new_database: Callable[[], str]
) -> Iterator[Stage]:
    """A backend with the defect that the test is about, in front of an account of its own."""
    defect: str = request.param
    account = simulator_server.account(f"sk_test_matrix_{defect}")
    own = {"DATABASE_URL": new_database()}
    with Stage(
        profile_file.load(profile_file.REFERENCE), account, defect=defect, environment=own
    ) as stage:
        yield stage


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_incident_holds_on_the_healthy_backend(story: Story, stage: Stage) -> None:
    told = rehearse(story, stage)
    assert told, "an incident without a telling tells nothing"
    assert [str(telling) for telling in told if telling.violated or telling.trouble] == []


@pytest.mark.parametrize(("planted", "defect"), [(d, d) for d in sorted(CLAIMS)],
                         indirect=["planted"], ids=sorted(CLAIMS))  # fmt: skip
def test_every_defect_is_caught_by_the_incidents_that_claim_it(planted: Stage, defect: str) -> None:
    unseen: dict[str, list[str]] = {}
    for story in CLAIMS[defect]:
        wanted = story.incident.catches[defect]
        told = rehearse(story, planted, looking_for=wanted)
        if gap := missed(wanted, told):
            unseen[story.incident.code] = [f"not seen: {', '.join(gap)}", *map(str, told)]
    assert unseen == {}


def test_every_claimed_defect_can_be_planted_and_every_plantable_one_is_claimed() -> None:
    listed = defects.names(profile_file.load(profile_file.REFERENCE))
    assert listed is not None
    assert sorted(set(CLAIMS) - set(listed)) == [], "claimed, but not there"
    assert sorted(set(listed) - set(CLAIMS)) == [], "there, but no incident claims it"


def test_no_two_incidents_share_a_code() -> None:
    codes = [story.incident.code for story in STORIES]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_every_incident_reads_as_a_story(story: Story) -> None:
    assert story.text.startswith("Incident: "), "the header begins with what it is about"
    assert story.incident.at_stake
    assert story.incident.needs
