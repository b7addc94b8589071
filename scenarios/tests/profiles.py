"""Profiles for tests."""

MINIMAL = """\
[backend]
name = "a shop"
url = "http://127.0.0.1:9"
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
