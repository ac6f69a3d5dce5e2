"""Written by `make tables` from data/models/printing.py: its tables, as statements need them."""

from sqlalchemy import Column, Integer, String, Table

from boxoffice_tui.data.columns import CORE, Instant, choice
from boxoffice_tui.data.states import PrintStage
from boxoffice_tui.rules.printers import PrinterTrouble

TICKET_PRINTS = Table(
    "ticket_print",
    CORE,
    Column("id", Integer, primary_key=True),
    Column("job", String),
    Column("ticket_id", Integer),
    Column("copy_number", Integer),
    Column("till_id", Integer),
    Column("operator_id", Integer),
    Column("state", choice(PrintStage), default=PrintStage.BEGUN),
    Column("trouble", choice(PrinterTrouble)),
    Column("begun_at", Instant),
    Column("claimed_by", String, default=""),
    Column("claimed_until", Instant),
    Column("ended_at", Instant),
)
