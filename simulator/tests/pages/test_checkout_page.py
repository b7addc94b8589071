"""The hosted payment page, without its script. Source: Stripe docs, "How Checkout works"."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from simulator import Account
from simulator.tests.conftest import Receiver
from simulator.tests.pages.browsing import CARD, card, visit

CHALLENGED = "4000 0027 6000 3184"


def open_session(sim: Account, **params: Any) -> Any:
    line = {
        "price_data": {
            "currency": "usd",
            "unit_amount": 2400,
            "product_data": {"name": "Mug <b>&amp;", "description": "300 ml"},
        },
        "quantity": 2,
    }
    given = {
        "mode": "payment",
        "line_items": [line],
        "success_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}#done",
        "cancel_url": "https://shop.example/cart",
    }
    status, session = sim.api("POST", "/v1/checkout/sessions", given | params)
    assert status == 200, session
    return session


def now(sim: Account, session: Any) -> Any:
    return sim.api("GET", f"/v1/checkout/sessions/{session['id']}")[1]


def test_the_page_shows_what_is_bought_and_what_it_costs(sim: Account) -> None:
    page = visit(open_session(sim)["url"])
    assert page.status == 200
    assert "Pay <span data-due>$48.00</span>" in page.text
    assert "Qty 2 × $24.00" in page.text
    assert 'href="https://shop.example/cart"' in page.text


def test_what_the_shop_wrote_is_never_taken_for_html(sim: Account) -> None:
    page = visit(open_session(sim)["url"])
    assert "Mug &lt;b&gt;&amp;amp;" in page.text
    assert "Mug <b>" not in page.text


def test_every_field_has_a_label_and_the_page_loads_nothing_from_elsewhere(sim: Account) -> None:
    page = visit(open_session(sim)["url"])
    assert page.unlabelled == set()
    assert "default-src 'none'" in (page.headers["Content-Security-Policy"] or "")
    assert "src=" not in page.text.replace("script-src", "")


def test_a_card_that_pays_leads_back_to_the_shop(sim: Account) -> None:
    session = open_session(sim)
    page = visit(session["url"], CARD)
    assert page.status == 303
    assert page.leads_to == f"https://shop.example/thanks?session={session['id']}#done"
    after = now(sim, session)
    assert (after["status"], after["payment_status"]) == ("complete", "paid")
    assert after["customer_details"]["email"] == "jo@example.org"
    assert after["customer_details"]["address"]["country"] == "US"


def test_a_paid_session_leads_to_the_shop_at_once(sim: Account) -> None:
    session = open_session(sim)
    first = visit(session["url"], CARD)
    again = visit(session["url"], CARD)
    assert (again.status, again.leads_to) == (303, first.leads_to)
    assert len(sim.api("GET", "/v1/charges", {})[1]["data"]) == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("4000 0000 0000 0002", "Your card was declined."),
        ("4000 0000 0000 9995", "Your card has insufficient funds."),
        ("4242 4242 4242 4241", "Your card number is incorrect."),
    ],
)
def test_a_decline_is_said_and_the_form_is_still_filled_in(
    sim: Account, number: str, said: str
) -> None:
    session = open_session(sim)
    page = visit(session["url"], card(number))
    assert (page.status, page.alert) == (402, said)
    assert page.fields["email"] == "jo@example.org"
    assert now(sim, session)["status"] == "open"
    assert visit(session["url"], CARD).status == 303


def test_what_is_missing_is_told_at_its_field(sim: Account) -> None:
    session = open_session(sim)
    page = visit(session["url"], {"email": "jo", "cardNumber": "4242", "cardExpiry": "1"})
    assert page.status == 422
    for said in (
        "Your email is invalid.",
        "Your card number is incomplete.",
        "Your card’s expiration date is incomplete.",
        "Your card’s security code is incomplete.",
    ):
        assert said in page.text
    assert page.text.count('aria-invalid="true"') == 4
    assert now(sim, session)["payment_intent"] is None


@pytest.mark.parametrize("passed", [True, False])
def test_a_challenge_leads_to_the_bank_and_back(sim: Account, passed: bool) -> None:
    session = open_session(sim)
    bank = visit(session["url"], card(CHALLENGED)).leads_to
    challenge = visit(bank)
    assert "Complete authentication" in challenge.text
    assert "Fail authentication" in challenge.text
    back = visit(bank, {"outcome": "complete" if passed else "fail"}).leads_to
    query = parse_qs(urlsplit(back).query)
    assert query["redirect_status"] == ["succeeded" if passed else "failed"]
    assert query["payment_intent"][0].startswith("pi_")
    assert query["payment_intent_client_secret"][0].startswith(query["payment_intent"][0])
    page = visit(back)
    if passed:
        assert page.leads_to.startswith("https://shop.example/thanks")
        assert now(sim, session)["payment_status"] == "paid"
    else:
        assert page.alert is not None
        assert page.alert.startswith("We are unable to authenticate your payment method.")
        assert now(sim, session)["status"] == "open"
        assert visit(session["url"], CARD).status == 303


def test_an_expired_page_takes_no_money(sim: Account) -> None:
    session = open_session(sim)
    sim.api("POST", f"/v1/checkout/sessions/{session['id']}/expire")
    for page in (visit(session["url"]), visit(session["url"], CARD)):
        assert page.status == 410
        assert "expired" in page.text
    assert sim.api("GET", "/v1/charges", {})[1]["data"] == []


def test_an_expired_session_can_be_recovered_by_its_link(sim: Account) -> None:
    session = open_session(sim, after_expiration={"recovery": {"enabled": True}})
    _, gone = sim.api("POST", f"/v1/checkout/sessions/{session['id']}/expire")
    copy = visit(visit(gone["after_expiration"]["recovery"]["url"]).leads_to, CARD)
    assert copy.status == 303
    found = sim.api("GET", "/v1/checkout/sessions", {"status": "complete"})[1]["data"]
    assert [row["recovered_from"] for row in found] == [session["id"]]


def test_what_cannot_be_sold_again_is_not_recovered(sim: Account) -> None:
    sim.api("POST", "/v1/coupons", {"id": "HALF", "percent_off": 50, "duration": "once"})
    session = open_session(
        sim,
        discounts=[{"coupon": "HALF"}],
        after_expiration={"recovery": {"enabled": True}},
    )
    _, expired = sim.api("POST", f"/v1/checkout/sessions/{session['id']}/expire")
    sim.api("DELETE", "/v1/coupons/HALF")
    page = visit(expired["after_expiration"]["recovery"]["url"])
    assert page.status == 400
    assert "No such coupon" in page.text


def test_there_is_no_page_where_there_is_no_session(sim: Account) -> None:
    assert visit(f"{sim.url}/c/pay/cs_test_no").status == 404
    assert visit(f"{sim.url}/c/elsewhere").status == 404
    assert visit(f"{sim.url}/b/test_no").status == 404
    assert visit(f"{sim.url}/r/test_no").status == 404
    assert visit(f"{sim.url}/3d_secure_2/hosted?payment_intent=pi_no").status == 404


def test_a_challenge_is_opened_by_its_own_secret_alone(sim: Account) -> None:
    session = open_session(sim)
    bank = visit(session["url"], card(CHALLENGED)).leads_to
    assert visit(bank.replace("_secret_", "_secret_x")).status == 404


def test_the_shop_knows_before_the_shopper_comes_back(sim: Account, receiver: Receiver) -> None:
    sim.endpoints.add(receiver.url, events=("checkout.session.completed",))
    visit(open_session(sim)["url"], CARD)
    assert receiver.types == ["checkout.session.completed"]


def test_a_payment_link_leads_to_a_page(sim: Account) -> None:
    line = {
        "price_data": {"currency": "usd", "unit_amount": 999, "product_data": {"name": "Tea"}},
        "quantity": 1,
    }
    _, link = sim.api("POST", "/v1/payment_links", {"line_items": [line]})
    page = visit(visit(f"{link['url']}?prefilled_email=jo%40example.org").leads_to)
    assert page.fields["email"] == "jo@example.org"
    done = visit(page.url, CARD)
    assert "Thank you" in done.text
    sim.api("POST", f"/v1/payment_links/{link['id']}", {"active": False})
    assert visit(link["url"]).status == 410


def test_saving_a_card_asks_for_no_money(sim: Account) -> None:
    session = open_session(sim, mode="setup", currency="usd", line_items=[])
    assert "Nothing is charged now." in visit(session["url"]).text
    bank = visit(session["url"], card(CHALLENGED)).leads_to
    back = visit(bank, {"outcome": "complete"}).leads_to
    assert "setup_intent=seti_" in back
    assert visit(back).leads_to.startswith("https://shop.example/thanks")
    assert now(sim, session)["status"] == "complete"


def test_a_bank_account_is_verified_by_its_code(sim: Account) -> None:
    account = {
        "account_holder_type": "individual",
        "account_number": "000123456789",
        "routing_number": "110000000",
    }
    _, intent = sim.api(
        "POST",
        "/v1/payment_intents",
        {
            "amount": 2500,
            "currency": "usd",
            "allowed_payment_method_types": ["us_bank_account"],
            "payment_method_data": {
                "type": "us_bank_account",
                "us_bank_account": account,
                "billing_details": {"name": "Jo", "email": "jo@example.org"},
            },
            "payment_method_options": {"us_bank_account": {"verification_method": "microdeposits"}},
            "mandate_data": {"customer_acceptance": {"type": "offline"}},
            "return_url": "https://shop.example/back",
            "confirm": True,
        },
    )
    address = intent["next_action"]["verify_with_microdeposits"]["hosted_verification_url"]
    assert visit(address).status == 200
    assert visit(address, {"code": "SM22BB"}).status == 402
    assert "verified" in visit(address, {"code": "SM11AA"}).text
    assert sim.api("GET", f"/v1/payment_intents/{intent['id']}")[1]["status"] == "processing"


def test_a_bank_asks_on_a_page_of_its_own(sim: Account) -> None:
    _, intent = sim.api(
        "POST",
        "/v1/payment_intents",
        {
            "amount": 2500,
            "currency": "eur",
            "allowed_payment_method_types": ["ideal"],
            "payment_method_data": {"type": "ideal"},
            "return_url": "https://shop.example/back",
            "confirm": True,
        },
    )
    bank = intent["next_action"]["redirect_to_url"]["url"]
    assert "Authorize test payment" in visit(bank).text
    back = visit(bank, {"outcome": "complete"}).leads_to
    assert back.startswith("https://shop.example/back?payment_intent=")
    assert back.endswith("redirect_status=succeeded")


def test_no_address_runs_anything_in_the_shoppers_browser(sim: Account) -> None:
    for address in ("javascript://%0aalert(1)", "data://text"):
        status, refused = sim.api(
            "POST",
            "/v1/checkout/sessions",
            {"mode": "payment", "success_url": "https://shop.example", "cancel_url": address},
        )
        assert (status, refused["error"]["code"]) == (400, "url_invalid")


def test_a_payment_link_thanks_in_the_words_of_the_shop(sim: Account) -> None:
    price = {"currency": "usd", "unit_amount": 999, "product_data": {"name": "Tea"}}
    given = {
        "line_items": [{"price_data": price, "quantity": 1}],
        "after_completion": {
            "type": "hosted_confirmation",
            "hosted_confirmation": {"custom_message": "Enjoy <your> tea"},
        },
    }
    _, link = sim.api("POST", "/v1/payment_links", given)
    assert "Enjoy &lt;your&gt; tea" in visit(visit(link["url"]).leads_to, CARD).text
