"""Documents of an order: which act is possible when, and by which mode one travels (spec/delivery.md, Dialogs).

An invoice states money: once generated it is never changed or deleted, what is wrong with it is told by a new one
(spec/reliability.md, Cash rules).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from boxoffice_tui.rules.delivery import ModeFacts, ShipmentType, Situation, objection_to
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.reservations import taken_up_objection
from boxoffice_tui.rules.text import holds_card_number, safe
from boxoffice_tui.views.states import DocumentKind, DocumentState, OrderState, ShipmentState

LETTER_LIMIT = 5_000
"""Characters of a letter: two pages."""


class DocumentAct(StrEnum):
    """What may be done with a document that is there."""

    GENERATE = "generate"
    SEND = "send"
    PRINT = "print"
    DELETE = "delete"


class DocumentRefusal(StrEnum):
    """Why a document is not made, sent, printed or deleted; each guard below documents the facts of its codes."""

    DOCUMENT_DELETED = "document_deleted"
    DOCUMENT_GENERATED = "document_generated"
    DOCUMENT_SENT = "document_sent"
    INVOICE_KEPT = "invoice_kept"
    NOT_FOR_DOCUMENTS = "not_for_documents"
    NO_MODE_FOR_DOCUMENTS = "no_mode_for_documents"
    NOT_BY_EMAIL = "not_by_email"
    LETTER_EMPTY = "letter_empty"
    LETTER_TOO_LONG = "letter_too_long"
    TEXT_OF_LETTERS_ONLY = "text_of_letters_only"
    NOTHING_TO_INVOICE = "nothing_to_invoice"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands: its kind and state, the invoice's number (0 before it has one).

    `came_back` says that the mail it was sent by was refused: it may be sent again.
    """

    kind: DocumentKind
    state: DocumentState
    number: int = 0
    came_back: bool = False


@dataclass(frozen=True, slots=True)
class DocumentMode:
    """A shipment mode, and whether it carries documents."""

    mode: ModeFacts
    handles_documents: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a document may be sent to; countries are ISO 3166 codes, `country` blank while unknown."""

    now: datetime
    home_country: str
    country: str = ""
    has_address: bool = False
    has_email: bool = False


_NEXT: Mapping[tuple[DocumentState, DocumentAct], DocumentState] = {
    (DocumentState.ADDED, DocumentAct.GENERATE): DocumentState.GENERATED,
    (DocumentState.ADDED, DocumentAct.DELETE): DocumentState.DELETED,
    (DocumentState.GENERATED, DocumentAct.SEND): DocumentState.SENT,
    (DocumentState.GENERATED, DocumentAct.PRINT): DocumentState.PRINTED,
    (DocumentState.GENERATED, DocumentAct.DELETE): DocumentState.DELETED,
    (DocumentState.PRINTED, DocumentAct.SEND): DocumentState.SENT,
    (DocumentState.PRINTED, DocumentAct.PRINT): DocumentState.PRINTED,
    (DocumentState.PRINTED, DocumentAct.DELETE): DocumentState.DELETED,
    (DocumentState.SENT, DocumentAct.PRINT): DocumentState.SENT,
}
_AT_ONCE = frozenset({DocumentAct.SEND, DocumentAct.PRINT})
"""What generates a document first that was only added."""


def state_in(state: DocumentState, shipment: ShipmentState, mode: ShipmentType) -> DocumentState:
    """How a document stands whose shipment may have left: with it, it is sent, but by e-mail with its own mail."""
    settled = state in {DocumentState.GENERATED, DocumentState.PRINTED}
    left = shipment is ShipmentState.SENT and mode is not ShipmentType.EMAIL
    return DocumentState.SENT if settled and left else state


def travels_anew(state: DocumentState, shipment: ShipmentState, act: DocumentAct) -> bool:
    """Whether an act needs another shipment for a document: the one it is in came back, or left without it.

    `state` is the document's own. A copy of what was mailed is for whoever asks for it, and travels in none.
    """
    if act is DocumentAct.DELETE or (act is DocumentAct.PRINT and state is DocumentState.SENT):
        return False
    left_behind = shipment is ShipmentState.SENT and state is DocumentState.ADDED
    return shipment is ShipmentState.INVALIDATED or left_behind


def steps(state: DocumentState, act: DocumentAct) -> tuple[DocumentAct, ...]:
    """The acts that `act` takes: one that was only added is generated before it is sent or printed."""
    first = state is DocumentState.ADDED and act in _AT_ONCE
    return (DocumentAct.GENERATE, act) if first else (act,)


def after(standing: Standing, act: DocumentAct) -> DocumentState | Objection:
    """The state of a document after an act, or why it is not possible.

    Facts of `invoice_kept`: number. `document_deleted`, `document_generated` and `document_sent` have none.
    """
    state = standing.state
    if state is DocumentState.DELETED:
        return Objection(DocumentRefusal.DOCUMENT_DELETED)
    if act is DocumentAct.GENERATE and state is not DocumentState.ADDED:
        return Objection(DocumentRefusal.DOCUMENT_GENERATED)
    if act is DocumentAct.DELETE and standing.number:
        return Objection(DocumentRefusal.INVOICE_KEPT, {"number": standing.number})
    if act is DocumentAct.SEND and state is DocumentState.SENT and standing.came_back:
        return DocumentState.SENT
    following = _NEXT.get((_begins(state, act), act))
    return Objection(DocumentRefusal.DOCUMENT_SENT) if following is None else following


def possible(standing: Standing, *, by_email: bool) -> tuple[DocumentAct, ...]:
    """The acts that are possible with a document, in the order of the dialog; sending is by e-mail."""
    return tuple(
        act
        for act in DocumentAct
        if (by_email or act is not DocumentAct.SEND) and not isinstance(after(standing, act), Objection)
    )


def text_objection(kind: DocumentKind, text: str) -> Objection | None:
    """Why a text is not that of such a document: only letters have one, and must.

    Facts of `letter_too_long`: length, limit. `letter_empty`, `text_of_letters_only` and `card_number` (of the
    orders' refusals) have none.
    """
    kept = letter_text(text)
    objection = None
    if kind is not DocumentKind.LETTER:
        objection = Objection(DocumentRefusal.TEXT_OF_LETTERS_ONLY) if kept else None
    elif not kept:
        objection = Objection(DocumentRefusal.LETTER_EMPTY)
    elif len(text) > LETTER_LIMIT:
        facts = {"length": len(text), "limit": LETTER_LIMIT}
        objection = Objection(DocumentRefusal.LETTER_TOO_LONG, facts)
    elif holds_card_number(kept):
        objection = Objection(OrderRefusal.CARD_NUMBER)
    return objection


def letter_text(text: str) -> str:
    """A letter's text as it is kept: harmless, its line ends stay."""
    return safe(text, LETTER_LIMIT, lines=True).strip()


def generating_objection(
    kind: DocumentKind, state: OrderState, due_on: date | None, order: str, *, invoiced: bool
) -> Objection | None:
    """Why such a document of an order cannot be generated; a letter always can.

    Of a reservation neither invoice nor confirmation goes out. A cancelled order is not confirmed, and invoiced
    only where an invoice was (`invoiced`): to say that nothing is left of it. Facts of `not_taken_up`: due_on,
    order. `order_cancelled` and `nothing_to_invoice` have none.
    """
    objection = None
    if kind is not DocumentKind.LETTER:
        objection = taken_up_objection(due_on, order)
        if state is OrderState.CANCELLED and kind is DocumentKind.CONFIRMATION:
            objection = Objection(OrderRefusal.ORDER_CANCELLED)
        elif state is OrderState.CANCELLED and not invoiced:
            objection = Objection(DocumentRefusal.NOTHING_TO_INVOICE)
    return objection


def sending_objection(mode: ModeFacts) -> Objection | None:
    """Why a document by that mode is not sent from here: it is printed. Facts of `not_by_email`: mode."""
    if mode.type is ShipmentType.EMAIL:
        return None
    return Objection(DocumentRefusal.NOT_BY_EMAIL, {"mode": mode.code})


def mode_objection(mode: DocumentMode, reach: Reach) -> Objection | None:
    """Why a document cannot travel by a mode: as tickets, but for what only they need (a channel, time, a medium).

    Facts of `not_for_documents`: mode. Else those of `rules.delivery.objection_to`.
    """
    code = mode.mode.code
    if not mode.handles_documents:
        return Objection(DocumentRefusal.NOT_FOR_DOCUMENTS, {"mode": code})
    situation = Situation(
        now=reach.now,
        channel_modes=frozenset({code}),
        carried=(),
        media=frozenset(),
        home_country=reach.home_country,
        country=reach.country,
        has_address=reach.has_address,
        has_email=reach.has_email,
    )
    return objection_to(replace(mode.mode, handles_tickets=True), situation)


def default_mode(modes: Sequence[DocumentMode], reach: Reach) -> ModeFacts | Objection:
    """How a document travels where nobody said it: by e-mail to who has one, else by post, else as it can.

    Where none can, why the first of them cannot; `no_mode_for_documents`, which has no facts, where none is set up.
    """
    carrying = sorted((one for one in modes if one.handles_documents), key=_preference)
    refused = [(one, mode_objection(one, reach)) for one in carrying]
    found = next((one.mode for one, objection in refused if objection is None), None)
    if found is not None:
        return found
    first = next((objection for _one, objection in refused if objection is not None), None)
    return first or Objection(DocumentRefusal.NO_MODE_FOR_DOCUMENTS)


def _preference(one: DocumentMode) -> int:
    order = (ShipmentType.EMAIL, ShipmentType.POST, ShipmentType.REGISTERED_POST)
    return order.index(one.mode.type) if one.mode.type in order else len(order)


def _begins(state: DocumentState, act: DocumentAct) -> DocumentState:
    """The state an act begins with: generated, where it generates first."""
    return DocumentState.GENERATED if len(steps(state, act)) > 1 else state
