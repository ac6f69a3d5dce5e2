"""Programs that were ended before the clerk quit: a closed line, a killed process, a power cut.

Each program at work holds a file of its own, locked as long as it lives and removed when the clerk quits. One that
is there and not locked was left behind (spec/reliability.md, "At the next start").
"""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import suppress
from pathlib import Path

from boxoffice_tui.configuration import state_folder

FOLDER = "at-work"
_MOST_BYTES = 4096


class Run:
    """A program at work on the database at `place`."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._file: Path | None = None
        self._held = -1

    def begin(self) -> bool:
        """Hold a file; whether a program on the same database was ended before its clerk quit.

        A folder that cannot be written is no reason not to work: then nothing is known.
        """
        folder = state_folder() / FOLDER
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            broken = [self._left_behind(file) for file in sorted(folder.iterdir())]
            self._file = folder / f"{os.getpid()}-{secrets.token_hex(4)}"
            self._held = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._held, self._place.encode())
        except OSError:
            return False
        return any(broken)

    def end(self) -> None:
        """The clerk quit: nothing is left behind."""
        if self._file is not None:
            with suppress(OSError):
                self._file.unlink()

    def _left_behind(self, file: Path) -> bool:
        """Whether a file is one of this database that nobody holds; it is removed, so that it is told once."""
        held = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        try:
            if os.read(held, _MOST_BYTES) != self._place.encode():
                return False
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(held)
        file.unlink()
        return True
