"""G1 and G2: an erased contact holds nothing personal, and no text holds a card's number (spec/reliability.md).

What the journal says is looked at where the journal is read. Carrier references and phones are left out of
the search for cards: one number in ten of that length passes the Luhn check by chance.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.personal import PERSONAL
from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACT_NAMES, CONTACT_WORDS, CONTACTS, STRUCTURES
from boxoffice_tui.data.tables.delivery import DOCUMENTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.occupancy import SEAT_BLOCKS
from boxoffice_tui.data.tables.orders import NOTES, ORDERS
from boxoffice_tui.data.tables.tills import CASH_MOVEMENTS
from boxoffice_tui.rules.invariants import Invariant, Thing
from boxoffice_tui.rules.orders import CARD_DIGITS_KEPT
from boxoffice_tui.rules.text import holds_card_number
from boxoffice_tui.services.checks.questions import Gathered, Question
from boxoffice_tui.views.checks import Finding

_SHORTEST_CARD = 13
_PAGE = 5_000

_TYPED: tuple[tuple[Thing, sa.Column[Any], sa.Table, tuple[str, ...]], ...] = (
    (Thing.PAYMENT, PAYMENTS.c.id, PAYMENTS, ("reference",)),
    (Thing.NOTE, NOTES.c.id, NOTES, ("text",)),
    (Thing.DOCUMENT, DOCUMENTS.c.id, DOCUMENTS, ("text",)),
    (Thing.MOVEMENT, CASH_MOVEMENTS.c.movement_id, CASH_MOVEMENTS, ("reason",)),
    (Thing.SEAT_BLOCK, SEAT_BLOCKS.c.id, SEAT_BLOCKS, ("reason",)),
    (Thing.MAIL, OUTBOX.c.id, OUTBOX, ("recipient_name",)),
    (Thing.CONTACT, CONTACT_NAMES.c.contact_id, CONTACT_NAMES, ("last_name", "first_name")),
    (Thing.CONTACT, ADDRESSES.c.contact_id, ADDRESSES, ("street", "city", "region")),
    (Thing.ROW, STRUCTURES.c.id, STRUCTURES, ("name",)),
)


def _said_of_erased() -> sa.CompoundSelect[Any]:
    """Erased contacts that still have a name, an address or a word, or a mail, a document or a note from before."""
    erased = CONTACTS.c.erased_at.is_not(None)
    kept = [
        sa.select(CONTACTS.c.id)
        .join(table, table.c.contact_id == CONTACTS.c.id)
        .where(erased, sa.or_(*(table.c[column] != "" for column in columns)))
        for _, table, columns in PERSONAL
    ]
    words = sa.select(CONTACTS.c.id).join(CONTACT_WORDS, CONTACT_WORDS.c.contact_id == CONTACTS.c.id)
    mails = sa.select(CONTACTS.c.id).join(OUTBOX, OUTBOX.c.contact_id == CONTACTS.c.id)
    orders = sa.select(CONTACTS.c.id).join(ORDERS, ORDERS.c.contact_id == CONTACTS.c.id)
    notes = orders.join(NOTES, NOTES.c.order_id == ORDERS.c.id)
    told = sa.or_(
        OUTBOX.c.recipient != "",
        OUTBOX.c.recipient_name != "",
        sa.cast(OUTBOX.c.facts, sa.String) != "{}",
    )
    documents = sa.select(CONTACTS.c.id).join(DOCUMENTS, DOCUMENTS.c.contact_id == CONTACTS.c.id)
    written = sa.or_(DOCUMENTS.c.text != "", sa.cast(DOCUMENTS.c.addressee, sa.String) != "{}")
    return sa.union(
        *kept,
        orders.join(DOCUMENTS, DOCUMENTS.c.order_id == ORDERS.c.id).where(erased, written),
        documents.where(erased, written),
        words.where(erased),
        mails.where(erased, told),
        orders.join(OUTBOX, OUTBOX.c.order_id == ORDERS.c.id).where(erased, told),
        documents.join(OUTBOX, OUTBOX.c.id == DOCUMENTS.c.mail_id).where(erased, told),
        notes.where(erased, NOTES.c.text != "", NOTES.c.at <= CONTACTS.c.erased_at),
    )


def _more_than_four() -> sa.Select[Any]:
    return sa.select(PAYMENTS.c.id).where(sa.func.length(PAYMENTS.c.last_four) > CARD_DIGITS_KEPT)


QUESTIONS = (
    Question(Invariant.NOTHING_PERSONAL, Thing.CONTACT, _said_of_erased()),
    Question(Invariant.NO_CARD_NUMBER, Thing.PAYMENT, _more_than_four()),
)


def card_numbers(connection: Connection) -> list[Finding]:
    """The rows in which people typed a card's number; only texts long enough for one are read."""
    return [
        finding
        for thing, shown, table, columns in _TYPED
        for finding in _holding_cards(connection, shown, table, columns).finding(
            Invariant.NO_CARD_NUMBER, thing
        )
    ]


def _holding_cards(
    connection: Connection, shown: sa.Column[Any], table: sa.Table, columns: tuple[str, ...]
) -> Gathered:
    texts = [table.c[column] for column in columns]
    long_enough = sa.or_(*(sa.func.length(text) >= _SHORTEST_CARD for text in texts))
    query = sa.select(table.c.id, shown.label("shown"), *texts).where(long_enough).order_by(table.c.id)
    found, last = Gathered(), 0
    while rows := connection.execute(query.where(table.c.id > last).limit(_PAGE)).all():
        last = rows[-1].id
        found.extend(row.shown for row in rows if any(holds_card_number(text) for text in row[2:]))
    return found
