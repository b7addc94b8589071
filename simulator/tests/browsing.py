"""How tests look at what a browser shows."""

from typing import Any

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.support.ui import WebDriverWait

WITHIN = 15
"""Seconds until the browser must have done what it was told."""


def until(browser: webdriver.Chrome, what: Any) -> Any:
    """What the browser shows, once it does."""
    return WebDriverWait(browser, WITHIN, poll_frequency=0.05).until(what)


def press(browser: webdriver.Chrome, by: str, what: str) -> None:
    """Click on something once it is there; what is drawn anew at that moment is found again."""

    def pressed(page: webdriver.Chrome) -> bool:
        try:
            page.find_element(by, what).click()
        except (NoSuchElementException, StaleElementReferenceException):
            return False
        return True

    until(browser, pressed)


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the browser's console complains of, but for answers that are meant to be errors."""
    return [
        entry["message"]
        for entry in browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no types here
        if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]
    ]
