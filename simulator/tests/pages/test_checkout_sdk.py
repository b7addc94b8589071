"""A Checkout Session on a page of the shop's own: `initCheckout`, in a shopper's browser."""

import json
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from simulator import Account
from simulator.tests.browsing import complaints, press, until
from simulator.tests.pages.storefront import Shop, said, storefront, type_card

pytestmark = pytest.mark.browser
SINCE_CLOVER = """
const checkout = stripe.initCheckout({{clientSecret: {secret}}});
checkout.createPaymentElement().mount("#card");
checkout.loadActions().then(async ({{actions}}) => {{ {code} }});
"""
BEFORE = """
stripe.initCheckout({{fetchClientSecret: async () => {secret}}}).then(async (checkout) => {{
  checkout.createPaymentElement().mount("#card");
  {code}
}});
"""


def open_session(sim: Account, shop: Shop, **params: Any) -> Any:
    line = {
        "price_data": {"currency": "usd", "unit_amount": 2400, "product_data": {"name": "Mug"}},
        "quantity": 1,
        "adjustable_quantity": {"enabled": True, "maximum": 5},
    }
    given = {
        "mode": "payment",
        "line_items": [line],
        "ui_mode": "elements",
        "return_url": f"{shop.url}/thanks?session={{CHECKOUT_SESSION_ID}}",
    }
    return sim.api("POST", "/v1/checkout/sessions", given | params)[1]


def after(sim: Account, session: Any) -> Any:
    return sim.api("GET", f"/v1/checkout/sessions/{session['id']}")[1]


def test_a_page_of_the_shops_own_pays_and_leads_on(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    session = open_session(sim, shop)
    secret = json.dumps(session["client_secret"])
    shown = storefront(
        browser,
        sim,
        shop,
        SINCE_CLOVER.format(
            secret=secret,
            code="""
            window.pay = () => actions.confirm();
            const updated = await actions.updateEmail("jo@example.org");
            said(updated.session);
            """,
        ),
        script="clover/stripe.js",
    )
    assert (shown["email"], shown["canConfirm"]) == ("jo@example.org", True)
    assert shown["total"]["total"] == {"amount": "$24.00", "minorUnitsAmount": 2400}
    assert [line["name"] for line in shown["lineItems"]] == ["Mug"]
    type_card(browser, "4242424242424242")
    browser.execute_script("window.pay()")
    until(browser, lambda page: page.current_url.startswith(f"{shop.url}/thanks"))
    assert browser.current_url == f"{shop.url}/thanks?session={session['id']}"
    paid = after(sim, session)
    assert (paid["status"], paid["payment_status"]) == ("complete", "paid")
    assert paid["customer_details"]["email"] == "jo@example.org"
    assert complaints(browser) == []


def test_a_decline_is_told_and_a_challenge_is_shown(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    session = open_session(sim, shop, customer_email="jo@example.org")
    first = storefront(
        browser,
        sim,
        shop,
        SINCE_CLOVER.format(
            secret=json.dumps(session["client_secret"]),
            code="""
            const how = {redirect: "if_required"};
            window.pay = (paymentMethod) => actions.confirm({paymentMethod, ...how}).then(said);
            said(await actions.confirm({paymentMethod: "pm_card_chargeDeclined"}));
            """,
        ),
        script="dahlia/stripe.js",
    )
    assert (first["type"], first["error"]["code"]) == ("error", "card_declined")
    assert first["error"]["message"] == "Your card was declined."
    browser.execute_script("said(''); window.pay('pm_card_threeDSecureRequired')")
    frame = until(browser, lambda page: page.find_element(By.NAME, "stripe-challenge-frame"))
    browser.switch_to.frame(frame)
    press(browser, By.ID, "test-source-authorize-3ds")
    browser.switch_to.default_content()
    until(browser, lambda page: "success" in page.find_element(By.ID, "out").text)
    done = said(browser)
    assert done["session"]["status"] == {"type": "complete", "paymentStatus": "paid"}
    assert after(sim, session)["payment_status"] == "paid"


def test_before_clover_it_was_promised_and_did_all_itself(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    _, coupon = sim.api("POST", "/v1/coupons", {"percent_off": 50, "duration": "once"})
    promotion = {"type": "coupon", "coupon": coupon["id"]}
    sim.api("POST", "/v1/promotion_codes", {"promotion": promotion, "code": "HALF"})
    session = open_session(sim, shop, allow_promotion_codes=True, customer_email="jo@example.org")
    shown = storefront(
        browser,
        sim,
        shop,
        BEFORE.format(
            secret=json.dumps(session["client_secret"]),
            code="""
            const heard = [];
            checkout.on("change", (session) => heard.push(session.total.total.minorUnitsAmount));
            const [line] = checkout.session().lineItems;
            await checkout.updateLineItemQuantity({lineItem: line.id, quantity: 3});
            const wrong = await checkout.updateLineItemQuantity({lineItem: line.id, quantity: 6});
            await checkout.applyPromotionCode("half");
            const unknown = await checkout.applyPromotionCode("none");
            said({heard, wrong: wrong.type, unknown: unknown.type});
            """,
        ),
        script="basil/stripe.js",
    )
    assert shown == {"heard": [7200, 3600], "wrong": "error", "unknown": "error"}
    assert after(sim, session)["amount_total"] == 3600
