"""The seats of a performance, and which to propose (spec/archives.md, Add a ticket, 3, 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.seats.noun import Performance, app
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.rules.proposals import Proposal
    from boxoffice_tui.rules.seating import Row, Seat
    from boxoffice_tui.views.seats import SeatMapView

Order = Annotated[
    str, typer.Option("--order", metavar="NUMBER", help=N_("As this order sees it: its own seats."))
]
_FREE_MARK = ""
_MARKS = {"own": "*", "chosen": "+", "held": "~", "sold": "x", "house": "h", "killed": "-"}
_NO_FORM = ""


@command(app, "map", N_("The seats of a performance, row by row, and what each is."))
def seat_map(session: Session, performance: Performance, order: Order = "") -> None:
    view = _view(session, performance, order)
    seats = [{"seat": seat, "name": name_of(seat), "state": _state(view, seat)} for seat in view.seats]
    answer = {"performance_id": view.performance_id, "seats": seats}
    session.answer(answer, lambda sheet: _tell_map(sheet, view))


@command(app, "propose", N_("Which seats to take, best first."))
def propose(
    session: Session,
    performance: Performance,
    count: Annotated[str, typer.Option("--count", metavar="COUNT", help=N_("For so many people."))] = "1",
    category: Annotated[
        str, typer.Option("--category", metavar="CODE", help=N_("Of this seat category, by its code."))
    ] = "",
    accessible: Annotated[bool, typer.Option("--accessible", help=N_("With an accessible seat."))] = False,
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 5."))] = "5",
    order: Order = "",
) -> None:
    from boxoffice_tui.services import seat_maps

    people, most = typed.count("--count", count), typed.count("--limit", limit)
    view = _view(session, performance, order)
    found = seat_maps.propose(view, people, category=category or None, accessible=accessible, limit=most)
    names = {seat.id: name_of(seat) for seat in view.seats}
    proposals = [{"proposal": one, "seats": [names[seat] for seat in one.seat_ids]} for one in found]
    answer = {"performance_id": view.performance_id, "proposals": proposals}
    session.answer(answer, lambda sheet: _tell_proposals(sheet, found, names))


def name_of(seat: Seat) -> str:
    """A seat as commands name it: `Parterre:F-14`."""
    from boxoffice_tui.rules.seating import name_in_plan

    return name_in_plan(seat.section, seat.row, seat.number)


def _view(session: Session, performance: str, order: str) -> SeatMapView:
    from boxoffice_tui.services import catalogue, seat_maps

    order_id = typed.page_of(session, "--order", order).order_id if order else None
    performance_id = catalogue.find_performance(session.desk, performance)
    return seat_maps.seat_map(session.desk, performance_id, seat_maps.SeatFor(_NO_FORM, order_id))


def _state(view: SeatMapView, seat: Seat) -> str:
    return str(view.states.get(seat.id, "free"))


def _tell_map(sheet: Sheet, view: SeatMapView) -> None:
    from boxoffice_tui.locales.words import label
    from boxoffice_tui.rules.seating import rows
    from boxoffice_tui.views.states import SeatState

    lines = [(row[0].section, row[0].row, _drawn(view, row)) for row in rows(view.seats)]
    sheet.table((Column(_("Section")), Column(_("Row")), Column(_("Seats"))), lines)
    legend = ", ".join(f"{mark} {label(SeatState(state))}" for state, mark in _MARKS.items())
    sheet.line(legend)


def _drawn(view: SeatMapView, row: Row) -> str:
    """`12 13x  14`: numbers with the mark of what is not free; an aisle is a wider gap."""
    drawn = ""
    for seat in row:
        mark = _MARKS.get(_state(view, seat), _FREE_MARK)
        drawn += f"{seat.number}{mark}" + ("   " if seat.id in view.aisle_after else " ")
    return drawn.rstrip()


def _tell_proposals(sheet: Sheet, found: tuple[Proposal, ...], names: dict[int, str]) -> None:
    from boxoffice_tui.locales.words import label

    columns = (Column(_("Seats")), Column(_("Where")), Column(_("Left alone")))
    rows = [
        (
            ", ".join(names[seat] for seat in one.seat_ids),
            label(one.kind),
            ", ".join(names[seat] for seat in one.leaves_single),
        )
        for one in found
    ]
    sheet.table(columns, rows)
    if not found:
        sheet.line(_("There is no such block of free seats."))
