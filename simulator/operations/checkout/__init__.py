"""Checkout Sessions, Payment Links, and the page that a shopper pays on."""
