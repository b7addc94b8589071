"""What kinds of PaymentMethod can do, held against what the SDK says of each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import stripe as sdk

from simulator.operations.payers import method_types
from simulator.operations.payers.generated_debits import GENERATING

SOURCE = Path(sdk.__file__).parent / "params" / "_payment_intent_create_params.py"
PARTS = re.split(r"\nclass ", SOURCE.read_text())
NAME = "PaymentIntentCreateParamsPaymentMethodOptions"
IN_PERSON = {"card_present", "interac_present"}
"""Nobody asks by API for what these can do; the page about Terminal says it."""


def options_of(kind: str) -> str:
    name = NAME + "".join(word.capitalize() for word in kind.split("_"))
    return next(part for part in PARTS if part.startswith(f"{name}("))


@pytest.mark.parametrize("kind", sorted(method_types.KNOWN - IN_PERSON))
def test_a_kind_can_be_kept_or_held_where_its_options_say_so(kind: str) -> None:
    options = options_of(kind)
    later = re.search(r"setup_future_usage: NotRequired\[(.*?)\]\n", options, re.DOTALL)
    kept = later is not None and "off_session" in later[1]
    assert (kind not in method_types.PAYING_ONCE) == kept
    assert (kind in method_types.HELD) == ("capture_method: NotRequired" in options)


def test_what_turns_into_a_debit_is_what_leaves_one_behind() -> None:
    assert GENERATING.keys() == method_types.TURNED_INTO_DEBITS
