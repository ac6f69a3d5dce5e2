"""`boxoffice shipments` (spec/delivery.md, When is a mode offered?)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.delivery import OrderOffers
    from boxoffice_tui.views.shipment_modes import ShipmentModeRow

app = noun()


@command(app, "modes", N_("The delivery modes of the house."))
def modes(session: Session) -> None:
    from boxoffice_tui.services.shipment_modes import shipment_modes

    found = shipment_modes(session.desk)
    session.answer({"modes": found}, lambda sheet: _tell_modes(session, sheet, found))


@command(app, "offered", N_("The delivery modes an order is offered now."))
def offered(
    session: Session,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The order's number, 6 or 7 digits."))],
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("The others too, and why they are not offered."))
    ] = False,
) -> None:
    page = typed.page_of(session, "NUMBER", number)
    from boxoffice_tui.services.delivery import offers_for

    offers = offers_for(session.desk, page.order_id)
    modes = [mode for mode in offers.modes if explain or mode.offered]
    answer = {"number": page.number, "modes": modes}
    session.answer(answer, lambda sheet: _tell(session, sheet, offers, explain))


def _tell_modes(session: Session, sheet: Sheet, modes: tuple[ShipmentModeRow, ...]) -> None:
    from boxoffice_tui.locales import formats, words

    columns = (
        Column(_("Code"), whole=True),
        Column(_("Delivery")),
        Column(_("Type")),
        Column(_("Days"), right=True),
        Column(_("Price"), right=True),
        Column(_("Offered here")),
    )
    rows = [
        (
            mode.code,
            mode.name,
            words.label(mode.type),
            "" if mode.delay_days is None else str(mode.delay_days),
            formats.money(mode.price, session.locale),
            _("yes") if mode.on_channel else _("no"),
        )
        for mode in modes
    ]
    sheet.table(columns, rows)


def _tell(session: Session, sheet: Sheet, offers: OrderOffers, explain: bool) -> None:
    from boxoffice_tui.locales import formats, words

    columns = [Column(_("Code"), whole=True), Column(_("Delivery")), Column(_("Price"), right=True)]
    if explain:
        columns.append(Column(_("Why not")))
    rows = []
    for mode in offers.modes:
        objection = mode.objection
        if explain or mode.offered:
            why = words.refusal(objection.code, objection.facts, session.locale) if objection else ""
            row = (mode.code, mode.name, formats.money(mode.cost, session.locale), why)
            rows.append(row[: len(columns)])
    sheet.table(columns, rows)
