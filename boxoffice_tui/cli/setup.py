"""`boxoffice setup`: the organisation as one declarative file (DESIGN.md, Configuration)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import reports
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.files import STDIN, STDOUT, read_text, write_new
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import ending_first
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.delivery_setup import MediaSheet, ModeRow

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
        str,
        typer.Option("--output", "-o", metavar="FILE", help=N_("To this new file; else, or with -, to stdout.")),
    ] = "",
) -> None:
    from boxoffice_tui.services.setup.export import export_setup

    text = export_setup(session.desk)
    if output in {"", STDOUT}:
        sys.stdout.write(text)
        return
    place = write_new(output, text.encode())
    session.answer({"file": place}, lambda sheet: sheet.line(_("Written: {place}").format(place=place)))


@command(app, "modes", N_("The delivery modes as they are set up, with the channels that offer them."))
def modes(session: Session) -> None:
    from boxoffice_tui.services.mode_setup import modes_set_up

    found = modes_set_up(session.desk)
    session.answer({"modes": found}, lambda sheet: _tell_modes(session, sheet, found))


@command(app, "media", N_("The media the tickets of each product are made on, by type of delivery mode."))
def media(session: Session) -> None:
    from boxoffice_tui.services.media_setup import media_of_products

    found = media_of_products(session.desk)
    session.answer(found, lambda sheet: _tell_media(sheet, found))


def _tell_modes(session: Session, sheet: Sheet, found: tuple[ModeRow, ...]) -> None:
    from boxoffice_tui.locales import formats, mode_words, words

    columns = (
        Column(_("Code"), whole=True),
        Column(_("Delivery")),
        Column(_("Type")),
        Column(_("Carries")),
        Column(_("Days"), right=True),
        Column(_("Destination")),
        Column(_("Needs")),
        Column(_("Price"), right=True),
        Column(_("Offered on")),
    )
    rows = []
    for row in found:
        mode = row.mode
        rows.append(
            (
                mode.code,
                row.name,
                words.label(mode.type),
                mode_words.carries(tickets=mode.tickets, documents=mode.documents),
                "" if mode.delay_days is None else str(mode.delay_days),
                words.label(mode.destination),
                mode_words.needs(address=mode.needs_address, email=mode.needs_email),
                formats.money(mode.price, session.locale),
                ", ".join(row.channels),
            )
        )
    sheet.table(columns, rows)


def _tell_media(sheet: Sheet, found: MediaSheet) -> None:
    from boxoffice_tui.locales import words

    named = {one.code: one.name for one in found.media}
    columns = (Column(_("Code"), whole=True), Column(_("Product")), Column(_("Type")), Column(_("Medium")))
    rows = [
        (product.code, product.name, words.label(kind), named[medium])
        for product in found.products
        for kind, medium in product.media.items()
    ]
    sheet.table(columns, rows)
