"""Tax ids: how their values must read, whose they are, and what a register says of them.

Source: API reference, "Tax IDs"; Stripe docs, "Customer tax IDs".
"""

from typing import Any

import pytest

from simulator.tests.calls import Reply, Stripe

OF_TESTS = {"000000000": "verified", "111111111": "unverified", "222222222": "pending"}


@pytest.fixture
def customer(stripe: Stripe) -> str:
    return str(stripe.post("/v1/customers", name="Jo").id)


def give(stripe: Stripe, customer: str, type: str, value: str) -> Reply:
    return stripe.post(f"/v1/customers/{customer}/tax_ids", type=type, value=value)


@pytest.mark.parametrize(
    ("type", "value", "country"),
    [
        ("eu_vat", "DE123456789", "DE"),
        ("eu_vat", "EL123456789", "GR"),
        ("eu_vat", "XI123456789", "GB"),
        ("eu_vat", "FRAB123456789", "FR"),
        ("eu_vat", "NL123456789B12", "NL"),
        ("eu_vat", "IE1234567AB", "IE"),
        ("gb_vat", "GB123456789", "GB"),
        ("us_ein", "12-3456789", "US"),
        ("us_ein", "000000000", "US"),
        ("ch_vat", "CHE-123.456.789 MWST", "CH"),
        ("br_cpf", "123.456.789-87", "BR"),
        ("in_gst", "12ABCDE3456FGZH", "IN"),
        ("tz_vat", "whatever", "TZ"),
    ],
)
def test_a_value_of_its_type_is_taken(
    stripe: Stripe, customer: str, type: str, value: str, country: str
) -> None:
    made = give(stripe, customer, type, value)
    assert (made.country, made.value, made.customer) == (country, value, customer)
    assert made.owner == {"customer": customer, "customer_account": None, "type": "customer"}


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("eu_vat", "DE12345678"),
        ("eu_vat", "XX123456789"),
        ("eu_vat", "123456789"),
        ("gb_vat", "123456789"),
        ("us_ein", "12-345"),
        ("au_abn", "1234567890"),
    ],
)
def test_a_value_of_another_form_is_refused(
    stripe: Stripe, customer: str, type: str, value: str
) -> None:
    refused = give(stripe, customer, type, value)
    assert refused.refusal == (400, "invalid_request_error", "tax_id_invalid", "value")
    assert refused.error.message == f"Invalid value for {type}."
    assert stripe.get(f"/v1/customers/{customer}/tax_ids").data == []


def test_a_customer_is_not_made_with_an_invalid_tax_id(stripe: Stripe) -> None:
    given = [{"type": "eu_vat", "value": "DE123456789"}, {"type": "eu_vat", "value": "DE1"}]
    refused = stripe.post("/v1/customers", tax_id_data=given)
    assert refused.refusal == (
        400,
        "invalid_request_error",
        "tax_id_invalid",
        "tax_id_data[1][value]",
    )
    assert stripe.get("/v1/customers").data == []


@pytest.mark.parametrize("type", ["eu_vat", "gb_vat", "au_abn"])
@pytest.mark.parametrize(("value", "found"), OF_TESTS.items())
def test_what_a_register_says_of_a_number_for_tests_is_told(
    stripe: Stripe, customer: str, type: str, value: str, found: str
) -> None:
    made = give(stripe, customer, type, value)
    assert made.verification.status == "pending"
    stripe.advance(hours=1)
    now = stripe.get(f"/v1/customers/{customer}/tax_ids/{made.id}")
    assert now.verification.status == found
    told = [] if found == "pending" else ["customer.tax_id.updated"]
    assert [each for each in stripe.types() if each.endswith("updated")] == told


def test_a_number_for_tests_may_stand_behind_its_country(stripe: Stripe, customer: str) -> None:
    made = give(stripe, customer, "eu_vat", "FR000000000")
    assert made.country == "FR"
    stripe.advance(minutes=1)
    now = stripe.get(f"/v1/tax_ids/{made.id}")
    assert now.verification.status == "verified"


def test_no_register_knows_an_invented_number(stripe: Stripe, customer: str) -> None:
    made = give(stripe, customer, "eu_vat", "DE123456789")
    stripe.advance(minutes=1)
    assert stripe.get(f"/v1/tax_ids/{made.id}").verification.status == "unverified"


def test_a_type_that_has_no_register_is_not_verified(stripe: Stripe, customer: str) -> None:
    assert give(stripe, customer, "us_ein", "12-3456789").verification.status == "unavailable"
    stripe.advance(hours=1)
    assert "customer.tax_id.updated" not in stripe.types()


def test_nothing_is_told_of_a_tax_id_that_is_gone(stripe: Stripe, customer: str) -> None:
    made = give(stripe, customer, "eu_vat", "DE000000000")
    stripe.delete(f"/v1/customers/{customer}/tax_ids/{made.id}")
    stripe.advance(minutes=1)
    assert "customer.tax_id.updated" not in stripe.types()


def test_an_account_has_tax_ids_of_its_own(stripe: Stripe, customer: str) -> None:
    its = give(stripe, customer, "eu_vat", "DE123456789")
    own = stripe.post("/v1/tax_ids", type="eu_vat", value="FRAB123456789")
    assert (own.country, own.customer, own.verification) == ("FR", None, None)
    assert own.owner == {"type": "self"}
    assert [each.id for each in stripe.get("/v1/tax_ids").data] == [own.id]
    owner = {"type": "customer", "customer": customer}
    assert [each.id for each in stripe.get("/v1/tax_ids", owner=owner).data] == [its.id]
    assert stripe.types().count("customer.tax_id.created") == 1


def test_a_tax_id_can_be_given_to_a_customer_by_naming_the_owner(
    stripe: Stripe, customer: str
) -> None:
    owner = {"type": "customer", "customer": customer}
    made = stripe.post("/v1/tax_ids", type="gb_vat", value="GB123456789", owner=owner)
    assert (made.customer, made.country) == (customer, "GB")
    assert [each.id for each in stripe.get(f"/v1/customers/{customer}/tax_ids").data] == [made.id]


@pytest.mark.parametrize(
    ("owner", "code"),
    [
        ({"type": "customer"}, "parameter_missing"),
        ({"type": "customer", "customer": "cus_x"}, "resource_missing"),
    ],
)
def test_an_owner_must_be_there(stripe: Stripe, owner: dict[str, Any], code: str) -> None:
    error = stripe.post("/v1/tax_ids", type="us_ein", value="123456789", owner=owner).error
    assert (error.code, error.param) == (code, "owner[customer]")


def test_an_invoice_has_the_tax_ids_of_its_customer(stripe: Stripe, customer: str) -> None:
    give(stripe, customer, "eu_vat", "DE123456789")
    invoice = stripe.post("/v1/invoices", customer=customer)
    assert invoice.customer_tax_ids == [{"type": "eu_vat", "value": "DE123456789"}]
    give(stripe, customer, "us_ein", "12-3456789")
    final = stripe.post(f"/v1/invoices/{invoice.id}/finalize")
    assert [each.type for each in final.customer_tax_ids] == ["eu_vat", "us_ein"]
