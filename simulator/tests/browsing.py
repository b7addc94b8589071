"""How tests look at what a browser shows."""

from typing import Any

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

WITHIN = 15
"""Seconds until the browser must have done what it was told."""


def until(browser: webdriver.Chrome, what: Any) -> Any:
    """What the browser shows, once it does."""
    return WebDriverWait(browser, WITHIN, poll_frequency=0.05).until(what)


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the browser's console complains of, but for answers that are meant to be errors."""
    return [
        entry["message"]
        for entry in browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no types here
        if entry["level"] == "SEVERE" and "Failed to load resource" not in entry["message"]
    ]
