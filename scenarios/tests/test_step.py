import json
from typing import Any

import pytest

from scenarios.http_call import Reply
from scenarios.step import Step, answer_of

GRAPHQL = Step("POST", "/graphql", refused="errors[0].message || (data.*.message)[0]")


def reply(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, json.dumps(body).encode(), headers or {})


def test_an_answer_is_done_refused_or_says_nothing() -> None:
    assert [answer_of(reply({}, status)).outcome for status in (201, 409, 502)] == [
        "done", "refused", "in_doubt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        {"errors": [{"message": "not today"}], "data": None},
        {"data": {"addItem": {"errorCode": "X", "message": "not today"}}},
    ],
)
def test_a_refusal_that_is_answered_200_is_known_by_what_it_says(body: Any) -> None:
    answer = answer_of(reply(body), GRAPHQL, "POST /graphql")
    assert (answer.outcome, answer.reason) == ("refused", "POST /graphql was refused: not today")


def test_a_good_answer_is_no_refusal() -> None:
    assert answer_of(reply({"data": {"addItem": {"id": "1"}}}), GRAPHQL).done


def test_a_value_can_be_picked_out_of_a_header_however_it_is_written() -> None:
    step = Step("POST", "/login", pick={"user": "id"}, pick_headers={"token": "x-auth-token"})
    answer = answer_of(reply({"id": 7}, headers={"X-Auth-Token": "secret"}), step)
    assert answer.picked == {"user": 7, "token": "secret"}
    assert answer_of(reply({"id": 7}), step)["token"] is None
