import pathlib

import pytest

from simulator.catalogue import disk
from simulator.catalogue.disk import remembered


@pytest.fixture
def cache(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_what_was_read_once_is_read_no_more(cache: pathlib.Path) -> None:
    assert remembered("thing", list[int], lambda: [1, 2]) == [1, 2]
    assert remembered("thing", list[int], lambda: [3]) == [1, 2]
    assert [path.suffix for path in cache.rglob("*") if path.is_file()] == [".msgpack"]


def test_another_reader_reads_anew(cache: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remembered("thing", list[int], lambda: [1])
    monkeypatch.setattr(disk, "READER_VERSION", disk.READER_VERSION + 1)
    assert remembered("thing", list[int], lambda: [2]) == [2]


def test_a_spoilt_file_is_read_anew(cache: pathlib.Path) -> None:
    remembered("thing", list[int], lambda: [1])
    for path in cache.rglob("*.msgpack"):
        path.write_bytes(b"\xc1")
    assert remembered("thing", list[int], lambda: [2]) == [2]
    assert remembered("thing", list[int], lambda: [3]) == [2]


def test_it_works_without_anywhere_to_write(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    assert remembered("thing", list[int], lambda: [1]) == [1]
    assert remembered("thing", list[int], lambda: [2]) == [2]
