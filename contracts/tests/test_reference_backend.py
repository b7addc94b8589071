"""The reference backend keeps to the OpenAPI document that it serves at /openapi.json."""

import os
from typing import TYPE_CHECKING, Any, Final

import pytest

from contracts.documents import ALLOWED, FORBIDDEN, broken_promises, document

if TYPE_CHECKING:
    from schemathesis import GenerationMode

EXAMPLES: Final = int(os.environ.get("PAIDONCE_EXAMPLES", "12"))  # for each operation


@pytest.mark.parametrize("kind", [ALLOWED, FORBIDDEN])
def test_every_answer_is_one_that_the_document_promises(kind: "GenerationMode", stage: Any) -> None:
    broken = broken_promises(document(f"{stage.url}/openapi.json"), kind, examples=EXAMPLES)
    assert not broken, "\n\n".join(map(str, broken))
