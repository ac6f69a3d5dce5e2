"""Forgetting a contact, and handing over all that is known about one (spec/reliability.md, G1)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.contact_search import forgetting_emails
from boxoffice_tui.data.personal import PERSONAL
from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.contacts import CONTACT_WORDS, CONTACTS, STRUCTURES
from boxoffice_tui.data.tables.delivery import DOCUMENTS
from boxoffice_tui.data.tables.journal import ANSWERS, OUTBOX
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.orders import NOTES, ORDERS, TICKETS
from boxoffice_tui.data.tables.programme import EVENTS, PERFORMANCES
from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.documents.mail import DOCUMENT
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import articles
from boxoffice_tui.services.contact_merge import merged_ids
from boxoffice_tui.services.contacts import take
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.document_facts import ADDRESSEE
from boxoffice_tui.services.errors import NotFoundError
from boxoffice_tui.services.transaction import Work, use_case, writing
from boxoffice_tui.views.contacts import ContactExport, ExportedOrder, ExportedTicket, Version

_OF_CONTACTS = (
    *("add_contact", "change_contact", "change_name", "change_structure"),
    *("change_email", "change_phone", "change_address"),
)


@use_case(Right.CONTACTS_ERASE)
def erase_contact(work: Work, contact_id: int) -> int:
    """Blanks whatever is personal about a contact, for good; its orders and the journal stay. Its id.

    A mail still waiting never leaves. Of answers kept under keys, which hold ids and amounts only, the trace of
    what was typed goes. Raises `NotFoundError` (contact), `RefusedError` (contact_erased).
    """
    take(work, contact_id)
    order_ids = list(
        work.connection.execute(sa.select(ORDERS.c.id).where(ORDERS.c.contact_id == contact_id)).scalars()
    )
    with forgetting_emails(work.connection):
        for _, table, columns in PERSONAL:
            blank = sa.update(table).where(table.c.contact_id == contact_id)
            work.connection.execute(
                blank.values(
                    dict.fromkeys(columns, "") | {"until": sa.func.coalesce(table.c.until, work.now)}
                )
            )
    work.connection.execute(sa.delete(CONTACT_WORDS).where(CONTACT_WORDS.c.contact_id == contact_id))
    work.connection.execute(sa.update(NOTES).where(NOTES.c.order_id.in_(order_ids)).values(text=""))
    _blank_documents(work, contact_id, order_ids)
    _blank_mails(work, contact_id, order_ids)
    _blank_answers(work, [contact_id, *merged_ids(work.connection, contact_id)], order_ids)
    erased = sa.update(CONTACTS).where(CONTACTS.c.id == contact_id).values(erased_at=work.now)
    work.connection.execute(erased)
    work.journal("contact_erased", contact_id=contact_id)
    return contact_id


def export_contact(desk: Desk, contact_id: int) -> ContactExport:
    """All there is about a contact, as the law lets it ask for; the journal says that it was handed over.

    Nothing of it is kept under a key. Raises `NotFoundError` (contact), `NotAllowedError` (contacts.erase).
    """
    with writing(desk) as work:
        work.require(Right.CONTACTS_ERASE)
        export = _export(work.connection, contact_id, work.house.currency)
        work.journal("contact_exported", contact_id=contact_id)
    return export


def _blank_documents(work: Work, contact_id: int, order_ids: list[int]) -> None:
    """What documents say of who they are for; what an invoice states of money stays."""
    said = sa.or_(DOCUMENTS.c.text != "", DOCUMENTS.c.generated_at.is_not(None))
    its = sa.and_(_of(contact_id, order_ids), said)
    work.connection.execute(sa.update(DOCUMENTS).where(its).values(text="", addressee={}))


def _of(contact_id: int, order_ids: list[int]) -> sa.ColumnElement[bool]:
    """The documents of these orders, or written to that contact, wherever their shipment goes by now."""
    return sa.or_(DOCUMENTS.c.order_id.in_(order_ids), DOCUMENTS.c.contact_id == contact_id)


def _blank_mails(work: Work, contact_id: int, order_ids: list[int]) -> None:
    """The mails to the contact, about these orders, or with a document that was written to them."""
    its_cause = sa.literal(f"{DOCUMENT}:") + sa.cast(DOCUMENTS.c.id, sa.String) + ":%"
    brings = sa.and_(OUTBOX.c.order_id == DOCUMENTS.c.order_id, OUTBOX.c.cause.like(its_cause))
    brought = sa.select(OUTBOX.c.id).join(DOCUMENTS, brings).where(DOCUMENTS.c.contact_id == contact_id)
    its = sa.or_(
        OUTBOX.c.contact_id == contact_id, OUTBOX.c.order_id.in_(order_ids), OUTBOX.c.id.in_(brought)
    )
    waiting = OUTBOX.c.state == MailState.PENDING
    work.connection.execute(sa.update(OUTBOX).where(its, waiting).values(state=MailState.SUPPRESSED))
    blank: dict[str, Any] = {"recipient": "", "recipient_name": "", "reply": "", "facts": {}}
    blank |= {"claimed_by": "", "claimed_until": None}  # who sends it right now has nothing more to say of it
    work.connection.execute(sa.update(OUTBOX).where(its).values(blank))


def _blank_answers(work: Work, contact_ids: list[int], order_ids: list[int]) -> None:
    """A key's content is a hash of what was typed: of a name or an address it could be guessed from."""
    its = ANSWERS.c.answer.in_([str(contact_id) for contact_id in contact_ids])
    typed = sa.and_(ANSWERS.c.action.in_(_OF_CONTACTS), its)
    orders = [ANSWERS.c.answer.startswith(f'{{"order_id":{order_id},') for order_id in order_ids]
    work.connection.execute(sa.update(ANSWERS).where(sa.or_(typed, *orders)).values(content=""))


def _export(connection: Connection, contact_id: int, currency: str) -> ContactExport:
    query = sa.select(CONTACTS, STRUCTURES.c.name.label("structure")).join(
        STRUCTURES, STRUCTURES.c.id == CONTACTS.c.structure_id, isouter=True
    )
    row = connection.execute(query.where(CONTACTS.c.id == contact_id)).first()
    if row is None:
        raise NotFoundError("contact", contact_id)
    mails = (
        sa.select(OUTBOX.c.recorded_at, OUTBOX.c.recipient, OUTBOX.c.template)
        .where(OUTBOX.c.contact_id == contact_id)
        .order_by(OUTBOX.c.id)
    )
    return ContactExport(
        number=row.number,
        language=row.language,
        structure=row.structure or "",
        erased_at=row.erased_at,
        merged=_merged(connection, contact_id),
        versions=tuple(_versions(connection, contact_id)),
        orders=_orders(connection, contact_id, row.language, currency),
        mails=tuple((mail.recorded_at, mail.recipient, mail.template) for mail in connection.execute(mails)),
        documents=_documents(connection, contact_id),
    )


def _documents(connection: Connection, contact_id: int) -> tuple[tuple[datetime, str, str], ...]:
    orders = sa.select(ORDERS.c.id).where(ORDERS.c.contact_id == contact_id)
    query = sa.select(DOCUMENTS).where(_of(contact_id, list(connection.execute(orders).scalars())))
    found = []
    for row in connection.execute(query.order_by(DOCUMENTS.c.id)):
        to = ADDRESSEE.validate_python(row.addressee)
        said = "\n".join(one for one in (to.structure, to.name, *to.lines, row.text) if one)
        found.append((row.changed_at, str(row.kind), said))
    return tuple(found)


def _merged(connection: Connection, contact_id: int) -> tuple[int, ...]:
    its = sa.select(CONTACTS.c.number).where(CONTACTS.c.merged_into_id == contact_id)
    return tuple(connection.execute(its.order_by(CONTACTS.c.number)).scalars())


def _versions(connection: Connection, contact_id: int) -> list[Version]:
    found = []
    for kind, table, columns in PERSONAL:
        query = sa.select(table).where(table.c.contact_id == contact_id).order_by(table.c.id)
        names = (*columns, "country") if kind == "address" else columns
        for row in connection.execute(query):
            values = {name: getattr(row, name) for name in names if not name.endswith("_folded")}
            found.append(Version(kind, values, row.since, row.until))
    return found


def _orders(connection: Connection, contact_id: int, language: str, currency: str) -> tuple[ExportedOrder, ...]:
    mine = sa.select(ORDERS.c.id).where(ORDERS.c.contact_id == contact_id)
    tickets = _tickets(connection, mine, currency)
    payments: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(
        sa.select(PAYMENTS).where(PAYMENTS.c.order_id.in_(mine)).order_by(PAYMENTS.c.id)
    ):
        payments[row.order_id].append((row.at, str(row.method), Money(row.amount_minor, currency)))
    notes: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(NOTES).where(NOTES.c.order_id.in_(mine)).order_by(NOTES.c.id)):
        notes[row.order_id].append((row.at, row.text))
    query = sa.select(ORDERS).where(ORDERS.c.contact_id == contact_id).order_by(ORDERS.c.id)
    return tuple(
        ExportedOrder(
            number=row.number,
            bought_at=row.bought_at,
            state=str(row.state),
            tickets=tuple(tickets[row.id]),
            articles=tuple(
                (line.name, line.left, line.price)
                for line in articles.lines_of(connection, row.id, language, currency)
            ),
            payments=tuple(payments[row.id]),
            notes=tuple(notes[row.id]),
        )
        for row in connection.execute(query)
    )


def _tickets(
    connection: Connection, orders: sa.Select[Any], currency: str
) -> defaultdict[int, list[ExportedTicket]]:
    query = (
        sa.select(TICKETS, EVENTS.c.title, PERFORMANCES.c.starts_at, SEATS.c.guid)
        .join(PERFORMANCES, PERFORMANCES.c.id == TICKETS.c.performance_id)
        .join(EVENTS, EVENTS.c.id == PERFORMANCES.c.event_id)
        .join(SEATS, SEATS.c.id == TICKETS.c.seat_id, isouter=True)
        .where(TICKETS.c.order_id.in_(orders))
        .order_by(TICKETS.c.id)
    )
    found: defaultdict[int, list[ExportedTicket]] = defaultdict(list)
    for row in connection.execute(query):
        price = Money(row.price_minor, currency)
        ticket = ExportedTicket(row.number, row.title, row.starts_at, row.guid or "", price, str(row.state))
        found[row.order_id].append(ticket)
    return found
