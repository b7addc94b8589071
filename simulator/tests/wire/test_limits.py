"""Limits of single parameters: what is too small, too great or too many, and what is no address."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.wire.limits import LIMITS
from simulator.wire.undocumented import shape_of

PAID: dict[str, Any] = {
    "amount": 1000,
    "currency": "usd",
    "confirm": True,
    "payment_method": "pm_card_visa",
}
NEGATIVE = ("parameter_invalid_integer", "Invalid non-negative integer")
TOO_SMALL = ("parameter_invalid_integer", "This value must be greater than or equal to 1.")
NO_ADDRESS = ("url_invalid", "Not a valid URL")
TOO_MANY = (None, "Array images exceeded maximum 8 allowed elements.")


@pytest.mark.parametrize(
    ("path", "params", "param", "refusal"),
    [
        ("payment_intents", PAID | {"application_fee_amount": -1}, "application_fee_amount",
         NEGATIVE),
        ("payment_intents", PAID | {"return_url": "foo"}, "return_url", NO_ADDRESS),
        ("payment_intents", PAID | {"return_url": "javascript:alert(1)"}, "return_url", NO_ADDRESS),
        ("payment_intents/pi_x/confirm", {"return_url": "foo"}, "return_url", NO_ADDRESS),
        ("setup_intents", {"confirm": True, "return_url": "foo"}, "return_url", NO_ADDRESS),
        ("billing_portal/sessions", {"customer": "cus_x", "return_url": "foo"}, "return_url",
         NO_ADDRESS),
        ("billing_portal/configurations/bpc_x",
         {"business_profile": {"privacy_policy_url": "foo"}},
         "business_profile[privacy_policy_url]", NO_ADDRESS),
        ("payment_links/plink_x",
         {"after_completion": {"type": "redirect", "redirect": {"url": "foo"}}},
         "after_completion[redirect][url]", NO_ADDRESS),
        ("products", {"name": "p", "url": "foo"}, "url", NO_ADDRESS),
        ("products", {"name": "p", "images": ["https://shop.test/a.png", "b"]}, "images[1]",
         NO_ADDRESS),
        ("products", {"name": "p", "images": ["https://shop.test/a.png"] * 9}, "images", TOO_MANY),
        ("coupons", {"percent_off": 10, "max_redemptions": 0}, "max_redemptions", TOO_SMALL),
        ("shipping_rates",
         {"display_name": "d", "type": "fixed_amount",
          "fixed_amount": {"amount": -1, "currency": "usd"}}, "fixed_amount[amount]", NEGATIVE),
        ("customers", {"name": "n" * 257}, "name",
         (None, "Invalid string: nnnn...nnnn; must be at most 256 characters")),
        ("payment_intents", PAID | {"description": "d" * 1001}, "description",
         (None, "Invalid string: dddd...dddd; must be at most 1000 characters")),
        ("payment_intents",
         PAID | {"payment_method_options": {"konbini": {"product_description": "k" * 23}}},
         "payment_method_options[konbini][product_description]",
         (None, "Invalid string: kkkk...kkkk; must be at most 22 characters")),
        ("payment_intents/pi_x",
         {"payment_method_options": {"konbini": {"expires_after_days": 0}}},
         "payment_method_options[konbini][expires_after_days]", TOO_SMALL),
        ("payment_intents/pi_x/confirm",
         {"payment_method_options": {"pix": {"expires_after_seconds": 1_209_601}}},
         "payment_method_options[pix][expires_after_seconds]",
         (None, "This value must be less than or equal to 1209600 (it currently is '1209601').")),
        ("payment_intents",
         PAID | {"payment_method_options": {"sepa_debit": {"mandate_options": {
             "reference_prefix": "R" * 13}}}},
         "payment_method_options[sepa_debit][mandate_options][reference_prefix]",
         (None, "Invalid string: RRRR...RRRR; must be at most 12 characters")),
        ("invoices", {"custom_fields": [{"name": "n", "value": "v"}] * 5}, "custom_fields",
         (None, "Array custom_fields exceeded maximum 4 allowed elements.")),
        ("invoices/in_x", {"custom_fields": [{"name": "n" * 41, "value": "v"}]},
         "custom_fields[0][name]",
         (None, "Invalid string: nnnn...nnnn; must be at most 40 characters")),
        ("subscription_schedules",
         {"phases": [{"items": [{"price": "p"}], "add_invoice_items": [{"price": "p"}] * 21}]},
         "phases[0][add_invoice_items]",
         (None, "Array phases[0][add_invoice_items] exceeded maximum 20 allowed elements.")),
    ],
)  # fmt: skip
def test_what_is_beyond_a_limit_is_refused(
    stripe: Stripe, path: str, params: dict[str, Any], param: str, refusal: tuple[Any, str]
) -> None:
    code, message = refusal
    refused = stripe.post(f"/v1/{path}", **params)
    assert refused.refusal == (400, "invalid_request_error", code, param)
    assert refused.error.message == message


@pytest.mark.parametrize(
    "address", ["myapp://back", "http://localhost:3000/?a=b", "https://ü.test"]
)
def test_a_shopper_is_sent_back_to_any_address_or_app(stripe: Stripe, address: str) -> None:
    assert stripe.post("/v1/payment_intents", **PAID, return_url=address).http == 200


def test_what_is_at_its_limit_is_taken(stripe: Stripe) -> None:
    images = ["https://shop.test/a.png"] * 8
    assert stripe.post("/v1/products", name="p", images=images).images == images
    assert stripe.post("/v1/coupons", percent_off=100, max_redemptions=1).http == 200
    free = {"amount": 0, "currency": "usd"}
    rate = stripe.post(
        "/v1/shipping_rates", display_name="d", type="fixed_amount", fixed_amount=free
    )
    assert rate.fixed_amount.amount == 0


@pytest.mark.parametrize("operation", LIMITS)
def test_every_limit_is_of_a_parameter_that_there_is(operation: str) -> None:
    method, template = operation.split(" ")
    known = {parameter.name for parameter in shape_of(method, template).parameters}
    assert {path.partition("[")[0] for path in LIMITS[operation]} <= known
