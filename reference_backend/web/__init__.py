"""The shop's HTTP face."""
