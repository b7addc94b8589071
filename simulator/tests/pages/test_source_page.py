"""The page of a Source, without its script: authorize or fail, and back to the shop."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from simulator import Account
from simulator.tests.pages.browsing import visit


def source(sim: Account) -> Any:
    given = {
        "type": "bancontact",
        "amount": 1000,
        "currency": "eur",
        "redirect": {"return_url": "https://shop.example/back?order=7"},
    }
    status, made = sim.api("POST", "/v1/sources", given)
    assert status == 200, made
    return made


@pytest.mark.parametrize(("outcome", "status"), [("complete", "chargeable"), ("fail", "failed")])
def test_a_payer_decides_and_is_led_back_to_the_shop(
    sim: Account, outcome: str, status: str
) -> None:
    made = source(sim)
    url = made["redirect"]["url"]
    page = visit(url)
    assert (page.status, "€10.00 EUR" in page.text) == (200, True)
    back = urlsplit(visit(url, {"outcome": outcome}).leads_to)
    assert (back.netloc, back.path) == ("shop.example", "/back")
    assert parse_qs(back.query) == {
        "client_secret": [made["client_secret"]],
        "livemode": ["false"],
        "order": ["7"],
        "source": [made["id"]],
    }
    assert sim.api("GET", f"/v1/sources/{made['id']}")[1]["status"] == status
    assert visit(url).status == 303, "what is decided is not asked again"


def test_a_source_is_shown_to_those_who_know_its_secret(sim: Account) -> None:
    url = source(sim)["redirect"]["url"]
    assert visit(url.partition("?")[0] + "?client_secret=guessed").status == 404
