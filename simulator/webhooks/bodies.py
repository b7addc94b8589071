"""The body of a delivery: the event as its endpoint's API version shows it.

Source: Stripe docs, "Webhooks", "Versioning": the endpoint's own version, else the account's, and
never the version of the request that caused the event. Nothing is expanded.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from simulator.webhooks.thin import thin
from simulator.wire import versions
from simulator.wire.printing import pretty
from simulator.work import Work

if TYPE_CHECKING:
    from simulator.resources.event import Event
    from simulator.world import Account


def body_of(
    account: "Account",
    event: "Event",
    version: str | None,
    *,
    connected: bool = False,
    as_thin: bool = False,
) -> bytes:
    """The event on the wire.

    Args:
        version: the endpoint's API version; None: the account's.
        connected: whether it goes to the platform of the account, and has to say whose it is.
        as_thin: whether the object is left out; a thin event is of no version.
    """
    if as_thin:
        return pretty(thin(event, account.id if connected else None))
    if connected:
        event = msgspec.structs.replace(event, account=account.id, context=account.id)
    return pretty(event_as(account, event, version or event.api_version or account.api_version))


def event_as(account: "Account", event: "Event", version: str) -> Any:
    """The event in the shape of a version: itself where nothing differs."""
    if not versions.differs(version):
        shown = version == event.api_version
        return event if shown else msgspec.structs.replace(event, api_version=version)
    document = msgspec.to_builtins(event)
    document["api_version"] = version
    return versions.step_back(Work(account), document, version)
