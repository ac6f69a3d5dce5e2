"""Rows whose parent is not there: what a database lets through whose foreign keys were switched off."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.models.metadata import METADATA
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Question


def _orphans(key: sa.ForeignKey) -> sa.Select[Any]:
    """The rows without the parent that `key` names, as `table:id`."""
    child = key.parent.table
    parent = key.column.table.alias("parent")
    first = next(iter(child.primary_key))
    name = sa.literal(f"{child.name}:") + sa.cast(first, sa.String)
    there = sa.exists().where(parent.c[key.column.name] == key.parent)
    return sa.select(name.label("row")).where(key.parent.is_not(None), ~there)


def _of_table(table: sa.Table) -> Question:
    orphans = [_orphans(key) for key in sorted(table.foreign_keys, key=lambda one: one.parent.name)]
    return Question(Invariant.FOREIGN_KEYS, Thing.ROW, sa.union_all(*orphans))


QUESTIONS = tuple(_of_table(table) for table in METADATA.sorted_tables if table.foreign_keys)
