"""The simulator keeps to the OpenAPI document of its control API, at /_sim/openapi.json."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

from contracts.documents import ALLOWED, FORBIDDEN, broken_promises, document
from simulator import Simulator

if TYPE_CHECKING:
    from schemathesis import BaseSchema, GenerationMode

EXAMPLES: Final = int(os.environ.get("PAIDONCE_EXAMPLES", "12"))  # for each operation
# Made-up endpoints would be delivered to, wherever in the world their addresses lead; and these
# wait for as long as they are told to.
LEFT_OUT: Final = r"/endpoints|/restore|/held/wait|/settle|/clock/advance"


@pytest.fixture
def described() -> Iterator["BaseSchema"]:
    """The document, from a simulator that nobody else uses: it is to be reset at will."""
    with Simulator(seed=1) as simulator:
        described = document(f"{simulator.url}/_sim/openapi.json", key=simulator.secret_key)
        yield described.exclude(path_regex=LEFT_OUT)


@pytest.mark.parametrize("kind", [ALLOWED, FORBIDDEN])
def test_every_answer_is_one_that_the_document_promises(
    described: "BaseSchema", kind: "GenerationMode"
) -> None:
    broken = broken_promises(described, kind, examples=EXAMPLES)
    assert not broken, "\n\n".join(map(str, broken))
