"""`boxoffice db`: the database's schema and how it is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import storage
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.configuration import data_folder
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.services.backup import Upgraded
    from boxoffice_tui.services.database_status import DatabaseStatus

app = noun()


@command(app, "status", N_("Where the database is, its version, and how it is kept."))
def status(session: Session) -> None:
    from boxoffice_tui.services.database_status import database_status

    found = database_status(session.database)
    answer = {
        "place": found.place,
        "schema": found.schema,
        "wanted": found.wanted,
        "current": found.current,
        "storage": found.storage,
    }
    session.answer(answer, lambda sheet: _tell_status(sheet, found))


@command(app, "upgrade", N_("Bring an older database to this program's version, after a backup."))
def upgrade(
    session: Session,
    backup_to: Annotated[
        str,
        typer.Option("--backup-to", metavar="TARGET", help=N_("The backup: a new file, or a folder.")),
    ] = "",
) -> None:
    from boxoffice_tui.services.backup import upgrade_database
    from boxoffice_tui.services.desk import Clock

    target = Path(backup_to).expanduser() if backup_to else _backups(session)
    with ending_first():
        done = upgrade_database(session.database, target, session.account, Clock().now())
    session.answer(done, lambda sheet: _tell_upgrade(sheet, done))


def _backups(session: Session) -> Path:
    """A folder beside the database file, or with this account's data; made where there is something to do."""
    from boxoffice_tui.services.database_status import database_status

    place = session.database
    beside = data_folder() if place.startswith("postgresql") else Path(place).expanduser().parent
    folder = beside / "backups"
    if not database_status(place).current:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _tell_status(sheet: Sheet, found: DatabaseStatus) -> None:
    facts = [
        (_("Database"), found.place),
        (_("Version"), found.schema if found.current else f"{found.schema} → {found.wanted}"),
        (_("Engine"), storage.engine(found.storage)),
        (_("Kept"), storage.why(found.storage)),
    ]
    sheet.facts(facts)


def _tell_upgrade(sheet: Sheet, done: Upgraded) -> None:
    if done.backup is None:
        sheet.line(_("The database has this program's version already: {version}").format(version=done.after))
        return
    sheet.line(_("Written: {place}").format(place=done.backup.place))
    sheet.line(
        _("Upgraded from {before} to {after}.").format(before=done.before, after=done.after), strong=True
    )
