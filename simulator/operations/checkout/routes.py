"""Which call does what: Checkout Sessions and Payment Links."""

from typing import Final

from simulator.operations.checkout import (
    elements_sessions,
    payment_links,
    payment_pages,
    sessions,
    updating,
)
from simulator.operations.operation import Operations

ROUTES: Final[Operations] = {
    "POST /v1/checkout/sessions": sessions.create,
    "GET /v1/checkout/sessions": sessions.list_all,
    "GET /v1/checkout/sessions/{session}": sessions.retrieve,
    "POST /v1/checkout/sessions/{session}": updating.update,
    "POST /v1/checkout/sessions/{session}/expire": sessions.expire,
    "GET /v1/checkout/sessions/{session}/line_items": sessions.list_lines,
    "POST /v1/payment_links": payment_links.create,
    "GET /v1/payment_links": payment_links.list_all,
    "GET /v1/payment_links/{payment_link}": payment_links.retrieve,
    "POST /v1/payment_links/{payment_link}": payment_links.update,
    "GET /v1/payment_links/{payment_link}/line_items": payment_links.list_lines,
    "GET /v1/elements/sessions": elements_sessions.retrieve,
    "GET /v1/payment_pages/{session}": payment_pages.retrieve,
    "POST /v1/payment_pages/{session}": payment_pages.update,
    "POST /v1/payment_pages/{session}/confirm": payment_pages.confirm,
}
