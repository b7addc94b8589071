"""Faults of deliveries; importing this package registers them."""
