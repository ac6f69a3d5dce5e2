"""`boxoffice import`: files of other systems, all of a file or nothing of it (spec/archives.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from boxoffice_tui.cli import reports, typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import STDIN, read_bytes
from boxoffice_tui.cli.progress import Progress, counted
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.cli.usage import file_problem
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.setup import ImportReport

app = noun()

MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """The file, and whether it is only tried."""

    file: Annotated[str, typer.Argument(metavar="FILE", help=N_("The file; - reads stdin."))]
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say what would be done, write nothing."))] = (
        False
    )


@command(app, "plan", N_("A seating plan in the pretix format."))
def plan(
    session: Session,
    source: Source,
    code: Annotated[str, typer.Option("--code", metavar="CODE", help=N_("The plan's code here."))],
    venue: Annotated[str, typer.Option("--venue", metavar="CODE", help=N_("The venue's code."))],
) -> None:
    from boxoffice_tui.services.imports.plans import import_plan

    content = read_bytes(source.file, MOST_BYTES)
    desk, dry_run = session.desk, source.dry_run
    _run(
        session,
        source,
        lambda progress: import_plan(desk, content, code, venue, dry_run=dry_run, progress=progress),
    )


@command(app, "programme", N_("Performances from CSV or iCalendar, by a mapping file."))
def programme(
    session: Session,
    source: Source,
    mapping: Annotated[
        str, typer.Option("--mapping", metavar="FILE.toml", help=N_("Which column is which field."))
    ],
) -> None:
    from boxoffice_tui.services.imports.programme import import_programme

    typed.exclusive((f"FILE {STDIN}", source.file == STDIN), (f"--mapping {STDIN}", mapping == STDIN))
    content, how = read_bytes(source.file, MOST_BYTES), read_bytes(mapping, MOST_BYTES)
    desk, dry_run = session.desk, source.dry_run
    _run(
        session,
        source,
        lambda progress: import_programme(desk, content, how, dry_run=dry_run, progress=progress),
    )


@command(app, "contacts", N_("Contacts from CSV; known by their number."))
def contacts(session: Session, source: Source) -> None:
    from boxoffice_tui.services.imports.contacts import import_contacts

    desk, dry_run = session.desk, source.dry_run
    with _opened(source.file) as file:
        _run(
            session,
            source,
            lambda progress: import_contacts(desk, file, dry_run=dry_run, progress=progress),
        )


@command(app, "orders", N_("Orders from CSV or JSON; known by their number."))
def orders(session: Session, source: Source) -> None:
    from boxoffice_tui.services.imports.orders import import_orders

    desk, dry_run = session.desk, source.dry_run
    with _opened(source.file) as file:
        _run(
            session,
            source,
            lambda progress: import_orders(desk, file, dry_run=dry_run, progress=progress),
        )


def _run(session: Session, source: Source, work: Callable[[Progress], ImportReport]) -> None:
    """Import, show how far it is, and tell what was done, or every problem with its line."""
    with ending_first(), counted(_("Importing")) as progress:
        report = work(progress)
    reports.insist_on_sound(session, source.file, report.problems, report.warnings)
    session.answer(report, lambda sheet: reports.tell_import(session, sheet, report))


@contextmanager
def _opened(place: str) -> Iterator[BinaryIO]:
    """The file to read; the standard input as a whole, since its length must be known."""
    if place == STDIN:
        yield BytesIO(read_bytes(place, MOST_BYTES))
        return
    try:
        file = Path(place).expanduser().open("rb")
    except OSError as error:
        raise file_problem("file_unreadable", place, error) from error
    with file:
        yield file
