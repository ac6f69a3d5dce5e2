"""The ticket printer that stands at a desk's till (spec/delivery.md, 4)."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import reading
from boxoffice_tui.views.printers import TillPrinter


def printer_here(desk: Desk) -> TillPrinter | None:
    """The printer of the desk's till, None where there is none: then tickets are printed as PDF."""
    if desk.actor.till_id is None:
        return None
    with reading(desk) as connection:
        return printer_of(connection, desk)


def printer_of(connection: Connection, desk: Desk) -> TillPrinter | None:
    """As `printer_here`, within a transaction under way."""
    if desk.actor.till_id is None:
        return None
    row = connection.execute(sa.select(TILLS).where(TILLS.c.id == desk.actor.till_id)).one()
    if row.printer_language is None:
        return None
    return TillPrinter(row.code, row.name, row.printer_language, row.printer_address, row.printer_answers)
