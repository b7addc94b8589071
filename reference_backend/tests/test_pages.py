"""The pages: they tell the truth, escape what they are told, and obey no other site."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

import pytest

from reference_backend import problems
from reference_backend.money import minor
from reference_backend.tests.conftest import Backend, Reply
from reference_backend.tests.test_webhooks import event, signed

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
VOID: Final = {"input", "meta"}


class Balance(HTMLParser):
    """Sees to it that every element is closed where it should be."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def markup(reply: Reply) -> str:
    """The page's markup, which is well-formed and brings no script."""
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    text = reply.raw.decode()
    balance = Balance()
    balance.feed(text)
    assert (balance.open, balance.wrong) == ([], [])
    assert "<script" not in text
    return text


class Panel:
    """An admin with a browser, and a shop in front of an account."""

    def __init__(self, backend: Backend, stripe: Any) -> None:
        self.backend, self.stripe = backend, stripe

    def press(self, order_id: str, **fields: str) -> str:
        """Press a button; the words that the page then shows."""
        reply = self.backend.call(
            "POST", f"/admin/orders/{order_id}/actions",
            raw=urllib.parse.urlencode(fields).encode(), headers=FORM,
        )  # fmt: skip
        assert reply.status == 200, reply  # the redirect was followed
        (words,) = re.findall(r'class="card flash (?:done|refused)" role="status">([^<]*)<',
                              markup(reply))  # fmt: skip
        return str(words)

    def quiet(self) -> None:
        """Let everything that is due happen."""
        self.stripe.settle()
        while not self.backend.view()["quiet"]:
            pass

    def buy(
        self, capture_method: str = "automatic", quantity: int = 2, sku: str = "tea"
    ) -> dict[str, Any]:
        """A shopper buys something by cart; the order."""
        cart = self.backend.post(
            "/store/carts",
            {"items": [{"sku": sku, "quantity": quantity}], "email": "a@b.example"},
        )
        session = self.backend.post(
            f"/store/carts/{cart['id']}/payment-session", {"capture_method": capture_method}
        )
        self.stripe.api(
            "POST", f"/v1/payment_intents/{session['payment_intent_id']}/confirm",
            {"payment_method": "pm_card_visa"},
        )  # fmt: skip
        order: dict[str, Any] = self.backend.post(f"/store/carts/{cart['id']}/complete")["order"]
        return order


@pytest.fixture(scope="module")
def panel(simulator_server: Any) -> Iterator[Panel]:
    stripe = simulator_server.account("sk_test_pages_of_the_reference_backend")
    with Backend(
        DATABASE_URL="", STRIPE_API_BASE=stripe.url, STRIPE_SECRET_KEY=stripe.secret_key
    ) as backend:
        endpoint = stripe.endpoints.add(f"{backend.url}/api/payments/webhook")
        backend.post("/testing/webhook-secret", {"secret": endpoint.secret})
        backend.post(
            "/admin/products",
            {"sku": "tea", "title": "Tea <b>& more</b>", "prices": {"usd": 12_50, "eur": 12_50},
             "stocked_quantity": 100},
        )  # fmt: skip
        yield Panel(backend, stripe)


def test_a_pending_checkout_is_called_pending_and_a_paid_one_paid(panel: Panel) -> None:
    opened = panel.backend.post(
        "/api/payments/create-checkout-session", {"items": [{"sku": "tea", "quantity": 1}]}
    )
    path = f"/checkout/success?session_id={opened['sessionId']}"
    before = markup(panel.backend.call("GET", path))
    assert "We are waiting for your payment" in before
    assert 'http-equiv="refresh"' in before
    left = markup(panel.backend.call("GET", f"/checkout/cancelled?order_id={opened['orderId']}"))
    assert "We know of no payment yet" in left
    assert opened["url"].split("?")[0] in left  # back to the page that is still open
    panel.stripe.checkout.pay(opened["sessionId"])
    panel.stripe.settle()
    while not panel.backend.view()["quiet"]:
        pass
    after = markup(panel.backend.call("GET", path))
    assert "Thank you, your order is paid" in after
    assert 'http-equiv="refresh"' not in after
    assert "12.50 USD" in after


def test_a_checkout_that_expired_offers_another_page(panel: Panel) -> None:
    items = [{"sku": "tea", "quantity": 1}]
    opened = panel.backend.post("/api/payments/create-checkout-session", {"items": items})
    panel.stripe.api("POST", f"/v1/checkout/sessions/{opened['sessionId']}/expire")
    panel.quiet()
    path = f"/checkout/cancelled?order_id={opened['orderId']}"
    closed = markup(panel.backend.call("GET", path))
    assert "This checkout is closed" in closed
    assert 'action="/checkout/again"' in closed
    form = f"order_id={opened['orderId']}".encode()
    ready = markup(panel.backend.call("POST", "/checkout/again", raw=form, headers=FORM))
    assert 'http-equiv="refresh" content="0; url=' in ready
    assert panel.backend.call("GET", path).raw.decode().count("Back to the payment page") == 1
    session = panel.backend.view()["orders"][-1]["session_ids"][-1]
    panel.stripe.checkout.pay(session)
    panel.quiet()
    # Both tabs now tell the same, and the order is not paid for once more.
    for tab in (opened["sessionId"], session):
        told = markup(panel.backend.call("GET", f"/checkout/success?session_id={tab}"))
        assert "Thank you, your order is paid" in told
    refused = markup(panel.backend.call("POST", "/checkout/again", raw=form, headers=FORM))
    assert "Thank you, your order is paid" in refused


def test_who_wants_to_pay_for_what_is_gone_is_told_so(panel: Panel) -> None:
    rare = {"sku": "rare", "title": "Rare", "prices": {"usd": 500}, "stocked_quantity": 1}
    panel.backend.post("/admin/products", rare)
    items = [{"sku": "rare", "quantity": 1}]
    opened = panel.backend.post("/api/payments/create-checkout-session", {"items": items})
    # It lapses, and somebody else takes the goods.
    panel.stripe.api("POST", f"/v1/checkout/sessions/{opened['sessionId']}/expire")
    panel.quiet()
    panel.buy(sku="rare", quantity=1)
    path = f"/checkout/cancelled?order_id={opened['orderId']}"
    form = f"order_id={opened['orderId']}".encode()
    told = markup(panel.backend.call("POST", "/checkout/again", raw=form, headers=FORM))
    assert "Not enough of rare is left" in told
    assert "You were not charged" in markup(panel.backend.call("GET", path))


def test_a_job_that_was_parked_is_seen_and_can_be_tried_again(database_url: str) -> None:
    with Backend(DATABASE_URL=database_url, JOB_ATTEMPTS_MAX="1") as backend:
        poison = event("evt_poison", data={"object": {"id": "pi_poison"}})  # no status, no amount
        headers = {"Stripe-Signature": signed(poison)}
        reply = backend.call("POST", "/api/payments/webhook", raw=poison, headers=headers)
        assert reply.status == 200
        for _ in range(2):
            while not backend.view()["quiet"]:
                pass
            shown = markup(backend.call("GET", "/admin/jobs"))
            assert "KeyError" in shown
            assert "parked" in markup(backend.call("GET", "/admin/events"))
            assert "evt_poison failed 1 times" in markup(backend.call("GET", "/admin/alerts"))
            (job,) = re.findall(r'action="/admin/jobs/(\d+)/again"', shown)
            back = backend.call("POST", f"/admin/jobs/{job}/again", raw=b"", headers=FORM)
            assert back.status == 200  # the redirect was followed


@pytest.mark.parametrize("query", ["", "?session_id=", "?session_id=nope", "?session_id=%00"])
def test_a_checkout_that_is_not_known_is_said_so(panel: Panel, query: str) -> None:
    reply = panel.backend.call("GET", f"/checkout/success{query}")
    assert reply.status == 404
    assert "We do not know this checkout" in markup(reply)


def test_what_comes_from_outside_is_escaped(panel: Panel) -> None:
    order = panel.buy()
    shown = markup(panel.backend.call("GET", f"/admin/orders/{order['id']}?done=<script>x"))
    assert "Tea &lt;b&gt;&amp; more&lt;/b&gt;" in shown
    assert "&lt;script&gt;x" in shown


@pytest.mark.parametrize("path", ["orders", "alerts", "stock", "events", "jobs", "login"])
def test_every_page_of_the_panel_is_there(panel: Panel, path: str) -> None:
    reply = panel.backend.call("GET", f"/admin/{path}")
    assert reply.status == 200
    markup(reply)


def test_an_admin_refunds_a_part_and_then_the_rest(panel: Panel) -> None:
    order = panel.buy()
    form = {"action": "refund", "request": "once", "amount": "5.25"}
    assert panel.press(order["id"], **form) == "Refunded 5.25 USD."
    assert panel.press(order["id"], **form) == "Refunded 5.25 USD."  # the same request, once
    assert "Only 1975" in panel.press(order["id"], action="refund", request="b", amount="20")
    assert panel.press(order["id"], action="refund", request="c") == "Refunded 19.75 USD."
    assert "Only 0" in panel.press(order["id"], action="refund", request="d")
    (seen,) = [o for o in panel.backend.view()["orders"] if o["id"] == order["id"]]
    assert (seen["payment_status"], seen["refunded_minor"]) == ("refunded", 25_00)


def test_an_admin_edits_captures_and_cancels(panel: Panel) -> None:
    order = panel.buy("manual")
    words = panel.press(order["id"], action="edit", **{"quantity:tea": "1"})
    assert words == "The order is now 12.50 USD."
    assert panel.press(order["id"], action="capture") == "Captured 12.50 USD."
    assert "no longer be edited" in panel.press(order["id"], action="edit", **{"quantity:tea": "3"})
    assert panel.press(order["id"], action="cancel") == "The order is cancelled."
    (seen,) = [o for o in panel.backend.view()["orders"] if o["id"] == order["id"]]
    assert (seen["state"], seen["payment_status"]) == ("cancelled", "refunded")
    assert (seen["paid_minor"], seen["refunded_minor"]) == (12_50, 12_50)


@pytest.mark.parametrize(
    "fields",
    [{}, {"action": "fly"}, {"action": "refund", "amount": "much"},
     {"action": "refund", "amount": "-1"}, {"action": "refund", "amount": "0.001"},
     {"action": "edit", "quantity:tea": "x"}, {"action": "edit"},
     {"action": "edit", "quantity:\0": "1"}],
)  # fmt: skip
def test_a_form_that_makes_no_sense_is_refused_in_words(
    panel: Panel, fields: dict[str, str]
) -> None:
    order = panel.buy("manual")
    before = panel.backend.view()["orders"][-1]
    assert panel.press(order["id"], **fields)
    assert panel.backend.view()["orders"][-1] == before


def test_no_other_site_may_press_a_button(panel: Panel) -> None:
    order = panel.buy()
    for path in (f"/admin/orders/{order['id']}/actions", f"/admin/orders/{order['id']}/refund"):
        reply = panel.backend.call(
            "POST", path, raw=b"action=refund", headers={**FORM, "Sec-Fetch-Site": "cross-site"}
        )
        assert reply.status == 403


def test_with_a_token_the_panel_asks_for_it(database_url: str) -> None:
    with Backend(DATABASE_URL=database_url, ADMIN_TOKEN="open-sesame") as backend:
        assert backend.call("GET", "/testing/view").status == 401
        page = backend.call("GET", "/admin/orders", headers={"Accept": "text/html"})
        assert "Sign in" in markup(page)
        wrong = backend.call("POST", "/admin/login", raw=b"token=x", headers=FORM)
        assert wrong.status == 401
        cookie = {"Cookie": "admin_token=open-sesame"}
        assert backend.call("GET", "/admin/orders", headers=cookie).status == 200
        bearer = {"Authorization": "Bearer open-sesame"}
        assert backend.call("GET", "/testing/view", headers=bearer).status == 200


def test_an_amount_is_read_as_people_write_it() -> None:
    assert minor("12.5", "usd") == 12_50
    assert minor("1,000", "jpy") == 1000
    assert minor("0.001", "kwd") == 1
    for wrong, currency in (("1.5", "jpy"), ("0.001", "usd"), ("NaN", "usd"), ("1e9", "usd")):
        with pytest.raises(problems.Problem):
            minor(wrong, currency)
