"""Mails as `.eml` files in a folder, where no server is set: any mail program opens them."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from boxoffice_tui.devices.protocols import Refused, Unreachable
from boxoffice_tui.rules.mail_address import wire_address

_OURS_ONLY = 0o600
_SHARED_FILE, _SHARED_FOLDER = 0o660, 0o2770
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class EmlDoor:
    """A folder of our own (0700) that takes each mail once, under the number of its outbox row.

    Beside a database that a group shares it is the group's as well, told by the set-group-ID bit.
    """

    folder: Path

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        """Write `message` (`MailDoor.send`); the file's path comes back, also where it is there already.

        Refused for ever where the file holds another mail; nothing is ever overwritten.
        """
        wire_address(sender)
        wire_address(recipient)
        name = f"{outbox_id:09d}.eml"
        try:
            _make(self.folder)
            folder = os.open(self.folder, _FOLDER)
            try:
                _write_once(folder, name, message)
            finally:
                os.close(folder)
        except OSError as error:
            raise Unreachable(f"{self.folder / name}: {error.strerror or error}") from error
        return str(self.folder / name)


def _make(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.parent.stat().st_mode & stat.S_ISGID:
        folder.chmod(_SHARED_FOLDER)


def _write_once(folder: int, name: str, message: bytes) -> None:
    """The whole file or none: written beside under another name, then linked, which never overwrites."""
    beside = f".{name}.unfinished"
    with suppress(FileNotFoundError):
        os.unlink(beside, dir_fd=folder)  # of a sender that died; the outbox lets one at a time send a row
    with os.fdopen(os.open(beside, _NEW, _OURS_ONLY, dir_fd=folder), "wb") as file:
        if os.fstat(folder).st_mode & stat.S_ISGID:
            os.fchmod(file.fileno(), _SHARED_FILE)
        file.write(message)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError:
        _check_same(folder, name, message)
    finally:
        os.unlink(beside, dir_fd=folder)
    os.fsync(folder)


def _check_same(folder: int, name: str, message: bytes) -> None:
    with os.fdopen(os.open(name, _OLD, dir_fd=folder), "rb") as file:
        if file.read() != message:
            raise Refused(permanent=True, reply=f"{name}: the file holds another mail")
