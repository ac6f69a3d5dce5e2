"""`boxoffice check`: every invariant, and how the database is kept (spec/reliability.md, Invariants)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxoffice_tui.cli import storage
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.progress import counted
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from boxoffice_tui.views.checks import CheckReport, Finding

app = noun()

FOUND = 4


@command(
    app, "check", N_("Check that money, seats, tickets, mails and the journal agree; exit 4 where they do not.")
)
def check(session: Session) -> int:
    from boxoffice_tui.services.checks import runner

    with counted(_("Checking")) as progress:
        report = runner.check(session.desk, progress)
    session.answer({"sound": report.sound, **_parts(report)}, lambda sheet: _tell(sheet, report))
    return 0 if report.sound else FOUND


def _parts(report: CheckReport) -> dict[str, object]:
    return {"breaches": report.breaches, "remarks": report.remarks, "storage": report.storage}


def _tell(sheet: Sheet, report: CheckReport) -> None:
    whole = _("Money, seats, tickets, mails and the journal were checked. Nothing is broken.")
    sheet.line(whole if report.sound else _("Stop selling, and restore a backup."), strong=True)
    sheet.table(columns(), list(rows(report.breaches)))
    sheet.table((Column(_("Remark")), Column(""), Column(""), Column("")), list(rows(report.remarks)))
    told = _("Kept by {engine}. {why}")
    sheet.line(told.format(engine=storage.engine(report.storage), why=storage.why(report.storage)))


def columns() -> tuple[Column, ...]:
    """The titles of what is broken."""
    return (
        Column(_("Check")),
        Column(_("What it means")),
        Column(_("Broken by"), right=True),
        Column(""),
    )


def rows(findings: Iterable[Finding]) -> Iterable[tuple[str, ...]]:
    """What was found, as lines of a table: the check, what it means, how often, by what."""
    from boxoffice_tui.locales.words import label

    for one in findings:
        yield str(one.code), label(one.code), str(one.count), f"{label(one.thing)} {', '.join(one.ids)}"
