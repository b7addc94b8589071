"""Refusals about the customer portal. The sentences are quoted by those who met them."""

from typing import Final

from simulator.errors.spec import invalid

PORTAL_UPDATES_NEED_METHODS: Final = invalid(
    None, "Cannot enable subscription updates while payment method update is disabled."
)
PORTAL_UPDATES_DISABLED: Final = invalid(
    None,
    "This subscription cannot be updated because the subscription update feature in the portal"
    " configuration is disabled.",
)
PORTAL_CHANGES_NOTHING: Final = invalid(
    None, "Cannot update the subscription because there are no changes to confirm."
)
PORTAL_CANCELS_ALREADY: Final = invalid(
    None, "The subscription {id} is already set to be canceled at period end."
)
