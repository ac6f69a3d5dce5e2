"""`boxoffice setup`: the organisation as one declarative file (DESIGN.md, Configuration)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from boxoffice_tui.cli import reports
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import STDIN, read_text, write_new
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.locales.translate import N_, _

app = noun()

MOST_BYTES = 20_000_000


@command(app, "apply", N_("Make the organisation as a setup file says; all of it, or nothing."))
def apply(
    session: Session,
    file: Annotated[str, typer.Argument(metavar="FILE.toml", help=N_("The setup file; - reads stdin."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Say what would be done, write nothing."))
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help=N_("Name what is not in the file too; a dry run does."))
    ] = False,
) -> None:
    from boxoffice_tui.services.setup.apply import apply_setup

    text = read_text(file, MOST_BYTES)
    folder = None if file == STDIN else Path(file).expanduser().parent
    with ending_first():
        report = apply_setup(session.desk, text, dry_run=dry_run, folder=folder)
    reports.insist_on_sound(session, file, report.problems, report.warnings)
    session.answer(
        report, lambda sheet: reports.tell_setup(session, sheet, report, verbose=verbose or dry_run)
    )


@command(app, "export", N_("Write the organisation as a setup file; applied again it changes nothing."))
def export(
    session: Session,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help=N_("To this new file; else to stdout."))
    ] = "",
) -> None:
    from boxoffice_tui.services.setup.export import export_setup

    text = export_setup(session.desk)
    if not output:
        sys.stdout.write(text)
        return
    place = write_new(output, text.encode())
    session.answer({"file": place}, lambda sheet: sheet.line(_("Written: {place}").format(place=place)))
