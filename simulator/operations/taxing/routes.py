"""Which call does what: Stripe Tax."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.taxing import (
    calculations,
    registrations,
    reversals,
    settings,
    transactions,
)

ROUTES: Final[Operations] = {
    "GET /v1/tax/settings": settings.retrieve,
    "POST /v1/tax/settings": settings.update,
    "POST /v1/tax/registrations": registrations.create,
    "GET /v1/tax/registrations": registrations.list_all,
    "GET /v1/tax/registrations/{id}": registrations.retrieve,
    "POST /v1/tax/registrations/{id}": registrations.update,
    "POST /v1/tax/calculations": calculations.create,
    "GET /v1/tax/calculations/{calculation}": calculations.retrieve,
    "GET /v1/tax/calculations/{calculation}/line_items": calculations.list_lines,
    "POST /v1/tax/transactions/create_from_calculation": transactions.create,
    "POST /v1/tax/transactions/create_reversal": reversals.create,
    "GET /v1/tax/transactions/{transaction}": transactions.retrieve,
    "GET /v1/tax/transactions/{transaction}/line_items": transactions.list_lines,
}
