"""Records of a file, whatever its form: CSV with a header line, a JSON array, or JSON objects in a row."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

from boxoffice_tui.data.importers.files import (
    DETAIL_LIMIT,
    FileReason,
    Findings,
    UnreadableFileError,
    checked,
    excerpt,
    text_lines,
)
from boxoffice_tui.rules.text import FIELD_LIMIT, holds_card_number

_SEPARATORS = ",;\t"
_WHITE = re.compile(r"[ \t\r\n]*")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read, by its name in the file: `required` must be there, `filled` in every row too.

    `free` marks text in which people write anything: no payment card's number may be in it.
    """

    name: str
    required: bool = False
    filled: bool = False
    limit: int = FIELD_LIMIT
    free: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a file may hold: bytes, and rows."""

    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns asked for, where among them lie those to be filled and of free text, the lowest limit."""

    columns: Sequence[Column]
    filled: tuple[int, ...]
    free: tuple[int, ...]
    limit: int


Record = tuple[int, tuple[str, ...]]
"""The line a record begins in, and its fields in the order of the columns asked for, "" where missing."""


def records(
    file: BinaryIO, columns: Sequence[Column], limits: Limits, findings: Findings
) -> Iterator[Record]:
    """The records of a seekable `file`, fields safe and trimmed; what is wrong goes to `findings`.

    CSV is separated by comma, semicolon or tab; JSON is known by its first character. Columns not asked for
    are warned about. A record with a problem comes too, blank where it is wrong, so that its other fields can
    be looked at: `findings.spoilt` tells. Reading stops where it makes no sense to go on.
    Raises nothing but OSError.
    """
    layout = _Layout(
        columns,
        tuple(index for index, column in enumerate(columns) if column.filled),
        tuple(index for index, column in enumerate(columns) if column.free),
        min(column.limit for column in columns),
    )
    try:
        yield from _limited(_rows(file, layout, limits, findings), limits.rows, findings)
    except UnreadableFileError as error:
        findings.problem(error.line, "", error.code, **error.facts)


def _rows(file: BinaryIO, layout: _Layout, limits: Limits, findings: Findings) -> Iterator[Record]:
    start = file.tell()
    head = file.read(1024).removeprefix(_BYTE_ORDER_MARK).lstrip()
    file.seek(start)
    if not head:
        raise UnreadableFileError(1, FileReason.EMPTY)
    if head[:1] in {b"[", b"{"}:
        text = "".join(text_lines(file, limits.size, line_limit=limits.size))
        return _json_records(text, layout, findings)
    return _csv_records(text_lines(file, limits.size), layout, findings)


def _limited(rows: Iterator[Record], limit: int, findings: Findings) -> Iterator[Record]:
    for count, record in enumerate(rows):
        if count >= limit:
            raise UnreadableFileError(record[0], FileReason.TOO_MANY_ROWS, limit=limit)
        if findings.full:
            return
        yield record


def _csv_records(lines: Iterator[str], layout: _Layout, findings: Findings) -> Iterator[Record]:
    first = next(lines)
    separator = max(
        _SEPARATORS, key=lambda candidate: len(_next(csv.reader([first], delimiter=candidate)) or ())
    )
    reader = csv.reader(chain([first], lines), delimiter=separator, strict=True)
    header = [checked(name, 1, "", findings) for name in _next(reader) or ()]
    picks = _picks(header, layout, findings)
    legible = not findings.failed
    if not legible:  # which cell is which is not known: only what any cell must hold is looked at
        layout = replace(layout, filled=())
    line = reader.line_num + 1
    while (cells := _next(reader)) is not None:
        if len(cells) == len(header):
            cells.append("")
            if any(cells):
                fields = _fields([cells[pick] for pick in picks], line, layout, findings)
                if legible:
                    yield line, fields
        elif any(cells):
            findings.problem(line, "", FileReason.ROW_LENGTH, expected=len(header), found=len(cells))
        line = reader.line_num + 1


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """The next row, None at the end. `csv` words its errors in English only."""
    try:
        return next(reader, None)
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        raise UnreadableFileError(line, FileReason.BAD_CSV, detail=excerpt(error, DETAIL_LIMIT)) from error


def _picks(header: list[str], layout: _Layout, findings: Findings) -> list[int]:
    """Where each column asked for lies, -1 (an empty cell is put there) for one that is missing."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if name and name in places:
            findings.problem(1, name, FileReason.COLUMN_REPEATED)
        places[name] = place
    missing = [
        column.name
        for column in layout.columns
        if (column.required or column.filled) and column.name not in places
    ]
    if missing:
        findings.problem(1, "", FileReason.COLUMN_MISSING, columns=", ".join(missing))
    wanted = {column.name for column in layout.columns}
    for name in header:
        if name and name not in wanted:
            findings.warn(1, name, FileReason.COLUMN_UNKNOWN)
    return [places.get(column.name, -1) for column in layout.columns]


def _fields(texts: list[str], line: int, layout: _Layout, findings: Findings) -> tuple[str, ...]:
    """The fields made safe; a problem where one is missing, too long, or holds a card's number."""
    joined = "".join(texts)
    if len(joined) <= layout.limit and joined.isascii() and joined.isprintable() and "'" not in joined:
        fields = tuple(map(str.strip, texts))  # nearly all rows of a large file
    else:
        pairs = zip(texts, layout.columns, strict=True)
        fields = tuple(checked(text, line, column.name, findings, column.limit) for text, column in pairs)
    for index in layout.filled:
        if not fields[index]:
            findings.problem(line, layout.columns[index].name, FileReason.VALUE_MISSING)
    for index in layout.free:
        if holds_card_number(fields[index]):
            findings.problem(line, layout.columns[index].name, FileReason.CARD_NUMBER)
    return fields


def _json_records(text: str, layout: _Layout, findings: Findings) -> Iterator[Record]:
    """Numbers keep the digits they are written with; true, false, lists and objects are refused as fields."""
    known = {column.name for column in layout.columns}
    unknown: set[str] = set()
    for line, value in _json_values(text):
        if not isinstance(value, dict):
            findings.problem(line, "", FileReason.NOT_A_RECORD, value=excerpt(value))
            continue
        for name in [name for name in value if name not in known and name not in unknown]:
            unknown.add(name)
            findings.warn(line, excerpt(name), FileReason.COLUMN_UNKNOWN)
        yield line, _fields(_texts(value, line, layout, findings), line, layout, findings)


def _texts(value: dict[str, object], line: int, layout: _Layout, findings: Findings) -> list[str]:
    texts = []
    for column in layout.columns:
        text = value.get(column.name)
        if text is not None and not isinstance(text, str):
            findings.problem(line, column.name, FileReason.NOT_A_TEXT, value=excerpt(text))
            text = ""
        texts.append(text or "")
    return texts


def _json_values(text: str) -> Iterator[tuple[int, object]]:
    """The values of an array, or those that follow each other, with the line each begins in."""
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    position = _skip(text, 0)
    is_array = text[position] == "["
    position = _skip(text, position + is_array)
    line, counted, separated = 1, 0, True
    while position < len(text) and not (is_array and text[position] == "]"):
        line += text.count("\n", counted, position)
        counted = position
        if not separated:
            raise UnreadableFileError(line, FileReason.BAD_JSON, detail="a comma is missing")
        value, position = _decoded(decoder, text, position, line)
        yield line, value
        position = _skip(text, position)
        separated = not is_array or text[position : position + 1] in {",", "]"}
        position = _skip(text, position + (is_array and text[position : position + 1] == ","))
    if is_array and position >= len(text):
        raise UnreadableFileError(line, FileReason.BAD_JSON, detail="the array has no end")
    if _skip(text, position + is_array) != len(text):
        raise UnreadableFileError(line, FileReason.BAD_JSON, detail="more text after the end")


def _decoded(decoder: json.JSONDecoder, text: str, position: int, line: int) -> tuple[object, int]:
    try:
        return decoder.raw_decode(text, position)
    except json.JSONDecodeError as error:
        detail = excerpt(error.msg, DETAIL_LIMIT)
        raise UnreadableFileError(error.lineno, FileReason.BAD_JSON, detail=detail) from error
    except RecursionError as error:
        raise UnreadableFileError(line, FileReason.TOO_DEEP) from error


def _skip(text: str, position: int) -> int:
    match = _WHITE.match(text, position)
    return match.end() if match else position
