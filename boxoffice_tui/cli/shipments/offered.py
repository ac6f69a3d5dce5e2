"""What delivery modes there are, and what an order or a dossier is offered (spec/delivery.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.shipments.noun import app
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.numbers import DOSSIER_NUMBER_LENGTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boxoffice_tui.views.delivery import OrderOffers
    from boxoffice_tui.views.shipment_modes import ShipmentModeRow
    from boxoffice_tui.views.shipments import ChannelOffer


@command(app, "modes", N_("The delivery modes of the house."))
def modes(session: Session) -> None:
    from boxoffice_tui.services.shipment_modes import shipment_modes

    found = shipment_modes(session.desk)
    session.answer({"modes": found}, lambda sheet: _tell_modes(session, sheet, found))


@command(app, "offered", N_("The delivery modes an order or a dossier is offered now."))
def offered(
    session: Session,
    number: Annotated[
        str,
        typer.Argument(
            metavar="NUMBER",
            help=N_("The order's number; the dossier's for every channel or --channel."),
        ),
    ],
    explain: Annotated[
        bool, typer.Option("--explain", help=N_("The others too, and why they are not offered."))
    ] = False,
) -> None:
    wanted = typed.dossier_number("NUMBER", number)
    if len(wanted) == DOSSIER_NUMBER_LENGTH:
        _tell_dossier(session, wanted, explain)
        return
    page = typed.page_of(session, "NUMBER", number)
    from boxoffice_tui.services.delivery import offers_for

    offers = offers_for(session.desk, page.order_id)
    modes = [mode for mode in offers.modes if explain or mode.offered]
    answer = {"number": page.number, "modes": modes}
    session.answer(answer, lambda sheet: _tell(session, sheet, offers, explain))


@command(app, "preview-exception", N_("What allowing a mode on every channel for one dossier would do."))
def preview_exception(
    session: Session,
    number: Annotated[
        str,
        typer.Argument(
            metavar="NUMBER", help=N_("The dossier's number, 12 digits, or that of an order of it.")
        ),
    ],
    mode: Annotated[str, typer.Argument(metavar="MODE", help=N_("The mode's code (shipments modes)."))],
) -> None:
    wanted = typed.dossier_number("NUMBER", number)
    from boxoffice_tui.services import dossier_offers

    effect = dossier_offers.preview_exception(session.desk, wanted, mode)

    def tell(sheet: Sheet) -> None:
        from boxoffice_tui.locales.delivery_words import exception_words

        sheet.line(exception_words(effect, session.locale))

    session.answer(effect, tell)


def _tell_dossier(session: Session, number: str, explain: bool) -> None:
    from boxoffice_tui.services.dossier_offers import offers_of_dossier

    found = offers_of_dossier(session.desk, number, session.options.channel or None)
    told = [one for one in found.offers if explain or one.offered]
    answer = {"dossier": found.dossier, "offers": told}
    session.answer(answer, lambda sheet: _tell_offers(session, sheet, told, explain))


def _tell_offers(session: Session, sheet: Sheet, offers: Sequence[ChannelOffer], explain: bool) -> None:
    from boxoffice_tui.locales import words
    from boxoffice_tui.locales.delivery_words import condition_words, offer_words

    if not explain:
        columns = (
            Column(_("Channel"), whole=True),
            Column(_("Code"), whole=True),
            Column(_("Delivery")),
            Column(""),
        )
        sheet.table(columns, [(one.channel, one.mode, one.mode_name, offer_words(one)) for one in offers])
        return
    for one in offers:
        sheet.line(f"{one.channel_name} · {one.mode_name}: {offer_words(one)}", strong=True)
        sheet.facts(
            [(words.label(each.name), condition_words(each, session.locale)) for each in one.conditions]
        )


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
