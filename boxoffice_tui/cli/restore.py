"""`boxoffice restore`: a backup in the place of the database, once it holds every invariant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.services.backup import Restored

app = noun()


@command(app, "restore", N_("Put a backup in the place of the database; it is verified first."))
def restore(
    session: Session,
    source: Annotated[str, typer.Argument(metavar="FILE", help=N_("The backup."))],
    yes: Annotated[
        bool, typer.Option("--yes", help=N_("Really; the present database is kept aside."))
    ] = False,
) -> None:
    from boxoffice_tui.services import backup
    from boxoffice_tui.services.desk import Clock

    file = Path(source).expanduser()
    if not yes:
        place = backup.replaced_by(session.database, file)
        raise UsageProblemError("restore_unconfirmed", file=str(file), place=place)
    now = Clock().now()
    with ending_first():
        done = backup.restore(session.database, file, session.account, now)
    session.answer(done, lambda sheet: _tell(sheet, done))


def _tell(sheet: Sheet, done: Restored) -> None:
    sheet.line(_("Restored: {place}").format(place=done.place), strong=True)
    if done.kept_as:
        sheet.line(_("The database before it is kept: {place}").format(place=done.kept_as))
