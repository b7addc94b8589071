"""Which call does what: Customers and test clocks."""

from typing import Final

from simulator.operations.customers import (
    customer_sessions,
    customers,
    test_clocks,
)
from simulator.operations.operation import Operations

ROUTES: Final[Operations] = {
    "POST /v1/customers": customers.create,
    "GET /v1/customers": customers.list_all,
    "GET /v1/customers/search": customers.search,
    "GET /v1/customers/{customer}": customers.retrieve,
    "POST /v1/customers/{customer}": customers.update,
    "DELETE /v1/customers/{customer}": customers.delete,
    "POST /v1/customer_sessions": customer_sessions.create,
    "POST /v1/test_helpers/test_clocks": test_clocks.create,
    "GET /v1/test_helpers/test_clocks": test_clocks.list_all,
    "GET /v1/test_helpers/test_clocks/{test_clock}": test_clocks.retrieve,
    "DELETE /v1/test_helpers/test_clocks/{test_clock}": test_clocks.delete,
    "POST /v1/test_helpers/test_clocks/{test_clock}/advance": test_clocks.advance,
}
