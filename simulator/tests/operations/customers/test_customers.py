"""Customers are made, changed, deleted, listed and found as Stripe does it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator.tests.calls import Stripe

CUSTOMERS = "/v1/customers"


def test_nothing_is_required(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS)
    assert customer.http == 200
    body = dict(customer.body)
    assert re.fullmatch(r"cus_\w{14}", body.pop("id"))
    assert re.fullmatch(r"[0-9A-Z]{8}", body.pop("invoice_prefix"))
    assert body == {
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": stripe.now,
        "currency": None,
        "customer_account": None,
        "default_currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }
    assert stripe.types() == ["customer.created"]


def test_a_test_card_can_be_attached_and_be_the_default_at_once(stripe: Stripe) -> None:
    settings = {"default_payment_method": "pm_card_visa"}
    customer = stripe.post(CUSTOMERS, payment_method="pm_card_visa", invoice_settings=settings)
    assert customer.http == 200
    (method,) = stripe.get("/v1/payment_methods", customer=customer.id).data
    assert customer.invoice_settings.default_payment_method == method.id


def test_a_method_is_attached_on_the_way(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, payment_method="pm_card_visa")
    (method,) = stripe.get("/v1/payment_methods", customer=customer.id).data
    assert method.customer == customer.id
    assert sorted(stripe.types()) == ["customer.created", "payment_method.attached"]


def test_the_default_method_must_be_the_customers_own(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS)
    method = stripe.get("/v1/payment_methods/pm_card_visa")
    settings = {"default_payment_method": method.id}
    refused = stripe.post(f"{CUSTOMERS}/{customer.id}", invoice_settings=settings)
    param = "invoice_settings[default_payment_method]"
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", param)
    assert refused.error.message == (
        f"The customer does not have a payment method with the ID {method.id}. The payment method"
        " must be attached to the customer."
    )


def test_an_email_is_checked_for_its_form_alone(stripe: Stripe) -> None:
    refused = stripe.post(CUSTOMERS, email="foo")
    assert refused.refusal == (400, "invalid_request_error", "email_invalid", "email")
    assert refused.error.message == "Invalid email address: foo"
    for _ in range(2):
        assert stripe.post(CUSTOMERS, email="jo@example.com").http == 200


# Updating.


def changed(stripe: Stripe, given: dict[str, Any], **params: Any) -> tuple[Any, Any]:
    """The customer after an update, and the previous attributes of its event (None: no event)."""
    customer = stripe.post(CUSTOMERS, **given)
    stripe.told()
    after = stripe.post(f"{CUSTOMERS}/{customer.id}", **params)
    assert after.http == 200
    told = stripe.told()
    assert [event.type for event in told] in ([], ["customer.updated"])
    return after, told[0].data.previous_attributes if told else None


def test_only_what_changed_is_told(stripe: Stripe) -> None:
    _, before = changed(stripe, {"email": "old@example.com", "name": "Old"}, name="New")
    assert before == {"name": "Old"}


def test_an_update_that_changes_nothing_is_not_told(stripe: Stripe) -> None:
    assert changed(stripe, {"name": "Jo"}, name="Jo")[1] is None


def test_metadata_merges_leaf_by_leaf(stripe: Stripe) -> None:
    after, before = changed(stripe, {"metadata": {"a": 1}}, metadata={"foo": "bar"})
    assert after.metadata == {"a": "1", "foo": "bar"}
    assert before == {"metadata": {"foo": None}}
    after, before = changed(stripe, {"metadata": {"a": 1, "b": 2}}, metadata={"a": ""})
    assert (after.metadata, before) == ({"b": "2"}, {"metadata": {"a": "1"}})
    assert changed(stripe, {"metadata": {"a": 1}}, metadata="")[0].metadata == {}


def test_an_address_has_all_its_lines(stripe: Stripe) -> None:
    after, _ = changed(stripe, {}, address={"city": "Rome"})
    assert after.address == {
        "city": "Rome",
        "country": None,
        "line1": None,
        "line2": None,
        "postal_code": None,
        "state": None,
    }
    after, _ = changed(stripe, {"address": {"city": "Rome"}}, address={"line1": "Via 1"})
    assert (after.address.city, after.address.line1) == ("Rome", "Via 1")


def test_settings_merge_and_are_told_leaf_by_leaf(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, payment_method="pm_card_visa")
    method = stripe.get("/v1/payment_methods", customer=customer.id).data[0].id
    stripe.told()
    settings = {"default_payment_method": method}
    stripe.post(f"{CUSTOMERS}/{customer.id}", invoice_settings=settings)
    (event,) = stripe.told()
    assert event.data.previous_attributes == {"invoice_settings": {"default_payment_method": None}}


def test_the_default_payment_method_is_unset_by_an_empty_value(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, payment_method="pm_card_visa")
    path = f"{CUSTOMERS}/{customer.id}"
    method = stripe.get("/v1/payment_methods", customer=customer.id).data[0].id
    stripe.post(path, invoice_settings={"default_payment_method": method, "footer": "Bye"})
    settings = stripe.post(path, invoice_settings={"default_payment_method": ""}).invoice_settings
    assert (settings.default_payment_method, settings.footer) == (None, "Bye")


def test_an_empty_value_unsets(stripe: Stripe) -> None:
    given = {"description": "a regular", "shipping": {"name": "Jo", "address": {"line1": "1"}}}
    after, before = changed(stripe, given, description="", shipping="")
    assert (after.description, after.shipping) == (None, None)
    assert set(before) == {"description", "shipping"}


def test_an_empty_email_and_name_unset_them(stripe: Stripe) -> None:
    after, _ = changed(stripe, {"email": "jo@example.com", "name": "Jo"}, email="", name="")
    assert (after.email, after.name) == (None, None)


def test_a_balance_stamps_the_currency(stripe: Stripe) -> None:
    after, _ = changed(stripe, {}, balance=-500)
    assert (after.balance, after.currency) == (-500, "usd")


# Finding.


def test_customers_are_listed_by_email(stripe: Stripe) -> None:
    wanted = stripe.post(CUSTOMERS, email="jo@example.com").id
    stripe.post(CUSTOMERS, email="al@example.com")
    listed = stripe.get(CUSTOMERS, email="jo@example.com")
    assert [customer.id for customer in listed.data] == [wanted]


def test_customers_on_a_test_clock_are_listed_by_it_alone(stripe: Stripe) -> None:
    clock = stripe.post("/v1/test_helpers/test_clocks", frozen_time=stripe.now)
    here = stripe.post(CUSTOMERS)
    there = stripe.post(CUSTOMERS, test_clock=clock.id)
    assert [each.id for each in stripe.get(CUSTOMERS).data] == [here.id]
    assert [each.id for each in stripe.get(CUSTOMERS, test_clock=clock.id).data] == [there.id]


def test_a_missing_customer_is_a_404(stripe: Stripe) -> None:
    refused = stripe.get(f"{CUSTOMERS}/cus_x")
    assert refused.refusal == (404, "invalid_request_error", "resource_missing", "id")
    assert refused.error.message == "No such customer: 'cus_x'"


def test_sources_come_only_when_they_are_asked_for(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, source="tok_visa")
    assert customer.default_source.startswith("card_1")
    assert "sources" not in customer.body
    expanded = stripe.get(f"{CUSTOMERS}/{customer.id}", expand=["sources", "subscriptions"])
    assert expanded.sources.total_count == 1
    assert expanded.sources.data[0].id == customer.default_source
    assert expanded.subscriptions.data == []


def test_the_default_source_must_be_one_of_the_customers(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, source="tok_visa")
    refused = stripe.post(f"{CUSTOMERS}/{customer.id}", default_source="card_none")
    assert refused.refusal == (400, "invalid_request_error", "resource_missing", "default_source")
    assert stripe.get(f"{CUSTOMERS}/{customer.id}").default_source == customer.default_source


def test_the_shipping_of_a_customer_names_no_carrier(stripe: Stripe) -> None:
    shipping = {"name": "Jo", "phone": "", "address": {"line1": "1 Main Street"}}
    shown = stripe.post(CUSTOMERS, shipping=shipping).shipping
    assert (list(shown), shown.phone) == (["address", "name", "phone"], "")


def test_a_customer_may_have_an_id_of_the_clients_choosing_once(stripe: Stripe) -> None:
    assert stripe.post(CUSTOMERS, id="shopper-7").id == "shopper-7"
    refused = stripe.post(CUSTOMERS, id="shopper-7")
    assert refused.refusal == (400, "invalid_request_error", "resource_already_exists", "id")


def test_a_card_that_is_not_kept_makes_no_customer(stripe: Stripe) -> None:
    refused = stripe.post(CUSTOMERS, source="tok_chargeDeclinedLostCard")
    assert refused.refusal == (402, "card_error", "card_declined", "")
    assert refused.error.decline_code == "lost_card"
    assert stripe.get(CUSTOMERS).data == []


def test_until_2019_10_17_the_balance_was_set_by_its_old_name(stripe: Stripe) -> None:
    customer = stripe.at_version("2019-05-16").post(CUSTOMERS, account_balance=-500)
    assert (customer.balance, customer.account_balance) == (-500, -500)
    refused = stripe.post(CUSTOMERS, account_balance=-500)
    assert refused.refusal == (400, "invalid_request_error", "parameter_unknown", "account_balance")


# What is kept beside a Customer.


def test_the_balance_is_what_its_transactions_come_to(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, balance=-500)
    entries = f"{CUSTOMERS}/{customer.id}/balance_transactions"
    entry = stripe.post(entries, amount=200, currency="usd", description="a correction")
    assert (entry.type, entry.amount, entry.ending_balance) == ("adjustment", 200, -300)
    stripe.post(f"{CUSTOMERS}/{customer.id}", balance=0)
    assert [row.amount for row in stripe.get(entries).data] == [300, 200, -500]
    assert stripe.get(f"{CUSTOMERS}/{customer.id}").balance == 0
    assert stripe.get(f"{entries}/{entry.id}").description == "a correction"


def test_a_balance_is_in_one_currency_for_good(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, balance=-500)
    entries = f"{CUSTOMERS}/{customer.id}/balance_transactions"
    stripe.post(entries, amount=1, currency="eur")
    after = stripe.get(f"{CUSTOMERS}/{customer.id}")
    assert (after.balance, after.currency) == (-500, "usd")


def test_the_cash_balance_follows_the_merchants_default_until_told_otherwise(
    stripe: Stripe,
) -> None:
    customer = stripe.post(CUSTOMERS, expand=["cash_balance"])
    settings = {"reconciliation_mode": "automatic", "using_merchant_default": True}
    assert (customer.cash_balance.available, customer.cash_balance.settings) == (None, settings)
    cash = f"{CUSTOMERS}/{customer.id}/cash_balance"
    stripe.post(cash, settings={"reconciliation_mode": "manual"})
    settings = {"reconciliation_mode": "manual", "using_merchant_default": False}
    assert stripe.get(cash).settings == settings


def test_tax_ids_are_made_along_with_the_customer(stripe: Stripe) -> None:
    given = [{"type": "eu_vat", "value": "DE123456789"}]
    customer = stripe.post(CUSTOMERS, tax_id_data=given, expand=["tax_ids"])
    assert [row.country for row in customer.tax_ids.data] == ["DE"]
    refused = stripe.post(f"{CUSTOMERS}/{customer.id}/tax_ids", type="eu_vat", value="1234")
    assert refused.refusal == (400, "invalid_request_error", "tax_id_invalid", "value")


def test_until_2019_12_a_customer_had_one_vat_number(stripe: Stripe) -> None:
    old = stripe.at_version("2019-11-05")
    customer = old.post(CUSTOMERS, tax_info={"tax_id": "DE123456789", "type": "vat"})
    assert customer.tax_info == {"tax_id": "DE123456789", "type": "vat"}
    assert customer.tax_info_verification == {"status": "pending", "verified_name": None}
    [tax_id] = customer.tax_ids.data
    assert (tax_id.type, tax_id.country) == ("eu_vat", "DE")
    path = f"{CUSTOMERS}/{customer.id}"
    changed = old.post(path, tax_info={"tax_id": "12 345", "type": "vat"})
    [tax_id] = changed.tax_ids.data
    assert (tax_id.type, tax_id.value, tax_id.country) == ("unknown", "12 345", None)
    assert changed.tax_info.tax_id == "12 345"
    stripe.post(f"{path}/tax_ids", type="eu_vat", value="FR12345678901")
    assert old.get(path).body["tax_info"] is None
    assert old.post(path, tax_info={"type": "vat"}).error.param == "tax_info[tax_id]"
    newer = stripe.at_version("2019-12-03")
    assert newer.get(path).body.keys().isdisjoint({"tax_info", "tax_info_verification"})
    assert newer.post(path, tax_info={"tax_id": "1", "type": "vat"}).error.param == "tax_info"


def test_where_a_customer_is_taxed_is_told_only_when_asked(stripe: Stripe) -> None:
    assert "tax" not in stripe.post(CUSTOMERS, tax={"ip_address": "192.0.2.1"}).body
    customer = stripe.post(CUSTOMERS, address={"country": "DE"}, expand=["tax"])
    assert (customer.tax.location.country, customer.tax.automatic_tax) == ("DE", "not_collecting")


@pytest.mark.parametrize("version", [None, "2019-08-14"])
def test_what_a_customer_has_to_its_credit_is_told_only_when_asked(
    stripe: Stripe, version: str | None
) -> None:
    customer = stripe.post(CUSTOMERS, balance=-500)
    assert "invoice_credit_balance" not in customer.body
    asker = stripe.at_version(version) if version else stripe
    credit = {"expand": ["invoice_credit_balance"]}
    assert asker.get(f"{CUSTOMERS}/{customer.id}", **credit).invoice_credit_balance == {"usd": 500}
    assert stripe.post(CUSTOMERS, **credit).body["invoice_credit_balance"] == {}
    debtor = stripe.post(CUSTOMERS, balance=300, **credit)
    assert debtor.invoice_credit_balance == {"usd": -300}


def test_the_names_of_a_business_and_a_person_can_be_taken_back(stripe: Stripe) -> None:
    customer = stripe.post(CUSTOMERS, business_name="Mugs Ltd.", individual_name="Jo")
    assert (customer.business_name, customer.individual_name) == ("Mugs Ltd.", "Jo")
    after = stripe.post(f"{CUSTOMERS}/{customer.id}", business_name="", individual_name="")
    assert not {"business_name", "individual_name"} & after.body.keys()


@pytest.mark.parametrize("prefix", ["ab", "MUGS-1", "M" * 13])
def test_an_invoice_prefix_has_a_form(stripe: Stripe, prefix: str) -> None:
    assert stripe.post(CUSTOMERS, invoice_prefix=prefix).error.param == "invoice_prefix"
    assert stripe.post(CUSTOMERS, invoice_prefix="MUGS1").invoice_prefix == "MUGS1"


def test_goods_that_are_sent_are_taxed_where_they_go(stripe: Stripe) -> None:
    told = {"ip_address": "192.0.2.1"}
    customer = stripe.post(CUSTOMERS, address={"country": "DE"}, tax=told, expand=["tax"])
    assert (customer.tax.ip_address, customer.tax.location.source) == (
        "192.0.2.1",
        "billing_address",
    )
    sent = {"name": "Jo", "address": {"country": "FR", "line1": "1 rue"}}
    after = stripe.post(f"{CUSTOMERS}/{customer.id}", shipping=sent, expand=["tax"]).tax
    assert (after.location.country, after.location.source) == ("FR", "shipping_destination")
    path = f"{CUSTOMERS}/{customer.id}"
    assert stripe.post(path, tax={"ip_address": ""}, expand=["tax"]).tax.ip_address is None


def test_a_tax_location_is_looked_at_at_once_where_asked(stripe: Stripe) -> None:
    at_once = {"validate_location": "immediately"}
    refused = stripe.post(CUSTOMERS, tax=at_once)
    assert refused.refusal == (400, "invalid_request_error", "customer_tax_location_invalid", None)
    assert stripe.post(CUSTOMERS, tax=at_once, address={"country": "US"}).http == 200
    assert stripe.post(CUSTOMERS, tax={"validate_location": "deferred"}).http == 200


@pytest.mark.parametrize("name", ["business_name", "individual_name"])
def test_a_name_of_either_kind_has_150_characters_at_most(stripe: Stripe, name: str) -> None:
    assert stripe.post(CUSTOMERS, **{name: "n" * 150}).http == 200
    refused = stripe.post(CUSTOMERS, **{name: "n" * 151})
    assert refused.refusal == (400, "invalid_request_error", None, name)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ([{"name": "n", "value": "v"}] * 5, "invoice_settings[custom_fields]"),
        ([{"name": "n" * 41, "value": "v"}], "invoice_settings[custom_fields][0][name]"),
        ([{"name": "n", "value": "v" * 141}], "invoice_settings[custom_fields][0][value]"),
    ],
)
def test_an_invoice_shows_so_much_of_its_customer_at_most(
    stripe: Stripe, fields: list[dict[str, str]], param: str
) -> None:
    refused = stripe.post(CUSTOMERS, invoice_settings={"custom_fields": fields})
    assert refused.refusal == (400, "invalid_request_error", None, param)


def test_how_invoices_are_drawn_is_shown_in_whole(stripe: Stripe) -> None:
    options = {"rendering_options": {"amount_tax_display": "exclude_tax"}}
    settings = stripe.post(CUSTOMERS, invoice_settings=options).invoice_settings
    assert settings.rendering_options == {"amount_tax_display": "exclude_tax", "template": None}
