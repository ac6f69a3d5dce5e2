from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.devices.protocols import MailDoor, Refused, Unreachable
from boxoffice_tui.documents.mail import render
from boxoffice_tui.rules.mail_address import MalformedAddressError
from tests.documents.examples import MAIL
from tests.documents.reading import message

PEOPLE = ("noreply@orchestre.example", "eloise@exemple.ca")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "mail"


@pytest.fixture
def door(folder: Path) -> MailDoor:
    return EmlDoor(folder)


def test_a_mail_becomes_a_file_of_our_own(door: MailDoor, folder: Path) -> None:
    content = render(MAIL)
    assert door.send(content, *PEOPLE, 17) == str(folder / "000000017.eml")
    (file,) = folder.iterdir()
    assert file.read_bytes() == content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert message(file.read_bytes())["Message-ID"] == MAIL.message_id


def test_the_same_mail_again_is_the_same_file(door: MailDoor, folder: Path) -> None:
    first = door.send(b"one", *PEOPLE, 1)
    written = (folder / "000000001.eml").stat()
    assert door.send(b"one", *PEOPLE, 1) == first
    assert (folder / "000000001.eml").stat().st_mtime_ns == written.st_mtime_ns
    assert len(list(folder.iterdir())) == 1


def test_another_mail_never_overwrites(door: MailDoor, folder: Path) -> None:
    door.send(b"one", *PEOPLE, 1)
    with pytest.raises(Refused, match="another mail") as refused:
        door.send(b"two", *PEOPLE, 1)
    assert refused.value.permanent
    assert [path.read_bytes() for path in folder.iterdir()] == [b"one"]


def test_what_a_dead_sender_left_is_cleared_away(door: MailDoor, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".000000001.eml.unfinished").write_bytes(b"on")
    door.send(b"one", *PEOPLE, 1)
    assert [path.read_bytes() for path in folder.iterdir()] == [b"one"]


@pytest.mark.parametrize("name", ["000000001.eml", ".000000001.eml.unfinished"])
def test_a_link_is_not_followed(door: MailDoor, folder: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"precious")
    folder.mkdir(parents=True)
    (folder / name).symlink_to(target)
    if name.startswith("."):
        door.send(b"one", *PEOPLE, 1)
        assert (folder / "000000001.eml").read_bytes() == b"one"
    else:
        with pytest.raises(Unreachable):
            door.send(b"one", *PEOPLE, 1)
    assert target.read_bytes() == b"precious"


def test_a_folder_that_is_a_link_or_a_file_is_refused(tmp_path: Path) -> None:
    real, link, file = tmp_path / "real", tmp_path / "link", tmp_path / "file"
    real.mkdir()
    link.symlink_to(real)
    file.write_text("")
    for place in (link, file):
        with pytest.raises(Unreachable, match=place.name):
            EmlDoor(place).send(b"one", *PEOPLE, 1)
    assert list(real.iterdir()) == []


def test_a_full_disk_leaves_no_half_mail(
    door: MailDoor, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(Unreachable, match="No space left"):
            door.send(b"one", *PEOPLE, 1)
    assert not (folder / "000000001.eml").exists()
    door.send(b"one", *PEOPLE, 1)
    assert [path.name for path in folder.iterdir()] == ["000000001.eml"]


def test_a_recipient_that_is_no_address_is_refused_like_by_a_server(door: MailDoor, folder: Path) -> None:
    with pytest.raises(MalformedAddressError):
        door.send(b"one", PEOPLE[0], "nobody", 1)
    assert not folder.exists()
