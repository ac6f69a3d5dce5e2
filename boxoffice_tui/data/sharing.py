"""A folder whose files several system accounts share: a group's, and closed to everybody else.

Its set-group-ID bit is the sign: who sets it means the group to have what is made there. Without it files are
their owner's (spec/reliability.md, The database).
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

FOLDER_MODE = 0o2770
FILE_MODE = 0o660
PASSAGE_MODE = 0o711


class NotSharedError(Exception):
    """A folder that is there already is not the group's."""


def is_shared(folder: Path) -> bool:
    """Whether what is made in `folder` is for its group."""
    return bool(folder.stat().st_mode & stat.S_ISGID)


def make_folder(folder: Path, group: int) -> None:
    """Makes a folder that `group` shares; others may pass what is made on the way. Raises `NotSharedError`."""
    for above in reversed([one for one in folder.absolute().parents if not one.exists()]):
        above.mkdir()
        above.chmod(PASSAGE_MODE)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        found = folder.stat()
        if found.st_gid == group and stat.S_IMODE(found.st_mode) == FOLDER_MODE:
            return
        raise NotSharedError(str(folder)) from None
    os.chown(folder, -1, group)
    folder.chmod(FOLDER_MODE)


def share_as_its_folder(file: int, folder: Path) -> None:
    """Gives an open file to the group of its folder, where that is shared."""
    if is_shared(folder):
        os.fchown(file, -1, folder.stat().st_gid)
        os.fchmod(file, FILE_MODE)
