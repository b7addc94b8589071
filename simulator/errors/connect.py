"""Refusals about connected accounts: transfers to them, fees of theirs, and back again."""

from typing import Final

from simulator.errors.spec import invalid, state

OWN_ACCOUNT: Final = state(  # Quoted by those who met it; the param is inferred.
    None, "The '{name}' param cannot be set to your own account."
)
TRANSFER_OVER_SOURCE: Final = state(  # Quoted by those who met it.
    None,
    "Transfers using this transaction as a source must not exceed the source amount of"
    " {source}.{rest}",
)
OTHER_CURRENCY_OF_SOURCE: Final = state(  # Quoted by those who met it.
    None,
    "The currency of source_transaction's balance transaction ({source}) must be the same as the"
    " transfer currency ({currency})",
)
TRANSFERRED_ALREADY: Final = (
    " (There is already a transfer using this source, amounting to {amount}.)"
)
FEE_AND_PART: Final = invalid(  # Quoted by those who met it; the param is inferred.
    None,
    "You may not provide the application_fee_amount parameter and the transfer_data[amount]"
    " parameter simultaneously. They are mutually exclusive.",
    param="application_fee_amount",
)
NO_FEE_TO_REFUND: Final = state(  # Quoted by those who met it.
    None,
    "Attempting to refund_application_fee on {charge}, but it has no application fee",
)
TRANSFER_REVERSED: Final = state(  # Quoted by a test that meets it at Stripe.
    None, "The transfer {id} is already fully reversed."
)
REVERSAL_TOO_LARGE: Final = state(  # The sentence is inferred: none is recorded.
    None, "Reversal amount is greater than the unreversed amount of the transfer."
)
CANNOT_RECEIVE: Final = state(
    "insufficient_capabilities_for_transfer",
    "Your destination account needs to have at least one of the following capabilities enabled:"
    " transfers, crypto_transfers, legacy_payments",
    documented=False,
    older={
        "2022-11-15": "Your destination account needs to have at least one of the following"
        " capabilities enabled: transfers, legacy_payments"
    },
)
REGION_RESTRICTED: Final = state(  # Quoted by those who met it; how it ends is not.
    "transfers_not_allowed",
    "Funds can't be sent to accounts located in {country} because it's restricted outside of your"
    " platform's region.",
)
DESTINATION_ELSEWHERE: Final = state(  # Quoted by those who met it, without a code.
    None,
    "Cannot create a destination charge for connected accounts in {country} because funds would be"
    " settled on the platform and the connected account is outside the platform's region. You may"
    " use the `on_behalf_of` parameter to have the charge settle in the connected account's"
    " country. For more information on `on_behalf_of`, see"
    " https://stripe.com/docs/connect/charges-transfers#on-behalf-of. If using capabilities (e.g."
    " `card_payments`, `transfers`), note that they affect settlement as well. For more information"
    " on capabilities, see https://stripe.com/docs/connect/account-capabilities. If you still need"
    " assistance, please contact us via https://support.stripe.com/contact.",
)
NO_TRANSFER_TO_REVERSE: Final = state(  # Quoted by those who met it.
    None,
    "Cannot reverse transfer on charge {charge} because it does not have an associated transfer.",
)
FEE_REFUNDED: Final = state(  # The sentence is inferred: none is recorded.
    None, "Application fee {id} has already been refunded."
)
FEE_REFUND_EXCEEDS_REST: Final = state(  # Quoted by a test that meets it at Stripe.
    None,
    "Refund amount ({amount}) is greater than unrefunded amount on fee ({rest})",
    "amount",
)
FEE_REFUND_EXCEEDS_FEE: Final = state(  # Quoted by the same, of a fee with nothing given back.
    None, "Refund amount ({amount}) is greater than fee amount ({rest})", "amount"
)
NOT_EXPRESS: Final = state(  # Quoted by those who met it, of an edit link in 2021.
    None, "Cannot create a login link for the account {account}, which is not an Express account."
)
NOT_LIABLE: Final = state(  # The sentence is inferred: none is recorded.
    None,
    "You can only reject accounts for whose negative balances your platform is liable, which the"
    " account {account} is not.",
)
NOT_REJECTED: Final = state(  # The sentence is inferred: none is recorded.
    None, "The account {account} has not been rejected by your platform."
)
NOT_COLLECTING: Final = state(  # The sentence is inferred: none is recorded.
    None,
    "The feature {feature} can only be {value} for accounts whose requirements your platform"
    " collects.",
)
NOT_DEBITABLE: Final = state(  # Stripe's rules; this sentence and the next three are not.
    None,
    "You cannot debit the account {account}: your platform is not liable for its negative balance.",
    "source",
)
DEBITED_IN_OTHER_CURRENCY: Final = state(
    None,
    "The account {account} can only be debited in its default currency ({theirs}), not in"
    " {currency}.",
    "currency",
)
DEBITED_ELSEWHERE: Final = state(
    None,
    "You cannot debit the account {account}: it must be in the same region as your platform.",
    "source",
)
DEBIT_TOO_LARGE: Final = state(
    "amount_too_large", "An account can be debited by no more than {most} at once.", "amount"
)
COUNTRY_UNSUPPORTED: Final = invalid(  # Quoted by those who met it; that it has this code is not.
    "country_unsupported", "{country} is not currently supported by Stripe", "country"
)
DEFAULT_EXTERNAL_ACCOUNT: Final = state(  # Quoted by those who met it.
    None,
    "You cannot delete the default external account for your default currency. Please make another"
    " external account the default using the `default_for_currency` param, and then delete this"
    " one.",
)
NOT_A_DEBIT_CARD: Final = invalid(  # Quoted by those who met it; the param is inferred.
    "invalid_card_type", "This card doesn't appear to be a debit card.", "external_account"
)
TERMS_OF_SOMEBODY_ELSE: Final = state(  # Quoted by those who met it.
    None,
    "You cannot accept the Terms of Service on behalf of accounts where"
    " `controller[requirement_collection]=stripe`, which includes Standard and Express accounts.",
)
NOT_ONBOARDED: Final = state(  # The sentence is inferred.
    None,
    "Cannot create a login link for an account that has not completed onboarding.",
)
