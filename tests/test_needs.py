import pytest

from tests import needs

pytest_plugins = ["pytester"]

MARKED = """
    import pytest

    @pytest.mark.docker
    def test_in_a_container():
        pass
"""


@pytest.fixture
def no_docker(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A test that needs Docker, on a machine without it."""
    monkeypatch.setattr(needs, "NEEDS", {"docker": lambda: "no Docker engine is running"})
    pytester.makeini("[pytest]\nmarkers = docker")
    pytester.makepyfile(MARKED)
    return pytester


def test_what_is_not_here_is_skipped_and_says_why(
    no_docker: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PAIDONCE_REQUIRE_DOCKER", raising=False)
    result = no_docker.runpytest_inprocess("-rs", "-p", "tests.needs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*no Docker engine is running*"])


def test_what_was_promised_and_is_not_here_fails(
    no_docker: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAIDONCE_REQUIRE_DOCKER", "1")
    result = no_docker.runpytest_inprocess("-p", "tests.needs")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*PAIDONCE_REQUIRE_DOCKER=1 promises it*"])
