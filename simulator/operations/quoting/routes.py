"""Which call does what: Quotes."""

from typing import Final

from simulator.operations.operation import Operations
from simulator.operations.quoting import quotes

ROUTES: Final[Operations] = {
    "POST /v1/quotes": quotes.create,
    "POST /v1/quotes/{quote}": quotes.update,
    "POST /v1/quotes/{quote}/accept": quotes.accept,
    "POST /v1/quotes/{quote}/cancel": quotes.cancel,
    "POST /v1/quotes/{quote}/finalize": quotes.finalize,
    "GET /v1/quotes/{quote}/line_items": quotes.list_lines,
    "GET /v1/quotes/{quote}/computed_upfront_line_items": quotes.list_upfront,
}
