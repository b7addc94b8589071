"""Refusals about bank transfers and the cash of Customers; inferred where nothing else is said."""

from typing import Final

from simulator.errors.spec import invalid, state

CASH_NEEDS_CUSTOMER: Final = state(
    "parameter_missing",
    "A PaymentIntent that is paid with a `customer_balance` PaymentMethod must have a `customer`.",
    "customer",
)
TRANSFER_OF_OTHER_CURRENCY: Final = state(
    "payment_intent_invalid_parameter",
    "The bank transfer type {type} does not support the currency {currency}.",
    "payment_method_options[customer_balance][bank_transfer][type]",
)
CASH_IN_NO_SUCH_CURRENCY: Final = invalid(
    None, "Cash balances in {currency} are not supported.", "currency"
)
NO_CASH_PAYMENT: Final = state(
    "payment_intent_unexpected_state",
    "You cannot apply a customer balance to this PaymentIntent because `customer_balance` is not"
    " among its payment method types.",
)
APPLY_STATE: Final = state(
    "payment_intent_unexpected_state",
    "You cannot apply a customer balance to this PaymentIntent because it has a status of {status}."
    " Only a PaymentIntent with one of the following statuses may be funded: {statuses}.",
)
APPLY_OTHER_CURRENCY: Final = state(
    None,
    "The currency provided ({currency}) does not match the currency of the PaymentIntent"
    " ({theirs}).",
    "currency",
)
APPLY_TOO_MUCH: Final = state(
    "amount_too_large",
    "The amount {amount} is greater than the remaining amount of the PaymentIntent, {missing}.",
    "amount",
)
APPLY_IN_WHOLE: Final = state(
    "balance_insufficient",
    "The customer's cash balance does not cover the invoice, which cannot be funded in part.",
)
CASH_INSUFFICIENT: Final = state(
    "balance_insufficient",
    "The customer does not have enough funds in their cash balance: {cash} {currency} are"
    " available.",
    "amount",
)
CUSTOMER_HAS_CASH: Final = state(
    None, "You cannot delete a customer that has a cash balance, even if the balance is 0."
)
REFUND_NOT_EXPIRABLE: Final = state(
    None, "This refund cannot be expired: it does not wait for the customer."
)
REFUND_NEEDS_EMAIL: Final = state(  # Quoted by somebody who met it in test mode.
    None,
    "Missing email. In order to create refunds that are sent to the customer, the customer must"
    " have a valid email.",
)
