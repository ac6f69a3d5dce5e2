"""The shipments of a dossier, and one of them (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.shipments.noun import MOST_SHIPMENTS, app
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boxoffice_tui.views.shipments import (
        DossierShipments,
        ShipmentPage,
        ShipmentRow,
        ShipmentTicket,
    )

_MOST_ROWS = 1_000

Dossier = Annotated[
    str,
    typer.Argument(metavar="NUMBER", help=N_("The dossier's number, 12 digits, or that of an order of it.")),
]


@command(app, "list", N_("The shipments of a dossier, its reference first."))
def list_shipments(
    session: Session,
    number: Dossier,
    after: Annotated[
        str, typer.Option("--after", metavar="SHIPMENT", help=N_("Only those above this number."))
    ] = "",
    limit: Annotated[str, typer.Option("--limit", metavar="COUNT", help=N_("At most so many."))] = "50",
) -> None:
    wanted = typed.dossier_number("NUMBER", number)
    above = typed.count("--after", after, most=MOST_SHIPMENTS) if after else None
    most = typed.count("--limit", limit, most=_MOST_ROWS)
    from boxoffice_tui.services.shipments import shipments_of

    found = shipments_of(session.desk, wanted, above, most)
    session.answer(found, lambda sheet: _tell_list(sheet, found))


@command(app, "show", N_("A shipment: how it goes, to whom, and what it carries."))
def show(
    session: Session,
    shipment: Annotated[
        str, typer.Argument(metavar="SHIPMENT", help=N_("The shipment's number (shipments list)."))
    ],
) -> None:
    number = typed.count("SHIPMENT", shipment, most=MOST_SHIPMENTS)
    from boxoffice_tui.services.shipments import show_shipment, tickets_of_shipment

    page = show_shipment(session.desk, number)
    tickets = tickets_of_shipment(session.desk, number, limit=None).rows
    answer = {**asdict(page), "tickets": [asdict(one) for one in tickets]}
    session.answer(answer, lambda sheet: _tell_page(session, sheet, page, tickets))


def marker(row: ShipmentRow) -> str:
    """`R` for the reference, `R!` where it is an exception, else nothing (spec/delivery.md, Dialogs)."""
    from boxoffice_tui.views.states import ShipmentState

    if row.state is not ShipmentState.REFERENCE:
        return ""
    return "R!" if row.exception else "R"


def _tell_list(sheet: Sheet, found: DossierShipments) -> None:
    from boxoffice_tui.locales import words
    from boxoffice_tui.locales.shipment_content import content

    title = _("Shipments for file {number}").format(number=found.dossier)
    if found.contact_number is not None:
        title = f"{title} – {found.title} [{found.contact_number}]"
    sheet.line(title, strong=True)
    columns = (
        Column("", whole=True),
        Column(_("Order"), whole=True),
        Column(_("No."), right=True, whole=True),
        Column(_("Content"), spare=1),
        Column(_("Print state"), spare=2),
        Column(_("Shipment mode")),
        Column(_("Shipment state")),
    )
    rows = [
        (
            marker(row),
            row.order_number,
            str(row.number),
            content(row.tickets, row.documents),
            words.label(row.print_state) if row.print_state is not None else "",
            row.mode_name,
            words.label(row.state),
        )
        for row in found.rows
    ]
    sheet.table(columns, rows)
    if found.after is not None:
        sheet.line(_("More with: --after {number}").format(number=found.after))


def _tell_page(
    session: Session, sheet: Sheet, page: ShipmentPage, tickets: Sequence[ShipmentTicket]
) -> None:
    from boxoffice_tui.locales import formats, words

    row, contact = page.row, page.contact
    zone = str(session.desk.house.zone)
    exception = _("yes") if row.exception else ""
    facts = (
        (_("Shipment"), str(row.number)),
        (_("Dossier"), page.dossier),
        (_("Order"), row.order_number),
        (_("Last shipment state"), words.label(row.state)),
        (_("Shipment mode"), f"{row.mode_name} ({row.mode})"),
        (_("Delivery contact"), "" if contact is None else f"{contact.name} [{contact.number}]"),
        (_("E-mail"), page.email),
        (_("Address"), page.address),
        (_("Exception"), exception),
        (_("Carrier's number"), row.carrier_reference),
        (_("Print state"), words.label(row.print_state) if row.print_state is not None else ""),
        (_("Last modification"), formats.stamp(page.changed_at, zone, session.locale)),
        (_("Operator"), page.changed_by),
    )
    sheet.facts(facts)
    columns = (
        Column(_("Ticket"), right=True),
        Column(_("Event")),
        Column(_("Performance")),
        Column(_("Seat")),
    )
    rows = [
        (
            str(one.number),
            one.event,
            "" if one.starts_at is None else formats.day_and_time(one.starts_at, one.zone, session.locale),
            one.seat,
        )
        for one in tickets
    ]
    sheet.table(columns, rows)
