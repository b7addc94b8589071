from pathlib import Path

import pytest

from load.command import NO_BACKEND, WRONG_USAGE, arguments, chosen, main
from load.profiles import PROFILES


def test_every_load_is_listed_with_its_story() -> None:
    said = arguments().format_help()
    for profile in PROFILES.values():
        assert f"  {profile.name:12} {profile.story}" in said


def test_a_budget_replaces_the_one_on_the_same_measure() -> None:
    asked = arguments().parse_args(["spike", "--budget", "ack_ms.p99 < 250"])
    budgets = [str(budget) for budget in chosen(asked).budgets]
    assert "ack_ms.p99 < 250" in budgets
    assert "ack_ms.p99 < 1000" not in budgets
    assert "violations == 0" in budgets


def test_a_load_can_be_made_harder_and_shorter_with_more_copies() -> None:
    asked = arguments().parse_args(["smoke", "--rate", "3", "--seconds", "2", "--copies", "4"])
    profile = chosen(asked)
    assert (profile.seconds, profile.phases[0].rate, profile.copies) == (2, 60, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        ["no_such_load"],
        ["--rate", "0"],
        ["--rate", "fast"],
        ["--seconds", "-1"],
        ["--copies", "0"],
        ["--workers", "0"],
        ["--budget", "ack_ms.p99"],
        ["--budget", "ack.p99 < 1000"],
    ],
)
def test_wrong_usage_is_told_and_nothing_is_started(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == WRONG_USAGE
    assert "error:" in capsys.readouterr().err


def test_a_profile_that_is_not_there_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone.toml"
    assert main(["--profile", str(gone)]) == WRONG_USAGE
    assert str(gone) in capsys.readouterr().err


def test_a_defect_that_there_is_not_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--defect", "no_such_defect"]) == WRONG_USAGE
    assert "there is no defect 'no_such_defect'" in capsys.readouterr().err


def test_the_backend_is_the_one_whose_profile_lies_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "paidonce.toml").write_text(
        '[backend]\nname = "a shop"\nwebhook = "/hook"\nurl = "http://127.0.0.1:9"\n'
        'stripe_port = 0\nsecret_key = "sk_test_shop"\nwebhook_secret = "whsec_shop"\n'
        '[can.open_cart]\npost = "/carts"\npick = { cart = "id" }\n'
    )
    monkeypatch.chdir(tmp_path)
    assert main([]) == NO_BACKEND
    said = capsys.readouterr()
    assert said.out == "paidonce load  a shop\n\n"
    assert "nothing answers at http://127.0.0.1:9/" in said.err


def test_a_backend_that_does_not_start_is_told_with_its_last_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile = tmp_path / "shop.toml"
    profile.write_text(
        '[backend]\nname = "a broken shop"\nwebhook = "/hook"\n'
        'start = ["{python}", "-c", "raise SystemExit(\'no database\')"]\nready_line = "ready"\n'
        '[can.open_cart]\npost = "/carts"\npick = { cart = "id" }\n'
    )
    assert main(["--profile", str(profile)]) == NO_BACKEND
    said = capsys.readouterr().err
    assert "a broken shop could not be started" in said
    assert "no database" in said
