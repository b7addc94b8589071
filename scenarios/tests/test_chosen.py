from pathlib import Path

import pytest

from scenarios import chosen
from scenarios.profile_file import REFERENCE
from scenarios.tests.profiles import MINIMAL


def test_a_profile_is_the_one_that_is_named_or_the_one_here_or_the_reference(
    tmp_path: Path,
) -> None:
    assert chosen.path(None, here=tmp_path) == REFERENCE
    here = tmp_path / "paidonce.toml"
    here.write_text(MINIMAL)
    assert chosen.path(None, here=tmp_path) == here
    assert chosen.path(tmp_path / "other.toml", here=tmp_path) == tmp_path / "other.toml"


def test_the_backend_is_the_one_of_the_profile_where_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "paidonce.toml").write_text(MINIMAL)
    monkeypatch.chdir(tmp_path)
    assert chosen.backend(None).backend.name == "a shop"


@pytest.mark.parametrize(
    ("profile", "defect", "said"),
    [
        ("none.toml", None, "none.toml: the file: cannot be read: No such file"),
        (None, "captures_blindly", "a shop has no planted defects"),
        (str(REFERENCE), "captures_blindy", "there is no defect 'captures_blindy'. There are: "),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_started(
    profile: str | None,
    defect: str | None,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "paidonce.toml").write_text(MINIMAL)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(chosen.CannotBeUsed, match=r".") as error:
        chosen.backend(profile, defect)
    assert said in str(error.value)
