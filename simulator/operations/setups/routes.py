"""Which call does what: SetupIntents."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.setups import (
    microdeposits,
    setup_attempts,
    setup_intents,
)

ROUTES: Final[Operations] = {
    "POST /v1/payment_intents/{intent}/verify_microdeposits": microdeposits.verify_payment,
    "POST /v1/setup_intents": setup_intents.create,
    "GET /v1/setup_intents": setup_intents.list_all,
    "GET /v1/setup_intents/{intent}": setup_intents.retrieve,
    "POST /v1/setup_intents/{intent}": setup_intents.update,
    "POST /v1/setup_intents/{intent}/confirm": setup_intents.confirm,
    "POST /v1/setup_intents/{intent}/cancel": setup_intents.cancel,
    "POST /v1/setup_intents/{intent}/verify_microdeposits": microdeposits.verify_setup,
    "GET /v1/setup_attempts": setup_attempts.list_all,
}
