"""The contract itself is tested on hand-written objects, right ones and broken ones."""

import copy
from typing import Any

import pytest

from contracts.sdk_types import class_of, fields_of, misfits

REFUND: dict[str, Any] = {
    "id": "re_1",
    "object": "refund",
    "amount": 100,
    "balance_transaction": "txn_1",
    "charge": "ch_1",
    "created": 1_700_000_000,
    "currency": "usd",
    "destination_details": {"card": {"type": "refund"}, "type": "card"},
    "metadata": {"order_id": "17"},
    "payment_intent": "pi_1",
    "reason": "requested_by_customer",
    "receipt_number": None,
    "source_transfer_reversal": None,
    "status": "succeeded",
    "transfer_reversal": None,
}


def broken(**changes: Any) -> list[str]:
    refund = copy.deepcopy(REFUND) | changes
    return sorted(map(str, misfits({k: v for k, v in refund.items() if v is not ...})))


def test_an_object_as_stripe_gives_it_fits() -> None:
    assert misfits(REFUND) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"amount": ...}, "refund.amount: Refund always has it, and it is not there"),
        ({"amount": None}, "refund.amount: None is no int"),
        ({"amount": "100"}, "refund.amount: '100' is no int"),
        ({"amount": 100.0}, "refund.amount: 100.0 is no int"),
        ({"amount": True}, "refund.amount: True is no int"),
        ({"colour": "red"}, "refund.colour: Refund has no such field"),
        ({"object": "coupons"}, "coupons: the SDK knows no object 'coupons'"),
        ({"charge": 5}, "refund.charge: 5 is no object"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(changes: dict[str, Any], says: str) -> None:
    assert broken(**changes) == [says]


def test_an_enum_is_held_to_its_words() -> None:
    (says,) = broken(reason="because")
    assert says.startswith("refund.reason: 'because' is none of")


def test_a_nested_object_is_looked_into() -> None:
    details = {"card": {"type": "refund", "wrong": 1}, "type": "card"}
    (says,) = broken(destination_details=details)
    assert says == (
        "refund.destination_details.card.wrong: Refund.DestinationDetails.Card has no such field"
    )


def test_a_reference_may_be_expanded_and_is_then_looked_into() -> None:
    intent = {"object": "payment_intent", "id": "pi_1"}
    assert any("payment_intent.amount" in says for says in broken(payment_intent=intent))


def test_what_may_be_null_may_be_left_out() -> None:
    assert broken(receipt_number=..., reason=None) == []


def test_lists_are_looked_into() -> None:
    page = {"object": "list", "url": "/v1/refunds", "has_more": False, "data": [REFUND, REFUND]}
    assert misfits(page) == []
    page["data"] = [REFUND, REFUND | {"amount": "1"}]
    assert [str(misfit) for misfit in misfits(page)] == ["list.data[1].amount: '1' is no int"]
    del page["has_more"]
    assert "list.has_more: None is no bool" in map(str, misfits(page))


def test_what_is_deleted_is_only_an_id() -> None:
    assert misfits({"object": "customer", "id": "cus_1", "deleted": True}) == []


def test_fields_are_called_as_on_the_wire() -> None:
    quote = class_of("quote")
    assert quote is not None
    assert {"id", "object", "status"} <= fields_of(quote).keys()


@pytest.mark.parametrize("nonsense", [None, 5, "text", [], {}])
def test_nonsense_is_a_misfit_and_no_crash(nonsense: object) -> None:
    assert misfits(nonsense)
