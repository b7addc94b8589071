"""What Disputes looked like before.

Rule: fields that Stripe only ever added are shown in every version, as Stripe does; a change stands
here where a recorded answer of a version lacks what the newest one has.
"""

from typing import TYPE_CHECKING, Any

from simulator.wire.versions import change

if TYPE_CHECKING:
    from simulator.work import Work


@change("2026-09-30.endive", "dispute")
def no_submission_method(_: "Work", dispute: dict[str, Any], __: str) -> None:
    """Who submitted the evidence is not said in answers of 2026-08; the SDK of endive names it."""
    dispute["evidence_details"].pop("submission_method", None)
