"""Paying on the hosted page with what is no card: later, elsewhere, or after a word to a bank.

Source: Stripe docs, "Fulfill orders" (delayed notification payment methods), "Testing".
"""

from typing import Any

import pytest

from simulator import Account
from simulator.tests.pages.browsing import CARD, card, visit
from simulator.tests.pages.test_checkout_page import CHALLENGED, now, open_session

PAYER = {"email": "jo@example.org", "name": "Jo Example", "country": "DE"}
US_BANK = PAYER | {"routingNumber": "110000000", "accountNumber": "000123456789"}
LATER = ("checkout.session.async_payment_succeeded", "checkout.session.async_payment_failed")
SHOP = "https://shop.example/thanks"


def goods(currency: str, amount: int = 2400, **more: Any) -> list[dict[str, Any]]:
    data = {"currency": currency, "unit_amount": amount, "product_data": {"name": "Mug"}, **more}
    return [{"price_data": data, "quantity": 1}]


def offering(sim: Account, currency: str, *kinds: str, **params: Any) -> Any:
    """A Session that takes these kinds."""
    given = {"line_items": goods(currency), "allowed_payment_method_types": list(kinds)}
    return open_session(sim, **given | params)


def told(sim: Account) -> list[tuple[str, str]]:
    """What was told of Sessions, each with its payment_status then."""
    return [
        (event["type"].removeprefix("checkout.session."), event["data"]["object"]["payment_status"])
        for event in sim.events.list()
        if event["type"].startswith("checkout.session.")
    ]


def of(session: Any) -> tuple[str, str]:
    return session["status"], session["payment_status"]


@pytest.mark.parametrize(
    ("number", "last"),
    [
        ("000123456789", ("async_payment_succeeded", "paid")),
        ("000111111113", ("async_payment_failed", "unpaid")),
        ("000222222227", ("async_payment_failed", "unpaid")),
    ],
)
def test_an_american_bank_answers_after_the_page(
    sim: Account, number: str, last: tuple[str, str]
) -> None:
    session = offering(sim, "usd", "us_bank_account")
    page = visit(session["url"])
    assert page.unlabelled == set()
    assert {"routingNumber", "accountNumber", "name"} <= page.fields.keys()
    done = visit(session["url"], US_BANK | {"accountNumber": number})
    assert done.leads_to.startswith(SHOP)
    assert of(now(sim, session)) == ("complete", "unpaid")
    assert told(sim) == [("completed", "unpaid")]
    sim.clock.advance("1d")
    assert told(sim) == [("completed", "unpaid"), last]
    assert now(sim, session)["payment_status"] == last[1]


@pytest.mark.parametrize(
    ("iban", "last"),
    [
        ("AT61 1904 3002 3457 3201", ("async_payment_succeeded", "paid")),
        ("AT86 1904 3002 3547 3202", ("async_payment_failed", "unpaid")),
    ],
)
def test_a_european_bank_answers_after_the_page(
    sim: Account, iban: str, last: tuple[str, str]
) -> None:
    session = offering(sim, "eur", "sepa_debit")
    assert visit(session["url"], PAYER | {"iban": iban}).leads_to.startswith(SHOP)
    sim.clock.advance("14d")
    assert told(sim) == [("completed", "unpaid"), last]


def test_an_account_that_is_blocked_is_told_of_on_the_page(sim: Account) -> None:
    session = offering(sim, "usd", "us_bank_account")
    page = visit(session["url"], US_BANK | {"accountNumber": "000000004954"})
    assert (page.status, page.alert is not None) == (402, True)
    assert of(now(sim, session)) == ("open", "unpaid")
    assert visit(session["url"], US_BANK).status == 303


VOUCHERS = [
    ("boleto", "brl", {"taxId": "000.000.000-00"}),
    ("konbini", "jpy", {}),
    ("multibanco", "eur", {}),
    ("oxxo", "mxn", {}),
]


@pytest.mark.parametrize(("kind", "currency", "typed"), VOUCHERS)
def test_a_voucher_is_shown_in_the_place_of_the_shop_and_paid_by_itself(
    sim: Account, kind: str, currency: str, typed: dict[str, str]
) -> None:
    session = offering(sim, currency, kind)
    assert visit(session["url"]).unlabelled == set()
    voucher = visit(visit(session["url"], PAYER | typed).leads_to)
    assert "Pay test voucher" in voucher.text
    assert "Pay until" in voucher.text
    assert told(sim) == [("completed", "unpaid")]
    sim.clock.advance("10m")
    assert told(sim) == [("completed", "unpaid"), ("async_payment_succeeded", "paid")]
    assert visit(session["url"]).leads_to.startswith(SHOP)


def test_a_voucher_is_paid_in_a_store(sim: Account) -> None:
    session = offering(sim, "mxn", "oxxo")
    voucher = visit(session["url"], PAYER).leads_to
    back = visit(voucher, {"outcome": "complete"}).leads_to
    assert visit(back).leads_to.startswith(SHOP)
    sim.clock.advance("1d")
    assert told(sim) == [("completed", "unpaid"), ("async_payment_succeeded", "paid")]


def test_a_voucher_that_is_let_go_pays_nothing(sim: Account) -> None:
    session = offering(sim, "brl", "boleto")
    voucher = visit(session["url"], PAYER | {"taxId": "000.000.000-00"}).leads_to
    page = visit(visit(voucher, {"outcome": "fail"}).leads_to)
    assert (page.status, "Nothing was paid" in page.text) == (200, True)
    sim.clock.advance("1d")
    assert told(sim) == [("completed", "unpaid"), ("async_payment_failed", "unpaid")]


def test_what_a_voucher_needs_of_its_payer_is_asked_for(sim: Account) -> None:
    session = offering(sim, "brl", "boleto")
    page = visit(session["url"], {"email": "jo@example.org"})
    assert page.status == 422
    assert "Your tax ID is incomplete." in page.text
    assert "Required" in page.text
    assert now(sim, session)["payment_intent"] is None


@pytest.mark.parametrize("known", [True, False])
def test_who_pays_by_bank_transfer_is_told_where_to(sim: Account, known: bool) -> None:
    more: dict[str, Any] = {"payment_method_options": {
        "customer_balance": {
            "funding_type": "bank_transfer",
            "bank_transfer": {"type": "us_bank_transfer"},
        }
    }}  # fmt: skip
    if known:
        more["customer"] = sim.api("POST", "/v1/customers", {"email": "jo@example.org"})[1]["id"]
    session = offering(sim, "usd", "customer_balance", **more)
    instructions = visit(session["url"], PAYER).leads_to
    assert "Send test transfer" in visit(instructions).text
    assert told(sim) == [("completed", "unpaid")]
    assert now(sim, session)["customer"].startswith("cus_")
    sent = visit(instructions, {"send": "it"})
    assert f'href="{SHOP}?session={session["id"]}' in sent.text
    assert told(sim) == [("completed", "unpaid"), ("async_payment_succeeded", "paid")]


@pytest.mark.parametrize(("kind", "currency"), [("ideal", "eur"), ("alipay", "usd"),
                                                ("klarna", "usd"), ("wechat_pay", "usd"),
                                                ("pix", "brl"), ("cashapp", "usd")])  # fmt: skip
def test_a_bank_or_wallet_is_asked_first(sim: Account, kind: str, currency: str) -> None:
    session = offering(sim, currency, kind)
    refused = visit(visit(session["url"], PAYER).leads_to, {"outcome": "fail"}).leads_to
    assert visit(refused).alert is not None
    assert (of(now(sim, session)), told(sim)) == (("open", "unpaid"), [])
    agreed = visit(visit(session["url"], PAYER).leads_to, {"outcome": "complete"}).leads_to
    assert visit(agreed).leads_to.startswith(SHOP)
    assert (of(now(sim, session)), told(sim)) == (("complete", "paid"), [("completed", "paid")])


def test_a_code_of_blik_is_typed_in_and_agreed_to_in_the_app(sim: Account) -> None:
    session = offering(sim, "pln", "blik")
    assert visit(session["url"], PAYER | {"blikCode": "12"}).status == 422
    app = visit(session["url"], PAYER | {"blikCode": "123456"}).leads_to
    assert visit(visit(app, {"outcome": "complete"}).leads_to).leads_to.startswith(SHOP)
    assert of(now(sim, session)) == ("complete", "paid")


def test_one_of_several_ways_is_chosen(sim: Account) -> None:
    wanted = {"display_preference": {"preference": "on"}}
    [own] = sim.api("GET", "/v1/payment_method_configurations")[1]["data"]
    path = f"/v1/payment_method_configurations/{own['id']}"
    sim.api("POST", path, {"ideal": wanted, "sepa_debit": wanted})
    session = offering(sim, "eur", "card", "ideal", "sepa_debit")
    page = visit(session["url"])
    assert (page.fields["method"], page.unlabelled) == ("card", set())
    assert all(name in page.text for name in ("iDEAL", "SEPA Direct Debit", "Card"))
    refused = visit(session["url"], CARD | {"method": "sepa_debit"})
    assert "The IBAN you entered is incomplete." in refused.text
    assert refused.fields["method"] == "sepa_debit"
    assert visit(session["url"], CARD | {"method": "card"}).leads_to.startswith(SHOP)


def test_a_way_that_is_not_offered_cannot_be_chosen(sim: Account) -> None:
    session = offering(sim, "eur", "ideal")
    visit(session["url"], CARD | PAYER | {"method": "card"})
    assert sim.api("GET", "/v1/charges", {})[1]["data"] == []


@pytest.mark.parametrize(
    ("iban", "last", "became"),
    [
        ("AT611904300234573201", ("async_payment_succeeded", "paid"), "active"),
        ("AT861904300235473202", ("async_payment_failed", "unpaid"), None),
    ],
)
def test_a_subscription_is_paid_for_after_the_page(
    sim: Account, iban: str, last: tuple[str, str], became: str | None
) -> None:
    session = offering(
        sim,
        "eur",
        "sepa_debit",
        mode="subscription",
        line_items=goods("eur", recurring={"interval": "month"}),
    )
    assert visit(session["url"], PAYER | {"iban": iban}).leads_to.startswith(SHOP)
    after = now(sim, session)
    assert of(after) == ("complete", "unpaid")
    sim.clock.advance("1d")
    assert told(sim) == [("completed", "unpaid"), last]
    begun = sim.api("GET", f"/v1/subscriptions/{after['subscription']}")[1]
    if became is not None:
        assert begun["status"] == became


def test_a_subscriber_is_challenged_on_the_page(sim: Account) -> None:
    recurring = goods("usd", recurring={"interval": "month"})
    session = open_session(sim, mode="subscription", line_items=recurring)
    bank = visit(session["url"], card(CHALLENGED)).leads_to
    back = visit(bank, {"outcome": "complete"}).leads_to
    assert visit(back).leads_to.startswith(SHOP)
    assert of(now(sim, session)) == ("complete", "paid")
