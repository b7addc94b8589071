"""How fast a machine is decides no property: hypothesis gets all the time that it wants."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """No deadline for an example, and none for drawing one; in every test of this project."""
    del config
    from hypothesis import HealthCheck, settings  # noqa: PLC0415 - after its own plugin

    slow = [HealthCheck.too_slow]
    settings.register_profile("paidonce", deadline=None, suppress_health_check=slow)
    settings.load_profile("paidonce")
