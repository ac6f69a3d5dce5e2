"""What is left of a contact that was merged: a number that leads to one that was not, and nothing else."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.personal import BELONGING, PERSONAL
from boxoffice_tui.data.tables.contacts import CONTACT_WORDS, CONTACTS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Question

_MERGED = CONTACTS.c.merged_into_id.is_not(None)
_ALL = (*BELONGING, CONTACT_WORDS, *(table for _, table, _ in PERSONAL))


def _with_something_left() -> sa.CompoundSelect[Any]:
    """Merged contacts that still have an order, a name, a word; by their ids."""
    return sa.union(
        *(
            sa.select(CONTACTS.c.id).join(table, table.c.contact_id == CONTACTS.c.id).where(_MERGED)
            for table in _ALL
        )
    )


def _leading_nowhere() -> sa.Select[Any]:
    """Merged contacts whose number leads to one that was merged itself."""
    kept = CONTACTS.alias()
    return (
        sa.select(CONTACTS.c.id)
        .join(kept, kept.c.id == CONTACTS.c.merged_into_id)
        .where(kept.c.merged_into_id.is_not(None))
    )


QUESTIONS = (
    Question(Invariant.MERGED_CONTACT_EMPTY, Thing.CONTACT, _with_something_left()),
    Question(Invariant.MERGED_CONTACT_EMPTY, Thing.CONTACT, _leading_nowhere()),
)
