"""Particulars of businesses and people that cannot be so."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.tests.calls import Stripe
from simulator.tests.operations.accounts.test_accounts import JO, opened

THIRTEEN_TODAY = {"day": 21, "month": 9, "year": 2013}
YOUNG = THIRTEEN_TODAY | {"day": 22}
NOWHERE = (
    "Country 'USA' is unknown. Try using a 2-character alphanumeric country code instead, such as"
    " 'US', 'EG', or 'GB'. A full list of country codes is available at"
    " https://en.wikipedia.org/wiki/ISO_3166-1_alpha-2#Officially_assigned_code_elements"
)
SPANISH = {"country": "ES", "postal_code": "280130"}
TOO_YOUNG = "Must be at least 13 years of age to use Stripe"
NINE = "US tax IDs must have 9 digits"


@pytest.mark.parametrize(
    ("told", "code", "param", "sentence"),
    [
        ({"business_type": "individual", "individual": {"dob": YOUNG}}, None,
         "individual[dob][year]", TOO_YOUNG),
        ({"business_type": "individual", "individual": {"id_number": "123"}}, "tax_id_invalid",
         "individual[id_number]", NINE),
        ({"business_type": "company", "company": {"tax_id": "12-34"}}, "tax_id_invalid",
         "company[tax_id]", NINE),
        ({"business_type": "company", "individual": {"first_name": "Jo"}}, None, None,
         ("You can only provide `individual` parameters for accounts with `business_type` of"
         " 'individual'.")),
        ({"business_type": "company", "company": {"structure": "llc"}}, None, "company[structure]",
         "'llc' is not a valid structure in the country US and under the business type 'company'."),
        ({"business_type": "individual", "company": {"structure": "sole_proprietorship"}}, None,
         "company[structure]", ("'sole_proprietorship' is not a valid structure in the country US"
         " and under the business type 'individual'.")),
        ({"business_type": "individual", "individual": {"address": {"postal_code": "1"}}},
         "postal_code_invalid", "individual[address][postal_code]", "Invalid US postal code"),
        ({"business_type": "company", "company": {"address": SPANISH}}, "postal_code_invalid",
         "company[address][postal_code]", "Invalid ES postal code"),
        ({"business_type": "individual", "individual": {"address": {"country": "USA"}}}, None,
         "individual[address][country]", NOWHERE),
        ({"business_profile": {"url": "nowhere"}}, "url_invalid", "business_profile[url]",
         "Not a valid URL"),
    ],
)  # fmt: skip
def test_an_account_of_which_this_is_told_is_refused(
    stripe: Stripe, told: dict[str, Any], code: str | None, param: str | None, sentence: str
) -> None:
    opening = stripe.post("/v1/accounts", type="custom", country="US", **told)
    path = f"/v1/accounts/{stripe.post('/v1/accounts', type='custom', country='US').id}"
    for refused in (opening, stripe.post(path, **told)):
        assert refused.refusal == (400, "invalid_request_error", code, param)
        assert refused.error.message == sentence


@pytest.mark.parametrize(
    ("told", "param", "sentence"),
    [
        ({"dob": YOUNG}, "dob[year]", TOO_YOUNG),
        ({"id_number": "123"}, "id_number", NINE),
        ({"address": {"country": "USA"}}, "address[country]", NOWHERE),
    ],
)
def test_a_person_of_whom_this_is_told_is_refused(
    stripe: Stripe, told: dict[str, Any], param: str, sentence: str
) -> None:
    path = f"/v1/accounts/{stripe.post('/v1/accounts', type='custom', country='US').id}/persons"
    known = stripe.post(path, first_name="Jo")
    for refused in (stripe.post(path, **told), stripe.post(f"{path}/{known.id}", **told)):
        assert (refused.http, refused.error.param, refused.error.message) == (400, param, sentence)
    assert [person.dob.year for person in stripe.get(path).data] == [None]


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("US", {"business_type": "individual", "individual": {"id_number": "000-00-0000"}}),
        ("US", {"business_type": "individual", "individual": {"dob": THIRTEEN_TODAY}}),
        ("US", {"business_type": "company", "company": {"structure": "single_member_llc"}}),
        ("US", {"business_profile": {"url": "www.example.com"}}),
        ("AE", {"business_type": "company", "company": {"structure": "llc", "tax_id": "123"}}),
        ("DE", {"business_type": "individual", "individual": {"id_number": "12345678901"}}),
    ],
)
def test_what_may_be_so_is_taken(stripe: Stripe, country: str, told: dict[str, Any]) -> None:
    assert stripe.post("/v1/accounts", type="custom", country=country, **told).http == 200


def test_nobody_changes_by_what_they_were_verified(stripe: Stripe) -> None:
    account = opened(stripe, individual={**JO, "id_number": "000000000"})
    path = f"/v1/accounts/{account.id}"
    assert stripe.post(path, individual={"first_name": "Joe"}).individual.first_name == "Joe"
    stripe.advance(seconds=11)
    sentence = (
        "You cannot change `{}` via API if an account is verified. Please contact us via"
        " https://support.stripe.com/contact if you need to change the information associated with"
        " this account."
    )
    person = f"{path}/persons/{account.individual.id}"
    document = {"document": {"front": "file_x"}}
    for told, name in (
        ({"last_name": "Doe"}, "last_name"),
        ({"dob": THIRTEEN_TODAY}, "dob"),
        ({"verification": document}, "verification[document][front]"),
    ):
        first, bracket, rest = name.partition("[")
        for refused, param in (
            (stripe.post(path, individual=told), f"individual[{first}]{bracket}{rest}"),
            (stripe.post(person, **told), name),
        ):
            assert refused.refusal == (400, "invalid_request_error", None, param)
            assert refused.error.message == sentence.format(param)
    again = {"first_name": "Joe", "dob": JO["dob"], "email": "joe@shop.test"}
    assert stripe.post(path, individual=again).individual.email == "joe@shop.test"
