"""The picking list of an evening's post: a line for each ticket, shipment after shipment, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from boxoffice_tui.documents import wording
from boxoffice_tui.documents.listing import Cell, Column, Table, csv_of
from boxoffice_tui.documents.wording import Reader
from boxoffice_tui.documents.workbook import xlsx_of
from boxoffice_tui.locales import formats
from boxoffice_tui.views.shipment_batches import PostShipment, PostTicket


def picking_csv(shipments: Iterable[PostShipment], language: str, country: str) -> bytes:
    """The list as CSV, titles first, as the spreadsheets of the `country` read it; no text in it is a formula."""
    reader = wording.reader_of(language, country)
    return csv_of([_table(shipments, "", reader)], reader)


def picking_xlsx(
    shipments: Iterable[PostShipment], title: str, language: str, country: str, created_at: datetime
) -> bytes:
    """The list as a workbook; the same arguments give the same bytes."""
    return xlsx_of([_table(shipments, title, wording.reader_of(language, country))], created_at)


def _table(shipments: Iterable[PostShipment], title: str, reader: Reader) -> Table:
    _ = reader.translate
    columns = (
        Column(_("Shipment"), right=True),
        Column(_("Order")),
        Column(_("Structure")),
        Column(_("Delivery contact")),
        Column(_("Street")),
        Column(_("Postal code")),
        Column(_("City")),
        Column(_("Region")),
        Column(_("Country")),
        Column(_("Event")),
        Column(_("Performance")),
        Column(_("Section")),
        Column(_("Seat")),
        Column(_("Ticket"), right=True),
        Column(_("Printed")),
        Column(_("Carrier's number")),
    )
    rows = tuple(_row(shipment, ticket, reader) for shipment in shipments for ticket in shipment.tickets)
    return Table(title, columns, rows)


def _row(shipment: PostShipment, ticket: PostTicket, reader: Reader) -> tuple[Cell, ...]:
    _ = reader.translate
    place, starts_at = shipment.address, ticket.starts_at
    return (
        shipment.number,
        shipment.order_number,
        shipment.structure,
        shipment.person,
        place.street,
        place.postal_code,
        place.city,
        place.region,
        place.country,
        ticket.event,
        "" if starts_at is None else formats.stamp(starts_at, ticket.zone, reader.locale),
        ticket.section,
        ticket.seat,
        ticket.number,
        _("yes") if ticket.printed else _("no"),
        shipment.carrier_reference,
    )
