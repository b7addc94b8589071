"""The shop's HTTP face."""

from reference_backend.web.app import make_app

__all__ = ["make_app"]
