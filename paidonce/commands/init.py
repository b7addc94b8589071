"""`paidonce init`: write a commented profile for a backend, by asking a few questions."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from paidonce.exits import Exit

# What is asked, and what is taken for an answer where there is none.
QUESTIONS: Final = (
    ("name", "What is your backend called", "my shop"),
    ("start", "Which command starts it (empty: it runs already)", "npm start"),
    ("url", "Where does it listen", "http://127.0.0.1:{port}"),
    ("ready", "Which path answers once it works", "/health"),
    ("webhook", "Which path does Stripe post events to", "/webhooks/stripe"),
    ("orders", "Which path lists its orders as JSON", "/api/orders"),
)
RUNNING: Final = """\
url = {url}
stripe_port = 12111      # it runs already: start it with this address of Stripe's,
secret_key = "sk_test_shop"        # http://127.0.0.1:12111, with this key,
webhook_secret = "whsec_shop"      # and with this secret"""
TEMPLATE: Final = """\
# How paidonce sees {name}. `paidonce probe` walks through this; `paidonce gate` uses it.
# Values in {{braces}} are given by paidonce, or were picked out of an answer before.

[backend]
name = {name_text}
{how}
ready = {ready}          # a GET that answers once the backend works
webhook = {webhook}      # where Stripe posts events to
settle_s = 1.0           # silence after which the shop is taken to be quiet
# captures = "manual"    # if it always captures later, and no request below says capture_method
# database = "DATABASE_URL"  # how it is told of its PostgreSQL, for `paidonce race --gate sql`

[backend.environment]    # how your backend is told of Stripe; rename the keys as it wants them
PORT = "{{port}}"
STRIPE_API_BASE = "{{stripe.url}}"
STRIPE_SECRET_KEY = "{{stripe.secret_key}}"
STRIPE_WEBHOOK_SECRET = "{{stripe.webhook_secret}}"

# --- What it can do: one request each, or several with [[can.…]]. `pick` says in JMESPath where the
# answer holds what later requests need. Take out what your shop does not have: incidents that need
# it are then reported as not applicable.

[item]                   # how an item of a cart is sent
sku = "{{sku}}"
quantity = "{{quantity}}"

[can.seed_product]
post = "/admin/products"
body = {{ sku = "{{sku}}", title = "{{title}}", price = "{{price}}", stock = "{{quantity}}" }}

[can.open_cart]
post = "/carts"
body = {{ currency = "{{currency}}", items = "{{items}}", email = "{{email}}" }}
pick = {{ cart = "id", total = "total" }}

[can.start_payment]      # answers with the PaymentIntent that the browser is to confirm
post = "/carts/{{cart}}/payment"
body = {{ capture_method = "{{capture_method}}" }}
pick = {{ payment_intent = "payment_intent", client_secret = "client_secret" }}

[can.complete_cart]
post = "/carts/{{cart}}/complete"
pick = {{ order = "order.id" }}

# --- What it believes. Amounts are whole minor units (cents).

[view.orders]
get = {orders}
each = "@"               # where in the answer the list is

[view.orders.fields]
id = "id"
payment = "payment_status"
currency = "currency"
total = "total"
intents = "[payment_intent]"
cart = "cart_id"

[view.orders.states]     # your words for how an order's payment stands, and paidonce's
pending = "pending"
authorized = "authorized"
paid = "paid"
failed = "failed"
cancelled = "cancelled"
refunded = "refunded"
"""


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("paidonce init", description=__doc__)
    parser.add_argument("file", nargs="?", default="paidonce.toml", help="where to (paidonce.toml)")
    parser.add_argument("--yes", action="store_true", help="ask nothing; write what is usual")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    chosen = parser.parse_args(arguments)
    path = Path(chosen.file)
    if path.exists() and not chosen.force:
        print(f"paidonce init: {path} is there already; --force writes over it", file=sys.stderr)
        return Exit.USAGE
    asks = not chosen.yes and sys.stdin.isatty()
    try:
        answers = {
            name: _ask(question, usual) if asks else usual for name, question, usual in QUESTIONS
        }
    except EOFError:
        print("\npaidonce init: no answer; nothing is written", file=sys.stderr)
        return Exit.USAGE
    try:
        path.write_text(profile_text(answers), "utf-8")
    except OSError as error:
        print(f"paidonce init: {path}: {error.strerror}", file=sys.stderr)
        return Exit.USAGE
    except ValueError as error:
        print(f"paidonce init: the command {answers['start']}: {error}", file=sys.stderr)
        return Exit.USAGE
    print(f"{path} is written. Now walk through it: paidonce probe --profile {path}")
    return Exit.HOLDS


def profile_text(answers: dict[str, str]) -> str:
    """The profile, as TOML."""
    quoted = {name: json.dumps(answer, ensure_ascii=False) for name, answer in answers.items()}
    start = shlex.split(answers["start"])
    if start:
        how = f"start = {json.dumps(start, ensure_ascii=False)}"
        if "{port}" not in answers["url"]:
            how += f"\nurl = {quoted['url']}"
    else:
        how = RUNNING.format(url=quoted["url"])
    return TEMPLATE.format(
        name=answers["name"].replace("\n", " "),
        name_text=quoted["name"],
        how=how,
        ready=quoted["ready"],
        webhook=quoted["webhook"],
        orders=quoted["orders"],
    )


def _ask(question: str, usual: str) -> str:
    answer = input(f"{question} [{usual}]: ").strip()
    return answer or usual
