"""The shipments of a dossier, and one with what it may be changed to (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACT_EMAILS, CONTACTS
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.rules.delivery import objection_to
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.rules.shipments import print_state
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.contacts import row_of
from boxoffice_tui.services.delivery_costs import fee_of, prices_of
from boxoffice_tui.services.delivery_situation import (
    Recipient,
    facts_of,
    kinds_of,
    named,
    on_any_channel,
    recipient,
    situation_of,
    ticket_modes,
    tickets_of,
)
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.document_modes import choices_of_documents
from boxoffice_tui.services.dossiers import find_dossier
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.naming import address_line, in_language
from boxoffice_tui.services.ticket_rows import TICKET_ROWS, seat_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.shipments import (
    DossierShipments,
    ModeChoice,
    ShipmentPage,
    ShipmentRow,
    ShipmentTicket,
    ShipmentTickets,
)
from boxoffice_tui.views.states import DocumentState, ShipmentState


def documents_in(*which: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    """How many documents a shipment holds that are not deleted, and are so."""
    its = sa.and_(DOCUMENTS.c.shipment_id == SHIPMENTS.c.id, DOCUMENTS.c.state != DocumentState.DELETED)
    query = sa.select(sa.func.count(DOCUMENTS.c.id)).where(its, *which)
    return query.correlate(SHIPMENTS).scalar_subquery()


PAGE = 50
_IS_REFERENCE = SHIPMENTS.c.state == ShipmentState.REFERENCE
_ROWS = (
    sa.select(
        SHIPMENTS,
        SHIPMENT_MODES.c.code.label("mode"),
        SHIPMENT_MODES.c.names.label("mode_names"),
        SHIPMENT_MODES.c.type.label("mode_type"),
        ORDERS.c.number.label("order_number"),
        DOSSIERS.c.number.label("dossier"),
        OPERATORS.c.code.label("operator"),
        sa.func.count(TICKETS.c.id).label("tickets"),
        sa.func.count(sa.case((TICKETS.c.printed > 0, 1))).label("printed"),
        sa.func.count(sa.case((TICKETS.c.printed > 1, 1))).label("duplicates"),
        documents_in().label("documents"),
        documents_in(DOCUMENTS.c.printed > 0).label("documents_printed"),
        documents_in(DOCUMENTS.c.printed > 1).label("documents_again"),
    )
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .join(DOSSIERS, DOSSIERS.c.id == SHIPMENTS.c.dossier_id)
    .join(OPERATORS, OPERATORS.c.id == SHIPMENTS.c.changed_by)
    .join(ORDERS, ORDERS.c.id == SHIPMENTS.c.order_id, isouter=True)
    .join(TICKETS, sa.and_(TICKETS.c.shipment_id == SHIPMENTS.c.id, LIVE_TICKET), isouter=True)
    .group_by(SHIPMENTS.c.id, SHIPMENT_MODES.c.id, ORDERS.c.id, DOSSIERS.c.id, OPERATORS.c.id)
)


def shipments_of(
    desk: Desk, number: str, after: int | None = None, limit: int = PAGE, *, backwards: bool = False
) -> DossierShipments:
    """A page of the shipments of the dossier `number` names, its own 12 digits or an order's of it.

    The reference comes first, on the first page, then the others by number, those above `after`; `backwards` the
    page before `after`, the last one where that is None, in the same order. Tickets are counted, not read. Raises
    `NotFoundError` (dossier), `RefusedError` (a number's), `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        dossier = find_dossier(connection, number)
        asked = _ROWS.where(SHIPMENTS.c.dossier_id == dossier.id)
        found = connection.execute(_beyond(asked, after, backwards=backwards).limit(limit + 1)).all()
        contact = _contact(connection, dossier.contact_id)
    page = [shipment_row(desk, row) for row in found[:limit]]
    further = None
    if len(found) > limit:
        further = 0 if page[-1].state is ShipmentState.REFERENCE else page[-1].number
    rows = tuple(reversed(page) if backwards else page)
    return DossierShipments(
        dossier=dossier.number,
        title="" if contact is None else contact.name,
        contact_number=None if contact is None else contact.number,
        rows=rows,
        after=further,
        contact=contact,
    )


def _beyond(asked: sa.Select[Any], after: int | None, *, backwards: bool) -> sa.Select[Any]:
    """The rows after the one with a number, the reference first of all; or those before it, the nearest first."""
    number, later = SHIPMENTS.c.number, sa.case((_IS_REFERENCE, 0), else_=1)
    if backwards:
        before = asked if after is None else asked.where(sa.or_(_IS_REFERENCE, number < after))
        return before.order_by(later.desc(), number.desc())
    if after is not None:
        asked = asked.where(sa.not_(_IS_REFERENCE), number > after)
    return asked.order_by(later, number)


def show_shipment(desk: Desk, number: int, contact_id: int | None = None) -> ShipmentPage:
    """The shipment with a number, and every mode that carries tickets.

    With a contact's id, as if it went to them: what they have now, and the modes that would do. Raises
    `NotFoundError` (shipment), `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = connection.execute(_ROWS.where(SHIPMENTS.c.number == number)).first()
        if row is None:
            raise NotFoundError("shipment", number)
        who = recipient(connection, row.contact_id if contact_id is None else contact_id, row.dossier_id)
        contact = _contact(connection, who.contact_id)
        modes = _choices(connection, desk, row, who)
        fee = fee_of(connection, desk, row.order_id, row.id)
        email, address = _goes_by(connection, row)
        contact_email, contact_address = _goes_by(connection, who)
    return ShipmentPage(
        row=shipment_row(desk, row),
        dossier=row.dossier,
        contact=contact,
        email=email,
        address=address,
        changed_at=row.changed_at,
        changed_by=row.operator,
        printed=row.printed,
        modes=modes,
        fee=fee,
        contact_email=contact_email,
        contact_address=contact_address,
    )


def tickets_of_shipment(
    desk: Desk, number: int, after: int | None = None, limit: int | None = PAGE, *, backwards: bool = False
) -> ShipmentTickets:
    """A page of the live tickets of the shipment with a number, those after the id `after`; without a limit, all.

    `backwards` the page before `after`, the last one where that is None, in the same order. None of a number that
    no shipment has. Raises `NotAllowedError`.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    its = sa.select(SHIPMENTS.c.id).where(SHIPMENTS.c.number == number).scalar_subquery()
    asked = TICKET_ROWS.where(TICKETS.c.shipment_id == its, LIVE_TICKET).order_by(None)
    if after is not None:
        asked = asked.where(TICKETS.c.id < after if backwards else TICKETS.c.id > after)
    asked = asked.order_by(TICKETS.c.id.desc() if backwards else TICKETS.c.id)
    with reading(desk) as connection:
        found = connection.execute(asked.limit(None if limit is None else limit + 1)).all()
    page = [
        ShipmentTicket(one.id, one.number, one.title, one.starts_at, one.zone, seat_of(one), one.printed)
        for one in found[:limit]
    ]
    return ShipmentTickets(tuple(reversed(page) if backwards else page), more=len(found) > len(page))


def _choices(connection: Connection, desk: Desk, row: Any, who: Recipient) -> tuple[ModeChoice, ...]:
    """Every mode that carries tickets, or documents where it holds some, on the channel or not.

    With what stands against it but contact data: against the one it goes by already, only where it goes to.
    """
    if row.documents:
        return choices_of_documents(connection, desk, who)
    modes = ticket_modes(connection)
    carried = kinds_of(connection, tickets_of(row))
    situation = on_any_channel(situation_of(connection, desk, who, carried, desk.clock.now()), modes)
    complete = replace(situation, has_address=True, has_email=True)
    kept = replace(complete, carried=())
    prices = {} if row.order_id is None else prices_of(connection, desk, modes)
    free = Money(0, desk.house.currency)
    return tuple(
        ModeChoice(
            code=mode.code,
            name=in_language(mode.names, desk.language, mode.code),
            needs_address=mode.needs_address,
            needs_email=mode.needs_email,
            objection=None if objection is None else named(objection, mode, desk.language),
            price=prices.get(mode.code, free),
        )
        for mode in modes
        for objection in (objection_to(facts_of(mode), kept if mode.code == row.mode else complete),)
    )


def shipment_row(desk: Desk, row: Any) -> ShipmentRow:
    """A row of the list."""
    return ShipmentRow(
        shipment_id=row.id,
        number=row.number,
        order_number=row.order_number or "",
        state=ShipmentState(row.state),
        print_state=print_state(
            row.tickets + row.documents,
            row.printed + row.documents_printed,
            row.duplicates + row.documents_again,
        ),
        exception=row.exception,
        mode=row.mode,
        mode_name=in_language(row.mode_names, desk.language, row.mode),
        mode_type=row.mode_type,
        tickets=row.tickets,
        carrier_reference=row.carrier_reference,
        version=row.version,
        documents=row.documents,
        order_id=row.order_id,
    )


def _contact(connection: Connection, contact_id: int | None) -> ContactRow | None:
    row = connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == contact_id)).first()
    return None if row is None else row_of(row)


def _goes_by(connection: Connection, row: Any) -> tuple[str, str]:
    email = connection.execute(sa.select(CONTACT_EMAILS.c.email).where(CONTACT_EMAILS.c.id == row.email_id))
    place = connection.execute(sa.select(ADDRESSES).where(ADDRESSES.c.id == row.address_id)).first()
    if place is None:
        return email.scalar() or "", ""
    line = address_line(place.street, place.postal_code, place.city, place.region, place.country)
    return email.scalar() or "", line
