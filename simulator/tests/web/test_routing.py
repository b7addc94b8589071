"""URLs that lead nowhere, and what is said of them."""

from __future__ import annotations

import pytest

from simulator.tests.calls import Stripe

SEE = "Please see https://stripe.com/docs or we can help at https://support.stripe.com/."
SLASH = (
    "If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an"
    " object, make sure you passed a valid (non-empty) identifier in your code. "
)


@pytest.mark.parametrize(
    ("method", "path", "hint"),
    [
        ("GET", "/v1/foo", ""),
        ("POST", "/v1/foo", ""),
        ("GET", "/v1", ""),
        ("DELETE", "/v1/payment_intents", ""),
        ("PUT", "/v1/customers", ""),
        ("GET", "/v1/payment_intents/pi_x/nonsense", ""),
        ("GET", "/v1/customers/", SLASH),
        ("GET", "/v1/payment_intents/", SLASH),
        ("POST", "/v1/payment_intents//confirm", SLASH),
    ],
)
def test_an_unknown_url_is_named_with_its_method(
    stripe: Stripe, method: str, path: str, hint: str
) -> None:
    refused = stripe.call(method, path)
    assert refused.refusal == (404, "invalid_request_error", None, None)
    assert refused.error.message == f"Unrecognized request URL ({method}: {path}). {hint}{SEE}"


def test_authentication_comes_before_the_url(stripe: Stripe) -> None:
    assert stripe.get("/v1/foo", headers={"Authorization": None}).http == 401


def test_parameters_come_before_the_object(stripe: Stripe) -> None:
    assert stripe.post("/v1/customers/cus_x", wat=1).error.code == "parameter_unknown"
    refused = stripe.get("/v1/customers/cus_x", expand=["wat"])
    assert refused.http in (400, 404)


def test_an_id_is_read_as_it_was_meant(stripe: Stripe) -> None:
    refused = stripe.get("/v1/customers/cus%20x+y")
    assert refused.error.message.startswith("No such customer: 'cus x y'")


def test_the_url_comes_before_the_version(stripe: Stripe) -> None:
    assert stripe.at_version("foo").get("/v1/foo").http == 404
    assert stripe.at_version("foo").get("/v1/balance").http == 400
