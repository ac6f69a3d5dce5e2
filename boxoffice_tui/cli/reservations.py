"""`boxoffice reservations`: places kept for a contact, taken up, extended, released (issue: Reserve)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.orders.following import Pay, payments_of
from boxoffice_tui.cli.orders.noun import changed, money, promotion_warnings, tell_change
from boxoffice_tui.cli.orders.pieces import Article, requests
from boxoffice_tui.cli.orders.places import Places, choose, wish_of
from boxoffice_tui.cli.orders.selling import (
    Contact,
    DeliverTo,
    Settling,
    delivered_of,
    first_change,
    seats_of,
    tickets_named,
    tickets_of,
)
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import asked_to_stop
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from boxoffice_tui.views.orders import OrderChange
    from boxoffice_tui.views.reservations import ReservationRow

app = noun()

_MOST = 10_000
_MOST_VERSIONS = 10**9
_Which = Annotated[
    str,
    typer.Argument(
        metavar="WHICH", help=N_("The order's or dossier's number, the contact, or a ticket's barcode.")
    ),
]
_Version = Annotated[
    str,
    typer.Option(
        "--at-version",
        metavar="VERSION",
        help=N_("Only while the order is at this version (orders show --json); 6 where it is not."),
    ),
]


@command(app, "list", N_("Reservations that wait to be taken up, those due first."), dashes=True)
def list_reservations(
    session: Session,
    which: Annotated[
        str,
        typer.Argument(
            metavar="[WHICH]", help=N_("The order's or dossier's number, the contact, or a ticket's barcode.")
        ),
    ] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help=N_("Only those whose day is past."))] = False,
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 200."))] = "200",
) -> None:
    most = typed.count("--limit", limit, most=_MOST)
    from boxoffice_tui.services.reservation_search import find_reservations

    rows = find_reservations(session.desk, which, overdue_only=overdue, limit=most)
    session.answer({"reservations": rows}, lambda sheet: _tell_rows(session, sheet, rows))


@dataclass(frozen=True, slots=True)
class Kept:
    """The options that say until when places are kept, and how they are to be delivered."""

    mode: Annotated[
        str,
        typer.Option(
            "--mode", metavar="CODE", help=N_("To be delivered by this mode (boxoffice shipments modes).")
        ),
    ] = ""
    deliver_to: DeliverTo = ""
    exception: Annotated[
        bool, typer.Option("--exception", help=N_("Allow the mode on every sales channel for this dossier."))
    ] = False
    due: Annotated[
        str, typer.Option("--due", metavar="DAY", help=N_("Until this day; else as the house says."))
    ] = ""


@command(app, "reserve", N_("Reserve places for a contact, to be paid and taken up until a day."), writes=True)
def reserve(
    session: Session,
    key: str,
    where: Places,
    how: Kept,
    contact: Contact = "",
    article: Article = None,
    pay: Pay = None,
) -> None:
    typed.needed(("--performance", where.performance))
    typed.needed(("--contact", contact))
    paid_by = payments_of(session, pay)
    until = typed.day(session, "--due", how.due)
    contact_id = typed.contact_id(session, "--contact", contact)
    delivered = delivered_of(session, how.mode, how.deliver_to, exception=how.exception)
    wish = wish_of(session, where)
    pieces = requests(session, "--article", article)
    from boxoffice_tui.services import reservations
    from boxoffice_tui.services.seat_maps import SeatFor

    warnings: tuple[str, ...] = ()
    change = None
    if wish.chosen_by_us:
        change = first_change(
            session, key, "reserve", wish, contact_id=contact_id, bought=pieces, paid_by=paid_by
        )
    if change is None:
        choice = choose(session, wish, SeatFor(key))
        warnings, wanted = choice.warnings, (choice.request,)
        asked = (wanted, delivered, until, pieces, paid_by)
        change = reservations.reserve(session.desk, key, key, contact_id, *asked)
    warnings += promotion_warnings(session, change)
    told = _("reserved until {day}: {tickets}")
    _answer(session, key, change, told, warnings)


@command(app, "take-up", N_("Sell what is reserved: paid now or later."), writes=True, dashes=True)
def take_up(session: Session, key: str, which: _Which, how: Settling, at_version: _Version = "") -> None:
    version = _version(at_version)
    paid_by = payments_of(session, how.pay)
    from boxoffice_tui.services import reservations

    order_id = _order_id(session, key, "take_up", which)
    change = reservations.take_up(session.desk, key, order_id, paid_by, how.mode or None, version)
    _answer(session, key, change, _("taken up: {tickets}"))


@command(app, "extend", N_("Give a reservation a later day."), writes=True, dashes=True)
def extend(
    session: Session,
    key: str,
    which: _Which,
    day: Annotated[str, typer.Argument(metavar="DAY", help=N_("The day it is kept until."))],
    reason: Annotated[str, typer.Argument(metavar="REASON", help=N_("Why; - reads it from stdin."))],
    at_version: _Version = "",
) -> None:
    version = _version(at_version)
    until = typed.day(session, "DAY", day)
    if until is None:
        raise UsageProblemError("argument_missing", name="DAY")
    why = typed.words("REASON", reason)
    from boxoffice_tui.services import reservations

    order_id = _order_id(session, key, "extend", which)
    change = reservations.extend(session.desk, key, order_id, until, why, version)
    _answer(session, key, change, _("reserved until {day}"))


@command(
    app,
    "release",
    N_("Release one reservation or, where none is named, those whose day is past, as run-due does."),
    writes=True,
    dashes=True,
)
def release(
    session: Session,
    key: str,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHICH]", help=N_("The order's or dossier's number, the contact, or a ticket's barcode.")
        ),
    ] = None,
    at_version: _Version = "",
) -> None:
    version = _version(at_version)
    if which is None and version is not None:
        raise UsageProblemError("argument_missing", name="WHICH")
    if which is not None:
        from boxoffice_tui.services import reservations

        order_id = _order_id(session, key, "release", which)
        change = reservations.release(session.desk, key, order_id, version)
        _answer(session, key, change, _("released: {tickets}"))
        return
    from boxoffice_tui.services.overdue_reservations import release_overdue

    numbers = release_overdue(session.desk, stopped=asked_to_stop)
    session.answer({"released": numbers}, lambda sheet: tell_released(sheet, numbers))


def tell_released(sheet: Sheet, numbers: Sequence[str]) -> None:
    """How many reservations were released, and of which orders."""
    told = ngettext("{count} reservation was released.", "{count} reservations were released.", len(numbers))
    sheet.line(told.format(count=len(numbers)))
    if numbers:
        sheet.line(", ".join(numbers))


def _version(text: str) -> int | None:
    return typed.count("--at-version", text, most=_MOST_VERSIONS) if text else None


def _order_id(session: Session, key: str, action: str, which: str) -> int:
    """The one order that is meant; of a repeat the one it was, which is no pending reservation any more.

    Raises `NotFoundError` (reservation, order), `RefusedError` (reservation_ambiguous, key_reused).
    """
    from boxoffice_tui.rules.numbers import ORDER_NUMBER_LENGTHS, digits_of
    from boxoffice_tui.services.answers import first_answer
    from boxoffice_tui.services.errors import NotFoundError, RefusedError
    from boxoffice_tui.services.reservation_search import find_reservations
    from boxoffice_tui.views.orders import OrderChange

    done = first_answer(session.desk, key, action, OrderChange)
    if done is not None:
        return done.order_id
    found = find_reservations(session.desk, which) if which.strip() else ()
    if len(found) == 1:
        return found[0].order_id
    if found:
        raise RefusedError("reservation_ambiguous", {"numbers": tuple(row.number for row in found)})
    if len(digits_of(which) or "") in ORDER_NUMBER_LENGTHS:
        return typed.page_of(session, "WHICH", which).order_id  # the service says why it is no reservation
    raise NotFoundError("reservation", which)


def _answer(
    session: Session, key: str, change: OrderChange, told: str, warnings: Sequence[str] = ()
) -> None:
    tickets = tickets_of(session, change)
    more = {"due_on": change.due_on, "seats": seats_of(tickets), "warnings": warnings}
    done = told.format(day=_day(session, change.due_on), tickets=tickets_named(tickets))

    def tell(sheet: Sheet) -> None:
        tell_change(session, sheet, change, done)
        for warning in warnings:
            sheet.line(warning)

    session.answer(changed(session, change, key, **more), tell)


def _day(session: Session, day: date | None) -> str:
    from boxoffice_tui.locales import formats

    return formats.local_date(day, session.locale) if day is not None else ""


def _tell_rows(session: Session, sheet: Sheet, rows: Sequence[ReservationRow]) -> None:
    from boxoffice_tui.locales import formats

    columns = (
        Column(_("Number"), whole=True),
        Column(_("Name")),
        Column(_("Due on"), whole=True),
        Column(""),
        Column(_("Events")),
        Column(_("Starts"), spare=2),
        Column(_("Tickets"), right=True),
        Column(_("Delivery"), spare=1),
        Column(_("Paid"), right=True, spare=3),
        Column(_("Balance"), right=True),
    )
    cells = [
        (
            row.number,
            row.buyer,
            _day(session, row.due_on),
            _("overdue") if row.overdue else "",
            ", ".join(row.events),
            formats.day_and_time(row.first_starts_at, row.first_zone, session.locale)
            if row.first_starts_at
            else "",
            str(row.tickets),
            row.mode_name,
            money(session, row.paid),
            money(session, row.balance),
        )
        for row in rows
    ]
    sheet.table(columns, cells)
    told = ngettext("{count} reservation", "{count} reservations", len(rows))
    sheet.line(told.format(count=len(rows)))
