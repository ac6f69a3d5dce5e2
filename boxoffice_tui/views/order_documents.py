"""What faces show of an order's documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boxoffice_tui.rules.documents import DocumentAct
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.views.states import DocumentKind, DocumentState


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in its shipment. `document_id` is the number people name it by, `number` that of an invoice.

    `mail_state` is the code of what became of its mail, "" without one; `acts` are possible now, whoever asks.
    """

    document_id: int
    order_id: int
    order_number: str
    shipment_id: int
    shipment: int
    kind: DocumentKind
    state: DocumentState
    number: int | None
    total: Money | None
    mode: str
    mode_name: str
    printed: int
    mail_state: str
    version: int
    changed_at: datetime
    changed_by: str
    acts: tuple[DocumentAct, ...]


@dataclass(frozen=True, slots=True)
class DocumentRecipient:
    """Who gets a document, and the e-mail its mail would go to; "" where there is none."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """What an act came to. The order stands first: an erased contact's answers are found by it."""

    order_id: int
    document_id: int
    order_number: str
    shipment: int
    kind: DocumentKind
    state: DocumentState
    version: int
    number: int | None = None
    mail_id: int | None = None
    suppressed: bool = False
    printed: int = 0


@dataclass(frozen=True, slots=True)
class DocumentModeOffer:
    """A shipment mode that carries documents: `usual` where nobody says another; `objection` why it cannot now."""

    code: str
    name: str
    usual: bool
    objection: Objection | None
