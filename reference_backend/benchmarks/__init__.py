"""Measurements of the reference backend, each beside something bare, taken in one run."""
