"""Restricted keys: what one may do, and how it is refused the rest.

At Stripe the Dashboard says what a restricted key may do. Here the key says it itself, so that
nothing has to be set up: `rk_test_shop__customer_write__charge_read` opens the account of
`sk_test_shop`, and may write Customers and read Charges there. Writing includes reading. A
restricted key that says nothing may do everything.

Source: Stripe docs, "Restricted API keys"; quoted refusals, for their sentence, and for the names
of charge, checkout_session, coupon, customer, plan, product, subscription and webhook. The other
names and titles, and which endpoint needs which, are inferred from these.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from simulator import errors
from simulator.keys import mask
from simulator.web.exchange import Exchange

SEPARATOR: Final = "__"
LEVELS: Final = ("_read", "_write")

PERMISSIONS: Final[Mapping[str, tuple[str, str]]] = {
    "account": ("accounts_kyc_basic", "Accounts"),
    "accounts": ("accounts_kyc_basic", "Accounts"),
    "billing_portal": ("customer_portal", "Customer portal"),
    "charges": ("charge", "Charges and Refunds"),
    "checkout": ("checkout_session", "Checkout Sessions"),
    "invoiceitems": ("invoice", "Invoices"),
    "payment_intents": ("payment_intent", "PaymentIntents"),
    "payment_methods": ("payment_method", "PaymentMethods"),
    "plans": ("plan", "Prices"),
    "prices": ("plan", "Prices"),
    "refunds": ("charge", "Charges and Refunds"),
    "setup_intents": ("setup_intent", "SetupIntents"),
    "subscription_items": ("subscription", "Subscriptions"),
    "topups": ("top_up", "Top-ups"),
    "webhook_endpoints": ("webhook", "Webhook Endpoints"),
}
"""The first part of a path, the name of what it needs, and its title; the others are regular."""


@lru_cache(maxsize=1024)
def read(key: str) -> tuple[str, frozenset[str] | None]:
    """The key that opens the account, and what it may do there; None: everything."""
    opens, *given = key.split(SEPARATOR)
    if not given or not key.startswith("rk_") or not all(name.endswith(LEVELS) for name in given):
        return key, None
    allowed = set(given)
    allowed |= {f"{name.removesuffix('_write')}_read" for name in given if name.endswith("_write")}
    return opens, frozenset(allowed)


def needed(method: str, path: str) -> tuple[str, str]:
    """The name and the title of the permission that a request needs: `charge_read`."""
    part = path.split("/")[2]
    regular = (part.removesuffix("s"), part.replace("_", " ").title())
    name, title = PERMISSIONS.get(part, regular)
    level = "read" if method == "GET" else "write"
    return f"{name}_{level}", f"{title} {level.title()}"


def check_permission(exchange: Exchange) -> None:
    """Let through what the key may do.

    Raises:
        PERMISSION_DENIED: it is a restricted key, and may not do this.
    """
    if exchange.permissions is None:
        return
    name, title = needed(exchange.method, exchange.route.template)
    if name not in exchange.permissions:
        raise errors.PERMISSION_DENIED(
            masked=mask(exchange.key, ends=6),
            account=exchange.account.id,
            title=title,
            name=name,
        )
