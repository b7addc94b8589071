"""Routes for every operation of the SDK that nobody wrote by hand.

Asked by the router for what it does not know; what neither knows is an unknown URL.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from simulator.catalogue import Operation, deeds, operations
from simulator.catalogue.places import Place, is_move, place_of
from simulator.web.route import Route
from simulator.web.routing import Router
from simulator.work import Work

Deed = Callable[[Work, Operation, Place], Any]


def generic_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a generic operation, and the values of its path."""
    return _router().find(method, path)


@cache
def _router() -> Router:
    router = Router(lambda _method, _path: None)
    for operation in operations():
        router.add(Route(operation.method, operation.path, _operation(operation)))
    return router


def _operation(operation: Operation) -> Callable[[Work], Any]:
    deed = deed_of(operation)

    def perform(work: Work) -> Any:
        if deed is None:
            raise deeds.not_simulated(operation)
        return deed(work, operation, place_of(operation))

    return perform


def deed_of(operation: Operation) -> Deed | None:
    """What a generic operation does; None: it is known, but not done here."""
    ends_in_id = operation.path.endswith("}")
    match operation.method, operation.answer:
        case "GET", "list":
            return deeds.list_all
        case "GET", "object":
            return deeds.retrieve
        case "DELETE", "object" if ends_in_id:
            return deeds.delete
        case "POST", "object" if is_move(operation):
            return deeds.move
        case "POST", "object" if operation.verb == "create":
            return deeds.create
        case "POST", "object" if operation.verb == "update":
            return deeds.update
        case _:
            return None
