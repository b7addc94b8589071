"""The admin panel in a real browser: what is on it, and what its buttons do.

Needs Chromium and its driver; skipped without, unless PAIDONCE_REQUIRE_BROWSER=1.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any, Final

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from reference_backend.tests.conftest import Backend
from reference_backend.tests.test_pages import Panel

pytestmark = pytest.mark.browser
WITHIN_S: Final = 30  # a machine that is busy with other tests is slow, not wrong


def press(browser: webdriver.Chrome, by: str, what: str) -> None:
    """Click, and wait until the page has made way for the next one: a click does not."""
    page = browser.find_element(By.TAG_NAME, "html")
    browser.find_element(by, what).click()
    WebDriverWait(browser, WITHIN_S, poll_frequency=0.05).until(staleness_of(page))


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for option in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(option)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def panel(simulator_server: Any) -> Iterator[Panel]:
    stripe = simulator_server.account("sk_test_browser_of_the_reference_backend")
    with Backend(
        DATABASE_URL="", STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key
    ) as backend:
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        product = {"sku": "tea", "title": "Tea", "prices": {"usd": 12_50}, "stocked_quantity": 9}
        backend.post("/admin/products", product)
        yield Panel(backend, stripe)


def test_an_admin_finds_an_order_and_refunds_a_part_of_it(
    browser: webdriver.Chrome, panel: Panel
) -> None:
    order = panel.buy(quantity=2)
    browser.get(f"{panel.backend.url}/admin/orders")
    press(browser, By.LINK_TEXT, f"#{order['number']}")
    assert browser.find_element(By.TAG_NAME, "h1").text.startswith(f"Order {order['number']}")
    browser.find_element(By.NAME, "amount").send_keys("5.25")
    press(browser, By.XPATH, "//button[text()='Refund']")
    assert browser.find_element(By.CSS_SELECTOR, "[role=status]").text == "Refunded 5.25 USD."
    assert "5.25 USD" in browser.find_element(By.TAG_NAME, "dl").text
    assert "refund requested" in browser.find_element(By.CSS_SELECTOR, "ol.history").text


def test_an_admin_edits_and_captures_an_authorized_order(
    browser: webdriver.Chrome, panel: Panel
) -> None:
    order = panel.buy("manual", quantity=2)
    browser.get(f"{panel.backend.url}/admin/orders/{order['id']}")
    field = browser.find_element(By.NAME, "quantity:tea")
    field.clear()
    field.send_keys("1")
    press(browser, By.XPATH, "//button[text()='Change']")
    assert "12.50 USD" in browser.find_element(By.CSS_SELECTOR, "[role=status]").text
    press(browser, By.XPATH, "//button[text()='Capture now']")
    assert browser.find_element(By.CSS_SELECTOR, "[role=status]").text == "Captured 12.50 USD."
    assert "captured" in browser.find_element(By.TAG_NAME, "h1").text


def test_the_style_is_let_through_by_the_pages_own_policy(
    browser: webdriver.Chrome, panel: Panel
) -> None:
    browser.get(f"{panel.backend.url}/admin/stock")
    header = browser.find_element(By.TAG_NAME, "header")
    assert header.value_of_css_property("display") == "flex"
    errors = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]  # type: ignore[no-untyped-call]  # selenium's
    assert [entry for entry in errors if "favicon" not in entry["message"]] == []
