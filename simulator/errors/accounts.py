"""Refusals about connected accounts themselves: what is asked for of them, and told of them.

Source: what those quote who met them, unless a row says otherwise; of none a code is told, and of
few the parameter.
"""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid, state

TYPE_AND_CONTROLLER: Final = invalid(
    None,
    "You may not provide the `type` parameter and `controller` parameters simultaneously. They are"
    " mutually exclusive.",
)
STRIPE_IS_LIABLE: Final = invalid(
    None,
    "When `stripe_dashboard[type]=none` and `requirement_collection=stripe`, Stripe must be liable"
    " for negative balances or refunds and chargebacks.",
)
RECIPIENT_AT_HOME: Final = invalid(  # Quoted with this parameter, and without any.
    None,
    "The recipient ToS agreement is not supported for platforms in {platform} creating accounts in"
    " {country}. See https://stripe.com/docs/connect/cross-border-payouts for more details.",
    "tos_acceptance[service_agreement]",
)
TERMS_DATE_WRONG: Final = invalid(
    None,
    "ToS acceptance date is not valid. Dates are expected to be integers, measured in seconds, not"
    " in the future, and after 2009",
    "tos_acceptance[date]",
)
CARDS_WITHOUT_TRANSFERS: Final = invalid(
    None,
    "Accounts do not currently support `card_payments` without `transfers`. Please visit"
    " https://stripe.com/docs/connect/account-capabilities#card-payments for more details.",
)
INDIVIDUAL_OF_ANOTHER_TYPE: Final = invalid(
    None,
    "You can only provide `individual` parameters for accounts with `business_type` of"
    " 'individual'.",
)
STRUCTURE_INVALID: Final = invalid(
    None,
    "'{structure}' is not a valid structure in the country {country} and under the business type"
    " '{type}'.",
    "company[structure]",
)
TAX_ID_DIGITS_WRONG: Final = invalid(  # Quoted of persons; of companies inferred.
    "tax_id_invalid", "US tax IDs must have {count} digits"
)
POSTAL_CODE_INVALID: Final = invalid(  # The parameter is inferred.
    "postal_code_invalid", "Invalid {country} postal code"
)
VERIFIED_ALREADY: Final = state(
    None,
    "You cannot change `{name}` via API if an account is verified. Please contact us via"
    " https://support.stripe.com/contact if you need to change the information associated with this"
    " account.",
)
TOO_YOUNG: Final = invalid(None, "Must be at least {least} years of age to use Stripe")
DELAY_TOO_SHORT: Final = invalid(  # The parameter is inferred.
    None, "You cannot lower this merchant's delay below {least}"
)
NO_TRANSFERS_IN: Final = invalid(  # Quoted of Japanese money in the United States, in 2016.
    None,
    "Invalid currency: {currency}. You can use these currencies for transfers for an account in"
    " {country}: {currencies}",
    "external_account[currency]",
)
NO_LINK_FOR: Final = state(  # The parameter is inferred.
    None,
    "You requested an account link for an account that is not connected to your platform or does"
    " not exist.",
    "account",
)
NO_SUCH_LINK: Final = state(
    None,
    "You cannot create `{type}` type Account Links for this account. Valid types for this account"
    ' are ["account_onboarding"].',
)
CANNOT_CHARGE: Final = ErrorSpec(  # The status is quoted, and that this is its type inferred.
    402,
    "invalid_request_error",
    None,
    "You cannot create a charge on a connected account without the `card_payments` capability"
    " enabled.",
    executed=True,
)
CANNOT_CHARGE_FOR: Final = ErrorSpec(  # The status and the parameter are inferred.
    402,
    "invalid_request_error",
    None,
    "You cannot create a charge with the `on_behalf_of` parameter set to a connected account with"
    " `transfers` but without the `card_payments` capability enabled.",
    "on_behalf_of",
    executed=True,
)
