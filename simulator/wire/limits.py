"""Limits of single parameters: how small, how great, how many, and what must be an address.

They are looked at once the parameters are of the right types, before anything is looked up. What
depends on more than the one parameter (an amount on its currency) is the operation's own business.

Source: quoted refusals, for their sentences; API reference, for what is limited and how. That each
of these parameters is refused in these words is inferred.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from simulator import errors
from simulator.wire.addresses import is_address

Limit = Callable[[str, Any], None]
"""Refuses what stands under a path, or does nothing."""


def not_negative(path: str, value: Any) -> None:
    if value < 0:
        raise errors.NEGATIVE(param=path)


def at_least(least: int) -> Limit:
    def check(path: str, value: Any) -> None:
        if value < least:
            raise errors.TOO_SMALL(param=path, least=least)

    return check


def no_more_than(most: int) -> Limit:
    """No greater number than this."""

    def check(path: str, value: Any) -> None:
        if value > most:
            raise errors.TOO_LARGE(param=path, most=most, value=value)

    return check


def between(least: int, most: int) -> Limit:
    """No smaller number, and no greater one."""

    def check(path: str, value: Any) -> None:
        at_least(least)(path, value)
        no_more_than(most)(path, value)

    return check


def at_most(most: int) -> Limit:
    """No more members than these."""

    def check(path: str, value: Any) -> None:
        if len(value) > most:
            raise errors.ARRAY_TOO_LONG(param=path, name=path, most=most)

    return check


def no_longer(most: int) -> Limit:
    """No more characters than these."""

    def check(path: str, value: Any) -> None:
        if len(value) > most:
            shown = f"{value[:4]}...{value[-4:]}"
            raise errors.STRING_TOO_LONG(param=path, value=shown, most=most)

    return check


def address(path: str, value: Any) -> None:
    if value and not is_address(value):
        raise errors.INVALID_URL(param=path)


def site(path: str, value: Any) -> None:
    """A business's own page, also told without its scheme; which hosts are none is inferred."""
    host = value.rpartition("://")[2].partition("/")[0]
    if value and (not all(host.split(".")) or "." not in host or len(value.split()) > 1):
        raise errors.INVALID_URL(param=path)


Limits = dict[str, Limit]
FEE: Final[Limits] = {"application_fee_amount": not_negative}
LINE: Final = "amount_details[line_items][]"
PARTS: Final[Limits] = {
    "amount_details[discount_amount]": at_least(1),
    "amount_details[line_items]": at_most(200),
    f"{LINE}[discount_amount]": at_least(1),
    f"{LINE}[payment_method_options][card][commodity_code]": no_longer(12),
    f"{LINE}[product_code]": no_longer(12),
    f"{LINE}[product_name]": no_longer(1024),
    f"{LINE}[quantity]": at_least(1),
    f"{LINE}[tax][total_tax_amount]": not_negative,
    f"{LINE}[unit_cost]": not_negative,
    f"{LINE}[unit_of_measure]": no_longer(12),
    "amount_details[shipping][amount]": not_negative,
    "amount_details[shipping][from_postal_code]": no_longer(10),
    "amount_details[shipping][to_postal_code]": no_longer(10),
    "amount_details[tax][total_tax_amount]": not_negative,
}
"""Of which parts an amount is made, and of what products."""
PART: Final[Limits] = {"transfer_data[amount]": at_least(1)}
RETURNS: Final[Limits] = {"return_url": address}
REFERENCES: Final[Limits] = {
    f"payment_method_options[{kind}][mandate_options][reference_prefix]": no_longer(12)
    for kind in ("bacs_debit", "sepa_debit")
}
"""How the references of mandates begin."""
OPTIONS: Final = "payment_method_options"
KINDS: Final[Limits] = REFERENCES | {
    f"{OPTIONS}[afterpay_clearpay][reference]": no_longer(128),
    f"{OPTIONS}[card][statement_descriptor_suffix_kana]": no_longer(22),
    f"{OPTIONS}[card][statement_descriptor_suffix_kanji]": no_longer(17),
    f"{OPTIONS}[konbini][expires_after_days]": between(1, 60),
    f"{OPTIONS}[konbini][product_description]": no_longer(22),
    f"{OPTIONS}[pix][expires_after_seconds]": between(60, 14 * 86_400),
}
"""What is said of single kinds of PaymentMethod."""
INTENT: Final[Limits] = FEE | PART | PARTS | KINDS | {"description": no_longer(1000)}
PRINTED: Final[Limits] = {
    "custom_fields": at_most(4),
    "custom_fields[][name]": no_longer(40),
    "custom_fields[][value]": no_longer(140),
}
"""What a shop prints on an invoice of its own."""
SCHEDULE: Final[Limits] = {
    "phases[][add_invoice_items]": at_most(20),
    "phases[][add_invoice_items][][quantity]": not_negative,
}
CUSTOMER: Final[Limits] = {
    "business_name": no_longer(150),
    "individual_name": no_longer(150),
    "invoice_settings[custom_fields]": at_most(4),
    "invoice_settings[custom_fields][][name]": no_longer(40),
    "invoice_settings[custom_fields][][value]": no_longer(140),
    "name": no_longer(256),
    "description": no_longer(350),
    "email": no_longer(512),
    "phone": no_longer(20),
}
SETUP: Final[Limits] = REFERENCES | {"description": no_longer(1000)}
REDISPLAYED: Final = "components[payment_element][features][payment_method_redisplay_limit]"
PORTAL: Final[Limits] = {
    "business_profile[privacy_policy_url]": address,
    "business_profile[terms_of_service_url]": address,
    "default_return_url": address,
}
LINES: Final[Limits] = {
    "line_items[][price_data][product_data][images]": at_most(8),
    "line_items[][price_data][product_data][images][]": address,
}
WAYS: Final[Limits] = {
    "shipping_options[][shipping_rate_data][fixed_amount][amount]": not_negative,
    "shipping_options[][shipping_rate_data][delivery_estimate][minimum][value]": at_least(1),
    "shipping_options[][shipping_rate_data][delivery_estimate][maximum][value]": at_least(1),
}
SHARES: Final[Limits] = {
    "payment_intent_data[application_fee_amount]": not_negative,
    "subscription_data[application_fee_percent]": not_negative,
}
LINK: Final[Limits] = (
    LINES
    | FEE
    | {
        "application_fee_percent": not_negative,
        "after_completion[redirect][url]": address,
        "after_completion[hosted_confirmation][custom_message]": no_longer(500),
        "inactive_message": no_longer(500),
        "restrictions[completed_sessions][limit]": at_least(1),
    }
)
PRODUCT: Final[Limits] = {
    "images": at_most(8),
    "images[]": address,
    "marketing_features[][name]": no_longer(80),
    "url": address,
}
TIMES: Final[Limits] = {"max_redemptions": at_least(1)}
FEATURE: Final[Limits] = {"name": no_longer(80)}
BUSINESS: Final[Limits] = {"business_profile[url]": site}
COUPON: Final[Limits] = {"name": no_longer(40)}
ONBOARDING: Final[Limits] = {"refresh_url": address, "return_url": address}
LIMITS: Final[Mapping[str, Limits]] = {
    "POST /v1/payment_intents": INTENT | RETURNS,
    "POST /v1/payment_intents/{intent}": INTENT,
    "POST /v1/payment_intents/{intent}/capture": FEE | PART | PARTS,
    "POST /v1/payment_intents/{intent}/confirm": RETURNS | PARTS | KINDS,
    "POST /v1/payment_intents/{intent}/increment_authorization": PARTS,
    "POST /v1/accounts": BUSINESS,
    "POST /v1/accounts/{account}": BUSINESS,
    "POST /v1/customers": CUSTOMER,
    "POST /v1/customers/{customer}": CUSTOMER,
    "POST /v1/setup_intents": RETURNS | SETUP,
    "POST /v1/setup_intents/{intent}": SETUP,
    "POST /v1/setup_intents/{intent}/confirm": RETURNS | REFERENCES,
    "POST /v1/customer_sessions": {REDISPLAYED: no_more_than(10)},
    "POST /v1/customers/{customer}/balance_transactions": {"description": no_longer(350)},
    "POST /v1/customers/{customer}/balance_transactions/{transaction}": {
        "description": no_longer(350)
    },
    "POST /v1/invoices": PRINTED,
    "POST /v1/invoices/{invoice}": PRINTED,
    "POST /v1/subscription_schedules": SCHEDULE,
    "POST /v1/subscription_schedules/{schedule}": SCHEDULE,
    "POST /v1/payment_method_configurations": {"name": no_longer(100)},
    "POST /v1/payment_method_configurations/{configuration}": {"name": no_longer(100)},
    "POST /v1/billing_portal/sessions": RETURNS,
    "POST /v1/billing_portal/configurations": PORTAL,
    "POST /v1/billing_portal/configurations/{configuration}": PORTAL,
    "POST /v1/checkout/sessions": LINES | WAYS | SHARES,
    "POST /v1/checkout/sessions/{session}": LINES | WAYS,
    "POST /v1/payment_links": LINK,
    "POST /v1/payment_links/{payment_link}": LINK,
    "POST /v1/account_links": ONBOARDING,
    "POST /v1/products": PRODUCT,
    "POST /v1/products/{id}": PRODUCT,
    "POST /v1/prices": {"transform_quantity[divide_by]": at_least(1)},
    "POST /v1/plans": {"transform_usage[divide_by]": at_least(1)},
    "POST /v1/coupons": COUPON | TIMES | {"duration_in_months": at_least(1)},
    "POST /v1/coupons/{coupon}": COUPON,
    "POST /v1/promotion_codes": TIMES,
    "POST /v1/shipping_rates": {
        "fixed_amount[amount]": not_negative,
        "delivery_estimate[minimum][value]": at_least(1),
        "delivery_estimate[maximum][value]": at_least(1),
    },
    "POST /v1/entitlements/features": FEATURE | {"lookup_key": no_longer(80)},
    "POST /v1/entitlements/features/{id}": FEATURE,
}
"""By operation and by path; `[]` stands for each member of an array."""
Step = tuple[tuple[str, ...], Limit]
Limited = dict[str, tuple[Step, ...]]


def _by_name(limits: Limits) -> Limited:
    """The limits of an operation by the parameter that they are about, its path taken apart."""
    found: Limited = {}
    for path, limit in limits.items():
        steps = tuple(path.replace("]", "").split("["))
        found[steps[0]] = (*found.get(steps[0], ()), (steps, limit))
    return found


LIMITED: Final[Mapping[str, Limited]] = {
    operation: _by_name(limits) for operation, limits in LIMITS.items()
}
"""By operation, and by the parameter that they are about."""


def check(limited: Limited, params: Mapping[str, Any]) -> None:
    """Refuse what is beyond a limit.

    Args:
        params: as `wire.parameters` has typed them.

    Raises:
        NEGATIVE, TOO_SMALL, TOO_LARGE, ARRAY_TOO_LONG, STRING_TOO_LONG, INVALID_URL
    """
    for name, steps_of in limited.items():
        if name in params:
            for steps, limit in steps_of:
                for at, value in _found(params, steps, ""):
                    limit(at, value)


def _found(value: Any, steps: tuple[str, ...], at: str) -> Iterator[tuple[str, Any]]:
    """What stands under these steps, with the path as it is sent; nothing where it was not."""
    if value is None:
        return
    if not steps:
        yield at, value
    elif steps[0] == "" and isinstance(value, list):
        for place, member in enumerate(value):
            yield from _found(member, steps[1:], f"{at}[{place}]")
    elif isinstance(value, Mapping):
        name = steps[0]
        yield from _found(value.get(name), steps[1:], f"{at}[{name}]" if at else name)
