"""Internal notes of an order: appended, never edited, never on a customer's document (spec/archives.md, 11)."""

from __future__ import annotations

import sqlalchemy as sa

from boxoffice_tui.data.tables.orders import NOTES, ORDERS
from boxoffice_tui.rules.orders import note_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.text import REMARK_LIMIT, safe
from boxoffice_tui.services import orders
from boxoffice_tui.services.errors import insist
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.orders import OrderChange


@use_case(Right.ORDERS_NOTE)
def add_note(work: Work, order_id: int, text: str) -> OrderChange:
    """Appends a note; the order lacks none then.

    Raises `RefusedError` (reason_required, note_too_long, card_number). A note meets no conflict and makes
    none: it leaves the order's version, so that two operators may each leave theirs.
    """
    orders.take(work, order_id, None)
    append(work, order_id, text)
    work.connection.execute(sa.update(ORDERS).where(ORDERS.c.id == order_id).values(needs_note=False))
    return orders.answer(work, order_id)


def append(work: Work, order_id: int, text: str) -> None:
    """Writes a note within a transaction under way, on an order already locked. Raises as `add_note`."""
    insist(note_objection(text))
    note_id = work.insert(
        NOTES,
        order_id=order_id,
        at=work.now,
        operator_id=work.operator_id,
        text=safe(text, REMARK_LIMIT, lines=True).strip(),
    )
    work.journal("note_added", order_id, note_id=note_id)
