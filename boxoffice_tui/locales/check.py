"""Whether the catalogues are whole. `python -m boxoffice_tui.locales.check`.

`--json` prints what is to translate as one JSON list that `python -m boxoffice_tui.locales.fill` reads back.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from boxoffice_tui.locales.extract import (
    ExtractionError,
    complete,
    extracted,
    forms_of,
    key_of,
    messages,
    path_of,
    read,
)
from boxoffice_tui.locales.translate import FOLDER, LANGUAGES, PLACEHOLDER, SOURCE


def problems(catalogue: Catalog, program: Catalog) -> list[str]:
    """What keeps `catalogue` from being whole against the msgids of `program`, a line each.

    English may leave translations empty: its msgid is its text.
    """
    source = str(catalogue.locale) == SOURCE
    wanted = {key_of(message) for message in messages(program)}
    present = {key_of(message): message for message in messages(catalogue)}
    found = [f"missing: {_name(*key)}" for key in sorted(wanted - present.keys(), key=str)]
    found += [f"no longer in the program: {_name(*key)}" for key in sorted(present.keys() - wanted, key=str)]
    found += [f"obsolete: {_name(*key_of(message))}" for message in catalogue.obsolete.values()]
    for key, message in present.items():
        found += (f"{problem}: {_name(*key)}" for problem in _message(message, catalogue.num_plurals, source))
    return found


def untranslated(program: Catalog, folder: Path = FOLDER) -> list[dict[str, object]]:
    """What any language but English still lacks: msgid, plural, context, and a text or forms per language."""
    entries: list[dict[str, object]] = []
    catalogues = {language: read(path_of(language, folder)) for language in LANGUAGES if language != SOURCE}
    for message in messages(program):
        one = message.id if isinstance(message.id, str) else message.id[0]
        texts: dict[str, object] = {}
        for language, catalogue in catalogues.items():
            there = catalogue.get(one, message.context)
            if there is None or not complete(there):
                texts[language] = "" if isinstance(message.id, str) else [""] * catalogue.num_plurals
        if texts:
            plural = None if isinstance(message.id, str) else message.id[1]
            entries.append({"msgid": one, "plural": plural, "context": message.context, **texts})
    return entries


def main(arguments: list[str]) -> int:
    """Print what is missing by file, exit 1 if anything is; with `--json` what is to translate."""
    try:
        program = extracted()
    except ExtractionError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if "--json" in arguments:
        sys.stdout.write(json.dumps(untranslated(program), ensure_ascii=False, indent=1) + "\n")
        return 0
    whole = True
    for language in LANGUAGES:
        path = path_of(language)
        for problem in problems(read(path), program):
            whole = False
            sys.stdout.write(f"{path.relative_to(FOLDER)}: {problem}\n")
    return 0 if whole else 1


def _message(message: Message, plurals: int, source: bool) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    forms = forms_of(message)
    if source and not any(forms):
        return
    if not complete(message):
        yield "not translated"
        return
    if isinstance(message.id, tuple) and len(forms) != plurals:
        yield f"{len(forms)} plural forms instead of {plurals}"
    for index, form in enumerate(forms):
        yield from _form(form, message, index)


def _form(form: str, message: Message, index: int) -> Iterator[str]:
    msgids = (message.id,) if isinstance(message.id, str) else message.id
    allowed = [_placeholders(msgid) for msgid in (msgids if index == 0 else msgids[-1:])]
    if _placeholders(form) not in allowed:
        yield f"placeholders differ in {form!r}"
    if _edges(form) != _edges(msgids[0]):
        yield f"blanks at an end differ in {form!r}"
    if "\u202f" in form:
        yield f"U+202F, which wraps on screen, in {form!r}"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _name(msgid: str | tuple[str, ...], context: str | None) -> str:
    text = msgid if isinstance(msgid, str) else msgid[0]
    return f"{context} | {text!r}" if context else repr(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
