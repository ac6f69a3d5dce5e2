"""A till with a ticket printer, for tests: one on loopback that keeps what it got."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
from boxoffice_tui.devices.printer_talk import TALKS
from boxoffice_tui.devices.printers import NetworkPrinter, Patience
from boxoffice_tui.devices.protocols import Printer, PrinterLine
from boxoffice_tui.rules.printers import NetworkPlace, PrinterLanguage
from boxoffice_tui.services import identity
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from tests.devices import ticket_printer
from tests.devices.ticket_printer import FINE, HOST, Behaviour
from tests.house import HouseUnderTest

SHORT = Patience(connecting=1.0, answer=0.3, taking=0.5, printing=0.5, parting=0.05)


def with_printer(
    house: HouseUnderTest,
    port: int,
    language: PrinterLanguage = PrinterLanguage.ESCPOS,
    host: str = HOST,
) -> None:
    """Puts a till with a printer at a port where the house's desk stands, and all its operators."""
    with writing(house.desk) as work:
        where = {"printer_language": language, "printer_address": f"tcp://{host}:{port}"}
        till_id = work.insert(TILLS, code="g1", name="Guichet 1", **where, printer_answers=False)
        work.connection.execute(sa.update(OPERATORS).values(till_id=till_id))
    house.desk = identity.at_till(house.desk, "g1")


@contextmanager
def printing(house: HouseUnderTest, behaviour: Behaviour | None = None) -> Iterator[Behaviour]:
    """A printer that runs at the house's till; one in perfect order unless told otherwise."""
    printer = behaviour or Behaviour(dict(FINE))
    with ticket_printer.running(printer) as port:
        with_printer(house, port)
        yield printer


def impatient(desk: Desk) -> NetworkPrinter:
    """The printer of the desk's till, waited for as short as tests may."""
    with desk.database.read() as connection:
        row = connection.execute(sa.select(TILLS).where(TILLS.c.id == desk.actor.till_id)).one()
    port = int(row.printer_address.rpartition(":")[2])
    return NetworkPrinter(NetworkPlace(HOST, port), TALKS[row.printer_language], patience=SHORT)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A printer during whose first pages something happens, the last of it first."""

    device: Printer
    to_happen: list[Callable[[], object]]

    @contextmanager
    def connected(self) -> Iterator[PrinterLine]:
        with self.device.connected() as line:
            yield _Line(line, self.to_happen)


@dataclass(frozen=True, slots=True)
class Connecting:
    """A printer that something happens to when it is reached."""

    device: Printer
    happens: Callable[[], object]

    @contextmanager
    def connected(self) -> Iterator[PrinterLine]:
        with self.device.connected() as line:
            self.happens()
            yield line


@dataclass(frozen=True, slots=True)
class _Line:
    line: PrinterLine
    to_happen: list[Callable[[], object]]

    def print(self, page: bytes) -> None:
        self.line.print(page)
        if self.to_happen:
            self.to_happen.pop()()


def papers(desk: Desk) -> list[tuple[Any, ...]]:
    """Each paper's ticket, number, state and trouble, as they were begun."""
    columns = (
        TICKET_PRINTS.c.ticket_id,
        TICKET_PRINTS.c.copy_number,
        TICKET_PRINTS.c.state,
        TICKET_PRINTS.c.trouble,
    )
    with desk.database.read() as connection:
        return [tuple(row) for row in connection.execute(sa.select(*columns).order_by(TICKET_PRINTS.c.id))]
