"""Quotes: what a Customer is offered, and what is made of it once they accept."""
