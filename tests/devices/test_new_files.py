"""New files are written all or none; nothing is overwritten, no link followed."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from boxoffice_tui.cli.files import write_new
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.devices.new_files import free_name, write_all


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_files_are_ours_alone(tmp_path: Path) -> None:
    places = {tmp_path / "a": b"1", tmp_path / "b": b"2"}
    write_all(places)
    assert [(path.read_bytes(), path.stat().st_mode & 0o777) for path in places] == [
        (b"1", 0o600),
        (b"2", 0o600),
    ]


def test_where_one_is_there_already_none_is_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"kept")
    with pytest.raises(FileExistsError) as raised:
        write_all({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert raised.value.filename == str(tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_bytes() == b"kept"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        write_all({tmp_path / "link": b"1"})
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        write_all({tmp_path / "a": b"1", tmp_path / "missing" / "b": b"2"})
    assert raised.value.filename == str(tmp_path / "missing" / "b")
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_fit_whole_is_gone_again(tmp_path: Path) -> None:
    with room_for(1000), pytest.raises(OSError, match="large") as raised:
        write_all({tmp_path / "a": b"1", tmp_path / "b": b"2" * 100_000})
    assert raised.value.filename == str(tmp_path / "b")
    assert list(tmp_path.iterdir()) == []
    with room_for(1000), pytest.raises(UsageProblemError):
        write_new(str(tmp_path / "c"), b"3" * 100_000)
    assert list(tmp_path.iterdir()) == []


def test_a_free_name_is_numbered_on(tmp_path: Path) -> None:
    first = tmp_path / "receipt-1.v2.pdf"
    assert free_name(str(first)) == str(first)
    for number in (1, 2, 3):
        taken = Path(free_name(str(first)))
        taken.symlink_to(tmp_path / "nowhere")  # a link that leads nowhere is there too
        assert taken.name == ("receipt-1.v2.pdf" if number == 1 else f"receipt-1.v2-{number}.pdf")
