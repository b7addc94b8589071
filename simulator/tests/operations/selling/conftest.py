"""What the tests of prices sell."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe


@pytest.fixture
def product(stripe: Stripe) -> str:
    return str(stripe.post("/v1/products", name="Mug").id)
