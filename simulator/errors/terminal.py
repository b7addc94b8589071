"""Refusals about readers and what is done on them.

The sentences of `terminal_*` and the first of `intent_invalid_state` are those of Stripe's docs,
"Collect card payments" (server-driven) and "Error codes"; all others are inferred.
"""

from typing import Final

from simulator.errors.spec import invalid, state

GUIDE: Final = (
    "https://stripe.com/docs/terminal/payments/collect-card-payment"
    "?terminal-sdk-platform=server-driven#handle-errors"
)
READER_BUSY: Final = state(
    "terminal_reader_busy",
    "Reader is currently busy processing another request. Please reference the integration guide at"
    f" {GUIDE} for details on how to handle this error.",
)
READER_TIMEOUT: Final = invalid(
    "terminal_reader_timeout",
    "There was a timeout when sending this command to the reader. Please reference the integration"
    f" guide at {GUIDE} for details on how to handle this error.",
)
READER_OFFLINE: Final = state(
    "terminal_reader_offline",
    "Reader is currently offline, please ensure the reader is powered on and connected to the"
    " internet before retrying your request. Reference the integration guide at"
    " https://docs.stripe.com/terminal/payments/collect-card-payment"
    "?terminal-sdk-platform=server-driven#reader-offline for details on how to handle this error.",
)
INTENT_NOT_PROCESSABLE: Final = state(
    "intent_invalid_state",
    "Payment intent must be in the requires_payment_method state to be processed by a reader.",
)
INTENT_NOT_COLLECTED: Final = state(
    "intent_invalid_state",
    "Payment intent must be in the requires_confirmation state to be confirmed by a reader.",
)
SETUP_NOT_PROCESSABLE: Final = state(
    "intent_invalid_state",
    "Setup intent must be in the requires_payment_method state to be processed by a reader.",
)
NOT_IN_PERSON: Final = state(
    "payment_intent_incompatible_payment_method",
    "The intent's `payment_method_types` must include `card_present` or `interac_present` to be"
    " processed by a reader.",
)
LOCATION_COUNTRY_UNSUPPORTED: Final = invalid(
    "terminal_location_country_unsupported",
    "Terminal is currently only available in some countries. Locations in your country cannot be"
    " created in livemode.",
    "address[country]",
)
LOCATION_COUNTRY_STAYS: Final = invalid(
    None,
    "You can't change the location's `country`. Create a new Location instead, and register the"
    " readers to it again.",
    "address[country]",
)
REGISTRATION_IN_LIVEMODE: Final = invalid(
    None, "Simulated readers can only be registered in test mode.", "registration_code"
)
READER_NOT_SIMULATED: Final = state(None, "The reader {id} is not a simulated reader.")
NOTHING_PRESENTABLE: Final = state(
    None, "The reader {id} is not waiting for a payment method to be presented."
)
NO_INPUTS_WANTED: Final = state(None, "The reader {id} is not collecting inputs.")
PRESENTED_KIND_NOT_TAKEN: Final = invalid(
    None, "The payment method type {type} cannot be presented here. Allowed types: {types}.", "type"
)
TOO_MANY_INPUTS: Final = invalid(None, "A reader collects at most {most} inputs.", "inputs")
CHOICES_NEEDED: Final = invalid(
    "parameter_missing",
    "An input of the type `selection` needs its choices.",
)
TOO_MANY_TIPS: Final = invalid(None, "A reader suggests at most {most} tips of a kind.")
REFUND_IN_PERSON: Final = state(
    "charge_not_refundable",
    "Payments with interac_present can only be refunded in person, with the card that has paid.",
)
