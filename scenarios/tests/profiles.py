"""Profiles for tests."""

MINIMAL = """\
[backend]
name = "a shop"
url = "http://127.0.0.1:9"
stripe_port = 12111
secret_key = "sk_test_shop"
webhook_secret = "whsec_shop"
webhook = "/hooks"

[can.open_cart]
post = "/carts"
body = { lines = "{items}", mail = "{email}" }
pick = { cart = "id" }

[view.orders]
get = "/orders"
each = "orders"

[view.orders.fields]
id = "id"
payment = "state"
currency = "currency"
total = "total"

[view.orders.states]
open = "pending"
done = "paid"
"""
