"""What events looked like before.

Source: Stripe docs, "API changelog", 2017-05-25, "The request field of the Events object now
specifies both the request ID and idempotency key"; recorded of 2015-04-07.
"""

from typing import Any

from simulator.wire.versions import change
from simulator.work import Work


@change("2017-05-25", "event")
def request_by_its_id(_: Work, event: dict[str, Any], __: str) -> None:
    """Until 2017-05-25, an event named its request, and told of no idempotency key."""
    request = event["request"]
    event["request"] = request and request["id"]
