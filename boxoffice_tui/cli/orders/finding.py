"""`boxoffice orders search` and `to-finish` (spec/archives.md, Search and 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.noun import app, money
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.views.archives import OrderQuery, OrderRow, OrderRows, OutsidePeriod

_MOST = 1_000_000
_A_PAGE = 200


@command(app, "search", N_("Find orders by number, name or e-mail, the newest first."))
def search(
    session: Session,
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help=N_("A number, an e-mail, or words of a name."))
    ] = "",
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("This number."))] = "",
    since: Annotated[
        str, typer.Option("--from", metavar="DAY", help=N_("Bought on this day or later."))
    ] = "",
    until: Annotated[str, typer.Option("--to", metavar="DAY", help=N_("Bought on this day or before."))] = "",
    to_finish: Annotated[
        bool, typer.Option("--to-finish", help=N_("Only those with something left undone."))
    ] = False,
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 50."))] = "50",
    everything: Annotated[bool, typer.Option("--all", help=N_("All that are found."))] = False,
) -> None:
    most = _MOST if everything else typed.count("--limit", limit, most=_MOST)
    typed.search_text("TEXT", text)
    if number:
        typed.order_number("--number", number)
    query, swapped = _query(session, text, number, (since, until), to_finish)
    rows, more, outside = _found(session, query, most)
    from boxoffice_tui.services import archives

    count = archives.count(session.desk, query)
    answer = {"orders": rows, "count": count, "more": more, "outside": outside, "swapped": swapped}
    session.answer(answer, lambda sheet: _tell(session, sheet, rows, count, outside, swapped))


@command(app, "to-finish", N_("The orders with payment, refund, e-mail or note undone."))
def to_finish(
    session: Session,
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 50."))] = "50",
) -> None:
    from boxoffice_tui.views.archives import OrderQuery

    most = typed.count("--limit", limit, most=_MOST)
    rows, more, _outside = _found(session, OrderQuery(to_finish=True), most)
    orders = [{"order": row, "unfinished": row.unfinished} for row in rows]
    session.answer({"orders": orders, "more": more}, lambda sheet: _tell_unfinished(session, sheet, rows))


def _query(
    session: Session, text: str, number: str, days: tuple[str, str], to_finish: bool
) -> tuple[OrderQuery, bool]:
    """The question, and whether the ends of its period were given in the other order."""
    from boxoffice_tui.rules.deadlines import period_between
    from boxoffice_tui.views.archives import OrderQuery

    since = typed.day(session, "--from", days[0])
    period = period_between(since, typed.day(session, "--to", days[1]))
    query = OrderQuery(number=number, text=text, first=period.first, last=period.last, to_finish=to_finish)
    return query, period.swapped


def _found(
    session: Session, query: OrderQuery, most: int
) -> tuple[list[OrderRow], bool, OutsidePeriod | None]:
    """At most `most` rows, whether there are more, and the number found outside the period."""
    from boxoffice_tui.services import archives

    rows: list[OrderRow] = []
    page: OrderRows | None = None
    while page is None or (page.after is not None and len(rows) < most):
        at = page.after if page is not None else None
        page = archives.search(session.desk, query, at, limit=min(_A_PAGE, most - len(rows)))
        rows += page.rows
    return rows, page.after is not None, page.outside


def _tell(
    session: Session,
    sheet: Sheet,
    rows: list[OrderRow],
    count: int,
    outside: OutsidePeriod | None,
    swapped: bool,
) -> None:
    if swapped:
        sheet.line(_("The period ended before it began: its ends were swapped."))
    columns = (
        Column(_("Number"), whole=True),
        Column(_("Name")),
        Column(_("E-mail"), spare=4),
        Column(_("Bought on"), whole=True, spare=1),
        Column(_("Origin"), spare=5),
        Column(_("Events"), spare=2),
        Column(_("Tickets"), right=True, spare=3),
        Column(_("Balance"), right=True),
        Column(_("State")),
        Column(""),
    )
    sheet.table(columns, [_cells(session, row) for row in rows])
    if outside is not None:
        sheet.line(_outside(session, outside))
    told = ngettext("{shown} of {count} order", "{shown} of {count} orders", count)
    sheet.line(told.format(shown=len(rows), count=count))


def _cells(session: Session, row: OrderRow) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats, words
    from boxoffice_tui.views.states import Origin

    origin = words.label(Origin(row.origin)) if row.origin in set(Origin) else row.origin
    return (
        row.number,
        row.buyer,
        row.email,
        formats.stamp(row.bought_at, session.zone, session.locale),
        origin,
        ", ".join(row.events),
        str(row.tickets),
        money(session, row.balance),
        words.order_state(row.state, row.due_on, session.locale),
        "*" if row.unfinished else "",
    )


def _outside(session: Session, outside: OutsidePeriod) -> str:
    from boxoffice_tui.locales import formats

    told = _("Order {number} found outside the period (bought {day}): boxoffice orders show {number}")
    return told.format(number=outside.number, day=formats.long_date(outside.bought_on, session.locale))


def _tell_unfinished(session: Session, sheet: Sheet, rows: list[OrderRow]) -> None:
    from boxoffice_tui.locales import words

    columns = (
        Column(_("Number"), whole=True),
        Column(_("Name")),
        Column(_("Balance"), right=True),
        Column(_("To finish")),
    )
    lines = [
        (row.number, row.buyer, money(session, row.balance), ", ".join(map(words.label, row.unfinished)))
        for row in rows
    ]
    sheet.table(columns, lines)
    told = ngettext("{count} order to finish", "{count} orders to finish", len(rows))
    sheet.line(told.format(count=len(rows)))
