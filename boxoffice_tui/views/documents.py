"""The facts a document is rendered from: plain values, frozen, JSON-friendly; renderers add language only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from boxoffice_tui.rules.money import Money
from boxoffice_tui.views.states import DocumentKind, FeeKind, PaymentMethod


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """The organisation as a document names it."""

    name: str
    address: str
    email: str
    phone: str
    country: str  # ISO 3166 alpha-2
    training: bool  # "TRAINING" is printed across every paper


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """One ticket on paper. `starts_at` is aware UTC, shown in `zone`; `place` is "" where not numbered."""

    number: int
    token: str  # what the QR holds
    uid: str  # stable identifier of the calendar entry: one per order and performance
    sequence: int  # calendar SEQUENCE, +1 when the entry moves
    event: str
    venue: str
    venue_address: str
    starts_at: datetime
    zone: str
    section: str
    row: str
    place: str
    seat_category: str
    rate: str
    price: Money
    holder: str
    electronic: bool  # goes out with the confirmation as a PDF
    delivery: str = ""  # how it reaches the customer, in the document's language; "" where not said
    delivery_to_choose: bool = False  # it waits for a mode: not printed, not past
    copy: int = 0  # which print of it this is: 1 the original, then duplicates; 0 where none is counted


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """Pieces of an article, named in the document's language, and what they come to."""

    name: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ConfirmationFacts:
    """What the confirmation of an order tells (spec/archives.md, 10)."""

    house: HouseFacts
    order_number: str
    buyer: str
    tickets: tuple[TicketFacts, ...]
    tickets_total: Money
    fees_total: Money
    paid: Money
    balance: Money
    move_link: str  # "" where no self-service move is allowed
    articles: tuple[ArticleFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ETicketFacts:
    """What the mail tells that brings electronic tickets to another contact than who bought them."""

    house: HouseFacts
    order_number: str
    buyer: str  # "" where nobody left a name
    recipient: str
    tickets: tuple[TicketFacts, ...]


@dataclass(frozen=True, slots=True)
class ReceiptPayment:
    """Money that came in or, below zero, went back; `tendered` is the cash handed over, None where not said.

    `rounding` is what of the amount only coins made, None where nothing.
    """

    method: PaymentMethod
    amount: Money
    tendered: Money | None = None
    rounding: Money | None = None


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """An order as its receipt tells it. `bought_at` is aware UTC, shown in `zone`; `taxes` are in the total.

    `operator` is the code of who made the order, "" where that is not known.
    """

    order: ConfirmationFacts
    bought_at: datetime
    zone: str
    operator: str
    taxes: Money
    payments: tuple[ReceiptPayment, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is on the receipt of an order, and the language of its buyer: fr, en, de, es or it."""

    facts: ReceiptFacts
    language: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who a document is for, all that is personal in it but a letter's text; blank once that is forgotten.

    `lines` are those of the postal address as the country's post wants them, below the name; `country` is its
    ISO 3166 code.
    """

    name: str = ""
    structure: str = ""
    lines: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class InvoicedTickets:
    """Tickets of one performance, category and rate at one price; no `starts_at` while it is to be announced."""

    event: str
    venue: str
    starts_at: datetime | None
    zone: str
    seat_category: str
    rate: str
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class InvoicedFees:
    """Fees of one kind at one amount each."""

    kind: FeeKind
    quantity: int
    price: Money


@dataclass(frozen=True, slots=True)
class InvoicedTax:
    """A tax in the amounts: `amount` on `base`; without name and rate where it is not told apart."""

    name: str
    percent: Decimal | None
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What an invoice states. `replaces` is the number of the order's invoice before it, 0 where none was."""

    number: int
    replaces: int
    tickets: tuple[InvoicedTickets, ...]
    fees: tuple[InvoicedFees, ...]
    articles: tuple[ArticleFacts, ...]
    taxes: tuple[InvoicedTax, ...]
    total: Money
    paid: Money
    balance: Money


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a document says, settled when it was generated, nothing of it personal.

    An invoice has `invoice`, a confirmation `order`, which names nobody; a letter neither. `written_at` is aware
    UTC, shown in `zone`.
    """

    kind: DocumentKind
    house: HouseFacts
    order_number: str
    written_at: datetime
    zone: str
    invoice: InvoiceFacts | None = None
    order: ConfirmationFacts | None = None


@dataclass(frozen=True, slots=True)
class DocumentPaper:
    """All that a document's bytes depend on."""

    facts: DocumentFacts
    addressee: Addressee
    text: str
    language: str  # fr en de es it
    edition: int


@dataclass(frozen=True, slots=True)
class MailFacts:
    """An outbox row as the renderer gets it: everything that may influence a byte of the message."""

    message_id: str  # "<…@…>", stable over retries
    recipient: str
    recipient_name: str
    sender: str
    language: str  # fr en de es it
    template: str  # "order_confirmation", "e_tickets" or "document"
    template_version: int
    recorded_at: datetime  # becomes the Date header
    told: ConfirmationFacts | ETicketFacts | DocumentPaper  # what the template is of
