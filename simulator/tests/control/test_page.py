"""The page under `/_sim`, as somebody's browser shows it."""

from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from simulator import Account
from simulator.tests.browsing import complaints, press, until

pytestmark = pytest.mark.browser


def open_page(browser: webdriver.Chrome, sim: Account, at: str) -> None:
    """The page of this account; another fragment alone would not load it anew."""
    browser.get("about:blank")
    browser.get(f"{sim.url}/_sim#{at}")
    until(browser, lambda page: page.find_elements(By.CSS_SELECTOR, "#account option"))
    choose = (
        "const at = document.getElementById('account');"
        "at.value = arguments[0]; at.dispatchEvent(new Event('change'))"
    )
    browser.execute_script(choose, sim.secret_key)


def paid(sim: Account, **params: Any) -> Any:
    given = {
        "amount": 100_00,
        "currency": "usd",
        "payment_method": "pm_card_visa",
        "confirm": True,
        "return_url": "https://example.com/back",
        "metadata": {"order_id": "order-17"},
    }
    _, intent = sim.api("POST", "/v1/payment_intents", given | params)
    return intent


def shown(text: str) -> Any:
    """A condition: the page's body says this."""
    return lambda page: text in page.find_element(By.ID, "body").text


def test_payments_are_listed_and_one_leads_to_its_story(
    browser: webdriver.Chrome, sim: Account
) -> None:
    intent = paid(sim)
    sim.api("POST", f"/v1/payment_intents/{intent['id']}/capture", {})
    open_page(browser, sim, "payments")
    until(browser, shown("order_id=order-17"))
    assert "$100.00" in browser.find_element(By.ID, "sums").text
    press(browser, By.LINK_TEXT, intent["id"])
    until(browser, lambda page: page.find_elements(By.CSS_SELECTOR, ".picture svg"))
    drawn = browser.find_element(By.CSS_SELECTOR, ".picture svg").text
    assert "/capture" in drawn
    assert "400 payment_intent_unexpected_state" in drawn
    assert complaints(browser) == []


def test_a_fault_is_planned_with_a_click_and_time_moves_on_with_another(
    browser: webdriver.Chrome, sim: Account
) -> None:
    paid(sim)
    open_page(browser, sim, "faults")
    press(browser, By.XPATH, "//button[text()='add']")
    until(browser, lambda page: page.find_elements(By.XPATH, "//button[text()='remove']"))
    [plan] = sim.faults.list()
    assert plan.type == "lost_answer"
    before = sim.clock.now()
    press(browser, By.XPATH, "//button[@data-by='7d']")
    until(browser, lambda _: sim.clock.now() >= before + 7 * 86_400)
    assert complaints(browser) == []


def test_amounts_have_the_decimals_that_they_have_at_stripe(
    browser: webdriver.Chrome, sim: Account
) -> None:
    for currency, amount in (("isk", 500_00), ("jpy", 500), ("mga", 7000)):
        paid(sim, currency=currency, amount=amount)
    open_page(browser, sim, "payments")
    until(browser, shown("¥500"))
    listed = browser.find_element(By.ID, "body").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "ISK 500.00" in listed
    assert "¥500" in listed
    assert "MGA 7,000" in listed
    assert complaints(browser) == []
