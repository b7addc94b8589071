"""A shop that takes money through Stripe, and is reached over HTTP alone.

It imports the stripe SDK (in `stripe_gateway.py` and nowhere else) and no other room of this
project: to the gate it is one backend among many.
"""
