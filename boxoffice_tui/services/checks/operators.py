"""A1 as far as it is recorded: each line of the journal names an operator there is (spec/reliability.md)."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Question

_KNOWN = sa.exists().where(OPERATORS.c.id == JOURNAL.c.operator_id)

QUESTIONS = (Question(Invariant.OPERATOR_KNOWN, Thing.JOURNAL_LINE, sa.select(JOURNAL.c.seq).where(~_KNOWN)),)
