"""Readers, where they stand, and what is done on them; built on payments, setups and refunds."""
