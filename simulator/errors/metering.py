"""Refusals about what is used."""

from typing import Final

from simulator.errors.spec import invalid

# Usage-based billing. Source: API reference, "Meter Events"; what shops quote of refusals.

NO_ACTIVE_METER: Final = invalid(  # Quoted.
    None, 'No active meter found for event name "{name}".', "event_name"
)
METER_KNOWN: Final = invalid(  # Quoted.
    None,
    "An active meter already exists for event name '{name}'. To create a new meter with the same"
    " event name, first deactivate the currently active meter.",
    "event_name",
)
METER_EVENT_KNOWN: Final = invalid(  # The sentence is quoted.
    None, "An event already exists with identifier {identifier}.", "identifier"
)
METER_EVENT_TOO_OLD: Final = invalid(  # The sentence is quoted.
    None,
    "The event timestamp cannot be more than 35 days in past. Expected a timestamp greater than or"
    " equal to {earliest}.",
    "timestamp",
)
METER_EVENT_TOO_EARLY: Final = invalid(  # The sentence is inferred from its sister.
    None,
    "The event timestamp cannot be more than 5 minutes in the future. Expected a timestamp less"
    " than or equal to {latest}.",
    "timestamp",
)
METER_TIME_UNALIGNED: Final = invalid(  # The sentence is inferred.
    None, "`{name}` must be aligned with {unit} boundaries."
)
USAGE_BY_METER: Final = invalid(  # Quoted.
    None,
    "Cannot create a usage record for `{item}` because it is not on the legacy metered billing"
    " system. Call /v1/billing/meter_events instead.",
)
USAGE_NOT_METERED: Final = invalid(  # The sentence is inferred.
    None, "Cannot create a usage record for `{item}` because its price is not metered."
)
USAGE_OF_CANCELED: Final = invalid(  # Quoted.
    None, "Cannot create the usage record because the subscription has been canceled."
)
USAGE_BEFORE_PERIOD: Final = invalid(  # Quoted.
    None,
    "Cannot create the usage record with this timestamp because timestamps must be after the"
    " subscription's last invoice period (or current period start time).",
    "timestamp",
)
