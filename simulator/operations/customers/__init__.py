"""Customers, what they show of themselves, and the clocks that they may live on."""
