"""Files of one's own that were not there: nothing is overwritten, no link is followed (spec/reliability.md)."""

from __future__ import annotations

import os
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def create(path: Path) -> int:
    """A new file (0600), open for writing. Raises `FileExistsError` and other `OSError`s."""
    return os.open(path, _NEW, 0o600)


def write_all(contents: dict[Path, bytes]) -> None:
    """Write these new files, all or none. Raises `OSError`, whose `filename` is the one that will not do."""
    made: list[Path] = []
    try:
        for path, content in contents.items():
            with os.fdopen(create(path), "wb") as file:
                made.append(path)
                file.write(content)
    except OSError as error:
        error.filename = error.filename or str(made[-1])
        for path in made:
            path.unlink()
        raise
