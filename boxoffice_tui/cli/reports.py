"""What a file of many lines came to: what was done thing by thing, or every problem with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from boxoffice_tui.cli import files
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import _

if TYPE_CHECKING:
    from boxoffice_tui.views.setup import ImportReport, Problem, SetupReport, ToBeAnnounced


def insist_on_sound(session: Session, place: str, problems: Sequence[Problem]) -> None:
    """Raises `UsageProblemError` (file_problems) with every problem, where there is one; nothing was written."""
    if not problems:
        return
    told = [said(session, one) for one in problems]
    listed = [{**asdict(one), "message": message} for one, message in zip(problems, told, strict=True)]
    head = _("Nothing was written: {place} has problems.").format(place=files.said(place))
    raise UsageProblemError(
        "file_problems", told="\n".join((head, *told)), facts={"place": place, "problems": listed}
    )


def said(session: Session, problem: Problem) -> str:
    """A problem in a line: where it is, and what."""
    from boxoffice_tui.locales import words

    message = words.refusal(problem.code, problem.facts, session.locale)
    if message == problem.code:
        message += "".join(f" {name}={value}" for name, value in problem.facts.items())
    where = _("Line {line}").format(line=problem.line) if problem.line else ""
    place = ", ".join(part for part in (where, problem.key) if part)
    return f"{place}: {message}" if place else message


def tell_setup(session: Session, sheet: Sheet, report: SetupReport) -> None:
    """What a setup file did or would do."""
    from boxoffice_tui.views.setup import Change

    columns = (Column(_("Section")), Column(_("Code"), whole=True), Column(_("What")), Column(_("Keys")))
    told = {Change.CREATED: _("created"), Change.CHANGED: _("changed")}
    sheet.table(
        columns,
        [
            (one.section, one.code, told[one.change], ", ".join(one.keys))
            for one in report.things
            if one.change in told
        ],
    )
    for left in report.left_alone:
        line = _("Not in the file and left as they are: {section} {codes}")
        sheet.line(line.format(section=left.section, codes=", ".join(left.codes)))
    counts = tuple(report.count(change) for change in Change)
    _tell_counts(session, sheet, counts, report.warnings, dry_run=report.dry_run)


def tell_import(session: Session, sheet: Sheet, report: ImportReport) -> None:
    """What an import did or would do."""
    columns = (Column(_("Line"), right=True), Column(_("Event")), Column(_("Day")))
    rows = [_announced(session, one) for one in report.to_be_announced]
    if rows:
        sheet.line(_("Without a time, so not on sale:"))
    sheet.table(columns, rows)
    counts = (report.created, report.changed, report.unchanged)
    _tell_counts(session, sheet, counts, report.warnings, dry_run=report.dry_run)


def _announced(session: Session, one: ToBeAnnounced) -> tuple[str, ...]:
    from boxoffice_tui.locales import formats

    return str(one.line), one.event, formats.local_date(one.day, session.locale) if one.day else ""


def _tell_counts(
    session: Session,
    sheet: Sheet,
    counts: tuple[int, ...],
    warnings: Sequence[Problem],
    *,
    dry_run: bool,
) -> None:
    for warning in warnings:
        sheet.line(said(session, warning))
    created, changed, unchanged = counts
    told = _("{created} created, {changed} changed, {unchanged} unchanged.")
    sheet.line(told.format(created=created, changed=changed, unchanged=unchanged), strong=True)
    if dry_run:
        sheet.line(_("Nothing was written: this was a dry run."))
