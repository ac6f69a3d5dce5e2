"""PINs as they come in: typed without an echo, or the first line of a file or a descriptor; never an argument."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from boxoffice_tui.cli.files import STDIN, text_of
from boxoffice_tui.cli.signals import at_once
from boxoffice_tui.cli.usage import file_problem
from boxoffice_tui.locales.translate import _

_LONGEST = 100


def asked(question: str) -> str:
    """A PIN that somebody types, or the next line of the standard input. Raises `UsageProblemError`."""
    with at_once():
        if not sys.stdin.isatty():
            return text_of(sys.stdin.buffer.readline(_LONGEST), STDIN).strip()
        return getpass.getpass(question)


def pin_of(operator: str, file: str) -> str | None:
    """The PIN of `operator`: in `file` where one is named, else typed; None where nobody could type it.

    Raises `UsageProblemError` (file_unreadable).
    """
    if file:
        return _first_line(file)
    if not sys.stdin.isatty():
        return None
    return asked(_("PIN of {operator}: ").format(operator=operator))


def _first_line(file: str) -> str:
    """Byte by byte, so that of a pipe (`/dev/fd/0`) no more is taken than this line."""
    line = bytearray()
    try:
        with at_once(), Path(file).expanduser().open("rb", buffering=0) as stream:
            while len(line) < _LONGEST and (byte := stream.read(1)) not in {b"", b"\n"}:
                line += byte
    except OSError as error:
        raise file_problem("file_unreadable", file, error, "--pin-file") from error
    return line.decode("ascii", "replace").strip()
