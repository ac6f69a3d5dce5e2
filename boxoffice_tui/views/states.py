"""The words for what a thing is or how it stands, as tables keep them and faces name them."""

from __future__ import annotations

from enum import StrEnum


class OrderState(StrEnum):
    """The life of an order (spec/archives.md)."""

    ACTIVE = "active"
    CANCELLED = "cancelled"


class TicketState(StrEnum):
    """The life of a ticket; a scanned one is live too."""

    LIVE = "live"
    SCANNED = "scanned"
    CANCELLED = "cancelled"


class Origin(StrEnum):
    """Where an order was made (spec/archives.md, Origin)."""

    COUNTER = "counter"
    PHONE = "phone"
    AGENCY = "agency"
    SITE = "site"
    WIDGET = "widget"
    CART = "cart"
    FACEBOOK = "facebook"


class Unfinished(StrEnum):
    """What an order still lacks before the clerk is done with it (spec/archives.md, 12)."""

    PAYMENT = "payment"
    REFUND = "refund"
    CONFIRMATION = "confirmation"
    NOTE = "note"


class PaymentMethod(StrEnum):
    """How money came in or went back."""

    CASH = "cash"
    DEBIT_TERMINAL = "debit_terminal"
    CREDIT_TERMINAL = "credit_terminal"
    CHEQUE = "cheque"
    TRANSFER = "transfer"
    VOUCHER = "voucher"
    ONLINE = "online"


class SeatState(StrEnum):
    """What a seat of one performance is for the operator who looks."""

    FREE = "free"
    OWN = "own"  # sold or reserved to the order on screen
    CHOSEN = "chosen"  # held by this form
    HELD = "held"  # held by another form or counter
    SOLD = "sold"  # sold, reserved or optioned to another order
    HOUSE = "house"
    KILLED = "killed"


class FeeKind(StrEnum):
    """What a fee pays for; KEPT is what stays with the house of a cancelled ticket's price."""

    TICKETING = "ticketing"
    ORGANISER = "organiser"
    DELIVERY = "delivery"
    KEPT = "kept"


class DocumentKind(StrEnum):
    """What is written to a customer about an order (issue: Documents)."""

    INVOICE = "invoice"
    CONFIRMATION = "confirmation"
    LETTER = "letter"


class DocumentState(StrEnum):
    """The life of a document: what it says is settled when it is generated."""

    ADDED = "added"
    GENERATED = "generated"
    PRINTED = "printed"
    SENT = "sent"
    DELETED = "deleted"


class ShipmentState(StrEnum):
    """The life of a shipment (spec/delivery.md, Objects)."""

    REFERENCE = "reference"
    UNSENT = "unsent"
    SENT = "sent"
    INVALIDATED = "invalidated"


class PrintState(StrEnum):
    """How much of a shipment is printed."""

    NOT_PRINTED = "not_printed"
    PARTLY_PRINTED = "partly_printed"
    PRINTED = "printed"
    DUPLICATE = "duplicate"
