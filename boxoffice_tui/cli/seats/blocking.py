"""Seats made the house's, put out of use and freed again, by the block; and what is blocked (issue: Holds)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.seats.noun import Performance, app
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.blocked_seats import BlockChange, BlockedSeats, SeatBlockLine

_Blocks = Annotated[
    list[str],
    typer.Argument(
        metavar="BLOCK",
        help=N_(
            "SECTION, SECTION:ROW, a range as SECTION:F-14..F-20, or a seat as SECTION:F-14; several may be named."
        ),
    ),
]


@dataclass(frozen=True, slots=True)
class Way:
    """The options that say why, and how strictly."""

    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why; - reads it from stdin."))] = ""
    skip_taken: Annotated[
        bool, typer.Option("--skip-taken", help=N_("Leave out what is sold, reserved or held, and say how many."))
    ] = False
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say what would be done, write nothing."))] = (
        False
    )


@command(app, "house", N_("Keep seats for the house: sold by those with the right."), writes=True)
def house(session: Session, key: str, performance: Performance, blocks: _Blocks, way: Way) -> None:
    _set(session, key, "house", performance, blocks, way)


@command(app, "kill", N_("Put seats out of use: nobody sells them."), writes=True)
def kill(session: Session, key: str, performance: Performance, blocks: _Blocks, way: Way) -> None:
    _set(session, key, "killed", performance, blocks, way)


@command(app, "free", N_("Give blocked seats back to everybody."), writes=True)
def free(session: Session, key: str, performance: Performance, blocks: _Blocks, way: Way) -> None:
    _set(session, key, "free", performance, blocks, way)


@command(app, "blocks", N_("The seats that are blocked: since when, by whom, why."))
def list_blocks(session: Session, performance: Performance) -> None:
    from boxoffice_tui.services import blocked_seats, catalogue

    performance_id = catalogue.find_performance(session.desk, performance)
    found = blocked_seats.blocks_of(session.desk, performance_id)
    rows = [_as_json(one) for one in found]
    session.answer({"blocks": rows}, lambda sheet: _tell_blocks(session, sheet, found))


def _set(session: Session, key: str, state: str, performance: str, blocks: list[str], way: Way) -> None:
    typed.needed(("--reason", way.reason))
    reason = typed.words("--reason", way.reason)
    from boxoffice_tui.rules.blocked_seats import BlockKind
    from boxoffice_tui.services import blocked_seats, catalogue

    kind = BlockKind(state)
    performance_id = catalogue.find_performance(session.desk, performance)
    seats = blocked_seats.find_blocks(session.desk, performance_id, blocks)
    what = (performance_id, kind, seats, reason, way.skip_taken)
    if way.dry_run:
        change = blocked_seats.preview(session.desk, *what)
    else:
        change = blocked_seats.block_seats(session.desk, key, *what)
    answer = {
        "performance_id": performance_id,
        "block_id": change.block_id,
        "kind": kind,
        "seats": change.seats,
        "count": change.count,
        "left_out": change.left_out,
        "left_out_count": change.left_out_count,
        "dry_run": way.dry_run,
        "key": key,
        "training": session.desk.house.training,
    }
    session.answer(answer, lambda sheet: _tell_change(sheet, change, dry_run=way.dry_run))


def _as_json(found: BlockedSeats) -> dict[str, object]:
    line = found.line
    return {
        "block_id": line.block_id,
        "kind": line.kind,
        "seats": found.seats,
        "count": found.count,
        "since": line.at,
        "operator": line.operator,
        "reason": line.reason,
    }


def _tell_change(sheet: Sheet, change: BlockChange, *, dry_run: bool) -> None:
    from boxoffice_tui.locales.seat_blocks import changed_words, left_out_words

    sheet.line(changed_words(change), strong=True)
    sheet.line(", ".join(change.seats))
    if change.left_out_count:
        sheet.line(left_out_words(change))
    if dry_run:
        sheet.line(_("Nothing was written: this was a dry run."))


def _tell_blocks(session: Session, sheet: Sheet, found: tuple[BlockedSeats, ...]) -> None:
    from boxoffice_tui.locales.words import label

    columns = (
        Column(_("Seats")),
        Column(_("Count"), right=True),
        Column(_("State"), whole=True),
        Column(_("Since")),
        Column(_("Reason")),
    )
    rows = [
        (
            ", ".join(one.seats),
            str(one.count),
            label(one.line.kind),
            _since(session, one.line),
            one.line.reason or _("by the seating plan"),
        )
        for one in found
    ]
    sheet.table(columns, rows)
    if not found:
        sheet.line(_("No seat is blocked."))


def _since(session: Session, line: SeatBlockLine) -> str:
    from boxoffice_tui.locales import formats

    when = formats.stamp(line.at, session.zone, session.locale)
    return f"{when} · {line.operator}" if line.operator else when
