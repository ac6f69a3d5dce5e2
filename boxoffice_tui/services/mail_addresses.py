"""Where a mail about an order goes: the e-mail its shipment was given, else its contact's (spec/delivery.md).

A shipment keeps the e-mail it was given when its contact gets another later: the dialog shows that one. Only after
the mail server refused it the contact's is taken.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import LIVE_TICKET, present_of
from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.views.states import ShipmentState


def of_shipment(connection: Connection, order_id: int, contact_id: int | None, email_id: int | None) -> str:
    """Where the mails of a shipment of an order go, "" where nowhere."""
    given = _text(connection, CONTACT_EMAILS.c.id == email_id)
    if given and not _came_back(connection, order_id, given):
        return given
    return _text(connection, present_of(CONTACT_EMAILS, contact_id)) or given


def of_confirmation(connection: Connection, order_id: int, contact_id: int | None) -> str:
    """Where the confirmation of an order goes, "" where nowhere: to who bought it, whoever gets the tickets.

    That is where the newest shipment of tickets to them goes by, else their own e-mail.
    """
    theirs = sa.select(SHIPMENTS.c.email_id).where(
        SHIPMENTS.c.order_id == order_id,
        SHIPMENTS.c.contact_id == contact_id,
        SHIPMENTS.c.email_id.is_not(None),
        SHIPMENTS.c.state.in_((ShipmentState.UNSENT, ShipmentState.SENT)),
        sa.exists().where(TICKETS.c.shipment_id == SHIPMENTS.c.id, LIVE_TICKET),
    )
    email_id = connection.execute(theirs.order_by(SHIPMENTS.c.id.desc()).limit(1)).scalar()
    return of_shipment(connection, order_id, contact_id, email_id)


def _text(connection: Connection, which: sa.ColumnElement[bool]) -> str:
    return connection.execute(sa.select(CONTACT_EMAILS.c.email).where(which)).scalar() or ""


def _came_back(connection: Connection, order_id: int, email: str) -> bool:
    refused = sa.select(OUTBOX.c.id).where(
        OUTBOX.c.order_id == order_id, OUTBOX.c.recipient == email, OUTBOX.c.state == MailState.REFUSED
    )
    return connection.execute(refused.limit(1)).first() is not None
