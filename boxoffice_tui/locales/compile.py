"""Compile the catalogues: each `.po` that is newer than its `.mo`. `python -m boxoffice_tui.locales.compile`.

Imports nothing of the program, so that the build hook can load this file by its path alone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


def sources(folder: Path = FOLDER) -> list[Path]:
    """Every `<language>/LC_MESSAGES/*.po` under `folder`, sorted."""
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))


def compile_catalogues(folder: Path = FOLDER, *, always: bool = False) -> list[Path]:
    """Write the `.mo` of every `.po` that is newer (of all when `always`); the files written.

    A half-written `.mo` is never seen: each is written beside its place and moved there.
    """
    written = []
    for source in sources(folder):
        target = source.with_suffix(".mo")
        if always or not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns:
            _compile(source, target)
            written.append(target)
    return written


def main(arguments: list[str]) -> int:
    """Compile what is newer, or everything with `--all`; print the files written."""
    for path in compile_catalogues(always="--all" in arguments):
        sys.stdout.write(f"{path.relative_to(FOLDER)}\n")
    return 0


def _compile(source: Path, target: Path) -> None:
    # the hour of the source as it was read: one saved meanwhile stays newer
    read = source.stat()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    beside = target.with_suffix(f".{os.getpid()}.mo")
    with beside.open("wb") as file:
        write_mo(file, catalogue)
    os.utime(beside, ns=(read.st_atime_ns, read.st_mtime_ns))
    beside.replace(target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
