"""The page of an Account Link: through it, past it, and too late."""

from typing import Any

import pytest

from simulator import Account
from simulator.tests.pages.browsing import visit

AGAIN, DONE = "https://shop.test/again", "https://shop.test/done"


@pytest.fixture
def express(sim: Account) -> str:
    status, made = sim.api("POST", "/v1/accounts", {"type": "express"})
    assert status == 200, made
    return str(made["id"])


def link(sim: Account, account: str) -> Any:
    given = {
        "account": account,
        "type": "account_onboarding",
        "refresh_url": AGAIN,
        "return_url": DONE,
    }
    return sim.api("POST", "/v1/account_links", given)[1]


def submitted(sim: Account, account: str) -> bool:
    return bool(sim.api("GET", f"/v1/accounts/{account}")[1]["details_submitted"])


def test_the_owner_sees_what_is_asked_for_and_tells_it(sim: Account, express: str) -> None:
    url = link(sim, express)["url"]
    assert url.startswith(f"{sim.url}/setup/e/{express}/")
    page = visit(url)
    assert (page.status, "tos_acceptance.date" in page.text) == (200, True)
    assert visit(url, {"outcome": "submit"}).leads_to == DONE
    assert submitted(sim, express)


def test_what_is_left_for_later_is_not_told(sim: Account, express: str) -> None:
    assert visit(link(sim, express)["url"], {"outcome": "later"}).leads_to == DONE
    assert not submitted(sim, express)


def test_a_link_that_was_used_or_is_too_old_leads_to_another(sim: Account, express: str) -> None:
    used, old = link(sim, express)["url"], link(sim, express)["url"]
    visit(used, {"outcome": "later"})
    assert visit(used).leads_to == AGAIN
    sim.clock.advance(6 * 60)
    assert visit(old, {"outcome": "submit"}).leads_to == AGAIN
    assert not submitted(sim, express)


def test_there_is_no_page_where_no_link_leads(sim: Account, express: str) -> None:
    assert visit(f"{sim.url}/setup/e/{express}/nothing").status == 404
