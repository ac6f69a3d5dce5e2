"""Files of one's own that were not there: nothing is overwritten, no link is followed (spec/reliability.md)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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
    with _all_or_none() as made:
        for path, content in contents.items():
            _write(path, content)
            made.append(path)


def write_all_free(contents: dict[Path, bytes]) -> list[Path]:
    """As `write_all`, each at the first name that is free, whoever writes there too; where each is."""
    with _all_or_none() as made:
        for path, content in contents.items():
            made.append(_write_free(path, content))
    return made


@contextmanager
def _all_or_none() -> Iterator[list[Path]]:
    """The files made; none of them is left where not all could be."""
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        for path in made:
            path.unlink()
        raise


def _write(path: Path, content: bytes) -> None:
    with created(path) as write:
        write(content)


def _write_free(path: Path, content: bytes) -> Path:
    while True:
        free = Path(free_name(str(path)))
        with suppress(FileExistsError):  # somebody was faster, and this is not free any more
            _write(free, content)
            return free
