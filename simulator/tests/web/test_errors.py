"""The envelope of every refusal: which members it has, in which order, and what it never has."""

from __future__ import annotations

import pytest

from simulator import errors
from simulator.errors import ErrorSpec
from simulator.tests.calls import Stripe

ROWS = {name: row for name, row in vars(errors).items() if isinstance(row, ErrorSpec)}
TYPES = {"api_error", "card_error", "idempotency_error", "invalid_request_error"}


def test_members_are_in_the_order_of_the_alphabet_and_never_null(stripe: Stripe) -> None:
    for refused in (
        stripe.paid("pm_card_chargeDeclined"),
        stripe.get("/v1/customers/cus_x"),
        stripe.intent(amount="abc"),
        stripe.post("/v1/refunds"),
    ):
        assert list(refused.error) == sorted(refused.error)
        assert None not in refused.error.values()
        assert list(refused.body) == ["error"]
        assert refused.raw.endswith(b"}\n")


def test_a_404_to_the_letter(stripe: Stripe) -> None:
    refused = stripe.get("/v1/customers/cus_nope")
    request = refused.headers["Request-Id"]
    assert refused.error == {
        "code": "resource_missing",
        "doc_url": "https://stripe.com/docs/error-codes/resource-missing",
        "message": "No such customer: 'cus_nope'",
        "param": "id",
        "request_log_url": (
            f"https://dashboard.stripe.com/{stripe.account.id}/test/workbench/logs?object={request}"
        ),
        "type": "invalid_request_error",
    }


def test_bodies_are_printed_with_two_blanks(stripe: Stripe) -> None:
    assert stripe.get("/v1/customers/cus_x").raw.startswith(b'{\n  "error": {\n    "code": ')
    assert stripe.intent().raw.startswith(b'{\n  "id": "pi_3')
    assert b'"metadata": {}' in stripe.intent().raw


def test_a_refusal_without_a_code_has_no_page_about_it(stripe: Stripe) -> None:
    error = stripe.post("/v1/refunds").error
    assert not {"code", "doc_url"} & set(error)


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_one_that_stripe_could_answer(name: str) -> None:
    row = ROWS[name]
    assert row.type in TYPES
    assert row.status in {400, 401, 402, 403, 404, 409, 429, 500}
    assert row.message == row.message.strip()
    assert list(row.older) == sorted(row.older)


@pytest.mark.parametrize(
    ("given", "refusal", "message"),
    [
        (
            {"wat": 1},
            ("parameter_unknown", "wat"),
            "Received unknown parameter: wat",
        ),
        (
            {"shipping": {"nope": 1}},
            ("parameter_unknown", "shipping[nope]"),
            "Received unknown parameter: shipping[nope]",
        ),
        (
            {"wat": 1, "wut": 2},
            ("parameter_unknown", "wat"),
            "Received unknown parameters: wat, wut",
        ),
        ({"amount": "abc"}, ("parameter_invalid_integer", "amount"), "Invalid integer: abc"),
        ({"confirm": "xyz"}, (None, "confirm"), "Invalid boolean: 'xyz'"),
        (
            {"amount": ""},
            ("parameter_invalid_empty", "amount"),
            (
                "You passed an empty string for 'amount'. We assume empty values are an attempt to"
                " unset a parameter; however 'amount' cannot be unset. You should remove 'amount'"
                " from your request or supply a non-empty value."
            ),
        ),
        ({"metadata": "x"}, (None, "metadata"), "Invalid object"),
        ({"payment_method_types": "card"}, (None, "payment_method_types"), "Invalid array"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(
    stripe: Stripe, given: dict[str, object], refusal: tuple[str | None, str], message: str
) -> None:
    refused = stripe.intent(**given)
    assert refused.refusal == (400, "invalid_request_error", *refusal)
    assert refused.error.message == message


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        (
            {"k" * 41: "v"},
            (
                "Metadata keys can have up to 40 characters, but you passed in a key that is 41"
                f" characters. Invalid key: {'k' * 41}"
            ),
        ),
        (
            {"k": "v" * 501},
            (
                "Metadata values can have up to 500 characters, but you passed in a value that is"
                f" 501 characters. Invalid value: {'v' * 501}"
            ),
        ),
        (
            {f"k{i}": "v" for i in range(51)},
            "Metadata can have up to 50 keys, but you've set 51.",
        ),
    ],
)
def test_metadata_has_its_limits(stripe: Stripe, metadata: dict[str, str], message: str) -> None:
    refused = stripe.intent(metadata=metadata)
    assert refused.refusal[:2] == (400, "invalid_request_error")
    assert refused.error.message == message


def test_merging_cannot_go_over_the_limit_of_keys(stripe: Stripe) -> None:
    intent = stripe.intent(metadata={f"k{i}": "v" for i in range(50)})
    refused = stripe.post(f"/v1/payment_intents/{intent.id}", metadata={"one": "more"})
    assert refused.error.message == "Metadata can have up to 50 keys, but you've set 51."


def test_json_is_no_form(stripe: Stripe) -> None:
    refused = stripe.send(
        "POST",
        "/v1/customers",
        body=b'{"name": "Jo"}',
        headers={"Content-Type": "application/json"},
    )
    assert refused.refusal == (400, "invalid_request_error", None, None)
    assert refused.error.message == (
        "Invalid request (check that your POST content type is application/x-www-form-urlencoded)."
        " If you have any questions, we can help at https://support.stripe.com/."
    )


@pytest.mark.parametrize("id", [" cus_x", "cus_x ", "'cus_x'", '"cus_x'])
def test_an_id_in_blanks_or_quotes_is_not_the_exact_one(stripe: Stripe, id: str) -> None:
    refused = stripe.intent(customer=id)
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "customer")
    assert refused.error.message == (
        f"No such customer: '{id}'. Make sure you use the exact id without extra whitespace or"
        " quotes"
    )


@pytest.mark.parametrize(
    ("path", "param", "said"),
    [
        ("invoiceitems/ii_x", "id", "No such Invoice Item: 'ii_x'(livemode=false)"),
        ("test_helpers/test_clocks/clock_x", "test_clock", "No such billingclock: 'clock_x'"),
        ("billing_portal/configurations/bpc_x", "configuration", "No such configuration: 'bpc_x'"),
        ("tax_rates/txr_x", "tax_rate", "No such tax rate: 'txr_x'"),
    ],
)
def test_some_objects_have_other_nouns_than_names(
    stripe: Stripe, path: str, param: str, said: str
) -> None:
    refused = stripe.get(f"/v1/{path}")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", param)
    assert refused.error.message == said
