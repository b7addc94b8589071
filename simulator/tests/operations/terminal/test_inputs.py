"""What a reader asks the shopper for, and what comes of it."""

from __future__ import annotations

from typing import Any

from simulator.tests.calls import Stripe
from simulator.tests.operations.tills import a_reader, tell

HELPERS = "/v1/test_helpers/terminal/readers"
EMAIL: Any = {"type": "email", "custom_text": {"title": "Your e-mail"}, "required": True}
CHOICE: Any = {
    "type": "selection",
    "custom_text": {"title": "Was it good?", "skip_button": "Later"},
    "selection": {"choices": [{"id": "yes", "text": "Yes"}, {"id": "no", "text": "No"}]},
    "toggles": [{"title": "Tell me more", "default_value": "enabled"}],
}


def test_inputs_are_asked_for(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    asked = tell(stripe, id, "collect_inputs", inputs=[EMAIL, CHOICE], metadata={"a": "b"})
    about = asked.action.collect_inputs
    assert (asked.action.status, about.metadata) == ("in_progress", {"a": "b"})
    assert about.inputs[0] == {
        "custom_text": {
            "description": None,
            "skip_button": None,
            "submit_button": None,
            "title": "Your e-mail",
        },
        "email": {"value": None},
        "required": True,
        "toggles": None,
        "type": "email",
    }
    assert about.inputs[1].selection.choices[0] == {"id": "yes", "style": None, "text": "Yes"}


def test_the_shopper_answers_all_of_them(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    tell(stripe, id, "collect_inputs", inputs=[EMAIL, CHOICE])
    stripe.told()
    action = stripe.post(f"{HELPERS}/{id}/succeed_input_collection").action
    email, choice = action.collect_inputs.inputs
    assert action.status == "succeeded"
    assert "@" in email.email.value
    assert (choice.selection.id, choice.selection.text, choice.skipped) == ("yes", "Yes", False)
    assert choice.toggles[0].value == "enabled"
    assert stripe.types() == ["terminal.reader.action_succeeded"]


def test_the_shopper_skips_what_is_not_required(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    tell(stripe, id, "collect_inputs", inputs=[EMAIL, CHOICE])
    path = f"{HELPERS}/{id}/succeed_input_collection"
    email, choice = stripe.post(path, skip_non_required_inputs="all").action.collect_inputs.inputs
    assert (email.skipped, choice.skipped, choice.selection.id) == (False, True, None)


def test_the_shopper_does_not_answer_in_time(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    tell(stripe, id, "collect_inputs", inputs=[EMAIL])
    stripe.told()
    action = stripe.post(f"{HELPERS}/{id}/timeout_input_collection").action
    assert action.status == "failed"
    assert action.failure_code is not None
    assert stripe.types() == ["terminal.reader.action_failed"]
    again = stripe.post(f"{HELPERS}/{id}/timeout_input_collection")
    assert again.error.message == f"The reader {id} is not collecting inputs."


def test_what_cannot_be_asked_is_refused(stripe: Stripe) -> None:
    id = a_reader(stripe).id
    assert tell(stripe, id, "collect_inputs", inputs=[EMAIL] * 6).error.param == "inputs"
    empty = {"type": "selection", "custom_text": {"title": "Which?"}}
    refused = tell(stripe, id, "collect_inputs", inputs=[EMAIL, empty])
    assert refused.error.param == "inputs[1][selection]"
