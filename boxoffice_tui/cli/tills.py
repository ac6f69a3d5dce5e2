"""`boxoffice tills`: open, cash in and out, close, report (issue: Tills)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import require_new, write_new
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _, pgettext

if TYPE_CHECKING:
    from datetime import datetime

    from boxoffice_tui.documents.listing import Table
    from boxoffice_tui.documents.wording import Reader
    from boxoffice_tui.rules.money import Money
    from boxoffice_tui.rules.tills import Counts
    from boxoffice_tui.views.tills import ShiftReport, ShiftRow, TillChange, TillState

app = noun()

_MOST_SHIFTS = 10**9
_MOST_LISTED = 1000
_Amount = Annotated[str, typer.Argument(metavar="AMOUNT", help=N_("How much, in cash."))]
_Reason = Annotated[str, typer.Argument(metavar="REASON", help=N_("Why; - reads it from stdin."))]


@dataclass(frozen=True, slots=True)
class Which:
    """The shift that the till of a command must still be in."""

    shift: Annotated[
        str,
        typer.Option(
            "--shift", metavar="NUMBER", help=N_("Only while this shift is open (tills list); 4 where it is not.")
        ),
    ] = ""

    @property
    def number(self) -> int | None:
        """The shift that was named. Raises `UsageProblemError`."""
        return typed.count("--shift", self.shift, most=_MOST_SHIFTS) if self.shift else None


@command(app, "list", N_("The tills: which are open, by whom, since when, and what should be in them."))
def list_tills(session: Session) -> None:
    from boxoffice_tui.services import shift_reports

    found = shift_reports.list_tills(session.desk)
    session.answer({"tills": found}, lambda sheet: _tell_tills(session, sheet, found))


@command(app, "open", N_("Open a till with its float, the change it begins with."), writes=True)
def open_till(
    session: Session,
    key: str,
    amount: Annotated[str, typer.Argument(metavar="FLOAT", help=N_("The float; 0 where there is none."))],
) -> None:
    from boxoffice_tui.services import tills

    change = tills.open_till(session.desk, key, session.desk.till, typed.amount(session, "FLOAT", amount))
    _answer(session, key, change, _("Till {till} is open: shift {number}"))


@command(app, "in", N_("Put cash from the safe into an open till."), writes=True)
def cash_in(session: Session, key: str, which: Which, amount: _Amount, reason: _Reason) -> None:
    from boxoffice_tui.services import tills

    put = typed.amount(session, "AMOUNT", amount), typed.words("REASON", reason)
    change = tills.cash_in(session.desk, key, session.desk.till, *put, which.number)
    _answer(session, key, change, _("Till {till}: cash in recorded"))


@command(app, "out", N_("Take cash out of an open till, to the safe."), writes=True)
def cash_out(session: Session, key: str, which: Which, amount: _Amount, reason: _Reason) -> None:
    from boxoffice_tui.services import tills

    taken = typed.amount(session, "AMOUNT", amount), typed.words("REASON", reason)
    change = tills.cash_out(session.desk, key, session.desk.till, *taken, which.number)
    _answer(session, key, change, _("Till {till}: cash out recorded"))


@command(app, "close", N_("Close a till: count it, and the rest goes to the safe."), writes=True)
def close(
    session: Session,
    key: str,
    which: Which,
    count: Annotated[
        list[str] | None,
        typer.Option(
            "--count",
            metavar="VALUE=NUMBER",
            help=N_("So many coins or notes of a value (20=3, 0.25=8); may be given several times."),
        ),
    ] = None,
    total: Annotated[
        str,
        typer.Option(
            "--total", metavar="AMOUNT", help=N_("What was counted, where coins were not told apart.")
        ),
    ] = "",
) -> None:
    typed.exclusive(("--count", count), ("--total", total))
    typed.needed(("--count", count), ("--total", total))
    counted = typed.amount(session, "--total", total) if total else _counts(session, count or [])
    from boxoffice_tui.services import tills

    change = tills.close_till(session.desk, key, session.desk.till, counted, which.number)
    _answer(session, key, change, _("Till {till} is closed: shift report {number}"))


@command(app, "reports", N_("The shifts of all tills, the latest first: who, when, the difference."))
def list_reports(
    session: Session,
    before: Annotated[
        str, typer.Option("--before", metavar="NUMBER", help=N_("Only those before this shift."))
    ] = "",
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many, 50."))] = "50",
) -> None:
    beyond = typed.count("--before", before, most=_MOST_SHIFTS) if before else None
    most = typed.count("--limit", limit, most=_MOST_LISTED)
    from boxoffice_tui.services import shift_reports

    found = shift_reports.list_shifts(session.desk, beyond, limit=most)
    session.answer(
        {"shifts": found.rows, "more": found.more}, lambda sheet: _tell_shifts(session, sheet, found.rows)
    )


@command(app, "report", N_("The report of a shift, on the screen and as files."))
def report(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The shift's number (tills list)."))],
    pdf: Annotated[str, typer.Option("--pdf", metavar="FILE", help=N_("Print it to this new file."))] = "",
    csv: Annotated[
        str, typer.Option("--csv", metavar="FILE", help=N_("Write it for a spreadsheet to this new file."))
    ] = "",
) -> None:
    wanted = typed.count("NUMBER", number, most=_MOST_SHIFTS)
    for place in (pdf, csv):
        if place:
            require_new(place)
    from boxoffice_tui.services import shift_reports

    found = shift_reports.shift_report(session.desk, wanted)
    files = _written(session, found, pdf, csv)
    answer = {"report": found, "files": files}
    session.answer(answer, lambda sheet: _tell_report(session, sheet, found, files))


def _counts(session: Session, texts: list[str]) -> Counts:
    """`20=3`: a value in the language's form, and how many."""
    pairs = []
    for text in texts:
        value, equals, number = text.partition("=")
        if not equals:
            raise UsageProblemError("value_malformed", "--count", text=text, example="20=3")
        denomination = typed.amount(session, "--count", value)
        pairs.append((denomination.minor, typed.count("--count", number, least=0, most=_MOST_SHIFTS)))
    return tuple(pairs)


def _answer(session: Session, key: str, change: TillChange, told: str) -> None:
    answer: dict[str, Any] = {
        "till": change.till,
        "number": change.number,
        "expected": change.expected,
        "counted": change.counted,
        "difference": change.difference,
        "key": key,
        "training": session.desk.house.training,
    }

    def human(sheet: Sheet) -> None:
        sheet.line(told.format(till=change.till, number=change.number), strong=True)
        rows = (
            (_("Expected"), change.expected),
            (_("Counted"), change.counted),
            (_("Difference"), change.difference),
        )
        sheet.facts([(name, _money(session, amount)) for name, amount in rows if amount is not None])

    session.answer(answer, human)


def _tell_tills(session: Session, sheet: Sheet, found: tuple[TillState, ...]) -> None:
    from boxoffice_tui.locales import formats

    columns = (
        Column(_("Till"), whole=True),
        Column(_("Name")),
        Column(pgettext("column", "Shift"), right=True),
        Column(_("Opening")),
        Column(_("Expected"), right=True),
        Column(_("Last report"), right=True),
    )
    rows = []
    for till in found:
        opened = expected = ""
        if till.opened_at is not None and till.expected is not None:
            when = formats.stamp(till.opened_at, session.zone, session.locale)
            opened, expected = f"{when} · {till.opened_by}", _money(session, till.expected)
        shift, last = (str(one) if one is not None else "" for one in (till.number, till.last))
        rows.append((till.code, till.name, shift, opened or pgettext("till", "closed"), expected, last))
    sheet.table(columns, rows)


def _tell_shifts(session: Session, sheet: Sheet, found: tuple[ShiftRow, ...]) -> None:
    from boxoffice_tui.locales import formats

    columns = (
        Column(pgettext("column", "Shift"), right=True),
        Column(_("Till")),
        Column(_("Opening"), whole=True),
        Column(_("Closing"), whole=True),
        Column(_("Counted"), right=True),
        Column(_("Difference"), right=True),
    )

    def moment(at: datetime | None, who: str) -> str:
        if at is None:
            return pgettext("till", "open")
        return f"{formats.stamp(at, session.zone, session.locale)} · {who}"

    rows = []
    for shift in found:
        amounts = (shift.counted, shift.difference)
        counted, difference = (_money(session, one) if one is not None else "" for one in amounts)
        opened = moment(shift.opened_at, shift.opened_by)
        closed = moment(shift.closed_at, shift.closed_by)
        rows.append((str(shift.number), shift.till, opened, closed, counted, difference))
    sheet.table(columns, rows)


def _written(session: Session, found: ShiftReport, pdf: str, csv: str) -> dict[str, str]:
    """The files asked for, by kind; a closed shift gives the same bytes whenever it is printed."""
    from boxoffice_tui.documents.shift_report import shift_csv, shift_pdf
    from boxoffice_tui.locales.translate import current

    files = {}
    if pdf:
        printed_at = found.closed_at or session.desk.clock.now()
        files["pdf"] = write_new(pdf, shift_pdf(found, current(), printed_at))
    if csv:
        files["csv"] = write_new(csv, shift_csv(found, current()))
    return files


def _tell_report(session: Session, sheet: Sheet, found: ShiftReport, files: dict[str, str]) -> None:
    from boxoffice_tui.documents.shift_report import tables_of
    from boxoffice_tui.documents.wording import reader_of
    from boxoffice_tui.locales.translate import current

    reader = reader_of(current(), found.house.country)
    for position, table in enumerate(tables_of(found, reader)):
        if position:
            sheet.line()
        _tell_table(sheet, table, reader)
    for place in files.values():
        sheet.line(_("Written: {place}").format(place=place))


def _tell_table(sheet: Sheet, table: Table, reader: Reader) -> None:
    from boxoffice_tui.documents.listing import shown

    sheet.line(table.title, strong=True)
    columns = [Column(one.title, right=one.right) for one in table.columns]
    sheet.table(columns, [[shown(cell, reader) for cell in row] for row in table.rows])


def _money(session: Session, value: Money) -> str:
    from boxoffice_tui.locales import formats

    return formats.money(value, session.locale)
