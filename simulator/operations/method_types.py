"""Which kinds of PaymentMethod an intent takes, and the options that it shows for each.

Source: API reference, "PaymentIntents" (payment_method_types, payment_method_options); the account
is one whose Dashboard has cards and Link turned on.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from simulator import errors

CURRENCIES: Final[Mapping[str, tuple[str, ...]]] = {
    "bancontact": ("eur",),
    "bizum": ("eur",),
    "blik": ("pln",),
    "boleto": ("brl",),
    "eps": ("eur",),
    "fpx": ("myr",),
    "giropay": ("eur",),
    "grabpay": ("sgd", "myr"),
    "ideal": ("eur",),
    "konbini": ("jpy",),
    "oxxo": ("mxn",),
    "p24": ("eur", "pln"),
    "pix": ("brl",),
    "promptpay": ("thb",),
    "sepa_debit": ("eur",),
    "sofort": ("eur",),
    "swish": ("sek",),
    "twint": ("chf",),
    "us_bank_account": ("usd",),
}
"""The currencies of the kinds that do not take all of them."""

DEFAULT_OPTIONS: Final[Mapping[str, dict[str, Any]]] = {
    "card": {
        "installments": None,
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    },
    "link": {"persistent_token": None},
    "us_bank_account": {"verification_method": "automatic"},
    "bancontact": {"preferred_language": "en"},
    "klarna": {"preferred_locale": None},
    "afterpay_clearpay": {"reference": None},
    "paypal": {"preferred_locale": None, "reference": None},
}
"""What `payment_method_options` shows where nothing was asked for; `{}` for other kinds."""

MANDATE_OPTIONS: Final[dict[str, Any]] = dict.fromkeys(
    (
        "amount",
        "amount_type",
        "description",
        "end_date",
        "interval",
        "interval_count",
        "reference",
        "start_date",
        "supported_types",
    )
)
"""What a card's mandate_options show of what was not said."""


def enabled_types(currency: str) -> list[str]:
    """What automatic_payment_methods offers in this currency."""
    return ["card"] if currency not in {"usd", "eur", "gbp", "cad", "aud"} else ["card", "link"]


def default_options(types: Iterable[str]) -> dict[str, Any]:
    """The options of a new intent: one hash for each kind that it takes."""
    return {kind: dict(DEFAULT_OPTIONS.get(kind, {})) for kind in sorted(types)}


def with_options(options: dict[str, Any] | None, given: dict[str, Any] | None) -> dict[str, Any]:
    """The options with what was asked for; an empty value puts the default back."""
    merged = dict(options or {})
    for kind, asked in (given or {}).items():
        if kind not in merged:
            continue  # Options of a kind that the intent does not take are accepted and not shown.
        shown = dict(merged[kind])
        for name, value in (asked or {}).items():
            if name == "mandate_options" and kind == "card" and value:
                shown[name] = MANDATE_OPTIONS | value
                continue
            if name == "setup_future_usage" and value == "none":
                continue
            if name in ("cvc_token", "moto"):
                continue
            shown[name] = value if value != "" else DEFAULT_OPTIONS.get(kind, {}).get(name)
        merged[kind] = dict(sorted(shown.items()))
    return merged


def check_types(types: Iterable[str], currency: str) -> None:
    """Refuse kinds that do not take the currency.

    Raises:
        CURRENCY_OF_METHODS
    """
    for kind in types:
        supported = CURRENCIES.get(kind)
        if supported is not None and currency not in supported:
            raise errors.CURRENCY_OF_METHODS(
                currency=currency, type=kind, supported=", ".join(supported)
            )
