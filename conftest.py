"""Joins the rooms for this project's own tests; no logic."""

pytest_plugins = ["tests.needs"]
