"""J4: each movement of money is told once in the journal, by a line about its order (spec/reliability.md).

Such a line cites the movements by their ids, all of them; a till's own are cited by a line about no order. Lines
written before they did say nothing of it: a movement of an order that no line cites must have one of those, of its
order, instant and operator.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.ledger import MOVEMENTS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.services.checks.questions import Gathered
from boxoffice_tui.services.journal import MOVEMENT_IDS
from boxoffice_tui.views.checks import Finding

_PAGE = 5_000
_CITING, _SILENT = 1, 2
_NO_ORDER = -1
_LINES = (
    sa.select(
        sa.func.max(
            sa.case((JOURNAL.c.facts.contains(f'"{MOVEMENT_IDS}":', autoescape=True), _CITING), else_=_SILENT)
        )
    )
    .where(JOURNAL.c.order_id == MOVEMENTS.c.order_id)
    .where(JOURNAL.c.at == MOVEMENTS.c.at, JOURNAL.c.operator_id == MOVEMENTS.c.operator_id)
    .scalar_subquery()
)
"""Whether the lines of a movement's order, instant and operator cite or one is silent; NULL where none is."""


class Citations:
    """Which order's line cites each movement, gathered while the journal is read."""

    def __init__(self, connection: Connection) -> None:
        last = connection.execute(sa.select(sa.func.max(MOVEMENTS.c.id))).scalar() or 0
        self._orders = array("q", bytes(8 * (last + 1)))  # by movement; 0 where nobody told of it yet
        self._wrong = Gathered()

    def read(self, order_id: int | None, facts: Mapping[str, Any]) -> None:
        """Takes the facts of a line."""
        cited = facts.get(MOVEMENT_IDS)
        for movement_id in cited if isinstance(cited, list) else ():
            known = type(movement_id) is int and 0 < movement_id < len(self._orders)
            if known and not self._orders[movement_id]:
                self._orders[movement_id] = order_id or _NO_ORDER
            else:
                self._wrong.add(movement_id)

    def finding(self, connection: Connection) -> list[Finding]:
        """Movements not told, told by another order's line or twice, and those told of that are not there."""
        for row in _movements(connection):
            told = self._orders[row.id]
            if row.order_id is None:
                sound = told == _NO_ORDER
            else:
                sound = row.lines is not None and (told == row.order_id or (not told and row.lines == _SILENT))
            if not sound:
                self._wrong.add(row.id)
            self._orders[row.id] = 0
        self._wrong.extend(movement_id for movement_id, told in enumerate(self._orders) if told)
        return self._wrong.finding(Invariant.MOVEMENT_JOURNALLED, Thing.MOVEMENT)


def _movements(connection: Connection) -> Iterator[Any]:
    query = sa.select(MOVEMENTS.c.id, MOVEMENTS.c.order_id, _LINES.label("lines")).order_by(MOVEMENTS.c.id)
    page = connection.execute(query.limit(_PAGE)).all()
    while page:
        yield from page
        page = connection.execute(query.where(MOVEMENTS.c.id > page[-1].id).limit(_PAGE)).all()
