"""The documents of an order or of a dossier, and the paper of each (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.delivery import DOCUMENTS, SHIPMENT_MODES, SHIPMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.documents.order_paper import document_pdf
from boxoffice_tui.rules import documents as rule
from boxoffice_tui.rules.delivery import ShipmentType
from boxoffice_tui.rules.documents import Standing
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.document_facts import paper_of
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.naming import in_language
from boxoffice_tui.services.order_papers import holder_of
from boxoffice_tui.services.transaction import reading, require_held
from boxoffice_tui.views.order_documents import DocumentRecipient, DocumentRow
from boxoffice_tui.views.states import DocumentState

_ROWS = (
    sa.select(
        DOCUMENTS,
        ORDERS.c.number.label("order_number"),
        SHIPMENTS.c.number.label("shipment"),
        SHIPMENTS.c.state.label("shipment_state"),
        SHIPMENT_MODES.c.code.label("mode"),
        SHIPMENT_MODES.c.names.label("mode_names"),
        SHIPMENT_MODES.c.type.label("mode_type"),
        OUTBOX.c.state.label("mail_state"),
        OPERATORS.c.code.label("operator"),
    )
    .join(ORDERS, ORDERS.c.id == DOCUMENTS.c.order_id)
    .join(SHIPMENTS, SHIPMENTS.c.id == DOCUMENTS.c.shipment_id)
    .join(SHIPMENT_MODES, SHIPMENT_MODES.c.id == SHIPMENTS.c.mode_id)
    .join(OPERATORS, OPERATORS.c.id == DOCUMENTS.c.changed_by)
    .join(OUTBOX, OUTBOX.c.id == DOCUMENTS.c.mail_id, isouter=True)
    .order_by(DOCUMENTS.c.id)
)


def documents_of_order(desk: Desk, order_id: int, *, deleted: bool = False) -> tuple[DocumentRow, ...]:
    """The documents of an order in the order they were added, those deleted too where asked for.

    Raises `NotAllowedError`.
    """
    return _found(desk, DOCUMENTS.c.order_id == order_id, deleted=deleted)


def documents_of_dossier(desk: Desk, number: str, *, deleted: bool = False) -> tuple[DocumentRow, ...]:
    """As `documents_of_order`, of all orders of the dossier with that number.

    Raises `NotAllowedError`, `NotFoundError` (dossier).
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        its = connection.execute(sa.select(DOSSIERS.c.id).where(DOSSIERS.c.number == number)).scalar()
    if its is None:
        raise NotFoundError("dossier", number)
    return _found(desk, ORDERS.c.dossier_id == its, deleted=deleted)


def show_document(desk: Desk, document_id: int) -> DocumentRow:
    """A document as it stands. Raises `NotAllowedError`, `NotFoundError` (document)."""
    rows = _found(desk, DOCUMENTS.c.id == document_id, deleted=True)
    if not rows:
        raise NotFoundError("document", document_id)
    return rows[0]


def recipient_of(desk: Desk, document_id: int) -> DocumentRecipient:
    """Whom a document goes to as it stands. Raises `NotAllowedError`, `NotFoundError` (document)."""
    require_held(desk, Right.ORDERS_SEARCH)
    its = (
        sa.select(SHIPMENTS.c.contact_id)
        .join(SHIPMENTS, SHIPMENTS.c.id == DOCUMENTS.c.shipment_id)
        .where(DOCUMENTS.c.id == document_id)
    )
    with reading(desk) as connection:
        row = connection.execute(its).first()
        if row is None:
            raise NotFoundError("document", document_id)
        holder = holder_of(connection, row.contact_id, desk.house.language)
    return DocumentRecipient(holder.name, holder.email)


def pdf_of_document(desk: Desk, document_id: int) -> bytes:
    """The paper of a generated document, the same bytes whenever it is asked for.

    Raises `NotAllowedError`, `NotFoundError` (document), which one not generated or deleted is as well.
    """
    require_held(desk, Right.ORDERS_SEARCH)
    with reading(desk) as connection:
        row = connection.execute(sa.select(DOCUMENTS).where(DOCUMENTS.c.id == document_id)).first()
    if row is None or not row.facts:
        raise NotFoundError("document", document_id)
    return document_pdf(paper_of(row))


def _found(desk: Desk, which: sa.ColumnElement[bool], *, deleted: bool) -> tuple[DocumentRow, ...]:
    require_held(desk, Right.ORDERS_SEARCH)
    query = _ROWS.where(which)
    if not deleted:
        query = query.where(DOCUMENTS.c.state != DocumentState.DELETED)
    with reading(desk) as connection:
        return tuple(_row(desk, row) for row in connection.execute(query))


def _row(desk: Desk, row: Any) -> DocumentRow:
    state = rule.state_in(row.state, row.shipment_state, row.mode_type)
    standing = Standing(row.kind, state, row.number or 0, row.mail_state == MailState.REFUSED)
    return DocumentRow(
        document_id=row.id,
        order_id=row.order_id,
        order_number=row.order_number,
        shipment_id=row.shipment_id,
        shipment=row.shipment,
        kind=row.kind,
        state=state,
        number=row.number,
        total=None if row.total_minor is None else Money(row.total_minor, desk.house.currency),
        mode=row.mode,
        mode_name=in_language(row.mode_names, desk.language, row.mode),
        printed=row.printed,
        mail_state=row.mail_state or "",
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.operator,
        acts=rule.possible(standing, by_email=row.mode_type == ShipmentType.EMAIL),
    )
