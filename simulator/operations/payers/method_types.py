"""Which kinds of PaymentMethod an intent takes, and the options that it shows for each.

Source: API reference, "PaymentIntents" (payment_method_types, payment_method_options).
"""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from simulator import errors

KNOWN: Final = frozenset(
    """
    acss_debit affirm afterpay_clearpay alipay alma amazon_pay au_becs_debit bacs_debit bancontact
    billie bizum blik boleto card card_present cashapp crypto customer_balance eps fpx giropay
    grabpay ideal interac_present kakao_pay klarna konbini kr_card link mb_way mobilepay multibanco
    naver_pay nz_bank_account oxxo p24 pay_by_bank payco paynow paypal paypay payto pix promptpay
    revolut_pay samsung_pay satispay scalapay sepa_debit sequra sofort sunbit swish twint upi
    us_bank_account wechat_pay zip
    """.split()
)
"""Every kind that a PaymentIntent has options for."""

CURRENCIES: Final[Mapping[str, tuple[str, ...]]] = {
    "acss_debit": ("cad", "usd"),
    "affirm": ("usd", "cad"),
    "afterpay_clearpay": ("aud", "cad", "gbp", "nzd", "usd"),
    "alipay": ("aud", "cad", "cny", "eur", "gbp", "hkd", "jpy", "myr", "nzd", "sgd", "usd"),
    "alma": ("eur",),
    "au_becs_debit": ("aud",),
    "bacs_debit": ("gbp",),
    "bancontact": ("eur",),
    "bizum": ("eur",),
    "blik": ("pln",),
    "boleto": ("brl",),
    "cashapp": ("usd",),
    "customer_balance": ("eur", "gbp", "jpy", "mxn", "usd"),
    "eps": ("eur",),
    "fpx": ("myr",),
    "giropay": ("eur",),
    "grabpay": ("sgd", "myr"),
    "ideal": ("eur",),
    "interac_present": ("cad",),
    "kakao_pay": ("krw",),
    "klarna": tuple("aud cad chf czk dkk eur gbp nok nzd pln ron sek usd".split()),
    "konbini": ("jpy",),
    "kr_card": ("krw",),
    "mb_way": ("eur",),
    "mobilepay": ("dkk", "eur", "nok", "sek"),
    "multibanco": ("eur",),
    "naver_pay": ("krw",),
    "nz_bank_account": ("nzd",),
    "oxxo": ("mxn",),
    "p24": ("eur", "pln"),
    "payco": ("krw",),
    "paynow": ("sgd",),
    "paypay": ("jpy",),
    "payto": ("aud",),
    "pix": ("brl",),
    "promptpay": ("thb",),
    "samsung_pay": ("krw",),
    "satispay": ("eur",),
    "scalapay": ("eur",),
    "sepa_debit": ("eur",),
    "sequra": ("eur",),
    "sofort": ("eur",),
    "sunbit": ("usd",),
    "swish": ("sek",),
    "twint": ("chf",),
    "upi": ("inr",),
    "us_bank_account": ("usd",),
    "wechat_pay": tuple("aud cad chf cny dkk eur gbp hkd jpy nok sek sgd usd".split()),
    "zip": ("aud",),
}
"""The currencies of the kinds that do not take all of them; in which order is inferred.

Source: the pages of Stripe's docs about each kind, and what clients of Stripe hold against them.
Unlike Stripe: which of them an account may take does not depend on its country.
"""

PAYING_ONCE: Final = frozenset(
    """
    affirm afterpay_clearpay alma billie bizum crypto customer_balance eps fpx giropay grabpay
    konbini mb_way mobilepay multibanco oxxo p24 pay_by_bank payco paynow paypay promptpay
    samsung_pay scalapay sequra sunbit swish wechat_pay zip
    """.split()
)
"""Kinds that cannot be kept for later. Source: API reference (their `setup_future_usage`)."""
TURNED_INTO_DEBITS: Final = frozenset({"bancontact", "ideal", "sofort"})
"""Kinds of which a SEPA debit is kept in their place (`generated_debits`)."""
HELD: Final = frozenset(
    """
    affirm afterpay_clearpay alma amazon_pay billie card card_present cashapp interac_present
    kakao_pay klarna kr_card link mobilepay naver_pay payco paypal revolut_pay samsung_pay satispay
    scalapay sequra sunbit
    """.split()
)
"""Kinds whose money can be held and captured later. Source: API reference (their `capture_method`);
Stripe docs, "Regional considerations" of Terminal, for interac_present."""

DEFAULT_OPTIONS: Final[Mapping[str, dict[str, Any]]] = {
    "card": {
        "installments": None,
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    },
    "acss_debit": {"verification_method": "automatic"},
    "afterpay_clearpay": {"reference": None},
    "amazon_pay": {"express_checkout_element_session_id": None},
    "bancontact": {"preferred_language": "en"},
    "boleto": {"expires_after_days": 3},
    "card_present": {
        "request_extended_authorization": False,
        "request_incremental_authorization_support": False,
    },
    "customer_balance": {"bank_transfer": None, "funding_type": None},
    "klarna": {"preferred_locale": None},
    "konbini": {
        "confirmation_number": None,
        "expires_after_days": None,
        "expires_at": None,
        "product_description": None,
    },
    "link": {"persistent_token": None},
    "oxxo": {"expires_after_days": 3},
    "paypal": {"preferred_locale": None, "reference": None},
    "sofort": {"preferred_language": None},
    "swish": {"reference": None},
    "us_bank_account": {"verification_method": "automatic"},
    "wechat_pay": {"app_id": None, "client": None},
}
"""What `payment_method_options` shows where nothing was asked for; `{}` for other kinds.

Seen in answers: amazon_pay, card, card_present, klarna, konbini, link, paypal, and that affirm,
cashapp and eps are empty; of the others the fields are the API reference's.
"""

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


INSTALLMENTS: Final[dict[str, Any]] = {"available_plans": None, "enabled": False, "plan": None}
PLAN: Final[dict[str, Any]] = {"count": None, "interval": None}
"""What a card's installments show of what was not said; that no plans are null is inferred."""
ASIDE: Final = ("three_d_secure", "moto")
"""What a card's options say of how its owner was asked."""
HIDDEN: Final = frozenset({"code", "cvc_token", *ASIDE})
"""What an option says for one attempt alone, and is never shown."""


def default_options(types: Iterable[str]) -> dict[str, Any]:
    """The options of a new intent: one hash for each kind that it takes.

    Intents share them; as with all that is kept, what changes is made anew.
    """
    return _default_options(tuple(sorted(types)))


@lru_cache(maxsize=1024)
def _default_options(types: tuple[str, ...]) -> dict[str, Any]:
    return {kind: DEFAULT_OPTIONS.get(kind, {}) for kind in types}


def with_options(options: dict[str, Any] | None, given: dict[str, Any] | None) -> dict[str, Any]:
    """The options with what was asked for; an empty value puts the default back."""
    if not given:
        return options or {}
    merged = dict(options or {})
    for kind, asked in given.items():
        if kind not in merged:
            continue  # Options of a kind that the intent does not take are accepted and not shown.
        shown = dict(merged[kind])
        for name, value in (asked or {}).items():
            if name == "mandate_options" and kind == "card" and value:
                shown[name] = MANDATE_OPTIONS | value
                continue
            if name == "installments" and kind == "card" and value:
                shown[name] = _installments(shown.get(name), value)
                continue
            if name == "setup_future_usage" and value == "none":
                continue
            if name in HIDDEN:
                continue
            shown[name] = value if value != "" else DEFAULT_OPTIONS.get(kind, {}).get(name)
        merged[kind] = dict(sorted(shown.items()))
    return merged


def _installments(before: dict[str, Any] | None, said: dict[str, Any]) -> dict[str, Any]:
    """A card's installments; that they are wanted stays said when a plan is chosen.

    Unlike Stripe: no plans are offered; any that is named is taken.
    """
    shown = INSTALLMENTS | (before or {}) | said
    return shown | {"plan": PLAN | shown["plan"] if shown["plan"] else None}


def check_types(types: Collection[str], currency: str) -> None:
    """Refuse kinds that there are not, or that do not take the currency.

    Raises:
        METHOD_TYPES_UNKNOWN, METHOD_TYPE_UNKNOWN, CURRENCY_OF_METHODS, CURRENCY_OF_ONE_METHOD
    """
    unknown = [kind for kind in types if kind not in KNOWN]
    if len(unknown) > 1 and len(unknown) == len(types):
        raise errors.METHOD_TYPES_UNKNOWN()
    if unknown:
        raise errors.METHOD_TYPE_UNKNOWN(type=unknown[0])
    for kind in types:
        supported = CURRENCIES.get(kind)
        if supported is None or currency in supported:
            continue
        if len(types) > 1:
            raise errors.CURRENCY_OF_ONE_METHOD(currency=currency)
        raise errors.CURRENCY_OF_METHODS(
            currency=currency, type=kind, supported=", ".join(supported)
        )
