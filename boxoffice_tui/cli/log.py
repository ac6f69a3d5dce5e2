"""The log: faults with their traceback, in the XDG state folder, for the administrator alone."""

from __future__ import annotations

import logging
import os
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path

from boxoffice_tui.configuration import NAME, state_folder
from boxoffice_tui.rules.text import safe

log = logging.getLogger(NAME)

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no look-alikes: people read them out on the phone
_LONGEST = 50_000
_MOST_BYTES = 2_000_000


class _Harmless(logging.Formatter):
    """A line may quote what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        return safe(super().format(record), _LONGEST, lines=True)


class _OursAlone(RotatingFileHandler):
    """A file 0600, opened when there is something to write."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MOST_BYTES, backupCount=3, encoding="utf-8", delay=True)

    def _open(self):  # type: ignore[no-untyped-def]
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600),
            "a",
            encoding="utf-8",
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the base class's name
        """A log that cannot be written is no reason to print a traceback: the fault's id is told all the same."""


def log_file() -> Path:
    """Where the log is."""
    return state_folder() / f"{NAME}.log"


def keep() -> None:
    """Write what the program logs to the file, and nowhere else."""
    path = str(log_file())
    log.propagate = False
    for handler in list(log.handlers):
        if isinstance(handler, _OursAlone):
            if handler.baseFilename == path:
                return
            log.removeHandler(handler)
            handler.close()
    handler = _OursAlone(Path(path))
    handler.setFormatter(_Harmless("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


def record_fault(error: BaseException) -> str:
    """Log `error` with its traceback under a short id, which is all that is shown of it."""
    fault = "".join(secrets.choice(_LETTERS) for _letter in range(6))
    log.error("fault %s", fault, exc_info=error)
    return fault
