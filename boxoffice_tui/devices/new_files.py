"""Files of one's own that were not there: nothing is overwritten, no link is followed (spec/reliability.md)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def created(path: Path) -> Iterator[Callable[[bytes], object]]:
    """A new file (0600) for what is made piece by piece: takes each piece. Gone again where it is not whole.

    Raises `FileExistsError` and other `OSError`s, whose `filename` is the path unless they name another.
    """
    descriptor = os.open(path, _NEW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file.write
    except BaseException as error:
        path.unlink()
        if isinstance(error, OSError):
            error.filename = error.filename or str(path)
        raise


def free_name(name: str) -> str:
    """`receipt.pdf`, or the first of `receipt-2.pdf`, `receipt-3.pdf` … that is not in the folder yet."""
    path = Path(name)
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return str(next(one for one in chain((path,), numbered) if not os.path.lexists(one)))


def write_all(contents: dict[Path, bytes]) -> None:
    """Write these new files, all or none. Raises `OSError`, whose `filename` is the one that will not do."""
    made: list[Path] = []
    try:
        for path, content in contents.items():
            with created(path) as write:
                write(content)
            made.append(path)
    except BaseException:
        for path in made:
            path.unlink()
        raise
