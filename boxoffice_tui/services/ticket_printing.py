"""Physical tickets on the ticket printer of a till (spec/delivery.md, 4; issue: Printing).

Begun, sent, told: three transactions a ticket, and nothing leaves for the printer inside one. A ticket is printed
when the printer says so or has taken all of it; what ends between is in doubt (`ticket_prints.py`).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.states import PrintStage
from boxoffice_tui.data.tables.delivery import SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.data.tables.printing import TICKET_PRINTS
from boxoffice_tui.devices.printers import printer_at
from boxoffice_tui.devices.protocols import NotPrinted, Printer, PrinterError, PrinterLine
from boxoffice_tui.documents.ticket_escpos import ticket_escpos
from boxoffice_tui.documents.ticket_fgl import ticket_fgl
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.printers import PrinterLanguage, PrinterTrouble, PrintRefusal, stock_objection
from boxoffice_tui.rules.reservations import taken_up_objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.shipments import ShipmentRefusal
from boxoffice_tui.services import orders, printing
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import (
    NotAllowedError,
    NotPrintedError,
    RefusedError,
    UnavailableError,
    insist,
)
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.ticket_prints import HELD_FOR, LockedTicket, is_worked_on, require_free
from boxoffice_tui.services.till_printers import printer_here
from boxoffice_tui.services.transaction import Work, reading, use_case, writing
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.views.printers import PrintJob
from boxoffice_tui.views.states import TicketState

RENDERERS = {PrinterLanguage.ESCPOS: ticket_escpos, PrinterLanguage.BOCA_FGL: ticket_fgl}
_TO_PRINT = (PrintStage.BEGUN, PrintStage.NOT_PRINTED)
_TRAVEL = (
    sa.select(TICKETS.c.number, SHIPMENTS.c.number.label("shipment"), SHIPMENT_MODES)
    .join(SHIPMENTS, SHIPMENTS.c.id == TICKETS.c.shipment_id)
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .order_by(SHIPMENT_MODES.c.id, TICKETS.c.id)
)
_UNSENT_FOR = HELD_FOR * 3 / 4
"""How much of the time must be left when sending begins."""


def print_here(
    desk: Desk,
    key: str,
    order_id: int,
    version: int | None,
    ticket_ids: tuple[int, ...],
    reason: str | None = None,
    *,
    shipment: int | None = None,
    printer: Printer | None = None,
) -> OrderChange:
    """Prints originals, or duplicates with a `reason`, on the till's printer; the answer names what came out.

    Which ones, and what forbids it, is as of `printing.print_tickets`; those for the post must be in the `shipment`
    of that number; `printer` stands for the till's own. The same key goes on with what is not printed yet, and
    prints nothing twice. Raises `RefusedError` (no_printer, not_on_stock, ticket_of_other_shipment,
    ticket_printing, ticket_in_doubt), `NotPrintedError` (printer_failed, print_uncertain); what came out before is
    in the facts, `printed`: numbers.
    """
    here = printer_here(desk)
    if here is None:
        raise RefusedError(PrintRefusal.NO_PRINTER, {"till": desk.actor.till or None})
    job = begin_print(desk, key, order_id, version, ticket_ids, reason, shipment)
    device = printer or printer_at(here.address, here.language, answers=here.answers)
    return _Run(desk, job, here.language, reason, shipment).to_the_end(device)


@use_case(Right.TICKETS_PRINT)
def begin_print(
    work: Work,
    order_id: int,
    version: int | None,
    ticket_ids: tuple[int, ...],
    reason: str | None,
    shipment: int | None,
) -> PrintJob:
    """Begins a paper of each ticket, before anything leaves for the printer. Raises as `print_here`."""
    order = orders.take(work, order_id, version)
    insist(taken_up_objection(order.due_on, order.number))
    originals, again = printing.to_print(work, order_id, ticket_ids, reason)
    for ticket in again:
        printing.require_reason([ticket], reason or "")
    chosen = sorted((*originals, *again), key=lambda one: one.id)
    _require_way(work, [ticket.id for ticket in chosen], shipment)
    job = secrets.token_hex(16)
    for ticket in chosen:
        work.insert(
            TICKET_PRINTS,
            job=job,
            ticket_id=ticket.id,
            copy_number=ticket.printed + 1,
            till_id=work.desk.actor.till_id,
            operator_id=work.operator_id,
            state=PrintStage.BEGUN,
            begun_at=work.now,
            claimed_until=work.now + HELD_FOR,
        )
    return PrintJob(order_id, job, tuple(ticket.id for ticket in chosen))


@dataclass(slots=True)
class _Run:
    """One process at work on a job, under a name of its own; `printed` holds the rows of papers that came out,
    `sent` the ids of those that left for the printer.
    """

    desk: Desk
    job: PrintJob
    language: PrinterLanguage
    reason: str | None
    shipment: int | None
    holder: str = field(default_factory=lambda: secrets.token_hex(8))
    printed: list[Any] = field(default_factory=list)
    sent: set[int] = field(default_factory=set)

    def to_the_end(self, device: Printer) -> OrderChange:
        """Prints what is not printed yet. Raises as `print_here`."""
        rows = self._rows()
        _require_certain(rows, self.desk.clock.now())
        self.printed = [row for row in rows if row.state not in _TO_PRINT]
        left = [row for row in rows if row.state in _TO_PRINT]
        if left:
            self._print(device, left)
        with writing(self.desk) as work:
            change = orders.answer(work, self.job.order_id)
        return replace(change, ticket_ids=tuple(sorted(row.ticket_id for row in self.printed)))

    def _print(self, device: Printer, left: Sequence[Any]) -> None:
        trouble = None
        try:
            with device.connected() as line:
                for row in left:
                    self._print_one(line, row)
        except PrinterError as failure:
            trouble = failure.trouble
            uncertain = None if isinstance(failure, NotPrinted) else left[self._done(left)]
            raise _failed(trouble, self.printed, left, uncertain) from failure
        except (RefusedError, NotAllowedError) as refused:
            if not self.printed:
                raise
            raise _stopped(refused, self.printed) from refused
        finally:
            if self._done(left) < len(left):
                self._give_up(trouble)

    def _done(self, left: Sequence[Any]) -> int:
        return sum(row in self.printed for row in left)

    def _print_one(self, line: PrinterLine, row: Any) -> None:
        page = self._page(row)
        until = self._claim(row)
        while self.desk.clock.now() > until - _UNSENT_FOR:  # we slept: somebody may have given us up
            until = self._claim(row)
        self.sent.add(row.id)
        try:
            line.print(page)
        except PrinterError as failure:
            certain = isinstance(failure, NotPrinted)
            self._leave(row, PrintStage.NOT_PRINTED if certain else PrintStage.UNCERTAIN, failure.trouble)
            raise
        try:
            self._tell_printed(row)
        except UnavailableError:  # it is out: said once more, which counts nothing twice
            self._tell_printed(row)
        self.printed.append(row)

    def _page(self, row: Any) -> bytes:
        papers = printing.papers_of(self.desk, self.job.order_id, (row.ticket_id,))
        if not papers.tickets:
            raise RefusedError(OrderRefusal.TICKET_NOT_LIVE, {"number": row.number})
        ticket = replace(papers.tickets[0], copy=row.copy_number)
        return RENDERERS[self.language](ticket, papers.house, papers.language, self.desk.clock.now())

    def _rows(self) -> list[Any]:
        query = (
            sa.select(TICKET_PRINTS, TICKETS.c.number, OPERATORS.c.code)
            .join(TICKETS, TICKETS.c.id == TICKET_PRINTS.c.ticket_id)
            .join(OPERATORS, OPERATORS.c.id == TICKET_PRINTS.c.operator_id)
            .where(TICKET_PRINTS.c.job == self.job.job)
        )
        with reading(self.desk) as connection:
            return list(connection.execute(query.order_by(TICKET_PRINTS.c.ticket_id)))

    def _claim(self, row: Any) -> datetime:
        """Takes a paper in hand before anything of it leaves; until when. Raises `RefusedError` where it is not
        to be printed any more.
        """
        with writing(self.desk) as work:
            work.require(Right.TICKETS_PRINT)
            orders.take(work, self.job.order_id, None)
            self._require_mine(work, row)
            until = work.now + HELD_FOR
            taken = {"state": PrintStage.SENDING, "claimed_by": self.holder, "claimed_until": until}
            cleared = {"trouble": None, "ended_at": None, "operator_id": work.operator_id}
            taken |= {**cleared, "till_id": self.desk.actor.till_id}
            work.connection.execute(_update(TICKET_PRINTS.c.id == row.id).values(taken))
            waiting = sa.and_(TICKET_PRINTS.c.job == row.job, TICKET_PRINTS.c.state == PrintStage.BEGUN)
            work.connection.execute(_update(waiting).values(claimed_until=until))
        return until

    def _require_mine(self, work: Work, row: Any) -> None:
        ticket = sa.select(TICKETS).where(TICKETS.c.id == row.ticket_id).with_for_update()
        found = work.connection.execute(ticket).one()
        facts = {"number": found.number}
        if found.state == TicketState.CANCELLED:
            raise RefusedError(OrderRefusal.TICKET_NOT_LIVE, facts)
        if found.printed + 1 != row.copy_number:
            raise RefusedError(OrderRefusal.TICKET_PRINTED, facts)
        _require_way(work, [row.ticket_id], self.shipment)
        require_free(work, row.ticket_id, row.id, self.holder)

    def _tell_printed(self, row: Any) -> None:
        """Counts a paper that came out; not where somebody decided meanwhile what became of it."""
        with writing(self.desk) as work:
            orders.take(work, self.job.order_id, None)
            if not self._ended(work, row, PrintStage.PRINTED, None):
                return
            printed = sa.update(TICKETS).where(TICKETS.c.id == row.ticket_id)
            work.connection.execute(printed.values(printed=row.copy_number))
            if row.copy_number == 1:
                work.journal("ticket_printed", self.job.order_id, ticket_ids=[row.ticket_id])
            else:
                before = LockedTicket(row.ticket_id, row.number, row.copy_number - 1)
                printing.tell_duplicates(work, self.job.order_id, [before], self.reason or "")
            orders.leave(work, self.job.order_id)

    def _leave(self, row: Any, state: PrintStage, trouble: PrinterTrouble) -> None:
        """What became of a paper that did not certainly come out."""
        with writing(self.desk) as work:
            orders.take(work, self.job.order_id, None)
            if self._ended(work, row, state, trouble) and state is PrintStage.UNCERTAIN:
                work.journal("ticket_print_uncertain", self.job.order_id, ticket_ids=[row.ticket_id])

    def _ended(self, work: Work, row: Any, state: PrintStage, trouble: PrinterTrouble | None) -> bool:
        mine = sa.and_(TICKET_PRINTS.c.claimed_by == self.holder, TICKET_PRINTS.c.state == PrintStage.SENDING)
        ended = _update(sa.and_(TICKET_PRINTS.c.id == row.id, mine))
        values = {"state": state, "trouble": trouble, "claimed_by": "", "claimed_until": None}
        return bool(work.connection.execute(ended.values(**values, ended_at=work.now)).rowcount)

    def _give_up(self, trouble: PrinterTrouble | None) -> None:
        """Lets others print what never left; where that cannot be said now, they wait until it is nobody's."""
        in_hand = sa.and_(TICKET_PRINTS.c.claimed_by == self.holder, TICKET_PRINTS.c.id.not_in(self.sent))
        left = sa.or_(TICKET_PRINTS.c.state == PrintStage.BEGUN, in_hand)
        unsent = sa.and_(TICKET_PRINTS.c.job == self.job.job, left)
        values = {"state": PrintStage.NOT_PRINTED, "trouble": trouble, "claimed_by": "", "claimed_until": None}
        with suppress(UnavailableError), writing(self.desk) as work:
            work.connection.execute(_update(unsent).values(**values, ended_at=work.now))


def _require_way(work: Work, ticket_ids: Collection[int], shipment: int | None) -> None:
    """Raises `RefusedError` (ticket_of_other_shipment, not_on_stock) where tickets do not travel as they should:
    in the shipment that is meant, and by a mode whose tickets a ticket printer prints.
    """
    rows = work.connection.execute(_TRAVEL.where(TICKETS.c.id.in_(ticket_ids))).all()
    if shipment is not None and [row.shipment for row in rows] != [shipment] * len(ticket_ids):
        raise RefusedError(ShipmentRefusal.TICKET_OF_OTHER_SHIPMENT, {"shipment": shipment})
    for _mode, group in groupby(rows, key=lambda row: row.id):
        tickets = list(group)
        mode = tickets[0]
        name = in_language(mode.names, work.desk.language, mode.code)
        facts = {"mode_name": name, "numbers": [one.number for one in tickets]}
        insist(stock_objection(mode.type, facts))


def _update(which: sa.ColumnElement[bool]) -> sa.Update:
    return sa.update(TICKET_PRINTS).where(which)


def _require_certain(rows: Sequence[Any], now: datetime) -> None:
    """Raises `RefusedError` where a paper of the job is with another process, or in doubt."""
    open_ = [row for row in rows if row.state in {PrintStage.SENDING, PrintStage.UNCERTAIN}]
    for row in open_:
        if is_worked_on(row, now):
            facts = {"number": row.number, "operator": row.code}
            raise RefusedError(PrintRefusal.TICKET_PRINTING, facts)
    if open_:
        raise RefusedError(PrintRefusal.TICKET_IN_DOUBT, {"numbers": [row.number for row in open_]})


def _stopped(
    refused: RefusedError | NotAllowedError, printed: Sequence[Any]
) -> RefusedError | NotAllowedError:
    """The refusal that ended a job in the middle, with what came out before it."""
    came_out = {"printed": [row.number for row in printed]}
    if isinstance(refused, NotAllowedError):
        return NotAllowedError(refused.right, came_out)
    return RefusedError(refused.code, {**refused.facts, **came_out})


def _failed(
    trouble: PrinterTrouble, printed: Sequence[Any], left: Sequence[Any], uncertain: Any | None
) -> NotPrintedError:
    """What the operator is told: what came out, what did not, what nobody knows."""
    sure = [row for row in left if row not in printed and row is not uncertain]
    facts: dict[str, object] = {
        "trouble": trouble,
        "printed": [row.number for row in printed],
        "not_printed": [row.number for row in sure],
    }
    if uncertain is None:
        return NotPrintedError(PrintRefusal.PRINTER_FAILED, facts)
    return NotPrintedError(PrintRefusal.PRINT_UNCERTAIN, {**facts, "uncertain": uncertain.number})
