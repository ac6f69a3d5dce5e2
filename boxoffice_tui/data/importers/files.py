"""What every import shares: problems with their line, text made safe, tables and JSON records of a file.

A file is refused as a whole: where there are problems, nothing of it may be written. No reader here raises
because of what a file contains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from boxoffice_tui.rules.text import FIELD_LIMIT, safe

LINE_LIMIT = 65_536
EXCERPT_LIMIT = 60
DETAIL_LIMIT = 200
_NOTED_AT_MOST = 200
_FORMULA_STARTS = frozenset("=+-@")

Row = TypeVar("Row")


class FileReason(StrEnum):
    """Why a file or a field of it cannot be read; the comment names the facts."""

    TOO_LARGE = "file_too_large"  # limit, in bytes
    EMPTY = "file_empty"
    NOT_UTF8 = "file_not_utf8"  # byte, such as 0xE9; position in the line, from 1
    NUL = "file_nul"
    LINE_TOO_LONG = "file_line_too_long"  # limit, in bytes
    BAD_CSV = "file_bad_csv"  # detail, in English
    BAD_JSON = "file_bad_json"  # detail, in English
    TOO_DEEP = "file_too_deep"
    TOO_MANY_ROWS = "file_too_many_rows"  # limit
    COLUMN_MISSING = "file_column_missing"  # columns: names joined by commas
    COLUMN_REPEATED = "file_column_repeated"
    COLUMN_UNKNOWN = "file_column_unknown"  # a warning: the column is not read
    ROW_LENGTH = "file_row_length"  # expected, found
    VALUE_MISSING = "file_value_missing"
    NOT_A_RECORD = "file_not_a_record"  # value
    NOT_A_TEXT = "file_not_a_text"  # value
    TEXT_TOO_LONG = "file_text_too_long"  # limit, in characters
    CARD_NUMBER = "file_card_number"
    MORE = "file_more"  # count: problems found beyond those listed


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What is wrong, where: `line` from 1, 0 where it is not known; `column` a name, a path or "".

    `code` is a member of an enum that ends in "Reason", `facts` the plain values its comment names.
    """

    line: int
    column: str
    code: StrEnum
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Row]):
    """A file read: its `rows`, none where there is a problem; `warnings` do not stop an import.

    `sound` are the rows without a problem of their own, whatever the others have: there may be more to tell
    of them, though nothing of the file may be written.
    """

    rows: tuple[Row, ...]
    problems: tuple[ImportProblem, ...] = ()
    warnings: tuple[ImportProblem, ...] = ()
    sound: tuple[Row, ...] = ()


class Findings:
    """Collects the problems and warnings of one file; beyond 200 of a kind it only counts.

    Of a cell, a line and a column, one problem is told: what follows from the first would only hide others.
    `count` is the number of problems so far, those that follow from another too.
    """

    def __init__(self) -> None:
        self._problems: list[ImportProblem] = []
        self._warnings: list[ImportProblem] = []
        self._cells: set[tuple[int, str]] = set()
        self._lines: set[int] = set()
        self.count = 0
        self._beyond = 0
        self._warned = 0

    def problem(self, line: int, column: str, code: StrEnum, /, **facts: object) -> None:
        """Notes what forbids the import."""
        self.count += 1
        if self._told_of(line, column):
            return
        if self.full:
            self._beyond += 1
            return
        self._problems.append(ImportProblem(line, column, code, facts))
        self._cells.add((line, column))
        self._lines.add(line)

    def warn(self, line: int, column: str, code: StrEnum, /, **facts: object) -> None:
        """Notes what the operator should know."""
        if self._told_of(line, column):
            return
        self._warned += 1
        if len(self._warnings) < _NOTED_AT_MOST:
            self._warnings.append(ImportProblem(line, column, code, facts))

    def spoilt(self, line: int) -> bool:
        """Whether something is wrong in a line: of what it says the rest may be looked at, and nothing kept."""
        return line in self._lines

    @property
    def failed(self) -> bool:
        """Whether nothing of the file may be written."""
        return bool(self._problems)

    @property
    def full(self) -> bool:
        """Whether reading on would only count further problems."""
        return len(self._problems) >= _NOTED_AT_MOST

    @property
    def problems(self) -> tuple[ImportProblem, ...]:
        """The problems in the order found."""
        return _told(self._problems, self._beyond)

    @property
    def warnings(self) -> tuple[ImportProblem, ...]:
        """The warnings in the order found."""
        return _told(self._warnings, self._warned - len(self._warnings))

    def parsed(self, rows: Iterable[Row]) -> Parsed[Row]:
        """`rows` read to their end, with what was found meanwhile: all or nothing."""
        read = tuple(rows)
        return Parsed(() if self.failed else read, self.problems, self.warnings, read)

    def _told_of(self, line: int, column: str) -> bool:
        return bool(line and column) and (line, column) in self._cells


class UnreadableFileError(Exception):
    """Reading cannot go on; carries the problem that says why."""

    def __init__(self, line: int, code: StrEnum, **facts: object) -> None:
        super().__init__(code.value)
        self.line = line
        self.code = code
        self.facts = facts


def contents(path: Path, limit: int) -> bytes:
    """The bytes of `path`, at most one more than `limit`, so that a parser sees that there are too many."""
    with path.open("rb") as file:
        return file.read(limit + 1)


def text_of(content: bytes, limit: int) -> str:
    """`content` as text, without a byte order mark. Raises UnreadableFileError, with the line."""
    return "".join(text_lines(BytesIO(content), limit, line_limit=limit))


def text_lines(file: BinaryIO, limit: int, line_limit: int = LINE_LIMIT) -> Iterator[str]:
    """The lines of `file`, ends kept, without a byte order mark.

    Raises UnreadableFileError for what is not UTF-8, holds NUL, or exceeds `limit` bytes; and for a line that
    is longer than two blocks of `line_limit` bytes, or than one of them where it is cut unluckily.
    """
    read, line, rest = 0, 1, b""
    while block := file.read(line_limit):
        read += len(block)
        if read > limit:
            raise UnreadableFileError(0, FileReason.TOO_LARGE, limit=limit)
        whole, end, tail = block.rpartition(b"\n")
        if end:
            text = _decoded(rest + whole + end, line)
            yield from StringIO(text, newline="\n")
            line += text.count("\n")
            rest = tail
        else:
            rest += block
        if len(rest) > line_limit:
            raise UnreadableFileError(line, FileReason.LINE_TOO_LONG, limit=line_limit)
    if rest:
        yield _decoded(rest, line)


def clean(text: str, limit: int = FIELD_LIMIT) -> str:
    """A field as it is kept: safe, trimmed, and without the ' that exports put before a formula.

    The caller has refused what is longer than `limit`.
    """
    if not (text.isascii() and text.isprintable()):
        text = _safe(text, limit)
    text = text.strip()
    if text.startswith("'") and text[1:2] in _FORMULA_STARTS and len(text) > 1:
        return text[1:]
    return text


def excerpt(text: object, limit: int = EXCERPT_LIMIT) -> str:
    """The beginning of a value, safe to be shown in a message; an ellipsis tells that there is more of it."""
    whole = str(text)
    shown = safe(whole[:limit], limit)
    return shown if len(whole) <= limit else f"{shown[: limit - 1]}…"


def checked(text: str, line: int, column: str, findings: Findings, limit: int = FIELD_LIMIT) -> str:
    """`clean(text)`, or "" and a problem where it is longer than `limit`."""
    if len(text) > limit:
        findings.problem(line, column, FileReason.TEXT_TOO_LONG, limit=limit)
        return ""
    return clean(text, limit)


def _told(noted: list[ImportProblem], more: int) -> tuple[ImportProblem, ...]:
    return (*noted, ImportProblem(0, "", FileReason.MORE, {"count": more})) if more else tuple(noted)


def _decoded(raw: bytes, line: int) -> str:
    """`raw`, whole lines of which `line` is the first, as text."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        at = line + before.count(b"\n")
        position = error.start - before.rfind(b"\n")
        byte = f"0x{raw[error.start]:02X}"
        raise UnreadableFileError(at, FileReason.NOT_UTF8, byte=byte, position=position) from error
    if "\0" in text:
        at = line + text.count("\n", 0, text.index("\0"))
        raise UnreadableFileError(at, FileReason.NUL)
    return text.removeprefix("\ufeff") if line == 1 else text


@lru_cache(maxsize=4096)
def _safe(text: str, limit: int) -> str:
    return safe(text, limit)
