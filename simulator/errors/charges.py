"""Refusals about charges, refunds, disputes and payouts."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

# Charges and refunds. Source: recorded refusals.

CAPTURE_THE_INTENT: Final = state(
    None,
    "This uncaptured Charge was created by a PaymentIntent ({intent}). You must capture the"
    " PaymentIntent instead. For more information, see"
    " https://stripe.com/docs/payments/place-a-hold-on-a-payment-method",
)
CHARGE_CAPTURED: Final = state(
    "charge_already_captured", "Charge {charge} has already been captured."
)
CHARGE_EXPIRED: Final = state(  # The sentence is inferred from the code's description.
    "charge_expired_for_capture",
    "Charge {charge} cannot be captured because its authorization has expired.",
)
UPDATE_THE_INTENT: Final = state(
    None,
    "This Charge was created by a PaymentIntent ({intent}). You must update the `transfer_group` on"
    " the PaymentIntent instead of updating the Charge directly. See"
    " https://stripe.com/docs/api#update_payment_intent",
)
CHARGE_NEEDS_SOURCE: Final = invalid("parameter_missing", "Must provide source or customer.")
CUSTOMER_HAS_NO_CARD: Final = ErrorSpec(
    402,
    "card_error",
    "missing",
    "This Customer doesn't have any saved payment details. Attach a legacy Token, Card, Bank"
    " Account, or Source to this Customer and then try this request again, or use Payment Intents"
    " and Payment Methods instead.",
    "card",
    executed=True,
    older={"2020-08-27": "Cannot charge a customer that has no active card"},
)
CUSTOMER_HAS_METHODS_ALONE: Final = ErrorSpec(
    402,
    "card_error",
    "missing",
    "This Customer doesn't have any legacy saved payment details, but does have a Payment Method"
    " attached. Use a Payment Intent instead of creating a Charge:"
    " https://stripe.com/docs/payments/payment-intents/migration",
    "card",
    executed=True,
    older={"2020-08-27": "Cannot charge a customer that has no active card"},
)
NOT_THE_CUSTOMERS_CARD: Final = ErrorSpec(
    404,
    "invalid_request_error",
    "resource_missing",
    "Customer {customer} does not have card with ID {id}",
    "card",
)
NOT_THE_CUSTOMERS_SOURCE: Final = ErrorSpec(  # Quoted by those who met it.
    404,
    "invalid_request_error",
    "missing",
    "Customer {customer} does not have a linked source with ID {id}.",
    "source",
)
NO_SUCH_SOURCE: Final = ErrorSpec(
    404, "invalid_request_error", "resource_missing", "No such source: '{id}'", "id"
)
TOKEN_KIND: Final = invalid(  # The sentence is inferred.
    None, "You cannot use a token of the type {type} here: {id}.", "source"
)
TOKEN_NEEDS: Final = invalid(  # The sentence is inferred.
    "parameter_missing",
    "You must supply either a card, customer, PII data, bank account, or account legal entity to"
    " create a token.",
)
SOURCE_CONSUMED: Final = state(  # Quoted by those who met it.
    None,
    "The reusable source you provided is consumed because it was previously charged without being"
    " attached to a customer or was detached from a customer. To charge a reusable source multiple"
    " time you must attach it to a customer first.",
)
SOURCE_OF_ANOTHER: Final = state(  # Quoted by one who met it.
    None, "The source you provided has already been attached to a customer."
)
SOURCE_STATE: Final = state(  # Quoted by those who met it, as is that there is no code.
    None, "The source you provided is not in a chargeable state."
)
BANK_ACCOUNT_EXISTS: Final = state(  # Quoted by those who met it; the code is of "Error codes".
    "bank_account_exists",
    "A bank account with that routing number and account number already exists for this customer.",
)
MICRODEPOSITS_WRONG: Final = state(
    None, "The amounts provided do not match the amounts that were sent to the bank account."
)
BANK_ACCOUNT_VERIFIED: Final = state(
    "bank_account_already_verified", "This bank account has already been verified."
)
BANK_ACCOUNT_UNVERIFIED: Final = state(
    None,
    "The customer's bank account must be verified before you can charge it.",
)
ROUTING_NUMBER_INVALID: Final = invalid(
    "routing_number_invalid", "Routing number must have 9 digits"
)
REFUND_NEEDS_TARGET: Final = invalid(
    None,
    "One of the following params should be provided for this request: payment_intent or charge.",
)
REFUND_EXCEEDS_REST: Final = state(
    None,
    "Refund amount ({amount}) is greater than unrefunded amount on charge ({rest})",
    "amount",
)
REFUND_EXCEEDS_CHARGE: Final = state(
    None, "Refund amount ({amount}) is greater than charge amount ({rest})", "amount"
)
CHARGE_REFUNDED: Final = state(
    "charge_already_refunded", "Charge {charge} has already been refunded."
)
CHARGE_DISPUTED: Final = state(
    "charge_disputed", "Charge {charge} has been charged back; cannot issue a refund."
)
CANCEL_THE_INTENT: Final = state(
    None,
    "This uncaptured Charge was created by a PaymentIntent ({intent}). You must cancel the"
    " PaymentIntent to reverse the authorization instead of refunding the Charge directly. For more"
    " information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method",
)
NOTHING_TO_REFUND: Final = state(
    None, "This PaymentIntent ({intent}) does not have a successful charge to refund."
)
REFUND_STATE: Final = state(  # Of the sentence only the words on the status are recorded.
    None,
    "This PaymentIntent ({intent}) could not be refunded because it has a status of {status}.",
)
REFUND_UNCAPTURED_PART: Final = state(
    None,
    "You cannot partially refund an uncaptured charge. Instead, capture the charge for an amount"
    " less than the original amount",
    "amount",
)
REFUND_NOT_CANCELABLE: Final = state(None, "Canceling this refund is unsupported.")

# Payouts and ephemeral keys. Source: a recorded refusal of a balance of cards that is too low; the
# others are inferred.

BALANCE_INSUFFICIENT: Final = state(
    "balance_insufficient",
    "You have insufficient funds in your Stripe account for this transfer. Your {part} balance is"
    " too low.  You can use the /v1/balance endpoint to view your Stripe balance (for more details,"
    " see stripe.com/docs/api#balance).",
)
NO_EXTERNAL_ACCOUNT: Final = invalid(
    "resource_missing", "No such external account: '{id}'", "destination"
)
INSTANT_PAYOUTS_UNSUPPORTED: Final = invalid(  # Quoted by those who met it, of a card.
    "instant_payouts_unsupported",
    "Your {noun} is not eligible for Instant Payouts. Try a debit card from a supported bank.",
    "method",
)
NO_EXTERNAL_IN_CURRENCY: Final = state(  # Quoted by those who met it, without a code.
    None, "Sorry, you don't have any external accounts in that currency ({currency})."
)
PAYOUT_NOT_CANCELABLE: Final = state(  # Quoted by tests that meet it at Stripe.
    None, "Payouts can only be canceled while they are pending."
)
PAYOUT_NOT_ITEMIZED: Final = state(  # Quoted by those who met it.
    None,
    "Balance transaction history can only be filtered on automatic transfers, not manual.",
)
PAYOUT_NOT_RECONCILED: Final = state(  # The sentence is inferred; the code is of "Error codes".
    "payout_reconciliation_not_ready",
    "The balance transactions of payout {id} are not ready yet: its reconciliation is in progress.",
)
AUTOMATIC_PAYOUT: Final = state(None, "Payout {id} cannot be canceled: it is automatic.")
PAYOUT_NOT_REVERSIBLE: Final = state(
    None,
    "Payout {id} cannot be reversed: only a payout that was paid to a bank account can be, and only"
    " once.",
)
NO_TOPUPS_IN: Final = state(  # Quoted by those who met it.
    None, "Top-up creation is not supported for country {country} and currency {currency}."
)
TOPUP_NOT_CANCELABLE: Final = state(
    None, "Top-up {id} cannot be canceled: it has a status of {status}, and is not pending."
)
EPHEMERAL_KEY_NEEDS_OBJECT: Final = invalid(
    None, "You must specify a customer or an issuing_card to create an ephemeral key."
)
EPHEMERAL_KEY_NEEDS_VERSION: Final = invalid(  # The sentence is inferred.
    None,
    "You must send an explicit Stripe-Version header to create an ephemeral key: that of the mobile"
    " SDK which will use it.",
)

# Disputes. Source: recorded refusals; the sentence about length is inferred.

NO_APPEAL: Final = state(  # The sentence is inferred: none is recorded.
    None,
    "You can submit appeal evidence only for a dispute with a status of appeal_needs_response; this"
    " one's is {status}.",
    "evidence[appeal]",
)
DISPUTE_CLOSED: Final = state(None, "This dispute is already closed")
NO_DISPUTE: Final = ErrorSpec(404, "invalid_request_error", None, "No dispute for charge: {charge}")
EVIDENCE_TOO_LONG: Final = invalid(
    None,
    "The combined length of all evidence is {length} characters; it must be at most {most}.",
    "evidence",
)

FILE_EXPECTED: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "The `file` parameter must be uploaded as a part of a multipart/form-data body.", "file"
)

# Radar. The sentences are inferred; that one says "already exists" is told by who meets it.

ALIAS_TAKEN: Final = state(None, "A value list with the alias {alias} already exists.", "alias")
VALUE_LISTED: Final = state(
    None, "A value list item with the value {value} already exists.", "value"
)
