"""Documents of an order: added to a shipment of its own kind, generated, sent, printed, deleted (spec/delivery.md).

Documents travel apart from tickets, free of charge: a shipment holds the ones or the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.documents.mail import DOCUMENT
from boxoffice_tui.documents.wording import EDITION
from boxoffice_tui.rules import documents as rule
from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.rules.delivery import DeliveryReason
from boxoffice_tui.rules.documents import DocumentAct, Standing
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import contacts, delivery, document_facts, numbering, order_papers, orders
from boxoffice_tui.services.delivery_situation import facts_of, named, order_of, recipient
from boxoffice_tui.services.document_modes import mode_for
from boxoffice_tui.services.errors import ConflictError, NotFoundError, RefusedError, insist
from boxoffice_tui.services.mails import Told, record_mail
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.shipment_rows import next_version
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.order_documents import DocumentChange
from boxoffice_tui.views.states import DocumentKind, DocumentState, ShipmentState

_GONE = {"text": "", "facts": {}, "addressee": {}}


@dataclass(frozen=True, slots=True)
class _Taken:
    """A document in hand: its order's row, its own, its shipment's and that of its mode."""

    order: Any
    row: Any
    shipment: Any
    mode: Any

    @property
    def standing(self) -> Standing:
        """As the rule sees it."""
        state = rule.state_in(self.row.state, self.shipment.state, self.mode.type)
        return Standing(self.row.kind, state, self.row.number or 0, self.row.mail_state == MailState.REFUSED)

    @property
    def contact_ids(self) -> tuple[int | None, ...]:
        """Whom it may name, or go to."""
        return self.order.contact_id, self.shipment.contact_id, self.row.contact_id


@use_case(Right.ORDERS_CONFIRM)
def add_document(
    work: Work, order_id: int, kind: DocumentKind, mode: str | None = None, text: str = ""
) -> DocumentChange:
    """Adds a document to a shipment of the order by the mode with that code, else as the contact is best reached.

    Raises `RefusedError` (letter_empty, letter_too_long, text_of_letters_only, card_number, not_for_documents,
    no_mode_for_documents, destination, missing_address, missing_email, contact_erased, and as `generate_document`
    of what the order is), `NotFoundError` (order, mode).
    """
    order = orders.take(work, order_id, None)
    insist(rule.text_objection(kind, text))
    _insist_tellable(work, order, kind)
    where = order_of(work.connection, order_id)
    contacts.take_each(work, (order.contact_id, where.contact_id))
    shipment = _shipment(work, order_id, where, mode_for(work, where, mode))
    document_id = work.insert(
        DOCUMENTS,
        order_id=order_id,
        shipment_id=shipment.id,
        contact_id=_addressed_to(kind, order, shipment),
        kind=kind,
        state=DocumentState.ADDED,
        text=rule.letter_text(text),
        changed_at=work.now,
        changed_by=work.operator_id,
    )
    _told(work, "document_added", order_id, document_id, kind, shipment_id=shipment.id)
    return _change(work, order, document_id)


@use_case(Right.ORDERS_CONFIRM)
def generate_document(work: Work, document_id: int, version: int | None = None) -> DocumentChange:
    """Settles what a document says; an invoice takes its number, and says which one it replaces.

    Raises `NotFoundError` (document), `ConflictError`, `RefusedError` (document_generated, document_deleted,
    not_taken_up, order_cancelled, nothing_to_invoice, contact_erased).
    """
    taken = _take(work, document_id, version)
    _step(work, taken, DocumentAct.GENERATE)
    return _change(work, taken.order, document_id)


@use_case(Right.ORDERS_CONFIRM)
def send_document(work: Work, document_id: int, version: int | None = None) -> DocumentChange:
    """Records the mail with a document, which is generated first where it is not; once, but after it came back.

    It goes to the present e-mail of its shipment's contact. Raises as `generate_document`, and `RefusedError`
    (document_sent, not_by_email, missing_email, no_sender).
    """
    taken = _take(work, document_id, version)
    for act in rule.steps(taken.standing.state, DocumentAct.SEND):
        _step(work, taken, act)
        taken = _again(work, taken)
    return _change(work, taken.order, document_id)


@use_case(Right.ORDERS_CONFIRM)
def print_document(work: Work, document_id: int, version: int | None = None) -> DocumentChange:
    """Counts a print of a document, which is generated first where it is not; `paper_of` has what is printed.

    Raises as `generate_document`, but for document_generated.
    """
    taken = _take(work, document_id, version)
    for act in rule.steps(taken.standing.state, DocumentAct.PRINT):
        _step(work, taken, act)
        taken = _again(work, taken)
    return _change(work, taken.order, document_id)


@use_case(Right.ORDERS_CONFIRM)
def delete_document(work: Work, document_id: int, version: int | None = None) -> DocumentChange:
    """Deletes a document that was not sent, and what it said; not an invoice that has its number.

    A shipment it leaves empty is invalidated. Raises `NotFoundError` (document), `ConflictError`, `RefusedError`
    (document_sent, document_deleted, invoice_kept).
    """
    taken = _take(work, document_id, version)
    _step(work, taken, DocumentAct.DELETE)
    return _change(work, taken.order, document_id)


def _step(work: Work, taken: _Taken, act: DocumentAct) -> None:
    """One act on a document in hand, with its line in the journal."""
    following = rule.after(taken.standing, act)
    if isinstance(following, Objection):
        raise RefusedError(following.code, following.facts)
    if rule.travels_anew(taken.row.state, taken.shipment.state, act):
        taken = _shipped_anew(work, taken)
    acting = {
        DocumentAct.GENERATE: _generate,
        DocumentAct.SEND: _send,
        DocumentAct.PRINT: _print,
        DocumentAct.DELETE: _delete,
    }
    acting[act](work, taken, following)


def _generate(work: Work, taken: _Taken, state: DocumentState) -> None:
    order, row = taken.order, taken.row
    _insist_tellable(work, order, row.kind)
    insist(rule.text_objection(row.kind, row.text))
    contact_id = _addressed_to(row.kind, order, taken.shipment)
    contacts.take_each(work, taken.contact_ids)
    language = order_papers.holder_of(work.connection, contact_id, work.house.language).language
    facts = document_facts.facts_of(work, row.kind, order, language)
    addressee = document_facts.addressee_of(work.connection, contact_id)
    number = numbering.reserve(work, numbering.INVOICE, 1) if facts.invoice else 0
    facts = document_facts.numbered(facts, number)
    _change_row(
        work,
        row.id,
        state=state,
        contact_id=contact_id,
        number=number or None,
        total_minor=facts.invoice.total.minor if facts.invoice else None,
        language=language,
        edition=EDITION,
        facts=document_facts.FACTS.dump_python(facts, mode="json"),
        addressee=document_facts.ADDRESSEE.dump_python(addressee, mode="json"),
        generated_at=work.now,
    )
    stated = {"number": number, "total_minor": facts.invoice.total.minor} if facts.invoice else {}
    _told(work, "document_generated", order.id, row.id, row.kind, **stated)


def _send(work: Work, taken: _Taken, state: DocumentState) -> None:
    order, row, shipment = taken.order, taken.row, taken.shipment
    name = in_language(taken.mode.names, work.desk.language, taken.mode.code)
    insist(rule.sending_objection(facts_of(taken.mode)), mode_name=name)
    contacts.take_each(work, taken.contact_ids)
    recipient = order_papers.holder_of(work.connection, shipment.contact_id, work.house.language)
    if not recipient.email:
        objection = Objection(DeliveryReason.MISSING_EMAIL, {"mode": taken.mode.code})
        insist(named(objection, taken.mode, work.desk.language))
    house = order_papers.house_row(work.connection)
    if not house.email:
        raise RefusedError(AccessRefusal.NO_SENDER)
    facts = document_facts.PAPER.dump_python(document_facts.paper_of(row), mode="json")
    cause = f"{DOCUMENT}:{row.id}:{work.key}"
    told = Told(DOCUMENT, EDITION, facts, cause, shipment.contact_id)
    mail = record_mail(work, order, house, recipient, told)
    _change_row(work, row.id, state=state, mail_id=mail.mail_id)
    if not _left_in(work.connection, shipment.id, DOCUMENTS.c.state != DocumentState.SENT):
        next_version(work, [shipment.id], state=ShipmentState.SENT)
    _told(work, "document_sent", order.id, row.id, row.kind, mail_id=mail.mail_id)


def _print(work: Work, taken: _Taken, state: DocumentState) -> None:
    row = taken.row
    kept = row.state if state is DocumentState.SENT else state  # sent it may be with its shipment alone
    _change_row(work, row.id, state=kept, printed=row.printed + 1)
    _told(work, "document_printed", taken.order.id, row.id, row.kind, copy=row.printed + 1)


def _delete(work: Work, taken: _Taken, state: DocumentState) -> None:
    row, shipment = taken.row, taken.shipment
    _change_row(work, row.id, state=state, **_GONE)
    waits = shipment.state == ShipmentState.UNSENT
    empty = waits and not _left_in(work.connection, shipment.id, sa.true())
    next_version(work, [shipment.id], state=ShipmentState.INVALIDATED if empty else shipment.state)
    _told(work, "document_deleted", taken.order.id, row.id, row.kind)


def _insist_tellable(work: Work, order: Any, kind: DocumentKind) -> None:
    invoiced = document_facts.last_invoice(work.connection, order.id) > 0
    insist(rule.generating_objection(kind, order.state, order.due_on, order.number, invoiced=invoiced))


def _addressed_to(kind: DocumentKind, order: Any, shipment: Any) -> int | None:
    """Whose name a document bears: an invoice that of who bought, anything else of who gets it."""
    contact_id: int | None = order.contact_id if kind is DocumentKind.INVOICE else shipment.contact_id
    return contact_id


def _shipment(work: Work, order_id: int, where: Any, mode: Any) -> Any:
    """The order's shipment of documents by a mode, to where it goes now, that waits; made where there is none."""
    query = sa.select(SHIPMENTS).where(
        SHIPMENTS.c.order_id == order_id,
        SHIPMENTS.c.mode_id == mode.id,
        SHIPMENTS.c.state == ShipmentState.UNSENT,
        SHIPMENTS.c.contact_id.is_not_distinct_from(where.contact_id),
        SHIPMENTS.c.address_id.is_not_distinct_from(where.address_id),
        SHIPMENTS.c.email_id.is_not_distinct_from(where.email_id),
        sa.exists().where(DOCUMENTS.c.shipment_id == SHIPMENTS.c.id),
    )
    found = work.connection.execute(query.order_by(SHIPMENTS.c.id)).first()
    if found is not None:
        next_version(work, [found.id])  # it gains a document
        return found
    made = delivery.make_shipment(work, where.dossier_id, order_id, mode, where, free=True)
    return work.connection.execute(sa.select(SHIPMENTS).where(SHIPMENTS.c.id == made.id)).one()


def _shipped_anew(work: Work, taken: _Taken) -> _Taken:
    """A document whose shipment came back, or left without it, in another by the same mode to the same contact.

    It goes to where the contact is reached now, and says so, but for an invoice, which stays as it was. Raises as
    `mode_for` and `contacts.take`.
    """
    row, contact_id = taken.row, taken.shipment.contact_id
    contacts.take_each(work, taken.contact_ids)
    where = recipient(work.connection, contact_id, taken.shipment.dossier_id)
    shipment = _shipment(work, taken.order.id, where, mode_for(work, where, taken.mode.code))
    changes: dict[str, object] = {"shipment_id": shipment.id}
    if row.addressee and row.number is None:
        addressee = document_facts.addressee_of(work.connection, contact_id)
        changes |= {"contact_id": contact_id, "addressee": document_facts.ADDRESSEE.dump_python(addressee)}
    _change_row(work, row.id, **changes)
    return _again(work, taken)


def _left_in(connection: Connection, shipment_id: int, which: sa.ColumnElement[bool]) -> bool:
    """Whether a shipment holds a document that is not deleted and is so."""
    query = sa.select(DOCUMENTS.c.id).where(
        DOCUMENTS.c.shipment_id == shipment_id, DOCUMENTS.c.state != DocumentState.DELETED, which
    )
    return connection.execute(query.limit(1)).first() is not None


def _change_row(work: Work, document_id: int, **changes: object) -> None:
    """Gives a document its next version, with `changes`."""
    its = sa.update(DOCUMENTS).where(DOCUMENTS.c.id == document_id)
    stamp = {"version": DOCUMENTS.c.version + 1, "changed_at": work.now, "changed_by": work.operator_id}
    work.connection.execute(its.values(**changes, **stamp))


def _told(
    work: Work, action: str, order_id: int, document_id: int, kind: DocumentKind, **facts: object
) -> None:
    work.journal(action, order_id, document_id=document_id, document=kind, **facts)


def _take(work: Work, document_id: int, version: int | None) -> _Taken:
    """A document locked after its dossier and its order. Raises `NotFoundError` (document), `ConflictError`."""
    its = sa.select(DOCUMENTS.c.order_id).where(DOCUMENTS.c.id == document_id)
    order_id = work.connection.execute(its).scalar()
    if order_id is None:
        raise NotFoundError("document", document_id)
    taken = _read(work, orders.take(work, order_id, None), document_id)
    if version is not None and taken.row.version != version:
        who = sa.select(OPERATORS.c.code).where(OPERATORS.c.id == taken.row.changed_by)
        raise ConflictError(work.connection.execute(who).scalar_one(), taken.row.changed_at)
    return taken


def _again(work: Work, taken: _Taken) -> _Taken:
    return _read(work, taken.order, taken.row.id)


def _read(work: Work, order: Any, document_id: int) -> _Taken:
    document = (
        sa.select(DOCUMENTS, OUTBOX.c.state.label("mail_state"))
        .join(OUTBOX, OUTBOX.c.id == DOCUMENTS.c.mail_id, isouter=True)
        .where(DOCUMENTS.c.id == document_id)
    )
    row = work.connection.execute(document).one()
    shipment = work.connection.execute(sa.select(SHIPMENTS).where(SHIPMENTS.c.id == row.shipment_id)).one()
    modes = sa.select(SHIPMENT_MODES).where(SHIPMENT_MODES.c.id == shipment.mode_id)
    return _Taken(order, row, shipment, work.connection.execute(modes).one())


def _change(work: Work, order: Any, document_id: int) -> DocumentChange:
    taken = _read(work, order, document_id)
    row = taken.row
    return DocumentChange(
        order_id=order.id,
        document_id=document_id,
        order_number=order.number,
        shipment=taken.shipment.number,
        kind=row.kind,
        state=taken.standing.state,
        version=row.version,
        number=row.number,
        mail_id=row.mail_id,
        suppressed=row.mail_state == MailState.SUPPRESSED,
        printed=row.printed,
    )
