"""What a backup or a restore that was killed has left in a folder: known by its name, and removed by the next.

Who writes copies in a folder holds a lock on it that ends with the process. Whoever can have the folder alone
knows that nobody works there, and that half copies are nobody's.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PARTIAL = ".boxoffice-partial"
BEFORE = ".before-"
BESIDE = ("-wal", "-shm", "-journal")


@contextmanager
def at_work_in(folder: Path) -> Iterator[None]:
    """Removes what the killed have left in a folder, where nobody works in it now; from then on somebody does."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):  # somebody works here, or there are no such locks: nothing is removed
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _clear(folder)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def names_left(path: Path, found: os.stat_result) -> int:
    """How many more names a file has been left: killed between two steps, it has its old and its new one."""
    return sum(_is_same(one, found) for one in path.parent.iterdir() if _is_left(one, path.name))


def _is_left(one: Path, name: str) -> bool:
    return one.name.startswith(name + BEFORE) or (one.name.startswith(".") and one.name.endswith(PARTIAL))


def _is_same(one: Path, found: os.stat_result) -> bool:
    with suppress(OSError):
        return os.path.samestat(one.lstat(), found)
    return False


def _clear(folder: Path) -> None:
    endings = tuple(PARTIAL + ending for ending in ("", *BESIDE))
    for one in folder.iterdir():
        half = one.name.startswith(".") and one.name.endswith(endings)
        if half or _is_second_name(one):
            with suppress(OSError):
                one.unlink()


def _is_second_name(one: Path) -> bool:
    """Whether a database that was to be put aside is still in its place."""
    name, before, _stamp = one.name.partition(BEFORE)
    if not (name and before):
        return False
    with suppress(OSError):
        found = one.lstat()
        return stat.S_ISREG(found.st_mode) and _is_same(one.with_name(name), found)
    return False
