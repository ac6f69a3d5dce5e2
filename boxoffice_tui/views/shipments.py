"""What faces show of the shipments of a dossier (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from boxoffice_tui.rules.delivery import Condition, ShipmentType
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.contacts import ContactRow
from boxoffice_tui.views.states import PrintState, ShipmentState


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment in the list of its dossier; a reference has no order, content or print state."""

    shipment_id: int
    number: int
    order_number: str
    state: ShipmentState
    print_state: PrintState | None
    exception: bool
    mode: str
    mode_name: str
    mode_type: ShipmentType
    tickets: int
    carrier_reference: str
    version: int
    documents: int = 0
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class DossierShipments:
    """A page of the shipments of a dossier, the reference first, then by number; `after` goes on from here.

    `contact` is whose dossier it is, `title` how lists name them.
    """

    dossier: str
    title: str
    contact_number: int | None
    rows: tuple[ShipmentRow, ...]
    after: int | None
    contact: ContactRow | None = None


@dataclass(frozen=True, slots=True)
class ShipmentTicket:
    """A live ticket of a shipment, as its line is chosen by."""

    id: int
    number: int
    event: str
    starts_at: datetime | None
    zone: str
    seat: str
    printed: int


@dataclass(frozen=True, slots=True)
class ShipmentTickets:
    """A page of the tickets of a shipment, by id; `more` are beyond it."""

    rows: tuple[ShipmentTicket, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """A mode a shipment may be changed to: `objection` says why it cannot be confirmed by its contact now.

    `price` is what a shipment by it costs, with taxes; nothing where it carries documents or nothing yet.
    """

    code: str
    name: str
    needs_address: bool
    needs_email: bool
    objection: Objection | None
    price: Money


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """One shipment with what it may be changed to; its tickets are read by pages (`ShipmentTickets`).

    `printed` of them are on paper. `email` and `address` are what the shipment goes by, "" where it has none; they
    may be older ones. `contact_email` and `contact_address` are those of the contact now: what a change would have
    it go by. `fee` is what its mode was charged with.
    """

    row: ShipmentRow
    dossier: str
    contact: ContactRow | None
    email: str
    address: str
    changed_at: datetime
    changed_by: str
    printed: int
    modes: tuple[ModeChoice, ...]
    fee: Money
    contact_email: str = ""
    contact_address: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentRequest:
    """How a shipment is to be; None leaves what it has, by whoever changed it last.

    Its mode and contact, and whether it goes by the contact's e-mail and address: those of now, where it went by
    some, where the mode needs them or the contact is another. `ticket_ids` are the tickets of a change to the row;
    None changes the whole shipment.
    """

    mode: str | None = None
    contact_id: int | None = None
    with_email: bool | None = None
    with_address: bool | None = None
    exception: bool | None = None
    ticket_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ShipmentChange:
    """The shipment as it is after a change; `made` is the one that was made for tickets that were split off."""

    shipment_id: int
    number: int
    version: int
    made: int | None = None


@dataclass(frozen=True, slots=True)
class ChannelOffer:
    """A mode on a channel for a dossier: offered, as an exception or not, and every condition with its days."""

    channel: str
    channel_name: str
    mode: str
    mode_name: str
    offered: bool
    as_exception: bool
    confirmable: bool
    objection: Objection | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class DossierOffers:
    """Every mode that carries tickets on the channels asked for, channel by channel."""

    dossier: str
    offers: tuple[ChannelOffer, ...]


@dataclass(frozen=True, slots=True)
class ExceptionEffect:
    """What the exception would do: channels by name that gain the mode, those that do not, its last day."""

    mode: str
    mode_name: str
    adds_on: tuple[str, ...]
    no_effect_on: tuple[str, ...]
    last_day: date | None
