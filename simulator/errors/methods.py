"""Refusals about PaymentMethods, cards, tokens and bank accounts."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# PaymentMethods. Source: recorded refusals; Stripe docs, "Testing".

PAYMENT_METHOD_CONSUMED: Final = state(
    None,
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer"
    " attachment, shared with a connected account without Customer attachment, or was detached from"
    " a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach"
    " it to a Customer first.",
    alone=True,  # recorded
)
ALREADY_ATTACHED: Final = state(
    None, "The payment method you provided has already been attached to a customer."
)
NOT_SAVED: Final = state(  # Quoted by those who met it.
    None, "PaymentMethods of type '{type}' cannot be saved to customers."
)
NOT_VERIFIED: Final = state(  # Quoted from "must be verified" on; the words before are inferred.
    None,
    "PaymentMethods of type '{type}' must be verified before they can be attached to a customer.",
)
NOT_ATTACHED: Final = state(
    None,
    "The payment method you provided is not attached to a customer so detachment is impossible.",
)
METHOD_NOT_SAVED: Final = state(
    None, "You must save this PaymentMethod to a customer before you can update it."
)
CUSTOMER_NEEDED: Final = invalid("parameter_missing", "Must provide customer or customer_account.")
CARD_DECLINED: Final = ErrorSpec(402, "card_error", "card_declined", "{message}", executed=True)
"""Every decline: its code and message are those of `simulator.instruments.declines`."""
INCORRECT_NUMBER: Final = ErrorSpec(
    402, "card_error", "incorrect_number", "Your card number is incorrect.", "number", executed=True
)
INVALID_NUMBER: Final = ErrorSpec(  # Quoted from "Error codes".
    402, "card_error", "invalid_number", "Your card number is invalid.", "number", executed=True
)
INVALID_EXPIRY_MONTH: Final = ErrorSpec(
    402,
    "card_error",
    "invalid_expiry_month",
    "Your card's expiration month is invalid.",
    "exp_month",
    executed=True,
)
INVALID_EXPIRY_YEAR: Final = ErrorSpec(
    402,
    "card_error",
    "invalid_expiry_year",
    "Your card's expiration year is invalid.",
    "exp_year",
    executed=True,
)
INVALID_CVC: Final = ErrorSpec(
    402, "card_error", "invalid_cvc", "Your card's security code is invalid.", "cvc", executed=True
)
TOKEN_USED: Final = state(
    "token_already_used", "You cannot use a Stripe token more than once: {id}."
)

# ConfirmationTokens. The sentences are inferred.

CRYPTOGRAM_NEEDED: Final = invalid(  # Quoted by a client's tests; no code or parameter is.
    None, "Cards using 'tokenization_method={method}' require the 'cryptogram' field to be set."
)
CONFIRMATION_TOKEN_NEEDS_METHOD: Final = invalid(
    None,
    "One of the following params should be provided for this request: payment_method or"
    " payment_method_data.",
)
CONFIRMATION_TOKEN_USED: Final = state(
    None, "The ConfirmationToken {id} was used before. It may not be used again."
)
CONFIRMATION_TOKEN_EXPIRED: Final = state(
    None, "The ConfirmationToken {id} has expired. Create a new one and try again."
)

ACCOUNT_NUMBER_INVALID: Final = invalid(  # The sentence is inferred from "Error codes".
    "account_number_invalid", "The bank account number provided is invalid."
)
NOT_A_TEST_BANK_ACCOUNT: Final = invalid(
    "account_number_invalid",
    "You must use a test bank account number in test mode. Try 000123456789 or see more options at"
    " https://stripe.com/docs/connect/testing#account-numbers.",
    "bank_account[account_number]",
)
