"""Records of a file, whatever its form: CSV with a header line, a JSON array, or one JSON object a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO, NoReturn

from boxoffice_tui.data.importers.files import (
    FileReason,
    Findings,
    UnreadableFileError,
    checked,
    excerpt,
    text_lines,
)
from boxoffice_tui.rules.text import FIELD_LIMIT

_SEPARATORS = ",;\t"
_WHITE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read, by its name in the file; an optional one may be missing."""

    name: str
    required: bool = False
    limit: int = FIELD_LIMIT


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a file may hold: bytes, and rows."""

    size: int
    rows: int


Record = tuple[int, tuple[str, ...]]
"""The line a record begins in, and its fields in the order of the columns asked for, "" where missing."""


def records(
    file: BinaryIO, columns: Sequence[Column], limits: Limits, findings: Findings, *, json_too: bool = False
) -> Iterator[Record]:
    """The records of `file`, fields safe and trimmed; what is wrong goes to `findings`.

    CSV is separated by comma, semicolon or tab; columns not asked for are warned about. A record with a
    problem is not answered; reading stops where it makes no sense to go on. Raises nothing but OSError.
    """
    try:
        lines = text_lines(file, limits.size)
        first = next(lines, "")
        if not first.strip():
            raise UnreadableFileError(1, FileReason.EMPTY)
        whole = chain([first], lines)
        if json_too and first.lstrip()[:1] in {"[", "{"}:
            found = _json_records(whole, columns, findings)
        else:
            found = _csv_records(whole, columns, findings)
        for count, record in enumerate(found):
            if count >= limits.rows:
                raise UnreadableFileError(record[0], FileReason.TOO_MANY_ROWS, limit=limits.rows)
            if findings.full:
                return
            yield record
    except UnreadableFileError as error:
        findings.problem(error.line, "", error.code, **error.facts)


def _csv_records(lines: Iterator[str], columns: Sequence[Column], findings: Findings) -> Iterator[Record]:
    first = next(lines)
    separator = max(_SEPARATORS, key=lambda candidate: len(next(csv.reader([first], delimiter=candidate))))
    reader = csv.reader(chain([first], lines), delimiter=separator, strict=True)
    header = [checked(name, 1, "", findings) for name in _next_cells(reader) or ()]
    picks = _picks(header, columns, findings)
    if findings.failed:
        return
    while True:
        line = reader.line_num + 1
        cells = _next_cells(reader)
        if cells is None:
            return
        if not any(cells):
            continue
        if len(cells) != len(header):
            findings.problem(line, "", FileReason.ROW_LENGTH, expected=len(header), found=len(cells))
            continue
        cells.append("")
        fields = _fields([cells[pick] for pick in picks], line, columns, findings)
        if fields is not None:
            yield line, fields


def _next_cells(reader: Iterator[list[str]]) -> list[str] | None:
    """The next row, None at the end. `csv` names its errors in English only."""
    try:
        return next(reader, None)
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        raise UnreadableFileError(line, FileReason.BAD_CSV, detail=excerpt(error)) from error


def _picks(header: list[str], columns: Sequence[Column], findings: Findings) -> list[int]:
    """Where each column asked for lies, -1 (an empty cell is put there) for one that is missing."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if name and name in places:
            findings.problem(1, name, FileReason.COLUMN_REPEATED)
        places[name] = place
    missing = [column.name for column in columns if column.required and column.name not in places]
    if missing:
        findings.problem(1, "", FileReason.COLUMN_MISSING, columns=", ".join(missing))
    wanted = {column.name for column in columns}
    for name in header:
        if name and name not in wanted:
            findings.warn(1, name, FileReason.COLUMN_UNKNOWN)
    return [places.get(column.name, -1) for column in columns]


def _fields(
    texts: list[str], line: int, columns: Sequence[Column], findings: Findings
) -> tuple[str, ...] | None:
    """The fields made safe and checked, or None where one is too long, missing, or a card's number."""
    joined = "".join(texts)
    if len(joined) <= FIELD_LIMIT and joined.isascii() and joined.isprintable() and "'" not in joined:
        fields = tuple(map(str.strip, texts))
    else:
        before = findings.noted
        fields = tuple(
            checked(text, line, column.name, findings, column.limit)
            for text, column in zip(texts, columns, strict=True)
        )
        if findings.noted != before:
            return None
    whole = True
    for value, column in zip(fields, columns, strict=True):
        if column.required and not value:
            findings.problem(line, column.name, FileReason.VALUE_MISSING)
            whole = False
    return fields if whole else None


def _json_records(lines: Iterator[str], columns: Sequence[Column], findings: Findings) -> Iterator[Record]:
    """The objects of an array, or objects one after the other; numbers keep the digits they are written with."""
    text = "".join(lines)
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    known = {column.name for column in columns}
    warned: set[str] = set()
    position = _skip(text, 0, _WHITE)
    is_array = text.startswith("[", position)
    position = _skip(text, position + is_array, _WHITE)
    counted, line = 0, 1
    while position < len(text) and text[position] != "]":
        line += text.count("\n", counted, position)
        counted = position
        value, position = _decode(decoder, text, position, line)
        fields = _object_fields(value, line, columns, findings)
        if fields is not None:
            for name in value:
                if name not in known and name not in warned:
                    warned.add(name)
                    findings.warn(line, excerpt(name), FileReason.COLUMN_UNKNOWN)
            yield line, fields
        position = _after(text, position, line, is_array=is_array)
    _expect_end(text, position, line, is_array=is_array)
