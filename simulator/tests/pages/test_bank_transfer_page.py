"""The page that shows where to transfer to: it sends the transfer, too, as a bank would."""

from typing import Any

from simulator import Account
from simulator.tests.pages.browsing import visit


def asked(sim: Account) -> Any:
    customer = sim.api("POST", "/v1/customers", {})[1]["id"]
    given = {
        "amount": 2500,
        "currency": "eur",
        "customer": customer,
        "allowed_payment_method_types": ["customer_balance"],
        "payment_method_data": {"type": "customer_balance"},
        "confirm": True,
        "return_url": "https://example.com",
    }
    status, intent = sim.api("POST", "/v1/payment_intents", given)
    assert (status, intent["status"]) == (200, "requires_action"), intent
    return intent


def test_the_page_tells_amount_account_and_reference_and_sends_the_transfer(sim: Account) -> None:
    intent = asked(sim)
    told = intent["next_action"]["display_bank_transfer_instructions"]
    page = visit(told["hosted_instructions_url"])
    assert (page.status, "€25.00" in page.text) == (200, True)
    assert told["reference"] in page.text
    assert told["financial_addresses"][0]["iban"]["iban"] in page.text
    assert visit(told["hosted_instructions_url"], {"send": "it"}).status == 200
    path = f"/v1/payment_intents/{intent['id']}"
    assert sim.api("GET", path)[1]["status"] == "succeeded"
    assert "no bank transfer" in visit(told["hosted_instructions_url"]).text


def test_the_page_is_for_those_who_know_the_secret(sim: Account) -> None:
    told = asked(sim)["next_action"]["display_bank_transfer_instructions"]
    guessed = told["hosted_instructions_url"].partition("?")[0]
    assert visit(f"{guessed}?payment_intent_client_secret=pi_guessed").status == 404
