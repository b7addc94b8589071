"""The payment page, the challenge and the Stripe.js stand-in, as a shopper's browser sees them."""

import json
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from simulator import Account
from simulator.tests.browsing import complaints, until
from simulator.tests.pages.storefront import Shop, said, storefront, type_card

pytestmark = pytest.mark.browser


def open_session(sim: Account, shop: Shop, **params: Any) -> Any:
    line = {
        "price_data": {"currency": "usd", "unit_amount": 2400, "product_data": {"name": "Mug"}},
        "quantity": 1,
    }
    _, session = sim.api(
        "POST",
        "/v1/checkout/sessions",
        {
            "mode": "payment",
            "line_items": [line],
            "success_url": f"{shop.url}/thanks?session={{CHECKOUT_SESSION_ID}}",
            "cancel_url": f"{shop.url}/cart",
            **params,
        },
    )
    return session


def test_a_shopper_is_declined_challenged_and_pays(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    session = open_session(sim, shop)
    browser.get(session["url"])
    browser.find_element(By.NAME, "email").send_keys("jo@example.org")
    browser.find_element(By.NAME, "cardNumber").send_keys("4000000000000002")
    assert browser.find_element(By.NAME, "cardNumber").get_attribute("value") == (
        "4000 0000 0000 0002"
    )
    browser.find_element(By.NAME, "cardExpiry").send_keys("1239")
    browser.find_element(By.NAME, "cardCvc").send_keys("123")
    browser.find_element(By.CSS_SELECTOR, ".pay").click()
    alert = until(browser, lambda page: page.find_element(By.CSS_SELECTOR, "[role=alert]"))
    assert alert.text == "Your card was declined."
    assert browser.switch_to.active_element == alert

    browser.find_element(By.CSS_SELECTOR, "summary").click()
    browser.find_elements(By.CSS_SELECTOR, "button[data-card]")[1].click()
    browser.find_element(By.CSS_SELECTOR, ".pay").click()
    until(browser, lambda page: page.find_elements(By.ID, "test-source-authorize-3ds"))[0].click()
    until(browser, lambda page: page.current_url.startswith(shop.url))
    assert browser.current_url == f"{shop.url}/thanks?session={session['id']}"
    assert complaints(browser) == []
    _, after = sim.api("GET", f"/v1/checkout/sessions/{session['id']}")
    assert after["payment_status"] == "paid"


def test_the_back_link_leads_to_the_cart_and_changes_nothing(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    session = open_session(sim, shop)
    browser.get(session["url"])
    browser.find_element(By.CSS_SELECTOR, "a.back").click()
    until(browser, lambda page: page.current_url == f"{shop.url}/cart")
    assert sim.api("GET", f"/v1/checkout/sessions/{session['id']}")[1]["status"] == "open"


def test_another_way_to_send_it_shows_another_sum(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
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
    session = open_session(sim, shop, shipping_options=[{"shipping_rate": id} for id in ways])
    browser.get(session["url"])
    assert browser.find_element(By.CSS_SELECTOR, ".pay").text == "Pay $29.00"
    browser.find_elements(By.CSS_SELECTOR, "input[name=shippingRate]")[1].click()
    assert browser.find_element(By.CSS_SELECTOR, ".pay").text == "Pay $39.00"
    assert browser.find_element(By.CSS_SELECTOR, ".total").text == "$39.00"


def test_the_page_fits_a_telephone(browser: webdriver.Chrome, sim: Account, shop: Shop) -> None:
    browser.set_window_size(500, 800)
    browser.get(open_session(sim, shop)["url"])
    wide = browser.execute_script(
        "return document.documentElement.scrollWidth <= window.innerWidth"
    )
    browser.set_window_size(1200, 900)
    assert wide is True


def an_intent(sim: Account) -> Any:
    """An intent that the storefront is to pay."""
    given = {"amount": 2500, "currency": "usd", "automatic_payment_methods": {"enabled": True}}
    return sim.api("POST", "/v1/payment_intents", given)[1]


def test_a_storefront_confirms_a_card_payment(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    secret = json.dumps(an_intent(sim)["client_secret"])
    result = storefront(
        browser,
        sim,
        shop,
        f"stripe.confirmCardPayment({secret}, {{payment_method: 'pm_card_visa'}}).then(said);",
    )
    assert result["paymentIntent"]["status"] == "succeeded"
    assert "latest_charge" not in result["paymentIntent"]


def test_a_storefront_is_told_of_a_decline(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    secret = json.dumps(an_intent(sim)["client_secret"])
    result = storefront(
        browser,
        sim,
        shop,
        f"stripe.confirmCardPayment({secret},"
        " {payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds'}).then(said);",
    )
    assert result["error"]["decline_code"] == "insufficient_funds"
    assert result["error"]["payment_intent"]["status"] == "requires_payment_method"


@pytest.mark.parametrize("passed", [True, False])
def test_a_storefront_shows_the_challenge_in_a_frame(
    browser: webdriver.Chrome, sim: Account, shop: Shop, passed: bool
) -> None:
    intent = an_intent(sim)
    secret = json.dumps(intent["client_secret"])
    storefront(
        browser,
        sim,
        shop,
        f"stripe.confirmCardPayment({secret},"
        " {payment_method: 'pm_card_authenticationRequired'}).then(said);",
        wait=False,
    )
    frame = until(browser, lambda page: page.find_element(By.NAME, "stripe-challenge-frame"))
    browser.switch_to.frame(frame)
    button = "test-source-authorize-3ds" if passed else "test-source-fail-3ds"
    until(browser, lambda page: page.find_elements(By.ID, button))[0].click()
    browser.switch_to.default_content()
    result = said(browser)
    if passed:
        assert result["paymentIntent"]["status"] == "succeeded"
    else:
        assert result["error"]["code"] == "payment_intent_authentication_failure"
    assert browser.find_elements(By.NAME, "stripe-challenge-frame") == []


def test_a_storefront_takes_a_card_in_an_element(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    secret = json.dumps(an_intent(sim)["client_secret"])
    storefront(
        browser,
        sim,
        shop,
        f"const elements = stripe.elements({{clientSecret: {secret}}});"
        "elements.create('payment').mount('#card');"
        "window.pay = () => stripe.confirmPayment({elements, redirect: 'if_required'}).then(said);",
        wait=False,
    )
    type_card(browser, "4242 4242 4242 4242")
    browser.execute_script("pay()")
    assert said(browser)["paymentIntent"]["status"] == "succeeded"
    _, charges = sim.api("GET", "/v1/charges", {})
    assert charges["data"][0]["payment_method_details"]["card"]["checks"]["cvc_check"] == "pass"


def test_a_storefront_leads_on_to_its_return_address(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    intent = an_intent(sim)
    storefront(
        browser,
        sim,
        shop,
        f"stripe.confirmPayment({{clientSecret: {json.dumps(intent['client_secret'])},"
        f" confirmParams: {{payment_method: 'pm_card_visa', return_url: '{shop.url}/back'}}}});",
        wait=False,
    )
    until(browser, lambda page: "/back" in page.current_url)
    assert f"payment_intent={intent['id']}" in browser.current_url
    assert "redirect_status=succeeded" in browser.current_url


def test_a_storefront_makes_a_payment_method_and_handles_the_next_action(
    browser: webdriver.Chrome, sim: Account, shop: Shop
) -> None:
    storefront(
        browser,
        sim,
        shop,
        "const elements = stripe.elements(); const card = elements.create('card');"
        "card.mount('#card');"
        "window.pay = () => stripe.createPaymentMethod({type: 'card', card}).then(said);",
        wait=False,
    )
    type_card(browser, "4000 0027 6000 3184")
    browser.execute_script("pay()")
    method = said(browser)["paymentMethod"]
    assert method["card"]["last4"] == "3184"
    _, intent = sim.api(
        "POST",
        "/v1/payment_intents",
        {
            "amount": 2500,
            "currency": "usd",
            "payment_method": method["id"],
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
            "confirm": True,
        },
    )
    secret = json.dumps(intent["client_secret"])
    storefront(
        browser,
        sim,
        shop,
        f"stripe.handleNextAction({{clientSecret: {secret}}}).then(said);",
        wait=False,
    )
    frame = until(browser, lambda page: page.find_element(By.NAME, "stripe-challenge-frame"))
    browser.switch_to.frame(frame)
    until(browser, lambda page: page.find_elements(By.ID, "test-source-authorize-3ds"))[0].click()
    browser.switch_to.default_content()
    assert said(browser)["paymentIntent"]["status"] == "succeeded"


def test_a_storefront_embeds_the_page(browser: webdriver.Chrome, sim: Account, shop: Shop) -> None:
    line = {
        "price_data": {"currency": "usd", "unit_amount": 2400, "product_data": {"name": "Mug"}},
        "quantity": 1,
    }
    _, session = sim.api(
        "POST",
        "/v1/checkout/sessions",
        {
            "mode": "payment",
            "line_items": [line],
            "ui_mode": "embedded_page",
            "redirect_on_completion": "never",
            "customer_email": "jo@example.org",
        },
    )
    secret = json.dumps(session["client_secret"])
    storefront(
        browser,
        sim,
        shop,
        f"stripe.initEmbeddedCheckout({{fetchClientSecret: async () => {secret},"
        " onComplete: () => said({complete: true})}).then((page) => page.mount('#card'));",
        wait=False,
    )
    frame = until(browser, lambda page: page.find_element(By.NAME, "embedded-checkout"))
    browser.switch_to.frame(frame)
    until(browser, lambda page: page.find_element(By.CSS_SELECTOR, "summary")).click()
    browser.find_elements(By.CSS_SELECTOR, "button[data-card]")[0].click()
    browser.find_element(By.CSS_SELECTOR, ".pay").click()
    browser.switch_to.default_content()
    assert said(browser) == {"complete": True}
    _, after = sim.api("GET", f"/v1/checkout/sessions/{session['id']}")
    assert after["payment_status"] == "paid"
