"""What a file of many lines came to: what was done thing by thing, or every problem with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from boxoffice_tui.cli import files
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.sentences import at
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import _, ngettext

if TYPE_CHECKING:
    from boxoffice_tui.views.setup import ImportReport, LeftAlone, Problem, SetupReport, Thing, ToBeAnnounced

_MOST_NAMED = 8


def insist_on_sound(
    session: Session, place: str, problems: Sequence[Problem], warnings: Sequence[Problem] = ()
) -> None:
    """Raises `UsageProblemError` (file_problems) with every problem, where there is one; nothing was written.

    What else is worth knowing of the file is told behind them: who corrects it does so once.
    """
    if not problems:
        return
    told = [_("Nothing was written: {place} has problems.").format(place=files.said(place))]
    told += [said(session, one) for one in problems]
    told += [_("Worth knowing besides:"), *(said(session, one) for one in warnings)] if warnings else []
    listed, besides = (
        [{**asdict(one), "message": said(session, one)} for one in found] for found in (problems, warnings)
    )
    facts = {"place": place, "problems": listed, "warnings": besides}
    raise UsageProblemError("file_problems", told="\n".join(told), facts=facts)


def said(session: Session, problem: Problem) -> str:
    """A problem in a line: where it is, and what."""
    from boxoffice_tui.locales import words

    message = words.refusal(problem.code, problem.facts, session.locale)
    parts = (_("Mapping") if problem.of else "", _line(problem.line), problem.key)
    place = ", ".join(part for part in parts if part)
    return at(place, message)


def _line(number: int) -> str:
    return _("Line {line}").format(line=number) if number else ""


def tell_setup(session: Session, sheet: Sheet, report: SetupReport, *, verbose: bool) -> None:
    """What a setup file did or would do; `verbose` names what is not in it too."""
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
    _tell_left_alone(sheet, report.left_alone, verbose=verbose)
    counts = tuple(report.count(change) for change in Change)
    _tell_counts(session, sheet, counts, report.warnings, dry_run=report.dry_run)


def _tell_left_alone(sheet: Sheet, left_alone: Sequence[LeftAlone], *, verbose: bool) -> None:
    count = sum(len(left.codes) for left in left_alone)
    if not count:
        return
    told = ngettext(
        "{count} thing that is not in the file is left as it is.",
        "{count} things that are not in the file are left as they are.",
        count,
    )
    sheet.line(told.format(count=count) + ("" if verbose else f" {_names_them()}"))
    if verbose:
        columns = (Column(""), Column(""))
        sheet.table(columns, [(left.section, ", ".join(left.codes)) for left in left_alone])


def _names_them() -> str:
    """Outside any f-string, in which no msgid is found."""
    return _("With --verbose they are named.")


def tell_import(session: Session, sheet: Sheet, report: ImportReport) -> None:
    """What an import did or would do."""
    columns = (Column(_("Line"), right=True), Column(_("Event")), Column(_("Day")))
    rows = [_announced(session, one) for one in report.to_be_announced]
    if rows:
        sheet.line(_("Without a time, so not on sale:"))
    sheet.table(columns, rows)
    _tell_besides(sheet, report.besides)
    counts = (report.created, report.changed, report.unchanged)
    _tell_counts(session, sheet, counts, report.warnings, dry_run=report.dry_run)


def _tell_besides(sheet: Sheet, besides: Sequence[Thing]) -> None:
    """What the file's own things need and had to be made, of many of a section the first ones."""
    columns = (Column(_("Section")), Column(_("Count"), right=True), Column(_("Codes")))
    codes: dict[str, list[str]] = {}
    for thing in besides:
        codes.setdefault(thing.section, []).append(thing.code)
    if codes:
        sheet.line(_("Not there before, and made with them:"))
    rows = [
        (section, str(len(named)), ", ".join(sorted(named)[:_MOST_NAMED])) for section, named in codes.items()
    ]
    sheet.table(columns, rows)


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
