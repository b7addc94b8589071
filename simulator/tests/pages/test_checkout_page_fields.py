"""What the page asks of the shopper, and what the shopper can choose."""

from typing import Any

import pytest

from simulator import Account
from simulator.tests.pages.browsing import CARD, visit
from simulator.tests.pages.test_checkout_page import open_session


def now(sim: Account, session: Any) -> Any:
    return sim.api("GET", f"/v1/checkout/sessions/{session['id']}")[1]


def test_a_promotion_code_and_a_way_to_send_it_are_taken_from_the_form(sim: Account) -> None:
    sim.api("POST", "/v1/coupons", {"id": "HALF", "percent_off": 50, "duration": "once"})
    sim.api(
        "POST",
        "/v1/promotion_codes",
        {"promotion": {"type": "coupon", "coupon": "HALF"}, "code": "SPRING"},
    )
    ways = [
        sim.api(
            "POST",
            "/v1/shipping_rates",
            {
                "display_name": name,
                "type": "fixed_amount",
                "fixed_amount": {"amount": amount, "currency": "usd"},
            },
        )[1]["id"]
        for name, amount in (("Post", 500), ("Courier", 1500))
    ]
    session = open_session(
        sim, allow_promotion_codes=True, shipping_options=[{"shipping_rate": id} for id in ways]
    )
    wrong = visit(session["url"], CARD | {"promotionCode": "AUTUMN"})
    assert wrong.status == 402
    visit(session["url"], CARD | {"promotionCode": "spring", "shippingRate": ways[1]})
    after = now(sim, session)
    assert after["amount_total"] == 2400 + 1500
    assert after["discounts"][0]["promotion_code"].startswith("promo_")
    _, charges = sim.api("GET", "/v1/charges", {})
    assert [charge["amount"] for charge in charges["data"] if charge["paid"]] == [3900]


def test_the_shops_own_fields_and_the_address_are_kept(sim: Account) -> None:
    asked = {"key": "size", "label": {"custom": "Size", "type": "custom"}, "type": "text"}
    session = open_session(
        sim,
        custom_fields=[asked],
        shipping_address_collection={"allowed_countries": ["US", "GB"]},
        phone_number_collection={"enabled": True},
    )
    missing = visit(session["url"], CARD)
    assert missing.text.count("Required") == 6
    visit(
        session["url"],
        CARD
        | {
            "custom.size": "Large",
            "phone": "+441234567890",
            "shippingName": "Jo",
            "shippingLine1": "1 High Street",
            "shippingCity": "London",
            "shippingPostalCode": "SW1A 1AA",
            "shippingCountry": "GB",
        },
    )
    after = now(sim, session)
    assert after["custom_fields"][0]["text"]["value"] == "Large"
    assert after["customer_details"]["phone"] == "+441234567890"
    shipping = after["collected_information"]["shipping_details"]
    assert (shipping["name"], shipping["address"]["country"]) == ("Jo", "GB")


def test_a_shopper_says_what_the_shop_asks_for(sim: Account) -> None:
    session = open_session(
        sim,
        consent_collection={"promotions": "auto", "terms_of_service": "required"},
        name_collection={"business": {"enabled": True}},
        tax_id_collection={"enabled": True},
    )
    page = visit(session["url"])
    assert page.unlabelled == set()
    wrong = visit(session["url"], CARD | {"taxIdType": "eu_vat", "taxIdValue": "DE1"})
    assert wrong.status == 422
    for name in ("businessName", "termsOfService", "taxIdValue"):
        assert f'id="f-{name}-wrong"' in wrong.text
    typed = {"businessName": "Mugs Ltd", "termsOfService": "yes", "promotions": "yes"}
    tax_id = {"taxIdType": "eu_vat", "taxIdValue": "DE123456789"}
    assert visit(session["url"], CARD | typed | tax_id).status == 303
    after = now(sim, session)
    assert after["consent"] == {"promotions": "opt_in", "terms_of_service": "accepted"}
    assert after["customer_details"]["business_name"] == "Mugs Ltd"
    assert after["customer_details"]["tax_ids"] == [{"type": "eu_vat", "value": "DE123456789"}]


def test_what_is_offered_besides_is_added_before_anything_is_paid(sim: Account) -> None:
    _, price = sim.api(
        "POST",
        "/v1/prices",
        {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Tea"}},
    )
    session = open_session(sim, optional_items=[{"price": price["id"], "quantity": 1}])
    assert "Pay <span data-due>$48.00</span>" in visit(session["url"]).text
    added = visit(session["url"], {"add": price["id"]})
    assert added.status == 200
    assert "Pay <span data-due>$53.00</span>" in added.text
    removed = visit(session["url"], {"remove": price["id"]})
    assert "Pay <span data-due>$48.00</span>" in removed.text
    visit(session["url"], {"add": price["id"]})
    assert visit(session["url"], CARD).status == 303
    assert now(sim, session)["amount_total"] == 5300


def test_an_optional_item_is_taxed_as_soon_as_it_is_added(sim: Account) -> None:
    at_home = {"head_office": {"address": {"country": "FR"}}}
    sim.api("POST", "/v1/tax/settings", at_home | {"defaults": {"tax_code": "txcd_99999999"}})
    germany = {"country": "DE", "country_options": {"de": {"type": "standard"}}}
    sim.api("POST", "/v1/tax/registrations", germany | {"active_from": "now"})
    _, customer = sim.api("POST", "/v1/customers", {"address": {"country": "DE"}, "email": "a@b.c"})
    _, price = sim.api(
        "POST",
        "/v1/prices",
        {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Wrapping"}},
    )
    session = open_session(
        sim,
        customer=customer["id"],
        automatic_tax={"enabled": True},
        optional_items=[{"price": price["id"], "quantity": 1}],
    )
    assert "Pay <span data-due>$57.12</span>" in visit(session["url"]).text
    added = visit(session["url"], {"add": price["id"]})
    assert "Pay <span data-due>$63.07</span>" in added.text


def test_the_whole_address_is_typed_in_where_the_shop_wants_it(sim: Account) -> None:
    session = open_session(sim, billing_address_collection="required")
    wrong = visit(session["url"], CARD)
    assert wrong.status == 422
    assert 'id="f-addressLine1-wrong"' in wrong.text
    typed = {"addressLine1": "1 Main Street", "addressCity": "Ulm", "postalCode": "89073"}
    assert visit(session["url"], CARD | typed).status == 303
    address = now(sim, session)["customer_details"]["address"]
    assert (address["line1"], address["city"]) == ("1 Main Street", "Ulm")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Required"),
        ("12a", "Please enter digits only."),
        ("1", "Please enter at least 2 characters."),
        ("1234", "Please enter at most 3 characters."),
    ],
)
def test_a_field_of_the_shops_own_is_filled_in_as_it_asks(
    sim: Account, typed: str, said: str
) -> None:
    field = {
        "key": "age",
        "label": {"type": "custom", "custom": "Age"},
        "numeric": {"minimum_length": 2, "maximum_length": 3},
        "type": "numeric",
    }
    session = open_session(sim, custom_fields=[field])
    page = visit(session["url"], CARD | {"custom.age": typed})
    assert page.status == 422
    assert said in page.text
    assert visit(session["url"], CARD | {"custom.age": "42"}).status == 303


def test_a_shopper_changes_how_many_there_are_within_what_the_shop_allows(sim: Account) -> None:
    line = {
        "price_data": {"currency": "usd", "unit_amount": 2400, "product_data": {"name": "Mug"}},
        "quantity": 2,
        "adjustable_quantity": {"enabled": True, "minimum": 1, "maximum": 3},
    }
    session = open_session(sim, line_items=[line])
    _, lines = sim.api("GET", f"/v1/checkout/sessions/{session['id']}/line_items")
    id = lines["data"][0]["id"]
    assert f'value="{id} 3" aria-label="One more">' in visit(session["url"]).text
    typed = {"email": "half@typed.example"}
    more = visit(session["url"], typed | {"quantity": f"{id} 3"})
    assert more.status == 200
    assert "Pay <span data-due>$72.00</span>" in more.text
    assert 'value="half@typed.example"' in more.text
    assert f'value="{id} 4" aria-label="One more" disabled>' in more.text
    for beyond in (f"{id} 4", f"{id} 0", f"{id} many", id):
        assert 'role="alert"' in visit(session["url"], {"quantity": beyond}).text
    assert visit(session["url"], CARD).status == 303
    assert now(sim, session)["amount_total"] == 7200


def test_how_many_there_are_stays_where_the_shop_says_so(sim: Account) -> None:
    session = open_session(sim)
    page = visit(session["url"])
    assert "One more" not in page.text
    assert "Qty 2 × $24.00" in page.text


def test_a_shopper_says_what_to_pay_where_the_price_leaves_it_open(sim: Account) -> None:
    _, price = sim.api(
        "POST",
        "/v1/prices",
        {"currency": "usd", "custom_unit_amount": {"enabled": True}, "product_data": {"name": "G"}},
    )
    session = open_session(sim, line_items=[{"price": price["id"], "quantity": 1}])
    name = f"amount.{price['id']}"
    assert f'name="{name}"' in visit(session["url"]).text
    assert "at least $0.50" in (visit(session["url"], {name: "x", "choose": "amounts"}).alert or "")
    chosen = visit(session["url"], CARD | {name: "12.50"})  # nothing was due: not paid yet
    assert (chosen.status, "Pay <span data-due>$12.50</span>" in chosen.text) == (200, True)
    assert visit(session["url"], CARD | {name: "13"}).status == 303
    assert now(sim, session)["amount_total"] == 1300


@pytest.mark.parametrize(
    ("given", "button"),
    [
        ({"submit_type": "book"}, ">Book<"),
        ({"submit_type": "donate"}, ">Donate<"),
        ({}, "Pay <span data-due>"),
    ],
)
def test_the_button_says_what_is_done(sim: Account, given: dict[str, Any], button: str) -> None:
    assert button in visit(open_session(sim, **given)["url"]).text
    price = {"currency": "usd", "unit_amount": 500, "product_data": {"name": "Tea"}}
    monthly = {"price_data": price | {"recurring": {"interval": "month"}}, "quantity": 1}
    session = open_session(sim, mode="subscription", line_items=[monthly], **given)
    assert (button if given else ">Subscribe<") in visit(session["url"]).text


def test_the_shop_says_in_its_own_words_what_it_has_to(sim: Account) -> None:
    places = ("shipping_address", "submit", "after_submit")
    session = open_session(
        sim,
        custom_text={place: {"message": f"About {place} & more"} for place in places},
        shipping_address_collection={"allowed_countries": ["US"]},
    )
    text = visit(session["url"]).text
    at = [text.index(f"About {place} &amp; more") for place in places]
    button = text.index('class="pay"')
    assert at[0] < at[1] < button < at[2]


def test_a_field_of_the_shops_own_begins_as_it_says_and_may_be_emptied(sim: Account) -> None:
    options = [{"label": "Large", "value": "l"}, {"label": "Small", "value": "s"}]
    small = {"options": options, "default_value": "s"}
    asked: list[dict[str, Any]] = [
        {"key": "note", "type": "text", "optional": True, "text": {"default_value": "Hello"}},
        {"key": "size", "type": "dropdown", "dropdown": {"options": options}},
        {"key": "cut", "type": "dropdown", "dropdown": small},
    ]
    fields = [each | {"label": {"type": "custom", "custom": each["key"]}} for each in asked]
    session = open_session(sim, custom_fields=fields)
    page = visit(session["url"])
    assert 'value="Hello"' in page.text
    assert '<option value="s" selected>' in page.text
    assert page.text.count("Select…") == 1
    typed = CARD | {"custom.note": "", "custom.size": "", "custom.cut": "s"}
    assert 'id="f-custom-size-wrong"' in visit(session["url"], typed).text
    visit(session["url"], typed | {"custom.size": "l"})
    known = now(sim, session)["custom_fields"]
    answered = {each["key"]: each[each["type"]]["value"] for each in known}
    assert answered == {"note": None, "size": "l", "cut": "s"}


def test_a_tax_id_is_required_where_there_is_one(sim: Account) -> None:
    session = open_session(sim, tax_id_collection={"enabled": True, "required": "if_supported"})
    wrong = visit(session["url"], CARD | {"country": "DE"})
    assert 'id="f-taxIdValue-wrong"' in wrong.text
    assert visit(session["url"], CARD | {"country": "JP"}).status == 303


def test_how_long_it_is_on_its_way_stands_beside_it(sim: Account) -> None:
    fixed = {"amount": 500, "currency": "usd"}
    spans = {
        "Post": {"minimum": {"unit": "day", "value": 2}, "maximum": {"unit": "week", "value": 2}},
        "Courier": {"maximum": {"unit": "business_day", "value": 3}},
    }
    ways = [
        {"display_name": name, "fixed_amount": fixed, "delivery_estimate": of}
        for name, of in spans.items()
    ]
    session = open_session(sim, shipping_options=[{"shipping_rate_data": way} for way in ways])
    text = visit(session["url"]).text
    assert "2 days to 2 weeks" in text
    assert "at most 3 business days" in text
