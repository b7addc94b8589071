"""Refusals of parameters, whatever the operation."""

from typing import Final

from simulator.errors.spec import ErrorSpec, invalid

# Parameters. Source: recorded refusals; "Error codes".

PARAMETER_UNKNOWN: Final = invalid("parameter_unknown", "Received unknown parameter: {names}")
PARAMETERS_UNKNOWN: Final = invalid("parameter_unknown", "Received unknown parameters: {names}")
LINE_ITEMS_OF_OLD: Final = invalid(
    None,
    "You cannot use line_items.amount, line_items.currency, line_items.name,"
    " line_items.description, or line_items.images in this API version. Please use"
    " line_items.price or line_items.price_data. Please see"
    " https://stripe.com/docs/payments/checkout/migrating-prices for more information.",
)
REPEATED_IN_URL: Final = invalid(  # Quoted.
    None,
    "A parameter provided in the URL ({name}) was repeated as a GET or POST parameter. You can only"
    " provide this information as a portion of the URL.",
)
PARAMETER_MISSING: Final = invalid("parameter_missing", "Missing required param: {name}.")
PARAMETER_EMPTY: Final = invalid(
    "parameter_invalid_empty",
    "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a"
    " parameter; however '{name}' cannot be unset. You should remove '{name}' from your request or"
    " supply a non-empty value.",
)
INVALID_INTEGER: Final = invalid("parameter_invalid_integer", "Invalid integer: {value}")
TOO_LARGE: Final = invalid(  # The sentence is that about coupons.
    None, "This value must be less than or equal to {most} (it currently is '{value}')."
)
TOO_SMALL: Final = invalid(
    "parameter_invalid_integer", "This value must be greater than or equal to {least}."
)
INVALID_BOOLEAN: Final = invalid(None, "Invalid boolean: '{value}'")
INVALID_DECIMAL: Final = invalid(None, "Invalid decimal: {value}")
INVALID_OBJECT: Final = invalid(None, "Invalid object")
INVALID_ARRAY: Final = invalid(None, "Invalid array")
INVALID_STRING: Final = invalid(None, "Invalid string: {value}")
INVALID_ENUM: Final = invalid(None, "Invalid {name}: must be one of {choices}")
STRING_TOO_LONG: Final = invalid(None, "Invalid string: {value}; must be at most {most} characters")
METADATA_KEY_TOO_LONG: Final = invalid(
    None,
    "Metadata keys can have up to 40 characters, but you passed in a key that is {length}"
    " characters. Invalid key: {key}",
)
METADATA_VALUE_TOO_LONG: Final = invalid(
    None,
    "Metadata values can have up to 500 characters, but you passed in a value that is {length}"
    " characters. Invalid value: {value}",
)
METADATA_TOO_MANY: Final = invalid(
    None, "Metadata can have up to 50 keys, but you've set {count}.", "metadata"
)
IN_THE_PAST: Final = invalid(
    None,
    "The parameter `{name}` expects a unix timestamp representing a date and time in the future."
    " You specified the value `{value}` which is in the past.",
)
TIMESTAMP_INVALID: Final = invalid(  # Inferred from the sentence below.
    None, "Invalid timestamp: must be an integer Unix timestamp."
)
TIMESTAMP_PAST: Final = invalid(  # Quoted.
    None, "Invalid timestamp: must be an integer Unix timestamp in the future."
)
TIMESTAMP_TOO_FAR: Final = invalid(  # Quoted.
    None, "Invalid timestamp: can be no more than five years in the future."
)
EXCLUSIVE: Final = invalid(
    "parameters_exclusive", "You may only specify one of these parameters: {names}."
)
EXCLUSIVE_UNCODED: Final = invalid(  # Unlike others of its kind, it was quoted without a code.
    None, "You may only specify one of these parameters: {names}."
)
INVALID_EMAIL: Final = invalid("email_invalid", "Invalid email address: {value}")
COUNTRY_UNKNOWN: Final = invalid(  # Quoted by those who met it, of accounts and of cards.
    None,
    "Country '{country}' is unknown. Try using a 2-character alphanumeric country code instead,"
    " such as 'US', 'EG', or 'GB'. A full list of country codes is available at"
    " https://en.wikipedia.org/wiki/ISO_3166-1_alpha-2#Officially_assigned_code_elements",
)
INVALID_CURRENCY: Final = invalid(
    None,
    "Invalid currency: {value}. Stripe currently supports these currencies: {supported}",
    "currency",
)
CURRENCY_KEY_UPPER: Final = invalid(  # Probed.
    None,
    "Currencies must be lowercase when used as keys in a map. Use `{right}` instead of `{key}`.",
)
INVALID_CURRENCY_KEY: Final = invalid(  # Probed: unlike of a parameter, it ends with a full stop.
    None, "Invalid currency: {value}. Stripe currently supports these currencies: {supported}."
)
CANNOT_EXPAND: Final = invalid(None, "This property cannot be expanded ({path}).{hint}")
PERHAPS_IN_DATA: Final = " You may want to try expanding 'data.{path}' instead."
CANNOT_INCLUDE: Final = invalid(None, "This property cannot be included ({path})")
EXPANDS_TOO_DEEP: Final = invalid(
    "property_expansion_max_depth",
    "You cannot expand more than 4 levels of a property. Property: {path}",
)
SEARCH_UNREADABLE: Final = invalid(
    None,
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to'
    ' query for metadata or key:"value" to query for other fields.',
    "query",
)
SEARCH_FIELD: Final = invalid(
    None,
    "Field `{field}` is an unsupported search field for resource `{resource}`.",
    "query",
)
SEARCH_TOO_OLD: Final = invalid(
    None,
    "Search is not supported on api version {version}. Update your API version, or set the API"
    " Version of this request to {since} or greater.",
)
SEARCH_PAGE: Final = invalid(  # The sentence is inferred: none is recorded.
    None, "Invalid page: {page}", "page"
)
BOTH_CURSORS: Final = invalid(
    None, "Received both starting_after and ending_before parameters. Please pass in only one."
)
SECRET_KEY_REQUIRED: Final = ErrorSpec(
    403,  # Seen by integrators in 2023 and 2025; in 2016 it was 401.
    "invalid_request_error",
    "secret_key_required",
    "This API call cannot be made with a publishable API key. Please use a secret API key. You can"
    " find a list of your API keys at https://dashboard.stripe.com/account/apikeys.",
)

ARRAY_TOO_LONG: Final = invalid(None, "Array {name} exceeded maximum {most} allowed elements.")
