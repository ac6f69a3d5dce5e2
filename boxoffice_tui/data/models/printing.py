"""Tickets printed on ticket printers."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    choice,
    identity,
    instant,
    link,
    live_index,
    optional_instant,
    whole_numbers,
)
from boxoffice_tui.data.states import PrintStage
from boxoffice_tui.rules.printers import PrinterTrouble


class TicketPrint(SQLModel, table=True):
    """One paper of a ticket: number 1 is its original, then come duplicates. One is under way at a time.

    Rows of a `job` were begun together. Whoever works on one holds it until `claimed_until`, by a name of its own.
    """

    __tablename__ = "ticket_print"
    __table_args__ = (
        sa.Index(None, "job"),
        live_index(
            "uq_ticket_print_open", "ticket_id", where="state IN ('begun', 'sending', 'uncertain')", unique=True
        ),
        live_index(
            "uq_ticket_print_copy", "ticket_id", "copy_number", where="state IN ('printed', 'assumed')", unique=True
        ),
        sa.CheckConstraint("copy_number > 0", name="counted"),
        *whole_numbers("copy_number"),
    )

    id: int | None = identity()
    job: str
    ticket_id: int = link("ticket.id")
    copy_number: int
    till_id: int = link("till.id")
    operator_id: int = link("operator.id")
    state: PrintStage = choice(PrintStage, default=PrintStage.BEGUN)
    trouble: PrinterTrouble | None = choice(PrinterTrouble, default=None, nullable=True)
    begun_at: datetime = instant()
    claimed_by: str = Field(default="")
    claimed_until: datetime | None = optional_instant()
    ended_at: datetime | None = optional_instant()


TABLES = {"TICKET_PRINTS": TicketPrint}
