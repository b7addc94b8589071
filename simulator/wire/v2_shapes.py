"""Operations of API v2: what may be sent to them.

Source: API v2 reference, "Events", "Event Destinations". The catalogue reads API v1 alone.
"""

from collections.abc import Mapping
from typing import Final

from simulator.catalogue import (
    Anything,
    Enum,
    Hash,
    Integer,
    ListOf,
    MapOf,
    Parameter,
    Shape,
    String,
)

_BOUNDS: Final = ("gt", "gte", "lt", "lte")
_TRANSPORTS: Final = ("amazon_eventbridge", "azure_event_grid", "webhook_endpoint")
_STRINGS: Final = ListOf(String())
_INCLUDE: Final = Parameter("include", _STRINGS)
_METADATA: Final = Parameter("metadata", MapOf(String()), unsettable=True)
_PAGE: Final = (Parameter("limit", Integer()), Parameter("page", String()))
_URL: Final = Hash((Parameter("url", String(), required=True),))
_DESTINATIONS: Final = "/v2/core/event_destinations"

SHAPES: Final[Mapping[str, Shape]] = {
    "GET /v2/core/events": Shape(
        "list events",
        (
            Parameter("created", Hash(tuple(Parameter(name, String()) for name in _BOUNDS))),
            *_PAGE,
            Parameter("object_id", String()),
            Parameter("types", _STRINGS),
        ),
    ),
    "GET /v2/core/events/{id}": Shape("retrieve an event", ()),
    f"POST {_DESTINATIONS}": Shape(
        "create an event destination",
        (
            Parameter("enabled_events", _STRINGS, required=True),
            Parameter("event_payload", Enum(("snapshot", "thin")), required=True),
            Parameter("name", String(), required=True),
            Parameter("type", Enum(_TRANSPORTS), required=True),
            Parameter("amazon_eventbridge", Anything()),
            Parameter("azure_event_grid", Anything()),
            Parameter("description", String(), unsettable=True),
            Parameter("events_from", _STRINGS),
            _INCLUDE,
            _METADATA,
            Parameter("snapshot_api_version", String()),
            Parameter("webhook_endpoint", _URL),
        ),
    ),
    f"POST {_DESTINATIONS}/{{id}}": Shape(
        "update an event destination",
        (
            Parameter("description", String(), unsettable=True),
            Parameter("enabled_events", _STRINGS),
            _INCLUDE,
            _METADATA,
            Parameter("name", String()),
            Parameter("webhook_endpoint", _URL),
        ),
    ),
    f"GET {_DESTINATIONS}": Shape("list event destinations", (*_PAGE, _INCLUDE)),
    f"GET {_DESTINATIONS}/{{id}}": Shape("retrieve an event destination", (_INCLUDE,)),
    f"DELETE {_DESTINATIONS}/{{id}}": Shape("delete an event destination", ()),
    f"POST {_DESTINATIONS}/{{id}}/disable": Shape("disable an event destination", (_INCLUDE,)),
    f"POST {_DESTINATIONS}/{{id}}/enable": Shape("enable an event destination", (_INCLUDE,)),
    f"POST {_DESTINATIONS}/{{id}}/ping": Shape("ping an event destination", ()),
}
