"""Calls that play the shopper: on the hosted checkout page, and in the 3-D Secure challenge."""
