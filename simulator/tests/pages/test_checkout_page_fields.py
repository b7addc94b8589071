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
