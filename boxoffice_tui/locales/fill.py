"""Put translations into the catalogues. `python -m boxoffice_tui.locales.fill FILE.json`.

The file is what `python -m boxoffice_tui.locales.check --json` printed, with the texts written in.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from boxoffice_tui.locales.extract import path_of, read, write
from boxoffice_tui.locales.translate import FOLDER, LANGUAGES


def fill(entries: list[dict[str, Any]], folder: Path = FOLDER) -> dict[str, int]:
    """How many translations went into each language; KeyError names a msgid its catalogue does not hold."""
    counts: dict[str, int] = {}
    for language in LANGUAGES:
        catalogue = read(path_of(language, folder))
        for entry in entries:
            text = entry.get(language) or ""
            if not text or not all(text):
                continue
            message = catalogue.get(entry["msgid"], entry.get("context"))
            if message is None:
                raise KeyError(entry["msgid"])
            message.string = text if isinstance(text, str) else tuple(text)
            counts[language] = counts.get(language, 0) + 1
        if counts.get(language):
            write(path_of(language, folder), catalogue)
    return counts


def main(arguments: list[str]) -> int:
    """Fill from the one file named; print how many translations each language got."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m boxoffice_tui.locales.fill FILE.json\n")
        return 2
    entries = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    for language, number in fill(entries).items():
        sys.stdout.write(f"{language}: {number}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
