"""Operations that the SDK does not know: what may be sent to them.

Source: the parameters that the Stripe CLI's `trigger` and `events resend` send; those of old
clients; API reference of 2024, "Usage Records"; "Connect OAuth reference". What Stripe.js sends
while a shopper chooses is inferred; what it says of an Elements session is what the mobile SDKs
send.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from msgspec.structs import replace

from simulator import catalogue
from simulator.catalogue import (
    Anything,
    Boolean,
    Either,
    Enum,
    Hash,
    Integer,
    ListOf,
    Parameter,
    Shape,
    String,
)
from simulator.wire import former_names, v2_shapes

_EXPAND: Final = Parameter("expand", ListOf(String()))
_TAX_ID: Final = Hash((Parameter("type", String()), Parameter("value", String())))
_SHOPPER: Final = Hash(
    (
        *(
            Parameter(name, String())
            for name in ("business_name", "email", "individual_name", "name", "phone")
        ),
        Parameter("tax_ids", ListOf(_TAX_ID)),
    )
)
_OPTIONAL: Final = Hash((Parameter("price", String()), Parameter("quantity", Integer())))

_LINE: Final = Hash((Parameter("id", String()), Parameter("quantity", Integer())))

_DEFERRED: Final = Hash(
    (
        Parameter("mode", Enum(("payment", "setup", "subscription"))),
        Parameter("amount", Integer()),
        Parameter("currency", String()),
        Parameter("setup_future_usage", String()),
        Parameter("capture_method", String()),
        Parameter("payment_method_types", ListOf(String())),
        Parameter("payment_method_configuration", String()),
        Parameter("payment_method_options", Anything()),
        Parameter("on_behalf_of", String()),
    )
)

_DISCOUNT: Final = "/v1/customers/{customer}/subscriptions/{subscription}/discount"

SHAPES: Final[Mapping[str, Shape]] = {
    "POST /v1/application_fees/{id}/refund": Shape(
        "refund an application fee",
        (Parameter("amount", Integer()), Parameter("directive", String()), _EXPAND),
    ),
    f"GET {_DISCOUNT}": Shape("discount of a subscription", (_EXPAND,)),
    f"DELETE {_DISCOUNT}": Shape("delete the discount of a subscription", (_EXPAND,)),
    "GET /v1/elements/sessions": Shape(
        "elements session",
        (
            Parameter(
                "type", Enum(("deferred_intent", "payment_intent", "setup_intent")), required=True
            ),
            Parameter("client_secret", String()),
            Parameter("deferred_intent", _DEFERRED),
            *(
                Parameter(name, Anything())
                for name in (
                    "country_override",
                    "currency",
                    "custom_payment_methods",
                    "customer_session_client_secret",
                    "external_payment_methods",
                    "key",
                    "legacy_customer_ephemeral_key",
                    "locale",
                    "mobile_app_id",
                    "mobile_session_id",
                    "stripe_js_id",
                )
            ),
            _EXPAND,
        ),
    ),
    "GET /v1/payment_pages/{session}": Shape("payment page", (_EXPAND,)),
    "POST /v1/payment_pages/{session}": Shape(
        "update a payment page",
        (
            Parameter("promotion_code", String(), unsettable=True),
            Parameter("shipping_rate", String()),
            Parameter("line_items", ListOf(_LINE)),
            Parameter("optional_items", ListOf(_OPTIONAL)),
            _EXPAND,
        ),
    ),
    "POST /v1/payment_pages/{session}/confirm": Shape(
        "confirm a payment page",
        (
            Parameter("payment_method", String(), required=True),
            Parameter("expected_amount", Integer()),
            Parameter("eid", String()),
            Parameter("key", String()),
            Parameter("return_url", String()),
            Parameter("customer_details", _SHOPPER),
            Parameter("shipping", Anything()),
            Parameter("consent", Hash((Parameter("promotions", Enum(("opt_in", "opt_out"))),))),
            _EXPAND,
        ),
    ),
    "POST /oauth/token": Shape(
        "token",
        (
            *(
                Parameter(name, String())
                for name in ("client_id", "client_secret", "code", "grant_type", "redirect_uri")
            ),
            Parameter("refresh_token", String()),
            Parameter("scope", String()),
            Parameter("assert_capabilities", ListOf(String())),
        ),
    ),
    "POST /oauth/deauthorize": Shape(
        "deauthorize",
        tuple(
            Parameter(name, String()) for name in ("client_id", "client_secret", "stripe_user_id")
        ),
    ),
    "POST /v1/subscription_items/{item}/usage_records": Shape(
        "tell of usage",
        (
            Parameter("quantity", Integer(), required=True),
            Parameter("timestamp", Either((Enum(("now",)), Integer()))),
            Parameter("action", Enum(("increment", "set"))),
            _EXPAND,
        ),
    ),
    "GET /v1/subscription_items/{item}/usage_record_summaries": Shape(
        "list usage",
        (
            Parameter("limit", Integer()),
            Parameter("starting_after", String()),
            Parameter("ending_before", String()),
            _EXPAND,
        ),
    ),
    "POST /v1/events/{id}/retry": Shape(
        "send an event again",
        (
            Parameter("webhook_endpoint", String()),
            Parameter("account", String()),
            Parameter("for_stripecli", Boolean()),
            _EXPAND,
        ),
    ),
}


FORMER: Final[Mapping[str, str]] = {
    "/v1/balance/history": "/v1/balance_transactions",
    "/v1/balance/history/{id}": "/v1/balance_transactions/{id}",
}
"""Where old clients ask for what has moved since."""


_ANCHOR: Final = Either((Enum(("now", "unchanged")), Integer()))
"""What was a word or a moment while there were upcoming invoices."""
_PAGE: Final = (
    Parameter("limit", Integer()),
    Parameter("starting_after", String()),
    Parameter("ending_before", String()),
)
UPCOMING: Final = "GET /v1/invoices/upcoming"


@cache
def _upcoming() -> Shape:
    """What is said of an upcoming invoice: what is said of a preview, in flatter words."""
    preview = catalogue.shape_of_operation("POST", "/v1/invoices/create_preview")
    [details] = [each for each in preview.parameters if each.name == "subscription_details"]
    assert isinstance(details.kind, Hash)
    flat = (
        Parameter(
            f"subscription_{each.name}",
            _ANCHOR if each.name == "billing_cycle_anchor" else each.kind,
            unsettable=each.unsettable,
        )
        for each in details.kind.parameters
    )
    coupon = Parameter("coupon", String())
    return Shape(former_names.UPCOMING, (*preview.parameters, *flat, coupon))


def shape_of(method: str, template: str) -> Shape:
    """What may be sent to an operation, whoever knows it.

    Raises:
        LookupError: nobody does.
    """
    template = FORMER.get(template, template)
    name = f"{method} {template}"
    if name == UPCOMING:
        return _upcoming()
    if name == f"{UPCOMING}/lines":
        said = _upcoming().parameters
        return Shape(former_names.UPCOMING_LINES, (*said, *_PAGE))
    if found := SHAPES.get(name) or v2_shapes.SHAPES.get(name):
        return found
    shape = catalogue.shape_of_operation(method, template)
    in_path = tuple(p.name for p in shape.parameters if f"{{{p.name}}}" in template)
    return replace(shape, in_path=in_path) if in_path else shape
