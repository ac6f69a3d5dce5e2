"""What bulk imports share: chunks of a file, ids taken ahead, and what has been read of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, TypeVar

import sqlalchemy as sa

from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.setup import Progress

T = TypeVar("T")


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in lists of at most `size`."""
    iterator = iter(rows)
    while found := list(islice(iterator, size)):
        yield found


class Meter:
    """Tells how many bytes of a seekable file have been read."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self._file = file
        self._progress = progress
        start = file.tell()
        self._total = file.seek(0, os.SEEK_END) - start
        file.seek(start)
        self._start = start
        progress(0, self._total)

    def tell(self) -> None:
        """Reports how far reading is."""
        self._progress(self._file.tell() - self._start, self._total)


def take_ids(work: Work, table: sa.Table, count: int) -> Sequence[int]:
    """`count` ids for new rows of a table, ascending: rows that refer to each other can be written in bulk."""
    if not count:
        return ()
    if work.connection.dialect.name == "sqlite":  # the writer is alone
        last = work.connection.execute(sa.select(sa.func.max(table.c.id))).scalar() or 0
        return range(last + 1, last + 1 + count)
    series = sa.func.generate_series(1, count).table_valued("n")
    name = work.connection.dialect.identifier_preparer.format_table(table)
    number = sa.func.nextval(sa.func.pg_get_serial_sequence(name, "id"))
    return list(work.connection.execute(sa.select(number).select_from(series)).scalars())


def span(ids: Sequence[int]) -> list[list[int]]:
    """Ascending ids as first and last of each unbroken run, for the journal."""
    runs: list[list[int]] = []
    for one in ids:
        if runs and runs[-1][1] == one - 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return runs


def write_rows(work: Work, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    """Adds rows, all with the same columns, in one statement."""
    if rows:
        work.connection.execute(sa.insert(table), rows)
