"""Files a command reads and writes: nothing is overwritten, no link is followed (spec/reliability.md)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from boxoffice_tui.cli.signals import at_once
from boxoffice_tui.cli.usage import UsageProblemError, file_problem
from boxoffice_tui.devices import new_files
from boxoffice_tui.devices.new_files import created

STDIN = STDOUT = "-"
_STDIN_SAID = "stdin"


def said(place: str) -> str:
    """A place as a sentence names it: the standard input by its name."""
    return _STDIN_SAID if place == STDIN else place


def require_new(place: str) -> None:
    """Raises `UsageProblemError` (file_exists) where a file is there already, before anything is done for it."""
    if os.path.lexists(Path(place).expanduser()):
        raise UsageProblemError("file_exists", place=place)


def write_new(place: str, content: bytes) -> str:
    """Write a file of one's own (0600) that was not there; its path. Raises `UsageProblemError`."""
    with new_file(place) as write:
        write(content)
    return str(Path(place).expanduser())


def write_all_free(contents: dict[str, bytes]) -> dict[str, str]:
    """Write files of one's own, all of them or none, each beside what is there already: `labels-2.pdf`.

    The path of each place. Raises `UsageProblemError`.
    """
    try:
        made = new_files.write_all_free({Path(place).expanduser(): one for place, one in contents.items()})
    except OSError as error:
        raise file_problem("file_unwritable", str(error.filename), error) from error
    return {place: str(path) for place, path in zip(contents, made, strict=True)}


@contextmanager
def new_file(place: str) -> Iterator[Callable[[bytes], object]]:
    """As `write_new`, for what is made piece by piece: takes each piece. Gone again if it is not whole."""
    path = Path(place).expanduser()
    try:
        with created(path) as write:
            yield write
    except FileExistsError:
        raise UsageProblemError("file_exists", place=str(path)) from None
    except OSError as error:
        raise file_problem("file_unwritable", str(path), error) from error


def folder(place: str) -> Path:
    """A folder of one's own (0700), made where there is none yet. Raises `UsageProblemError`."""
    path = Path(place).expanduser()
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise file_problem("file_unwritable", str(path), error) from error
    return path


def read_bytes(place: str, most: int) -> bytes:
    """What a file holds, `-` the standard input; at most `most` bytes. Raises `UsageProblemError`."""
    try:
        if place == STDIN:
            with at_once():
                content = sys.stdin.buffer.read(most + 1)
        else:
            with Path(place).expanduser().open("rb") as file:
                content = file.read(most + 1)
    except OSError as error:
        raise file_problem("file_unreadable", said(place), error) from error
    if len(content) > most:
        raise UsageProblemError("file_too_large", place=said(place), most=most)
    return content


def read_text(place: str, most: int) -> str:
    """A text in UTF-8, whatever the terminal's encoding. Raises `UsageProblemError`."""
    return text_of(read_bytes(place, most), place)


def text_of(content: bytes, place: str) -> str:
    """What bytes from a place say. Raises `UsageProblemError` (file_not_text)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageProblemError("file_not_text", place=said(place), position=error.start) from error
