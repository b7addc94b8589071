"""The life cycles of what is kept the old way: Sources and bank accounts."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest
from msgspec import UNSET

from simulator.errors import StripeError
from simulator.resources import bank_account, source
from simulator.resources.bank_account import BankAccount
from simulator.resources.source import Source


@pytest.mark.parametrize(
    ("status", "move"), list(product(source.LIFE_CYCLE, get_args(source.Move)))
)
@pytest.mark.parametrize("usage", ["single_use", "reusable"])
@pytest.mark.parametrize("customer", ["cus_1", UNSET])
def test_a_source_is_used_up_by_one_charge_unless_it_is_reusable_and_a_customers(
    status: Any, move: Any, usage: Any, customer: Any
) -> None:
    kept = Source(
        id="src_1",
        amount=None,
        client_secret="src_client_secret_1",
        created=0,
        currency=None,
        customer=customer,
        flow="none",
        livemode=False,
        metadata={},
        owner=None,
        status=status,
        type="card",
        usage=usage,
    )
    stays = move == "charged" and usage == "reusable" and customer == "cus_1"
    expected = status if stays else source.LIFE_CYCLE[status].get(move, status)
    assert source.moved(kept, move).status == expected


@pytest.mark.parametrize("status", bank_account.LIFE_CYCLE)
def test_a_bank_account_is_verified_once(status: Any) -> None:
    account = BankAccount(
        id="ba_1",
        bank_name=None,
        country="US",
        currency="usd",
        fingerprint=None,
        last4="6789",
        routing_number=None,
        status=status,
    )
    if "confirmed" in bank_account.LIFE_CYCLE[status]:
        assert bank_account.verified(account).status == "verified"
    else:
        with pytest.raises(StripeError, match="already been verified"):
            bank_account.verified(account)
