"""`boxoffice backup`: a whole copy, made while others work (spec/reliability.md, The database)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.cli.usage import UsageProblemError, file_problem
from boxoffice_tui.locales.translate import N_, _

app = noun()


@command(app, "backup", N_("Copy the whole database to a new file, while others work."))
def backup(
    session: Session,
    target: Annotated[
        str,
        typer.Argument(metavar="TARGET", help=N_("A new file, or a folder: the file is named by its time.")),
    ],
) -> None:
    if not target.strip():
        raise UsageProblemError("argument_missing", name="TARGET")
    from boxoffice_tui.services.backup import backup as make

    try:
        with ending_first():
            made = make(session.desk, Path(target).expanduser())
    except OSError as error:
        raise file_problem("file_unwritable", target, error) from error
    told = _("Written: {place}").format(place=made.place)
    session.answer(made, lambda sheet: sheet.line(told))
