"""Stripe Tax: settings, registrations, calculations and transactions."""
