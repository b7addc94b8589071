"""A shop's website with a page that pays through Stripe.js, and what a browser does there."""

import json
from dataclasses import dataclass, field
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By

from simulator import Account
from simulator.tests.browsing import until


@dataclass
class Shop:
    """A shop's website: its pages by path."""

    url: str = ""
    pages: dict[str, str] = field(default_factory=dict)


STOREFRONT = """<!doctype html><title>Shop</title><div id="card"></div><pre id="out"></pre>
<script src="{base}/{script}"></script><script>
const stripe = Stripe({key});
const said = (result) => {{
  document.querySelector("#out").textContent = JSON.stringify(result);
}};
{code}
</script>"""


def storefront(
    browser: webdriver.Chrome,
    sim: Account,
    shop: Shop,
    code: str,
    *,
    wait: bool = True,
    script: str = "v3/",
) -> Any:
    """Open a shop's page that does this with Stripe.js; what it then says."""
    key = json.dumps(sim.publishable_key)
    shop.pages["/pay"] = STOREFRONT.format(base=sim.url, script=script, key=key, code=code)
    browser.get(f"{shop.url}/pay")
    return said(browser) if wait else None


def said(browser: webdriver.Chrome) -> Any:
    """What the shop's page has learned."""
    text = until(browser, lambda page: page.find_element(By.ID, "out").text)
    return json.loads(text)


def in_card(browser: webdriver.Chrome, name: str) -> Any:
    """A field of the card element."""
    root = browser.find_element(By.CSS_SELECTOR, "#card .StripeElement").shadow_root
    return root.find_element(By.CSS_SELECTOR, f"input[name={name}]")


def type_card(browser: webdriver.Chrome, number: str) -> None:
    """Fill in the card element."""
    for name, text in (("number", number), ("expiry", "12 / 39"), ("cvc", "123")):
        in_card(browser, name).send_keys(text)
