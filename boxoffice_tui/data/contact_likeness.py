"""The contacts that may be somebody who is about to be added, by index: few, to be judged one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from boxoffice_tui.data.conditions import present
from boxoffice_tui.data.contact_search import with_email
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS, CONTACT_PHONES, CONTACT_WORDS, CONTACTS
from boxoffice_tui.rules.numbers import EMAIL_MINIMUM


def ids_perhaps_alike(
    connection: Connection, email: str, phone: str, words: Sequence[str], limit: int
) -> list[int]:
    """The ids of contacts with the folded `email`, with the `phone`, or with exactly these folded `words` as name.

    Up to `limit` for each of the three; relays are among them where they bear other words as well, their
    structure's. Erased contacts have none of it.
    """
    found: dict[int, None] = {}
    for part in _parts(connection, email, phone, words):
        found |= dict.fromkeys(connection.execute(part.limit(limit)).scalars())
    return list(found)


def _parts(
    connection: Connection, email: str, phone: str, words: Sequence[str]
) -> Iterator[sa.Select[Any]]:
    if len(email) >= EMAIL_MINIMUM:
        yield with_email(connection, email).where(CONTACT_EMAILS.c.email_folded == email)
    if phone:
        yield sa.select(CONTACT_PHONES.c.contact_id).where(
            CONTACT_PHONES.c.phone == phone, present(CONTACT_PHONES)
        )
    if words:
        yield _named(words)


def _named(words: Sequence[str]) -> sa.Select[Any]:
    rarest, *others = sorted(set(words), key=len, reverse=True)
    its, foreign = CONTACT_WORDS.alias(), CONTACT_WORDS.alias()
    more = sa.exists().where(foreign.c.contact_id == its.c.contact_id, foreign.c.word.not_in(words))
    query = (
        sa.select(its.c.contact_id)
        .join(CONTACTS, CONTACTS.c.id == its.c.contact_id)
        .where(its.c.word == rarest, sa.or_(CONTACTS.c.structure_id.is_not(None), ~more))
    )
    for word in others:
        other = CONTACT_WORDS.alias()
        query = query.where(sa.exists().where(other.c.contact_id == its.c.contact_id, other.c.word == word))
    return query
