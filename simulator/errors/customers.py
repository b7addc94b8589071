"""Refusals about Customers."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

NOT_THE_CUSTOMERS: Final = invalid(
    "resource_missing",
    "The customer does not have a payment method with the ID {id}. The payment method must be"
    " attached to the customer.",
    "invoice_settings[default_payment_method]",
)
CUSTOMER_EXISTS: Final = state("resource_already_exists", "Customer already exists.", "id")
"""Inferred: the sentence follows that of plans and coupons."""
NO_DISCOUNT: Final = ErrorSpec(  # Inferred.
    404, "invalid_request_error", "resource_missing", "No active discount for {noun}: {id}"
)
NO_SUBSCRIPTION_OF_CUSTOMER: Final = ErrorSpec(  # Inferred.
    404,
    "invalid_request_error",
    "resource_missing",
    "Customer {customer} does not have a subscription with ID {id}",
    "subscription",
)
TAX_ID_INVALID: Final = state("tax_id_invalid", "Invalid value for {type}.", "value")
INVOICE_PREFIX_WRONG: Final = invalid(  # The sentence is inferred from the API reference.
    None, "Invoice prefixes must be 1-12 uppercase letters or numbers.", "invoice_prefix"
)
NO_SUCH_DEFAULT_SOURCE: Final = invalid(  # Recorded of a path; of this parameter inferred.
    "resource_missing", "No such source: '{id}'", "default_source"
)
TAX_LOCATION_UNKNOWN: Final = invalid(  # Quoted of Subscriptions; here the code alone is told.
    "customer_tax_location_invalid",
    "The customer's location isn't recognized. Set a valid customer address in order to"
    " automatically calculate tax.",
)
