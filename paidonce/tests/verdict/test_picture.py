from xml.etree import ElementTree as ET

import pytest

from paidonce.verdict.picture import ROWS_MOST, picture, shortened, spoken

CALL = {
    "by": "shop",
    "text": "POST /v1/refunds",
    "status": 200,
    "error": None,
    "faults": (),
    "at": 0,
}


def words(*steps: dict[str, object]) -> str:
    drawn = picture(steps)
    ET.fromstring(drawn)  # noqa: S314 - we wrote it, and it must be well formed
    return drawn


def test_nothing_is_drawn_of_nothing() -> None:
    assert picture([]) == ""


def test_the_shopper_has_a_lane_where_the_shopper_did_something() -> None:
    assert ">shopper<" not in words(CALL)
    assert ">shopper<" in words(CALL, CALL | {"by": "shopper"})


def test_a_refusal_is_told_with_its_code() -> None:
    drawn = words(CALL | {"status": 400, "error": "charge_already_refunded"})
    assert "400 charge_already_refunded" in drawn
    assert "var(--bad)" in drawn


def test_what_was_made_to_go_wrong_is_named_and_a_lost_answer_is_no_answer() -> None:
    drawn = words(CALL | {"status": None, "faults": ("lost_answer",)})
    assert "no answer" in drawn
    assert "⚡ lost_answer" in drawn


def test_a_delivery_goes_the_other_way_and_is_dashed() -> None:
    assert "stroke-dasharray" in words(CALL | {"by": "stripe", "text": "charge.refunded"})
    assert "stroke-dasharray" not in words(CALL)


def test_time_that_was_moved_on_is_told() -> None:
    assert "7 days later" in words(CALL, CALL | {"at": 7 * 86_400})
    assert "later" not in words(CALL, CALL | {"at": 3})


def test_a_long_story_says_how_much_is_not_shown() -> None:
    assert "and 5 more" in words(*[CALL] * (ROWS_MOST + 5))


def test_text_never_becomes_markup() -> None:
    assert "<b>" not in words(CALL | {"text": "GET /v1/<b>&"})


@pytest.mark.parametrize(
    ("seconds", "said"), [(59, "59 s"), (60, "1 minute"), (3_600, "1 hour"), (172_800, "2 days")]
)
def test_a_span_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    assert spoken(seconds) == said


def test_a_long_id_ends_after_what_tells_it_apart() -> None:
    assert shortened("/v1/charges/ch_3UHnJtHIBYZYyePr0abc") == "/v1/charges/ch_3UHnJtHI…"
    assert shortened("payment_intent.amount_capturable_updated") == (
        "payment_intent.amount_capturable_updated"
    )
