"""Bring the catalogues up to date with the program's texts. `python -m boxoffice_tui.locales.extract`.

Translations are kept, new msgids come in empty, msgids no longer in the program go. The files are sorted and
name no places or times, so that two people's additions merge.
"""

from __future__ import annotations

import io
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

from boxoffice_tui.locales.translate import DOMAIN, FOLDER, LANGUAGES

PROGRAM = FOLDER.parent
TEMPLATES = ("*.txt", "*.html", "*.j2", "*.jinja")

_KEYWORDS = {**DEFAULT_KEYWORDS, "NP_": ((1, "c"), 2)}
_COMMENT_TAG = "i18n:"
_LEFT_OUT_HEADERS = tuple(
    f'"{name}:'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Project-Id-Version",
    )
)

Key = tuple[str | tuple[str, ...], str | None]


class ExtractionError(Exception):
    """A file of the program cannot be read as source; names it."""


def path_of(language: str, folder: Path = FOLDER) -> Path:
    """Where the catalogue of `language` is."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(path: Path) -> Catalog:
    """The catalogue at `path`, a new one where there is none."""
    language = path.parent.parent.name
    if not path.exists():
        return Catalog(language, header_comment=f"# {language}", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def key_of(message: Message) -> Key:
    """What makes a message the same one in every catalogue: its msgids and context."""
    return (message.id if isinstance(message.id, str) else tuple(message.id)), message.context


def forms_of(message: Message) -> tuple[str, ...]:
    """The translation of a message, one text a plural form; an empty text where there is none."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(form or "" for form in forms)


def complete(message: Message) -> bool:
    """Whether every form of the message has a translation."""
    forms = forms_of(message)
    return bool(forms) and all(forms)


def messages(catalogue: Iterable[Message]) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def extracted(program: Path = PROGRAM) -> Catalog:
    """Every msgid in the program's Python files and Jinja templates; ExtractionError names a broken file."""
    found = Catalog()
    for path, method in _files(program):
        try:
            for _line, msgids, comments, context in extract_from_file(
                method, path, _KEYWORDS, (_COMMENT_TAG,), {"encoding": "utf-8"}, strip_comment_tags=True
            ):
                found.add(msgids, context=context, auto_comments=comments)
        except (SyntaxError, tokenize.TokenError) as error:
            raise ExtractionError(f"{path}: {error}") from error
    return found


def merge(catalogue: Catalog, program: Catalog) -> tuple[int, int]:
    """Make `catalogue` hold exactly the program's msgids, translations kept; how many came and went."""
    before = {key_of(message): message for message in messages(catalogue)}
    wanted = {key_of(message): message for message in messages(program)}
    for key in before:
        catalogue.delete(_lookup(key), context=key[1])
    catalogue.obsolete.clear()
    for key, message in wanted.items():
        kept = before.get(key)
        catalogue.add(
            message.id,
            kept.string if kept else None,
            context=message.context,
            auto_comments=message.auto_comments,
            user_comments=kept.user_comments if kept else (),
            flags=kept.flags - {"python-format"} if kept else (),
        )
    return len(wanted.keys() - before.keys()), len(before.keys() - wanted.keys())


def write(path: Path, catalogue: Catalog) -> bool:
    """Write `catalogue` where it differs from the file; whether it did."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(_LEFT_OUT_HEADERS)).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def main() -> int:
    """Update the five catalogues; print what came and went, and how many translations each lacks."""
    try:
        program = extracted()
    except ExtractionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for language in LANGUAGES:
        catalogue = read(path_of(language))
        came, went = merge(catalogue, program)
        changed = write(path_of(language), catalogue)
        lacking = 0 if language == "en" else sum(not complete(message) for message in messages(catalogue))
        state = "written" if changed else "as it was"
        sys.stdout.write(f"{language}: {state}, {came} new, {went} gone, {lacking} to translate\n")
    return 0


def _lookup(key: Key) -> str:
    return key[0] if isinstance(key[0], str) else key[0][0]


def _files(program: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(program.rglob("*.py")):
        yield path, "python"
    for pattern in TEMPLATES:
        for path in sorted((program / "documents").glob(f"**/{pattern}")):
            yield path, "jinja2.ext:babel_extract"


if __name__ == "__main__":
    sys.exit(main())
