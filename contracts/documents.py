"""Holds a server to the OpenAPI document that it serves, with requests that nobody thought of.

Every operation gets requests that the document allows and requests that it forbids. Whatever comes
back must be an answer that the document promises: never a 5xx, never an undocumented status or
shape, and never a yes to what is forbidden.

The requests are made by hypothesis without chance of its own: the same document gives the same
requests, so that a failure seen once can be seen again.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import CheckFunction, load_all_checks, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

ALLOWED: Final = GenerationMode.POSITIVE
FORBIDDEN: Final = GenerationMode.NEGATIVE
CHECKS: Final[Sequence[CheckFunction]] = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
)
NOTHING_KNOWN: Final[Mapping[str, Mapping[str, str]]] = {}


class Broken(NamedTuple):
    """A promise of the document that the server did not keep."""

    operation: str  # "POST /store/carts"
    says: str

    def __str__(self) -> str:
        return f"{self.operation}: {self.says}"


def document(url: str, *, key: str | None = None) -> BaseSchema:
    """The OpenAPI document that a server gives at this address.

    Args:
        key: what requests, the one for the document included, are authorized with.
    """
    load_all_checks()
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    described = schemathesis.openapi.from_url(url, headers=headers)
    described.config.update(headers=headers)
    return described


def broken_promises(
    described: BaseSchema,
    kind: GenerationMode,
    *,
    examples: int,
    known: Mapping[str, Mapping[str, str]] = NOTHING_KNOWN,
) -> list[Broken]:
    """What a server answers that its document does not promise.

    Args:
        kind: requests that the document ALLOWED, or those that it FORBIDDEN.
        examples: how many requests each operation gets at most.
        known: the parameters of paths that begin like this, so that requests find what there is;
            without it they find nothing, and see only how that is said.
    """
    broken: list[Broken] = []
    for result in described.get_all_operations():
        if isinstance(result, Err):
            broken.append(Broken("the document itself", str(result.err())))
            continue
        operation = result.ok()
        found = [ids for path, ids in known.items() if operation.path.startswith(path)]
        if known and not found:
            continue
        requests = operation.as_strategy(
            generation_mode=kind, path_parameters=dict(found[0]) if found else None
        )
        try:
            says = _first_broken(requests, examples)
        except Unsatisfiable:
            # An operation that takes nothing forbids nothing; but each must allow something.
            says = None if kind is FORBIDDEN else "no request is possible"
        if says is not None:
            broken.append(Broken(operation.label, says))
    return broken


def _first_broken(requests: SearchStrategy[Case[Any]], examples: int) -> str | None:
    """What is wrong with the answer to the simplest request that is answered wrongly."""
    tried: list[Case[Any]] = []

    @hypothesis.settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,  # how fast it answers is no promise of a document
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    @hypothesis.given(case=requests)
    def is_answered_rightly(case: Case[Any]) -> None:
        tried.append(case)
        case.call_and_validate(checks=list(CHECKS))

    try:
        is_answered_rightly()
    except FailureGroup as group:
        said = "\n".join(map(str, group.exceptions))
        return f"{said}\n{tried[-1].as_curl_command()}"  # hypothesis ends with the simplest
    return None
