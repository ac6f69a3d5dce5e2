"""Shipment modes, ticket media, channel offers, shipments and documents (spec/delivery.md, Objects)."""

from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from boxoffice_tui.data.models.base import (
    Names,
    choice,
    identity,
    instant,
    link,
    live_index,
    minor,
    optional_instant,
    optional_link,
    per_language,
    whole_numbers,
)
from boxoffice_tui.rules.delivery import Destination, ShipmentType
from boxoffice_tui.views.states import DocumentKind, DocumentState, ShipmentState


class ShipmentMode(SQLModel, table=True):
    """How tickets or documents reach the customer; `delay_days` blank means any time will do."""

    __tablename__ = "shipment_mode"
    __table_args__ = whole_numbers("delay_days", "price_minor")

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()
    type: ShipmentType = choice(ShipmentType)
    handles_tickets: bool = True
    handles_documents: bool = False
    delay_days: int | None = None
    destination: Destination = choice(Destination)
    needs_address: bool = False
    needs_email: bool = False
    price_minor: int = minor(default=0)


class ChannelMode(SQLModel, table=True):
    """A mode a channel offers."""

    __tablename__ = "channel_mode"

    channel_id: int = Field(foreign_key="sales_channel.id", primary_key=True)
    mode_id: int = Field(foreign_key="shipment_mode.id", primary_key=True)


class TicketMedium(SQLModel, table=True):
    """The stock or template tickets are made on for a type of mode."""

    __tablename__ = "ticket_medium"

    id: int | None = identity()
    code: str = Field(unique=True)
    names: Names = per_language()


class ProductMedium(SQLModel, table=True):
    """The medium of an activity's tickets for a type of mode."""

    __tablename__ = "product_medium"

    activity_id: int = Field(foreign_key="activity.id", primary_key=True)
    type: ShipmentType = choice(ShipmentType, primary_key=True)
    medium_id: int = link("ticket_medium.id")


class Shipment(SQLModel, table=True):
    """A shipment of a dossier; at most one is its reference (by index)."""

    __table_args__ = (
        sa.Index(None, "dossier_id"),
        live_index("uq_shipment_reference", "dossier_id", where="state = 'reference'", unique=True),
        sa.CheckConstraint("NOT exception OR state = 'reference'", name="exception_on_reference"),
        *whole_numbers("version"),
    )

    id: int | None = identity()
    number: int = Field(unique=True)
    dossier_id: int = link("dossier.id")
    order_id: int | None = optional_link("order.id")
    mode_id: int = link("shipment_mode.id")
    contact_id: int | None = optional_link("contact.id")
    address_id: int | None = optional_link("address.id")
    email_id: int | None = optional_link("contact_email.id")
    state: ShipmentState = choice(ShipmentState)
    exception: bool = False
    carrier_reference: str = ""
    version: int = 1
    changed_at: datetime = instant()
    changed_by: int = link("operator.id")


class Document(SQLModel, table=True):
    """An invoice, a confirmation or a letter about an order, in a shipment of its own kind.

    What it says is frozen when it is generated: `facts`, nothing of which is personal, `addressee` and a letter's
    `text`, which go when the contact is forgotten. `contact_id` is whom it is written to, wherever its shipment
    goes by now. An invoice has a `number` of a series without gap and a `total_minor` from then on, and stays.
    `mail_id` is the last mail it was sent by.
    """

    __table_args__ = (
        sa.Index(None, "order_id"),
        sa.Index(None, "shipment_id"),
        sa.Index(None, "contact_id"),
        live_index("uq_document_number", "number", where="number IS NOT NULL", unique=True),
        live_index("uq_document_mail", "mail_id", where="mail_id IS NOT NULL", unique=True),
        sa.CheckConstraint(
            "(number IS NOT NULL) = (kind = 'invoice' AND state NOT IN ('added', 'deleted'))", name="numbered"
        ),
        sa.CheckConstraint("(number IS NULL) = (total_minor IS NULL)", name="totalled"),
        *whole_numbers("number", "total_minor", "printed", "version", "edition"),
    )

    id: int | None = identity()
    order_id: int = link("order.id")
    shipment_id: int = link("shipment.id")
    contact_id: int | None = optional_link("contact.id")
    kind: DocumentKind = choice(DocumentKind)
    state: DocumentState = choice(DocumentState, default=DocumentState.ADDED)
    number: int | None = None
    total_minor: int | None = Field(default=None, sa_type=cast(Any, sa.BigInteger))
    text: str = ""
    language: str = ""
    edition: int = 1
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    addressee: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    generated_at: datetime | None = optional_instant()
    mail_id: int | None = optional_link("outbox.id")
    printed: int = 0
    version: int = 1
    changed_at: datetime = instant()
    changed_by: int = link("operator.id")


TABLES = {
    "SHIPMENT_MODES": ShipmentMode,
    "CHANNEL_MODES": ChannelMode,
    "TICKET_MEDIA": TicketMedium,
    "PRODUCT_MEDIA": ProductMedium,
    "SHIPMENTS": Shipment,
    "DOCUMENTS": Document,
}
