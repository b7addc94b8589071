"""Which call does what: readers, and what is done at them."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.terminal import (
    commands,
    configurations,
    connection_tokens,
    inputs,
    locations,
    presenting,
    readers,
)

ROUTES: Final[Operations] = {
    "POST /v1/terminal/configurations": configurations.create,
    "GET /v1/terminal/configurations": configurations.list_all,
    "GET /v1/terminal/configurations/{configuration}": configurations.retrieve,
    "POST /v1/terminal/configurations/{configuration}": configurations.update,
    "DELETE /v1/terminal/configurations/{configuration}": configurations.delete,
    "POST /v1/terminal/connection_tokens": connection_tokens.create,
    "POST /v1/terminal/locations": locations.create,
    "GET /v1/terminal/locations": locations.list_all,
    "GET /v1/terminal/locations/{location}": locations.retrieve,
    "POST /v1/terminal/locations/{location}": locations.update,
    "DELETE /v1/terminal/locations/{location}": locations.delete,
    "POST /v1/terminal/readers": readers.create,
    "GET /v1/terminal/readers": readers.list_all,
    "GET /v1/terminal/readers/{reader}": readers.retrieve,
    "POST /v1/terminal/readers/{reader}": readers.update,
    "DELETE /v1/terminal/readers/{reader}": readers.delete,
    "POST /v1/terminal/readers/{reader}/cancel_action": readers.cancel_action,
    "POST /v1/terminal/readers/{reader}/collect_inputs": inputs.collect_inputs,
    "POST /v1/terminal/readers/{reader}/collect_payment_method": commands.collect_payment_method,
    "POST /v1/terminal/readers/{reader}/confirm_payment_intent": commands.confirm_payment_intent,
    "POST /v1/terminal/readers/{reader}/process_payment_intent": commands.process_payment_intent,
    "POST /v1/terminal/readers/{reader}/process_setup_intent": commands.process_setup_intent,
    "POST /v1/terminal/readers/{reader}/refund_payment": commands.refund_payment,
    "POST /v1/terminal/readers/{reader}/set_reader_display": commands.set_reader_display,
    "POST /v1/test_helpers/terminal/readers/{reader}/present_payment_method": presenting.present,
    "POST /v1/test_helpers/terminal/readers/{reader}/succeed_input_collection": inputs.succeed,
    "POST /v1/test_helpers/terminal/readers/{reader}/timeout_input_collection": inputs.time_out,
}
