"""Payment Links. Source: API reference, "Payment Links"."""

from typing import Any

import pytest

from simulator.operations.checkout.following_links import open_link
from simulator.resources.payment_link import PaymentLink
from simulator.tests.calls import Reply, Stripe
from simulator.tests.operations.connecting import connected
from simulator.tests.operations.shopping import again, goods, pay
from simulator.work import Work


@pytest.fixture
def link(stripe: Stripe) -> Reply:
    return stripe.post("/v1/payment_links", line_items=[goods(1500, 2)], metadata={"k": "v"})


def follow(stripe: Stripe, link: Reply, **query: str) -> str:
    work = Work(stripe.account)
    found = work.find(PaymentLink, link.id)
    assert found is not None
    session = open_link(work, found, query)
    work.commit()
    return session.id


def pay_link(stripe: Stripe, link: Reply) -> Reply:
    """The Session of somebody who followed the link and paid."""
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link)}")
    assert pay(stripe, session) is None
    return session


def test_a_new_link_shows_every_field(stripe: Stripe, link: Reply) -> None:
    assert link.http == 200
    made = {"id": link.id, "url": link.url}
    assert link.body == made | {
        "object": "payment_link",
        "active": True,
        "after_completion": {
            "hosted_confirmation": {"custom_message": None},
            "type": "hosted_confirmation",
        },
        "allow_promotion_codes": False,
        "application": None,
        "application_fee_amount": None,
        "application_fee_percent": None,
        "automatic_tax": {"enabled": False, "liability": None},
        "billing_address_collection": "auto",
        "consent_collection": None,
        "currency": "usd",
        "custom_fields": [],
        "custom_text": {
            "after_submit": None,
            "shipping_address": None,
            "submit": None,
            "terms_of_service_acceptance": None,
        },
        "customer_creation": "if_required",
        "inactive_message": None,
        "invoice_creation": link.invoice_creation,
        "livemode": False,
        "managed_payments": {"enabled": False},
        "metadata": {"k": "v"},
        "on_behalf_of": None,
        "payment_intent_data": None,
        "payment_method_collection": "if_required",
        "payment_method_options": None,
        "payment_method_types": None,
        "phone_number_collection": {"enabled": False},
        "restrictions": None,
        "shipping_address_collection": None,
        "shipping_options": [],
        "submit_type": "auto",
        "subscription_data": None,
        "tax_id_collection": {"enabled": False, "required": "never"},
        "transfer_data": None,
    }
    assert stripe.types() == ["payment_link.created"]


def test_a_link_to_subscribe_says_how_it_begins(stripe: Stripe) -> None:
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    link = stripe.post("/v1/payment_links", line_items=[monthly])
    assert (link.customer_creation, link.invoice_creation.enabled) == ("if_required", False)
    begins = link.subscription_data
    assert (begins.description, begins.trial_period_days) == (None, None)
    assert begins.invoice_settings == {"issuer": {"type": "self"}}
    assert begins.trial_settings.end_behavior.missing_payment_method == "create_invoice"
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link)}")
    assert session.customer_creation == "if_required"
    pay(stripe, session)
    assert again(stripe, session).customer.startswith("cus_")


def test_following_a_link_opens_a_session_of_its_goods(stripe: Stripe, link: Reply) -> None:
    id = follow(stripe, link, client_reference_id="77", prefilled_email="jo@example.org")
    session = stripe.get(f"/v1/checkout/sessions/{id}")
    assert session.payment_link == link.id
    assert (session.amount_total, session.metadata) == (3000, {"k": "v"})
    assert (session.client_reference_id, session.customer_email) == ("77", "jo@example.org")
    assert (session.allow_promotion_codes, session.billing_address_collection) == (False, "auto")
    assert (session.success_url, session.cancel_url) == ("https://stripe.com", "https://stripe.com")
    assert (session.locale, session.submit_type) == ("auto", "auto")
    assert "branding_settings" not in session.body
    assert session.consent_collection is link.consent_collection is None
    pay(stripe, session)
    assert again(stripe, session).payment_status == "paid"
    listed = stripe.get("/v1/checkout/sessions", payment_link=link.id).data
    assert [found.id for found in listed] == [id]


def test_a_link_leads_on_where_it_is_told_to(stripe: Stripe) -> None:
    link = stripe.post(
        "/v1/payment_links",
        line_items=[goods()],
        after_completion={"type": "redirect", "redirect": {"url": "https://shop.example/done"}},
    )
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link)}")
    assert session.success_url == "https://shop.example/done"


def test_a_link_can_be_put_out_of_use(stripe: Stripe, link: Reply) -> None:
    stripe.told()
    changed = stripe.post(f"/v1/payment_links/{link.id}", active=False, inactive_message="Sold out")
    assert (changed.active, changed.inactive_message) == (False, "Sold out")
    (event,) = stripe.told()
    assert event.data.previous_attributes == {"active": True, "inactive_message": None}
    assert stripe.get("/v1/payment_links", active=True).data == []


def test_the_lines_of_a_link_are_listed(stripe: Stripe, link: Reply) -> None:
    listed = stripe.get(f"/v1/payment_links/{link.id}/line_items")
    assert [(line.description, line.quantity) for line in listed.data] == [("Mug", 2)]
    expanded = stripe.get(f"/v1/payment_links/{link.id}", expand=["line_items"])
    assert expanded.line_items.data[0].amount_total == 3000


def test_a_link_that_there_is_not_is_missed(stripe: Stripe) -> None:
    missing = stripe.get("/v1/payment_links/plink_no")
    assert missing.refusal == (404, "invalid_request_error", "resource_missing", "payment_link")


def test_a_link_closes_after_the_last_session_that_it_allows(stripe: Stripe) -> None:
    link = stripe.post(
        "/v1/payment_links",
        line_items=[goods()],
        restrictions={"completed_sessions": {"limit": 1}},
    )
    assert link.restrictions == {"completed_sessions": {"count": 0, "limit": 1}}
    pay(stripe, stripe.get(f"/v1/checkout/sessions/{follow(stripe, link)}"))
    after = stripe.get(f"/v1/payment_links/{link.id}")
    assert (after.active, after.restrictions.completed_sessions.count) == (False, 1)
    assert "payment_link.updated" in stripe.types()


def test_a_link_pays_other_accounts_as_it_says(stripe: Stripe) -> None:
    account = connected(stripe)
    shared = {
        "application_fee_amount": 100,
        "on_behalf_of": account,
        "transfer_data": {"destination": account},
    }
    link = stripe.post("/v1/payment_links", line_items=[goods(1500, 2)], **shared)
    session = again(stripe, pay_link(stripe, link), expand=["payment_intent"])
    intent = session.payment_intent
    assert {name: intent[name] for name in shared} == shared
    shared["transfer_data"] = {"destination": "acct_no"}
    missed = stripe.post("/v1/payment_links", line_items=[goods()], **shared)
    assert missed.refusal[2:] == ("resource_missing", "transfer_data[destination]")


def test_a_link_of_a_subscription_pays_other_accounts_too(stripe: Stripe) -> None:
    account = connected(stripe)
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    link = stripe.post(
        "/v1/payment_links",
        line_items=[monthly],
        application_fee_percent=10,
        transfer_data={"destination": account},
    )
    session = again(stripe, pay_link(stripe, link), expand=["subscription"])
    assert session.subscription.application_fee_percent == 10
    assert session.subscription.transfer_data.destination == account


@pytest.mark.parametrize(
    "needs",
    [
        {"invoice_creation": {"enabled": True}},
        {"payment_intent_data": {"setup_future_usage": "off_session"}},
    ],
)
def test_who_saves_a_card_by_a_link_or_gets_an_invoice_becomes_a_customer(
    stripe: Stripe, needs: dict[str, Any]
) -> None:
    link = stripe.post("/v1/payment_links", line_items=[goods()], **needs)
    paid = again(stripe, pay_link(stripe, link))
    assert paid.customer.startswith("cus_")
    assert (paid.invoice is not None) == ("invoice_creation" in needs)


def test_a_link_goes_on_counting_when_its_limit_changes(stripe: Stripe) -> None:
    limit = {"completed_sessions": {"limit": 3}}
    link = stripe.post("/v1/payment_links", line_items=[goods()], restrictions=limit)
    pay_link(stripe, link)
    changed = stripe.post(
        f"/v1/payment_links/{link.id}", restrictions={"completed_sessions": {"limit": 5}}
    )
    assert changed.restrictions.completed_sessions == {"count": 1, "limit": 5}


def test_what_is_wrong_in_an_address_is_left_out(stripe: Stripe, link: Reply) -> None:
    wrong = {"client_reference_id": "a b", "prefilled_email": "foo", "locale": "zz"}
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link, **wrong)}")
    assert (session.client_reference_id, session.customer_email, session.locale) == (
        None,
        None,
        "auto",
    )
    right = {"client_reference_id": "a-1", "prefilled_email": "jo@example.org", "locale": "de"}
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link, **right)}")
    assert (session.client_reference_id, session.customer_email, session.locale) == (
        "a-1",
        "jo@example.org",
        "de",
    )


def test_a_code_in_an_address_is_applied_where_codes_are_taken(stripe: Stripe, link: Reply) -> None:
    stripe.post("/v1/coupons", id="TEN", percent_off=10)
    named = {"type": "coupon", "coupon": "TEN"}
    stripe.post("/v1/promotion_codes", promotion=named, code="SPRING")

    def total(link: Reply, code: str) -> int:
        session = follow(stripe, link, prefilled_promo_code=code)
        return int(stripe.get(f"/v1/checkout/sessions/{session}").amount_total)

    assert total(link, "SPRING") == 3000
    stripe.post(f"/v1/payment_links/{link.id}", allow_promotion_codes=True)
    assert total(link, "spring") == 2700
    assert total(link, "AUTUMN") == 3000


MONTHLY = goods(price_data={"recurring": {"interval": "month"}})


@pytest.mark.parametrize(
    ("line", "params", "said"),
    [
        (goods(), {"payment_method_collection": "always"},
         "You can only set `payment_method_collection` if there are recurring prices."),
        (goods(), {"application_fee_percent": 5},
         "`application_fee_percent` can only be used if there are recurring prices."),
        (goods(), {"subscription_data": {"trial_period_days": 7}},
         "`subscription_data` can only be used if there are recurring prices."),
        (MONTHLY, {"application_fee_amount": 5},
         "`application_fee_amount` can only be used when there are no line items with recurring "),
        (MONTHLY, {"invoice_creation": {"enabled": True}},
         "`invoice_creation` can only be used when there are no line items with recurring "),
        (goods(), {"payment_method_types": ["ideal"]},
         "Invalid currency: usd. The payment method `ideal` only supports the following "),
        (goods(), {"restrictions": {"completed_sessions": {"limit": 0}}},
         "This value must be greater than or equal to 1."),
    ],
)  # fmt: skip
def test_a_link_is_asked_only_for_what_goes_with_its_lines(
    stripe: Stripe, line: dict[str, Any], params: dict[str, Any], said: str
) -> None:
    refused = stripe.post("/v1/payment_links", line_items=[line], **params)
    assert refused.error.message.startswith(said)
    link = stripe.post("/v1/payment_links", line_items=[line])
    if "application_fee" not in str(params):
        refused = stripe.post(f"/v1/payment_links/{link.id}", **params)
        assert refused.error.message.startswith(said)


def test_a_link_sells_no_more_than_twenty_things(stripe: Stripe) -> None:
    error = stripe.post("/v1/payment_links", line_items=[goods()] * 21).error
    assert error.message == "Array line_items exceeded maximum 20 allowed elements."


def test_what_a_link_was_told_can_be_taken_back(stripe: Stripe) -> None:
    told = {
        "inactive_message": "Sold out",
        "name_collection": {"business": {"enabled": True}},
        "payment_method_types": ["card"],
        "restrictions": {"completed_sessions": {"limit": 2}},
        "shipping_address_collection": {"allowed_countries": ["US"]},
    }
    link = stripe.post("/v1/payment_links", line_items=[goods()], **told)
    assert link.name_collection == {"business": {"enabled": True, "optional": False}}
    after = stripe.post(f"/v1/payment_links/{link.id}", **dict.fromkeys(told, ""))
    assert "name_collection" not in after.body
    del told["name_collection"]
    assert {name: after.body[name] for name in told} == dict.fromkeys(told)
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, after)}")
    assert session.shipping_address_collection is None


def test_a_link_in_a_currency_offers_what_is_paid_in_it(stripe: Stripe) -> None:
    configuration = stripe.get("/v1/payment_method_configurations").data[0].id
    stripe.post(
        f"/v1/payment_method_configurations/{configuration}",
        multibanco={"display_preference": {"preference": "on"}},
    )
    line = goods(price_data={"currency": "eur"})
    link = stripe.post("/v1/payment_links", line_items=[line])
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link)}")
    assert "multibanco" in session.payment_method_types


def test_an_update_leaves_of_a_payment_what_it_does_not_name(stripe: Stripe) -> None:
    said = {"description": "Mugs", "metadata": {"a": "1"}, "setup_future_usage": "off_session"}
    link = stripe.post("/v1/payment_links", line_items=[goods()], payment_intent_data=said)
    path = f"/v1/payment_links/{link.id}"
    after = stripe.post(path, payment_intent_data={"metadata": {"b": "2"}}).payment_intent_data
    assert (after["description"], after["metadata"]) == ("Mugs", {"b": "2"})
    after = stripe.post(path, payment_intent_data={"description": ""}).payment_intent_data
    assert (after["description"], after["metadata"]) == (None, {"b": "2"})
    intent = again(stripe, pay_link(stripe, link), expand=["payment_intent"]).payment_intent
    assert (intent.description, intent.metadata) == (None, {"b": "2"})
    assert intent.setup_future_usage == "off_session"


def test_an_update_leaves_of_a_subscription_what_it_does_not_name(stripe: Stripe) -> None:
    monthly = goods(price_data={"recurring": {"interval": "month"}})
    trial = {"trial_period_days": 7, "metadata": {"a": "1"}}
    link = stripe.post("/v1/payment_links", line_items=[monthly], subscription_data=trial)
    path = f"/v1/payment_links/{link.id}"
    stripe.post(path, subscription_data={"metadata": {"b": "2"}})
    made = again(stripe, pay_link(stripe, link), expand=["subscription"]).subscription
    assert (made.status, made.metadata) == ("trialing", {"b": "2"})
    refused = stripe.post(path, subscription_data={"trial_period_days": 0})
    assert refused.error.message == "The minimum number of trial period days is 1."


def test_an_update_leaves_of_texts_and_invoices_what_it_does_not_name(stripe: Stripe) -> None:
    looks = {"description": "Mugs", "footer": "Bye"}
    link = stripe.post(
        "/v1/payment_links",
        line_items=[goods()],
        custom_text={"submit": {"message": "Hi"}, "after_submit": {"message": "Bye"}},
        invoice_creation={"enabled": True, "invoice_data": looks},
    )
    after = stripe.post(
        f"/v1/payment_links/{link.id}",
        custom_text={"submit": "", "shipping_address": {"message": "There"}},
        invoice_creation={"enabled": True, "invoice_data": {"footer": "Ciao"}},
    )
    session = stripe.get(f"/v1/checkout/sessions/{follow(stripe, link)}")
    for each in (after, session):
        assert each.custom_text == {
            "after_submit": {"message": "Bye"},
            "shipping_address": {"message": "There"},
            "submit": None,
            "terms_of_service_acceptance": None,
        }
        data = each.invoice_creation["invoice_data"]
        assert (data["description"], data["footer"]) == ("Mugs", "Ciao")
