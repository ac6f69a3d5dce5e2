"""What every import shares: problems with their line, text made safe, tables and JSON records of a file.

A file is refused as a whole: where there are problems, nothing of it may be written. No reader here raises
because of what a file contains.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from boxoffice_tui.rules.text import FIELD_LIMIT, holds_card_number, safe

LINE_LIMIT = 65_536
EXCERPT_LIMIT = 60
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
    VALUE_WRONG = "file_value_wrong"  # value, expected
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
    """A file read: its `rows`, none where there is a problem; `warnings` do not stop an import."""

    rows: tuple[Row, ...]
    problems: tuple[ImportProblem, ...] = ()
    warnings: tuple[ImportProblem, ...] = ()


class Findings:
    """Collects the problems and warnings of one file; beyond 200 of a kind it only counts."""

    def __init__(self) -> None:
        self._problems: list[ImportProblem] = []
        self._warnings: list[ImportProblem] = []
        self._more = {id(self._problems): 0, id(self._warnings): 0}

    def problem(self, line: int, column: str, code: StrEnum, **facts: object) -> None:
        """Notes what forbids the import."""
        self._note(self._problems, ImportProblem(line, column, code, facts))

    def warn(self, line: int, column: str, code: StrEnum, **facts: object) -> None:
        """Notes what the operator should know."""
        self._note(self._warnings, ImportProblem(line, column, code, facts))

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
        return self._told(self._problems)

    @property
    def warnings(self) -> tuple[ImportProblem, ...]:
        """The warnings in the order found."""
        return self._told(self._warnings)

    def parsed(self, rows: Iterable[Row]) -> Parsed[Row]:
        """`rows` read to their end, with what was found meanwhile: all or nothing."""
        read = tuple(rows)
        return Parsed(() if self.failed else read, self.problems, self.warnings)

    def _note(self, noted: list[ImportProblem], found: ImportProblem) -> None:
        if len(noted) < _NOTED_AT_MOST:
            noted.append(found)
        else:
            self._more[id(noted)] += 1

    def _told(self, noted: list[ImportProblem]) -> tuple[ImportProblem, ...]:
        more = self._more[id(noted)]
        rest = (ImportProblem(0, "", FileReason.MORE, {"count": more}),) if more else ()
        return (*noted, *rest)


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

    Raises UnreadableFileError for what is not UTF-8, holds NUL, or exceeds `limit` bytes or `line_limit`.
    """
    read = 0
    line = 0
    while raw := file.readline(line_limit + 1):
        line += 1
        read += len(raw)
        if read > limit:
            raise UnreadableFileError(0, FileReason.TOO_LARGE, limit=limit)
        if len(raw) > line_limit:
            raise UnreadableFileError(line, FileReason.LINE_TOO_LONG, limit=line_limit)
        yield _decoded(raw, line)


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


def excerpt(text: object) -> str:
    """The beginning of a value, safe to be shown in a message."""
    return safe(str(text)[:EXCERPT_LIMIT], EXCERPT_LIMIT)


def checked(text: str, line: int, column: str, findings: Findings, limit: int = FIELD_LIMIT) -> str:
    """`clean(text)`; notes a problem where it is longer than `limit` or holds a payment card's number."""
    if len(text) > limit:
        findings.problem(line, column, FileReason.TEXT_TOO_LONG, limit=limit)
        return ""
    if holds_card_number(text):
        findings.problem(line, column, FileReason.CARD_NUMBER)
        return ""
    return clean(text, limit)


def _decoded(raw: bytes, line: int) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte, position = f"0x{raw[error.start]:02X}", error.start + 1
        raise UnreadableFileError(line, FileReason.NOT_UTF8, byte=byte, position=position) from error
    if "\0" in text:
        raise UnreadableFileError(line, FileReason.NUL)
    return text.removeprefix("\ufeff") if line == 1 else text


@lru_cache(maxsize=4096)
def _safe(text: str, limit: int) -> str:
    return safe(text, limit)
