"""A shop behind a profile: what one answer gives is known in the requests that come after."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from scenarios import profile_file
from scenarios.driver import CannotSetUp, Line, NotOffered
from scenarios.http_shop import HttpShop

PROFILE = """
[backend]
name = "a shop that speaks GraphQL"
url = "http://127.0.0.1:1"
stripe_port = 12111
secret_key = "sk_test_shop"
webhook_secret = "whsec_shop"
webhook = "/hook"

[[setup]]
post = "/graphql"
body.query = "login"
pick_headers = { token = "X-Token" }

[can.seed_product]
post = "/graphql"
headers = { Authorization = "Bearer {token}" }
body = { query = "product", sku = "{sku}" }
pick = { variant = "data.variant" }

[can.direct_payment]
post = "/graphql"
refused = "errors[0].message"
body = { query = "pay", variant = "{variant}", quantity = "{quantity}" }
pick = { client_secret = "data.secret" }

[view.orders]
post = "/graphql"
body.query = "orders"
each = "data.orders"
fields = { id = "id", payment = "state", currency = "currency", total = "total" }

[view.stock]
post = "/graphql"
body.query = "stock"
each = "data.stock"
fields = { sku = "sku", on_hand = "left" }
"""


class Answers(BaseHTTPRequestHandler):
    """Answers by what is asked for; everything with 200, as GraphQL does."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer: Any = {"data": {}}
        match asked["query"]:
            case "product" if self.headers["Authorization"] == "Bearer t-1":
                answer = {"data": {"variant": f"variant of {asked['sku']}"}}
            case "orders":
                order = {"id": "17", "state": "paid", "currency": "usd", "total": 100}
                answer = {"data": {"orders": [order]}}
            case "stock":
                answer = {"data": {"stock": [{"sku": "mug", "left": 3}]}}
            case "pay" if asked["quantity"] > 5:
                answer = {"errors": [{"message": "not so many"}]}
            case "pay" if asked["variant"].startswith("variant of sku"):
                answer = {"data": {"secret": "pi_123_secret_456"}}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("X-Token", "t-1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def shop() -> Iterator[HttpShop]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield HttpShop(
        profile_file.parse(PROFILE, Path("shop.toml")), url, {"stripe.webhook_secret": ""}
    )
    server.shutdown()
    server.server_close()


def test_what_a_product_was_answered_with_is_known_when_it_is_bought(shop: HttpShop) -> None:
    payment = shop.direct_payment(Line(shop.new_product().sku))
    assert payment.client_secret == "pi_123_secret_456"


def test_a_client_secret_says_of_itself_which_payment_it_is_for(shop: HttpShop) -> None:
    assert shop.direct_payment(Line(shop.new_product().sku)).intent == "pi_123"


def test_a_shop_that_is_not_told_the_capture_method_has_only_its_own(shop: HttpShop) -> None:
    with pytest.raises(NotOffered, match="has no payments whose capture_method is manual"):
        shop.direct_payment(Line("mug"), capture_method="manual")


def test_a_shop_that_always_holds_has_no_automatic_payments() -> None:
    text = PROFILE.replace('webhook = "/hook"', 'webhook = "/hook"\ncaptures = "manual"')
    read = profile_file.parse(text, Path("shop.toml"))
    assert read.capture_methods("direct_payment") == {"manual"}


def test_a_refusal_that_was_answered_200_is_one(shop: HttpShop) -> None:
    with pytest.raises(CannotSetUp, match="was refused: not so many"):
        shop.direct_payment(Line(shop.new_product().sku, 6))


def test_two_questions_to_one_address_are_two(shop: HttpShop) -> None:
    view = shop.view()
    assert [order.id for order in view.orders] == ["17"]
    assert [stock.sku for stock in view.stock or ()] == ["mug"]
