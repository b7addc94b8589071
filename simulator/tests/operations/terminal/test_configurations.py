"""Configurations: what readers show, and which tips they suggest."""

from __future__ import annotations

from simulator.tests.calls import Stripe
from simulator.tests.operations.tills import a_location

PATH = "/v1/terminal/configurations"
TIPS = {"usd": {"percentages": [15, 20, 25]}}


def a_file(stripe: Stripe) -> str:
    """The id of a picture; what it shows is not looked at."""
    from simulator.resources.file import File  # noqa: PLC0415 - an upload comes in parts
    from simulator.work import Work  # noqa: PLC0415 - likewise

    work = Work(stripe.account)
    file = File(
        id=work.new_id("file"),
        created=work.now,
        expires_at=None,
        filename="splash.png",
        links=None,
        purpose="terminal_reader_splashscreen",
        size=7,
        type="png",
        url=None,
    )
    work.keep(file)
    work.commit()
    return file.id


def test_a_configuration_shows_what_was_said_of_it(stripe: Stripe) -> None:
    made = stripe.post(PATH, name="Tips", tipping=TIPS, offline={"enabled": True})
    assert made.body == {
        "id": made.id,
        "object": "terminal.configuration",
        "is_account_default": False,
        "livemode": False,
        "name": "Tips",
        "offline": {"enabled": True},
        "tipping": {"usd": {"fixed_amounts": None, "percentages": [15, 20, 25]}},
    }
    assert [found.id for found in stripe.get(PATH).data] == [made.id]
    assert stripe.get(PATH, is_account_default=True).data == []


def test_what_is_unsaid_is_absent_again(stripe: Stripe) -> None:
    id = stripe.post(PATH, tipping=TIPS, offline={"enabled": True}).id
    plain = stripe.post(f"{PATH}/{id}", tipping="", offline="", name="Plain")
    assert plain.body.keys() == {"id", "object", "is_account_default", "livemode", "name"}


def test_a_splash_screen_is_a_file_that_there_is(stripe: Stripe) -> None:
    wrong = stripe.post(PATH, stripe_s700={"splashscreen": "file_nope"})
    assert wrong.error.param == "stripe_s700[splashscreen]"
    file = a_file(stripe)
    made = stripe.post(PATH, stripe_s700={"splashscreen": file})
    assert made.stripe_s700 == {"splashscreen": file}
    taken = stripe.post(f"{PATH}/{made.id}", stripe_s700={"splashscreen": ""})
    assert taken.stripe_s700 == {}


def test_three_tips_are_suggested_at_most(stripe: Stripe) -> None:
    refused = stripe.post(PATH, tipping={"usd": {"percentages": [5, 10, 15, 20]}})
    assert refused.error.param == "tipping[usd][percentages]"


def test_a_location_goes_without_what_was_deleted(stripe: Stripe) -> None:
    id = stripe.post(PATH, name="Tips").id
    location = a_location(stripe, configuration_overrides=id)
    gone = {"id": id, "object": "terminal.configuration", "deleted": True}
    assert stripe.delete(f"{PATH}/{id}").body == gone
    assert stripe.get(f"{PATH}/{id}").body == gone
    found = stripe.get(f"/v1/terminal/locations/{location.id}")
    assert "configuration_overrides" not in found.body
