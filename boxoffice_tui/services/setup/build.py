"""What the sections of a setup share: things found again by code, written in bulk, reported and journalled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa

from boxoffice_tui.data.importers.files import ImportProblem
from boxoffice_tui.services.journal import Line
from boxoffice_tui.services.setup.file import Setup
from boxoffice_tui.services.setup.lines import Lines, Path
from boxoffice_tui.services.setup.parse import key_of
from boxoffice_tui.services.setup.reasons import SetupReason
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.setup import Change, LeftAlone, Problem, Thing

Key = tuple[Hashable, ...]


class Coded(Protocol):
    """A thing of the file with a code."""

    @property
    def code(self) -> str:
        """Its code."""


Item = TypeVar("Item", bound=Coded)


@dataclass(frozen=True, slots=True)
class Links:
    """Rows of another table that belong to a thing, such as the modes of a channel: exactly the file's.

    `owner` is the column with the thing's id, `columns` the others; `name` the key of the file.
    """

    name: str
    table: sa.Table
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one table: its name in the file, the columns that find one again, whether its values may be
    journalled (personal ones may not), and what belongs to its things.
    """

    name: str
    table: sa.Table
    key: tuple[str, ...] = ("code",)
    journals_values: bool = True
    links: tuple[Links, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A thing as the file has it: `values` by column; `initial` holds columns that only a new one takes.

    `code` is how the report names it, `path` where it is written; `links` holds, by the name of the links,
    what belongs to it, and what is not named there stays.
    """

    key: Key
    code: str
    path: Path
    values: Mapping[str, object]
    initial: Mapping[str, object] = field(default_factory=dict)
    links: Mapping[str, frozenset[Key]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a wanted thing."""

    id: int
    change: Change
    keys: tuple[str, ...] = ()
    before: Mapping[str, object] = field(default_factory=dict)


class Build:
    """A setup being applied within one transaction; problems are collected, the caller decides at the end."""

    def __init__(
        self,
        work: Work,
        setup: Setup = Setup(),  # noqa: B008  frozen
        lines: Lines | None = None,
        folder: FilePath | None = None,
    ) -> None:
        self.work = work
        self.folder = folder
        self.things: list[Thing] = []
        self.left_alone: list[LeftAlone] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._declared = {name: _codes(getattr(setup, name)) for name in Setup.model_fields}
        self._lines = lines
        self._ids: dict[str, dict[str, int]] = {}

    def problem(self, path: Path, code: StrEnum, **facts: object) -> None:
        """Notes what forbids the setup, at a key of the file."""
        self.problems.append(self._noted(path, code, facts))

    def warn(self, path: Path, code: StrEnum, **facts: object) -> None:
        """Notes what the operator should know."""
        self.warnings.append(self._noted(path, code, facts))

    def place_of(self, path: Path) -> tuple[int, str]:
        """The line and the key of a path."""
        return self.line_of(path), key_of(path)

    def note(self, path: Path, problems: Iterable[ImportProblem]) -> None:
        """Notes the problems of a file that a key names."""
        for one in problems:
            key = " ".join(part for part in (key_of(path), one.column) if part)
            self.problems.append(Problem(self.line_of(path), key, one.code, one.facts))

    def line_of(self, path: Path) -> int:
        """The line of a key of the file, 0 where there is no file."""
        return self._lines.of(path) if self._lines else 0

    def id_of(self, section: Section, code: str, path: Path) -> int | None:
        """The id of a thing by its code; None and a problem where there is none.

        What the file declares but could not be written is a problem already, and none twice.
        """
        found = self.ids(section).get(code)
        if found is None and code not in self._declared[section.name]:
            self.problem(path, SetupReason.CODE_UNKNOWN, section=section.name, name=code)
        return found

    def ids(self, section: Section) -> dict[str, int]:
        """The ids of a section's things by code."""
        if section.name not in self._ids:
            query = sa.select(section.table.c.id, section.table.c.code)
            self._ids[section.name] = {row.code: row.id for row in self.work.connection.execute(query)}
        return self._ids[section.name]

    def is_whole(self, section: Section) -> bool:
        """Whether everything the file declares in a section was written."""
        return self._declared[section.name] <= self.ids(section).keys()

    def put(self, section: Section, wanted: Sequence[Wanted]) -> list[Kept]:
        """Makes the section's things as wanted, in bulk; what became of each, in the same order.

        A thing wanted twice is a problem and written once.
        """
        single = self._single(section, wanted)
        existing = self._existing(section)
        kept = {one.key: _compared(one, existing.get(one.key)) for one in single}
        created = [one for one in single if kept[one.key].change is Change.CREATED]
        self._tell_alike(section, existing, created)
        for one, row_id in zip(created, self._insert(section, created), strict=True):
            kept[one.key] = Kept(row_id, Change.CREATED)
        self._update(section, [(one, kept[one.key]) for one in single])
        for links in section.links:
            self._link(links, single, kept)
        for one in single:
            self.report(section, one, kept[one.key])
        if section.key == ("code",):
            self.ids(section).update({one.code: kept[one.key].id for one in single})
        return [kept[one.key] for one in wanted]

    def report(self, section: Section, wanted: Wanted, kept: Kept) -> None:
        """Reports a thing and, where it changed, leaves its journal line."""
        keys = tuple(dict.fromkeys(key_named(name) for name in kept.keys))
        self.things.append(Thing(section.name, wanted.code, kept.change, keys))
        if kept.change is Change.UNCHANGED:
            return
        found = _plain(dict(zip(section.key, wanted.key, strict=True)))
        facts: dict[str, object] = {"section": section.name, "id": kept.id, "key": found, "keys": keys}
        if section.journals_values and kept.before:
            facts |= {
                "before": _plain(kept.before),
                "after": _plain({**kept.before, **wanted.values}, kept.before),
            }
        self.work.lines.append(Line(f"setup_{kept.change}", None, facts))

    def leave_alone(self, section: str, there: Iterable[str], wanted: Iterable[str]) -> None:
        """Notes what the database has and the file has not."""
        missing = sorted(set(there) - set(wanted))
        if missing:
            self.left_alone.append(LeftAlone(section, tuple(missing)))

    def _noted(self, path: Path, code: StrEnum, facts: dict[str, object]) -> Problem:
        return Problem(*self.place_of(path), code, facts)

    def _single(self, section: Section, wanted: Sequence[Wanted]) -> list[Wanted]:
        first: dict[Key, Wanted] = {}
        for one in wanted:
            earlier = first.setdefault(one.key, one)
            if earlier is not one:
                facts = {"section": section.name, "name": one.code, "first": self.line_of(earlier.path)}
                self.problem(one.path, SetupReason.CODE_REPEATED, **facts)
        return list(first.values())

    def _tell_alike(self, section: Section, existing: Iterable[Key], created: Iterable[Wanted]) -> None:
        """Notes a new code that differs from another of its kind by case only."""
        if section.key[-1] != "code":
            return
        there = {_caseless(key): str(key[-1]) for key in existing}
        for one in created:
            other = there.setdefault(_caseless(one.key), str(one.key[-1]))
            if other != one.key[-1]:
                facts = {"section": section.name, "name": one.key[-1], "other": other}
                self.problem(one.path, SetupReason.CODE_ALIKE, **facts)

    def _existing(self, section: Section) -> dict[Key, Any]:
        rows = self.work.connection.execute(sa.select(section.table).order_by(section.table.c.id.desc()))
        return {tuple(getattr(row, name) for name in section.key): row for row in rows}

    def _insert(self, section: Section, created: Sequence[Wanted]) -> list[int]:
        rows = [
            {**dict(zip(section.key, one.key, strict=True)), **one.values, **one.initial} for one in created
        ]
        return insert_many(self.work, section.table, rows)

    def _link(self, links: Links, wanted: Sequence[Wanted], kept: dict[Key, Kept]) -> None:
        """Makes what belongs to each thing as wanted; a thing is changed where that differed."""
        there: defaultdict[int, set[Key]] = defaultdict(set)
        for row in self.work.connection.execute(sa.select(links.table)):
            there[getattr(row, links.owner)].add(tuple(getattr(row, name) for name in links.columns))
        gone: list[dict[str, object]] = []
        new: list[dict[str, object]] = []
        for one in wanted:
            if links.name not in one.links:
                continue
            its, mine = one.links[links.name], kept[one.key]
            gone += [_link_row(links, mine.id, row) for row in there[mine.id] - its]
            new += [_link_row(links, mine.id, row) for row in its - there[mine.id]]
            if mine.change is not Change.CREATED and its != there[mine.id]:
                kept[one.key] = Kept(mine.id, Change.CHANGED, (*mine.keys, links.name), mine.before)
        if gone:
            where = [column == sa.bindparam(f"its_{column.name}") for column in _link_columns(links)]
            rows = [{f"its_{name}": value for name, value in row.items()} for row in gone]
            self.work.connection.execute(sa.delete(links.table).where(*where), rows)
        if new:
            self.work.connection.execute(sa.insert(links.table), new)

    def _update(self, section: Section, pairs: Sequence[tuple[Wanted, Kept]]) -> None:
        by_keys: defaultdict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
        changed = [(one, kept) for one, kept in pairs if kept.change is Change.CHANGED]
        _lock(self.work, section.table, [kept.id for _, kept in changed])
        for one, kept in changed:
            values = {name: one.values[name] for name in kept.keys}
            by_keys[kept.keys].append({**values, "its_id": kept.id})
        for rows in by_keys.values():
            update_many(self.work, section.table, rows)


def listed(
    section: Section,
    items: Sequence[Item],
    values: Callable[[Item, Path], Mapping[str, object] | None],
    links: Callable[[Item, Path], Mapping[str, frozenset[Key]]] | None = None,
) -> list[Wanted]:
    """What a section of the file wants, each thing found by its code.

    `values` gives the columns of a thing written at a path, None where a problem forbids it.
    """
    wanted = []
    for position, item in enumerate(items):
        path = (section.name, position)
        its = values(item, path)
        belonging = links(item, path) if links else {}
        if its is not None:
            wanted.append(Wanted((item.code,), item.code, path, its, links=belonging))
    return wanted


def key_named(column: str) -> str:
    """The key of the file that a column holds: `names` is name, `season_id` season, `amount_minor` amount."""
    if column.startswith("printer_"):
        return "printer"
    return {"names": "name", "content": "seats"}.get(
        column, column.removesuffix("_id").removesuffix("_minor")
    )


def insert_many(work: Work, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> list[int]:
    """Adds rows, all with the same columns; their ids in the order given."""
    if not rows:
        return []
    statement = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [row.id for row in work.connection.execute(statement, [dict(row) for row in rows])]


def update_many(work: Work, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Changes rows, all with the same columns, found by `its_id`."""
    if rows:
        names = [name for name in rows[0] if name != "its_id"]
        values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
        statement = sa.update(table).where(table.c.id == sa.bindparam("its_id")).values(values)
        work.connection.execute(statement, [dict(row) for row in rows])


def _lock(work: Work, table: sa.Table, row_ids: Sequence[int]) -> None:
    """Locks rows to be changed in the order of their ids, whatever the file's: a sale locks them so as well."""
    if row_ids:
        query = sa.select(table.c.id).where(table.c.id.in_(row_ids)).order_by(table.c.id)
        work.connection.execute(query.with_for_update(key_share=True))


def _plain(values: Mapping[str, object], names: Iterable[str] | None = None) -> dict[str, object]:
    """What of `values` may be journalled: codes, numbers, states and days, no text that somebody wrote."""
    kept = (bool, int, date, StrEnum, type(None))
    return {
        name: str(values[name]) if isinstance(values[name], date) else values[name]
        for name in names or values
        if name == "code" or isinstance(values[name], kept)
    }


def _caseless(key: Key) -> Key:
    """What is found by a code, whatever its case."""
    return (*key[:-1], str(key[-1]).casefold())


def _codes(items: object) -> frozenset[str]:
    things = items if isinstance(items, tuple) else ()
    return frozenset(item.code for item in things if hasattr(item, "code"))


def _link_row(links: Links, owner: int, row: Key) -> dict[str, object]:
    return {links.owner: owner, **dict(zip(links.columns, row, strict=True))}


def _link_columns(links: Links) -> list[sa.Column[Any]]:
    return [links.table.c[name] for name in (links.owner, *links.columns)]


def _compared(wanted: Wanted, row: Any) -> Kept:
    if row is None:
        return Kept(0, Change.CREATED)
    keys = tuple(sorted(name for name, value in wanted.values.items() if getattr(row, name) != value))
    before = {name: getattr(row, name) for name in keys}
    return Kept(row.id, Change.CHANGED if keys else Change.UNCHANGED, keys, before)
