"""`boxoffice tickets`: the door, and tickets on paper (spec/archives.md; spec/delivery.md, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import require_new, write_new
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.services.doors import Admission
    from boxoffice_tui.views.orders import OrderChange, OrderPage

app = noun()

Token = Annotated[
    str, typer.Argument(metavar="TOKEN", help=N_("What the barcode says; - reads it from stdin."))
]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The order's number, 6 or 7 digits."))]
ToPrint = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TICKET]", help=N_("Tickets by seat or number; else those of the order not printed yet.")
    ),
]
WhyAgain = Annotated[
    str | None,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help=N_("Duplicates of printed ones too, and why; kept as a note. - reads it from stdin."),
    ),
]


@command(app, "check", N_("Let the holder of a ticket in, once."), writes=True, dashes=True)
def check(session: Session, key: str, token: Token) -> None:
    from boxoffice_tui.services.doors import admit

    _tell(session, key, admit(session.desk, key, typed.words("TOKEN", token)), N_("Let in: {ticket}"))


@command(app, "undo-check", N_("Take a check at the door back."), writes=True, dashes=True)
def undo_check(session: Session, key: str, token: Token) -> None:
    from boxoffice_tui.services.doors import undo_admission

    admission = undo_admission(session.desk, key, typed.words("TOKEN", token))
    _tell(session, key, admission, N_("Check undone: {ticket}"))


@command(app, "pdf", N_("Print tickets of an order to a PDF; each print is counted."), writes=True)
def pdf(
    session: Session,
    key: str,
    number: Number,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("Write them to this new file."))
    ],
    tickets: ToPrint = None,
    reason: WhyAgain = None,
) -> None:
    page = typed.page_of(session, "NUMBER", number)
    from boxoffice_tui.services import printing

    why = None if reason is None else typed.words("--reason", reason)
    ticket_ids = typed.tickets_of(page, "TICKET", tickets) if tickets else ()
    require_new(output)
    change = printing.print_tickets(session.desk, key, page.order_id, None, ticket_ids, why)
    _written(session, key, page, change, output)


@command(app, "reprint", N_("Print numbered duplicates of printed tickets to a PDF."), writes=True)
def reprint(
    session: Session,
    key: str,
    number: Number,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help=N_("Why; kept as a note. - reads it from stdin."))
    ],
    output: Annotated[
        str, typer.Option("--to", "--output", "-o", metavar="FILE", help=N_("Write them to this new file."))
    ],
    tickets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TICKET]", help=N_("Tickets by seat or number; else all of the order.")),
    ] = None,
) -> None:
    page = typed.page_of(session, "NUMBER", number)
    from boxoffice_tui.services import printing

    ticket_ids = typed.tickets_of(page, "TICKET", tickets or typed.live_of(page))
    why = typed.words("--reason", reason)
    require_new(output)
    change = printing.reprint_tickets(session.desk, key, page.order_id, None, ticket_ids, why)
    _written(session, key, page, change, output)


@command(app, "print", N_("Print tickets of an order on the till's ticket printer."), writes=True)
def print_(
    session: Session,
    key: str,
    number: Number,
    tickets: ToPrint = None,
    reason: WhyAgain = None,
) -> None:
    page = typed.page_of(session, "NUMBER", number)
    from boxoffice_tui.services import printing, ticket_printing

    why = None if reason is None else typed.words("--reason", reason)
    ticket_ids = typed.tickets_of(page, "TICKET", tickets) if tickets else ()
    change = ticket_printing.print_here(session.desk, key, page.order_id, None, ticket_ids, why)
    papers = printing.papers_of(session.desk, page.order_id, change.ticket_ids).tickets
    before = _printed_before(page, change)
    answer = {
        "number": page.number,
        "ticket_ids": change.ticket_ids,
        "copies": [paper.copy for paper in papers],
        "printed_before": before,
        "key": key,
    }

    def told(sheet: Sheet) -> None:
        numbers = ", ".join(f"#{paper.number}" for paper in papers)
        sheet.line(_("On the printer: {tickets}").format(tickets=numbers), strong=True)
        _tell_before(sheet, before)

    session.answer(answer, told)


@command(app, "not-printed", N_("Say that tickets in doubt did not come out of the printer."), writes=True)
def not_printed(
    session: Session,
    key: str,
    number: Number,
    tickets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TICKET]", help=N_("Tickets by seat or number; else all those in doubt.")),
    ] = None,
) -> None:
    page = typed.page_of(session, "NUMBER", number)
    from boxoffice_tui.services.ticket_prints import declare_not_printed

    doubtful = [one for one in page.live_tickets if one.print_in_doubt]
    ticket_ids = typed.tickets_of(page, "TICKET", tickets or [f"id={one.ticket_id}" for one in doubtful])
    change = declare_not_printed(session.desk, key, page.order_id, None, ticket_ids)
    numbers = ", ".join(f"#{one.number}" for one in page.tickets if one.ticket_id in change.ticket_ids)
    answer = {"number": page.number, "ticket_ids": change.ticket_ids, "key": key}
    said = _("Not printed: {tickets}").format(tickets=numbers)
    session.answer(answer, lambda sheet: sheet.line(said, strong=True))


def _printed_before(page: OrderPage, change: OrderChange) -> list[int]:
    """The numbers of the other tickets that are on paper."""
    return [one.number for one in page.live_tickets if one.printed and one.ticket_id not in change.ticket_ids]


def _tell_before(sheet: Sheet, before: list[int]) -> None:
    if before:
        numbers = ", ".join(f"#{number}" for number in before)
        sheet.line(_("Printed before: {tickets}. A duplicate takes --reason.").format(tickets=numbers))


def _written(session: Session, key: str, page: OrderPage, change: OrderChange, output: str) -> None:
    """Writes the papers of tickets whose print is counted, and says which others were printed before."""
    from boxoffice_tui.documents.ticket_pdf import ticket_pdf
    from boxoffice_tui.services import printing

    papers = printing.papers_of(session.desk, page.order_id, change.ticket_ids)
    made = ticket_pdf(papers.tickets, papers.house, papers.language, session.desk.clock.now())
    place = write_new(output, made)
    copies = [paper.copy for paper in papers.tickets]
    before = _printed_before(page, change)
    answer = {
        "file": place,
        "number": page.number,
        "ticket_ids": change.ticket_ids,
        "copies": copies,
        "printed_before": before,
        "key": key,
    }

    def told(sheet: Sheet) -> None:
        sheet.line(_("Written: {place}").format(place=place))
        _tell_before(sheet, before)

    session.answer(answer, told)


def _tell(session: Session, key: str, admission: Admission, told: str) -> None:
    parts = (admission.event, str(admission.number), admission.section, admission.place)
    line = _(told).format(ticket=" · ".join(part for part in parts if part))
    session.answer({"ticket": admission, "key": key}, lambda sheet: sheet.line(line, strong=True))
