"""`boxoffice closing`: run, verify, archive, list (issue: Tills; spec/reliability.md, Cash rules)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import check, typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import folder, new_file
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.progress import counted
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _, ngettext, pgettext
from boxoffice_tui.rules.closings import ClosingKind

if TYPE_CHECKING:
    from boxoffice_tui.rules.money import Money
    from boxoffice_tui.views.checks import CheckReport
    from boxoffice_tui.views.closings import ClosingView
    from boxoffice_tui.views.statements import ArticleTakings, Statement, StatementLine

app = noun()

_MOST_CLOSINGS = 10**9
_KINDS = N_("day, month or year.")
_Kind = Annotated[str, typer.Argument(metavar="KIND", help=_KINDS)]
_AnyKind = Annotated[str, typer.Argument(metavar="[KIND]", help=_KINDS)]
_Number = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The closing's number (closing list)."))]


@dataclass(frozen=True, slots=True)
class Period:
    """What is to be closed; all that is over where nothing is said."""

    day: Annotated[
        bool, typer.Option("--day", help=N_("Today, at its end, and each day before it that is open."))
    ] = False
    month: Annotated[bool, typer.Option("--month", help=N_("Each month that is over."))] = False
    year: Annotated[bool, typer.Option("--year", help=N_("Each year that is over."))] = False

    @property
    def kind(self) -> ClosingKind | None:
        """The kind that was named. Raises `UsageProblemError`."""
        given = {f"--{kind}": getattr(self, kind) for kind in ClosingKind}
        typed.exclusive(*given.items())
        return next((kind for kind in ClosingKind if getattr(self, kind)), None)


@command(
    app,
    "run",
    N_("Close the books of the days, months and years that are over; of today with --day."),
    writes=True,
)
def run(
    session: Session,
    key: str,
    period: Period,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Show what it comes to; keep nothing."))] = False,
) -> None:
    kind = period.kind
    from boxoffice_tui.services import closings

    desk = session.desk
    made = closings.foresee(desk, kind) if dry_run else closings.close_books(desk, key, kind)
    training = desk.house.training
    answer = {"closings": made, "dry_run": dry_run, "key": key, "training": training}
    session.answer(answer, lambda sheet: _tell(session, sheet, made, dry_run=dry_run))


@command(app, "list", N_("The closings that were made, with their totals."))
def list_closings(session: Session, kind: _AnyKind = "") -> None:
    wanted = typed.member("KIND", kind, ClosingKind) if kind else None
    from boxoffice_tui.services import closings

    found = closings.list_closings(session.desk, wanted)
    session.answer({"closings": found}, lambda sheet: _list(session, sheet, found))


@command(app, "show", N_("A closing whole, with the hashes it is chained by."))
def show(session: Session, kind: _Kind, number: _Number) -> None:
    wanted, which = _which(kind, number)
    from boxoffice_tui.services import closings

    found = closings.closing(session.desk, wanted, which)
    session.answer({"closing": found}, lambda sheet: _tell_one(session, sheet, found))


@command(
    app, "verify", N_("Make every closing again from the journal, and compare; exit 4 where they differ.")
)
def verify(session: Session) -> int:
    from boxoffice_tui.services import closings
    from boxoffice_tui.services.checks import runner

    with counted(_("Checking")) as progress:
        report = runner.check(session.desk, progress, runner.of_closings())
    found = closings.list_closings(session.desk)
    session.answer(
        {"sound": report.sound, "breaches": report.breaches, "closings": len(found)},
        lambda sheet: _tell_verified(sheet, report, len(found)),
    )
    return 0 if report.sound else check.FOUND


@command(
    app, "archive", N_("Write what a closing took to a folder: JSON lines, CSV, and the hash of each beside them.")
)
def archive(
    session: Session,
    kind: _Kind,
    number: _Number,
    place: Annotated[
        str, typer.Argument(metavar="FOLDER", help=N_("Where to; it is made where there is none."))
    ],
) -> None:
    wanted, which = _which(kind, number)
    from boxoffice_tui.services import closings

    found = closings.closing(session.desk, wanted, which)
    files = _archived(session, found, folder(place))
    answer = {"closing": found, "files": files, "training": session.desk.house.training}
    told = "\n".join(_("Written: {place}").format(place=one) for one in files.values())
    session.answer(answer, lambda sheet: sheet.text(told))


@command(app, "statement", N_("What was sold on a day: ticket numbers, counts, prices, takings; articles too."))
def statement(
    session: Session,
    day: Annotated[str, typer.Argument(metavar="[DAY]", help=N_("2026-11-21; today where none is said."))] = "",
) -> None:
    wanted = typed.day(session, "DAY", day)
    from boxoffice_tui.services import statements

    found = statements.statement_of(session.desk, wanted)
    session.answer({"statement": found}, lambda sheet: _tell_statement(session, sheet, found))


def _tell_statement(session: Session, sheet: Sheet, found: Statement) -> None:
    from boxoffice_tui.locales import formats

    sheet.line(formats.long_date(found.day, session.locale))
    columns = (
        Column(_("Performance"), whole=True),
        Column(_("Event")),
        Column(_("Category")),
        Column(_("Price"), right=True),
        Column(_("Sold"), right=True),
        Column(_("Ticket numbers"), right=True),
        Column(_("Cancelled"), right=True),
        Column(_("Takings"), right=True),
    )
    sheet.table(columns, [_statement_row(session, line) for line in found.lines])
    if found.articles:
        sheet.line()
        sheet.table(_article_columns(), [_article_row(session, line) for line in found.articles])
    for name, amount in (
        (_("Takings"), found.takings),
        (_("Articles"), found.article_takings),
        (_("Fees"), found.fees),
        (_("Sales"), found.total),
    ):
        sheet.line(f"{name} {formats.money(amount, session.locale)}")


def _article_columns() -> tuple[Column, ...]:
    return (
        Column(_("Article")),
        Column(_("Price"), right=True),
        Column(_("Sold"), right=True),
        Column(_("Given back"), right=True),
        Column(_("Takings"), right=True),
    )


def _article_row(session: Session, line: ArticleTakings) -> tuple[str, ...]:
    return (
        line.name,
        _money(session, line.price),
        str(line.sold),
        str(line.returned) if line.returned else "",
        _money(session, line.takings),
    )


def _statement_row(session: Session, line: StatementLine) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats

    when = (
        formats.day_and_time(line.starts_at, line.zone, session.locale) if line.starts_at is not None else ""
    )
    numbers = "" if line.first is None else f"{line.first}–{line.last}"
    return (
        when,
        line.event,
        line.category,
        formats.money(line.price, session.locale),
        str(line.sold),
        numbers,
        str(line.cancelled) if line.cancelled else "",
        formats.money(line.takings, session.locale),
    )


def _which(kind: str, number: str) -> tuple[ClosingKind, int]:
    return typed.member("KIND", kind, ClosingKind), typed.count("NUMBER", number, most=_MOST_CLOSINGS)


def _archived(session: Session, found: ClosingView, place: Path) -> dict[str, str]:
    """The files by what they are: named by the closing, all there or none."""
    from boxoffice_tui.documents.closing_archive import csv_head, csv_lines, json_line
    from boxoffice_tui.services.closing_archive import records

    training = "-training" if session.desk.house.training else ""
    files = {
        part: str(place / f"closing-{found.kind}-{found.number}{training}.{part}")
        for part in ("jsonl", "csv", "sha256")
    }
    hashes = {part: hashlib.sha256() for part in ("jsonl", "csv")}
    with ExitStack() as stack:
        put = {part: stack.enter_context(new_file(one)) for part, one in files.items()}

        def add(part: str, content: bytes) -> None:
            put[part](content)
            hashes[part].update(content)

        add("csv", csv_head())
        for record in records(session.desk, found.kind, found.number):
            add("jsonl", json_line(record))
            add("csv", csv_lines(record))
        for part, made in hashes.items():
            put["sha256"](f"{made.hexdigest()}  {Path(files[part]).name}\n".encode())
    return files


def _tell(session: Session, sheet: Sheet, made: Sequence[ClosingView], *, dry_run: bool) -> None:
    if not made:
        sheet.line(_("Nothing is to be closed yet: --day closes today."))
    for position, one in enumerate(made):
        if position:
            sheet.line()
        _tell_one(session, sheet, one)
    if dry_run:
        sheet.line(_("Nothing was written: this was a dry run."))


def _tell_one(session: Session, sheet: Sheet, found: ClosingView) -> None:
    from boxoffice_tui.locales import formats
    from boxoffice_tui.locales.words import label

    sheet.line(_named(found), strong=True)
    made = f"{formats.stamp(found.at, session.zone, session.locale)} · {found.operator}"
    facts = [
        (_("Days"), _days(session, found)),
        (_("Closed"), made),
        (_("Tickets sold"), str(found.tickets_sold)),
        (_("Tickets cancelled"), str(found.tickets_cancelled)),
    ]
    amounts = (
        (_("Sales"), found.sales),
        (_("Fees"), found.fees),
        (_("Articles"), found.articles),
        (_("Cancellations"), found.cancellations),
        (_("Total"), found.total),
        (_("Of that imported"), found.imported),
        (_("Of that tax in tickets and articles"), found.tax),
        (_("Cash rounding"), found.rounding),
        (_("Perpetual total"), found.perpetual),
    )
    facts += [(name, _money(session, amount)) for name, amount in amounts]
    hashes = [(_("Lines"), f"{found.first_seq}–{found.last_seq}"), (_("Head hash"), found.head_hash)]
    sheet.facts([*facts, *hashes, (_("Closing hash"), found.hash)])
    columns = (
        Column(_("Method")),
        Column(_("Payments"), right=True),
        Column(_("Received"), right=True),
        Column(_("Refunds"), right=True),
        Column(_("Given back"), right=True),
    )
    rows = [
        (
            label(line.method),
            str(line.payments),
            _money(session, line.paid),
            str(line.refunds),
            _money(session, line.refunded),
        )
        for line in found.methods
    ]
    sheet.table(columns, rows)


def _list(session: Session, sheet: Sheet, found: Sequence[ClosingView]) -> None:
    from boxoffice_tui.locales import formats

    if not found:
        sheet.line(_("The books were not closed yet."))
    columns = (
        Column(pgettext("books", "Closing")),
        Column(_("Days")),
        Column(_("Closed"), spare=2),
        Column(_("Total"), right=True),
        Column(_("Perpetual total"), right=True),
        Column(_("Head hash"), spare=1),
    )
    rows = [
        (
            _named(one),
            _days(session, one),
            f"{formats.stamp(one.at, session.zone, session.locale)} · {one.operator}",
            _money(session, one.total),
            _money(session, one.perpetual),
            one.head_hash[:12],
        )
        for one in found
    ]
    sheet.table(columns, rows)


def _tell_verified(sheet: Sheet, report: CheckReport, count: int) -> None:
    told = ngettext(
        "{count} closing made again from the journal: the same.",
        "{count} closings made again from the journal: the same.",
        count,
    )
    whole, broken = told.format(count=count), _("The closings are not what was closed.")
    sheet.line(whole if report.sound else broken, strong=True)
    sheet.table(check.columns(), list(check.rows(report.breaches)))


def _named(found: ClosingView) -> str:
    from boxoffice_tui.locales.words import label

    return f"{label(found.kind)} {found.number}"


def _days(session: Session, found: ClosingView) -> str:
    from boxoffice_tui.locales import formats

    days = dict.fromkeys((found.first_day, found.last_day))
    return " – ".join(formats.local_date(day, session.locale) for day in days)


def _money(session: Session, value: Money) -> str:
    from boxoffice_tui.locales import formats

    return formats.money(value, session.locale)
