"""Refusals about Subscription Schedules. The sentences are quoted, unless a row says otherwise."""

from typing import Final

from simulator.errors.spec import invalid

FROM_SUBSCRIPTION_ALONE: Final = invalid(
    None, "You cannot set `{name}` if `from_subscription` is set."
)
ALREADY_SCHEDULED: Final = invalid(
    None,
    "You cannot migrate a subscription that is already attached to a schedule: `{schedule}`.",
)
SCHEDULE_OVER: Final = invalid(  # Quoted of canceling; that the others read alike is inferred.
    None,
    "You cannot {verb} a subscription schedule that is currently in the `{status}` status. It must"
    " be in `not_started, active` status to be {done}.",
)
SCHEDULE_UNANCHORED: Final = invalid(
    None,
    "The subscription schedule update is missing at least one phase with a `start_date` to anchor"
    " end dates to.",
)
SCHEDULE_CURRENT_START: Final = invalid(
    None, "You can not modify the start date of the current phase."
)
SCHEDULE_CURRENT_END: Final = invalid(
    None, "You can only adjust the end date to a future date for the current phase."
)
SCHEDULE_DECIDES: Final = invalid(
    None,
    "The subscription is managed by the subscription schedule `{schedule}`, and updating any"
    " cancelation behavior directly is not allowed. Please update the schedule instead.",
)
