"""A busy machine fails no property."""

from hypothesis import HealthCheck, settings


def test_hypothesis_has_no_deadline_and_may_be_slow() -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
