"""Two contacts made one: what belonged to the other is the kept one's, to which its number leads (issue 3)."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import present_of
from boxoffice_tui.data.personal import BELONGING, PERSONAL
from boxoffice_tui.data.tables.contacts import CONTACT_WORDS, CONTACTS
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.rules.merging import Mergeable, merge_objection, taken_over
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services.attempt import attempting
from boxoffice_tui.services.contact_rows import CONTACT_ROWS
from boxoffice_tui.services.contact_versions import write_words
from boxoffice_tui.services.contacts import insist_unmerged, row_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import ConflictError, NotFoundError, insist
from boxoffice_tui.services.journal import last_line_about_contact
from boxoffice_tui.services.transaction import Work, use_case
from boxoffice_tui.views.contacts import ContactRow, Merged

_MERGING = "contact_merge"


@use_case(Right.CONTACTS_MERGE)
def merge_contacts(
    work: Work, kept_id: int, other_id: int, seen: tuple[ContactRow, ...] = ()
) -> Merged:
    """Makes the contact `other_id` one with `kept_id`, for good, in one transaction; what moved.

    The other is found no more, its number names the kept one. `seen` are the two as the operator had them before
    their eyes: where one has become another meanwhile nothing is done. Raises `NotFoundError` (contact),
    `RefusedError` (merge_same, merge_structures, contact_erased, contact_merged), `ConflictError`.
    """
    return _merge(work, kept_id, other_id, seen)


def preview_merge(desk: Desk, kept_id: int, other_id: int) -> Merged:
    """What `merge_contacts` would move, and nothing done. Raises as it does."""
    with attempting(desk, Right.CONTACTS_MERGE) as attempt:
        return _merge(attempt.work, kept_id, other_id)


def merged_ids(connection: Connection, contact_id: int) -> list[int]:
    """The ids of the contacts that were merged into this one, oldest first."""
    query = sa.select(CONTACTS.c.id).where(CONTACTS.c.merged_into_id == contact_id)
    return list(connection.execute(query.order_by(CONTACTS.c.id)).scalars())


def _merge(work: Work, kept_id: int, other_id: int, seen: tuple[ContactRow, ...] = ()) -> Merged:
    _alone(work.connection)
    kept, other = _take_all(work, kept_id, other_id)
    _insist_seen(work, seen)
    insist(merge_objection(kept, other))
    taken = taken_over(kept.has, other.has)
    moved = {table: _move(work.connection, table, kept_id, other_id) for table in BELONGING}
    order_ids = moved[ORDERS]
    versions = _move_versions(work, kept_id, other_id, taken)
    earlier = merged_ids(work.connection, other_id)
    _lead(work.connection, [other_id, *earlier], kept_id)
    structure_id = kept.structure_id or other.structure_id
    its = sa.update(CONTACTS).where(CONTACTS.c.id == kept_id)
    work.connection.execute(its.values(structure_id=structure_id))
    work.connection.execute(sa.delete(CONTACT_WORDS).where(CONTACT_WORDS.c.contact_id == other_id))
    write_words(work, kept_id)
    work.journal(
        "contact_merged",
        contact_id=kept_id,
        other_id=other_id,
        dossier_ids=moved[DOSSIERS],
        order_ids=order_ids,
        version_ids=versions,
        taken=sorted(taken),
    )
    return Merged(
        contact_id=kept_id,
        number=kept.number,
        other=other.number,
        orders=len(order_ids),
        mails=len(moved[OUTBOX]),
        versions=sum(len(ids) for ids in versions.values()),
        taken=tuple(sorted(taken)),
    )


def _alone(connection: Connection) -> None:
    """No other merge until COMMIT: each locks contacts it learns of on its way, those merged before."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(_MERGING, 0))))


def _take_all(work: Work, kept_id: int, other_id: int) -> tuple[Mergeable, Mergeable]:
    """Dossiers before orders before their contacts: who changes an order asks for them in that order.

    Where the other bought meanwhile all is let go and asked for anew: who has that order may wait for its contact.
    """
    lock = work.connection.begin_nested()
    owned = _owned(work.connection, other_id, locked=True)
    both = _take_both(work, kept_id, other_id)
    if owned != _owned(work.connection, other_id):
        lock.rollback()
        return _take_all(work, kept_id, other_id)
    lock.commit()
    return both


def _owned(connection: Connection, contact_id: int, *, locked: bool = False) -> list[list[int]]:
    """The ids of a contact's dossiers and of its orders."""
    queries = [
        sa.select(table.c.id).where(table.c.contact_id == contact_id).order_by(table.c.id)
        for table in (DOSSIERS, ORDERS)
    ]
    return [
        list(connection.execute(query.with_for_update() if locked else query).scalars()) for query in queries
    ]


def _take_both(work: Work, kept_id: int, other_id: int) -> tuple[Mergeable, Mergeable]:
    query = sa.select(CONTACTS).where(CONTACTS.c.id.in_((kept_id, other_id)))
    # key_share: a mail may still be recorded for an order that its recorder holds and we wait for, then move
    locked = query.order_by(CONTACTS.c.id).with_for_update(key_share=True)
    rows = work.connection.execute(locked).all()
    found = {}
    for row in rows:
        insist_unmerged(work.connection, row)
        has = frozenset(
            kind
            for kind, table, _ in PERSONAL
            if work.connection.execute(sa.select(table.c.id).where(present_of(table, row.id))).first()
        )
        erased = row.erased_at is not None
        found[row.id] = Mergeable(row.id, row.number, erased, row.structure_id, has)
    for contact_id in (kept_id, other_id):
        if contact_id not in found:
            raise NotFoundError("contact", contact_id)
    return found[kept_id], found[other_id]


def _insist_seen(work: Work, seen: tuple[ContactRow, ...]) -> None:
    """Raises `ConflictError` where one of the contacts is not what was seen any more."""
    for one in seen:
        row = work.connection.execute(CONTACT_ROWS.where(CONTACTS.c.id == one.contact_id)).one()
        if row_of(row) != one:
            raise ConflictError(*last_line_about_contact(work.connection, one.contact_id, work.now))


def _move(connection: Connection, table: sa.Table, kept_id: int, other_id: int) -> list[int]:
    its = sa.select(table.c.id).where(table.c.contact_id == other_id).order_by(table.c.id)
    ids = list(connection.execute(its).scalars())
    connection.execute(sa.update(table).where(table.c.contact_id == other_id).values(contact_id=kept_id))
    return ids


def _move_versions(
    work: Work, kept_id: int, other_id: int, taken: frozenset[str]
) -> dict[str, list[int]]:
    """Names, e-mails, phones and addresses: past ones of the kept contact, but for what it has not; ids by kind."""
    moved = {}
    for kind, table, _ in PERSONAL:
        if kind not in taken:
            ended = sa.update(table).where(present_of(table, other_id)).values(until=work.now)
            work.connection.execute(ended)
        moved[kind] = _move(work.connection, table, kept_id, other_id)
    return {kind: ids for kind, ids in moved.items() if ids}


def _lead(connection: Connection, ids: Sequence[int], kept_id: int) -> None:
    """These numbers lead to the kept contact, in one step."""
    lead = sa.update(CONTACTS).where(CONTACTS.c.id.in_(ids))
    connection.execute(lead.values(merged_into_id=kept_id, structure_id=None))
