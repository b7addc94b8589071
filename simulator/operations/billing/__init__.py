"""Subscriptions and Invoices."""
