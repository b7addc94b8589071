"""Every operation that is written by hand, by part; all others come from the catalogue."""

from typing import Final

from simulator.operations.accounts import routes as accounts
from simulator.operations.billing import routes as billing
from simulator.operations.checkout import routes as checkout
from simulator.operations.customers import routes as customers
from simulator.operations.money import routes as money
from simulator.operations.operation import Operations
from simulator.operations.payers import routes as payers
from simulator.operations.payments import routes as payments
from simulator.operations.platform import routes as platform
from simulator.operations.quoting import routes as quoting
from simulator.operations.selling import routes as selling
from simulator.operations.setups import routes as setups
from simulator.operations.taxing import routes as taxing
from simulator.operations.terminal import routes as terminal

PARTS: Final = (
    accounts,
    billing,
    checkout,
    customers,
    money,
    payers,
    payments,
    platform,
    quoting,
    selling,
    setups,
    taxing,
    terminal,
)
ROUTES: Final[Operations] = {
    name: operation for part in PARTS for name, operation in part.ROUTES.items()
}

PUBLISHABLE: Final = frozenset(
    {
        "POST /v1/tokens",
        "POST /v1/sources",
        "POST /v1/payment_methods",
        "GET /v1/elements/sessions",
        "GET /v1/payment_pages/{session}",
        "POST /v1/payment_pages/{session}",
        "POST /v1/payment_pages/{session}/confirm",
        "POST /v1/confirmation_tokens",
        "GET /v1/confirmation_tokens/{confirmation_token}",
        "GET /v1/payment_intents/{intent}",
        "POST /v1/payment_intents/{intent}/confirm",
        "POST /v1/payment_intents/{intent}/verify_microdeposits",
        "GET /v1/setup_intents/{intent}",
        "POST /v1/setup_intents/{intent}/confirm",
        "POST /v1/setup_intents/{intent}/verify_microdeposits",
    }
)
"""What a publishable key may ask for, with a client secret where the object has one."""
