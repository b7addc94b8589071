"""Every operation that is written by hand, on one screen; all others come from the catalogue."""

from simulator.operations import events
from simulator.web.routing import Operation

ROUTES: dict[str, Operation] = {
    "GET /v1/events": events.list_all,
    "GET /v1/events/{id}": events.retrieve,
}

PUBLISHABLE = frozenset(
    {
        "POST /v1/tokens",
        "POST /v1/sources",
        "POST /v1/payment_methods",
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
