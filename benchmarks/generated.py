"""A generated house of any size: orders, tickets and contacts, the same for the same seed on both engines."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS, CONTACT_NAMES, CONTACT_WORDS, CONTACTS
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS, TICKETS
from boxoffice_tui.rules.text import fold, fold_email
from tests.house import NOW, build

_FIRST = (
    "Éloïse",
    "Minh",
    "Luc",
    "Ève",
    "Anne-Marie",
    "José",
    "Zoé",
    "Noël",
    "Chloé",
    "François",
    "Inès",
    "Anaïs",
)
_LAST = (
    "Tremblay",
    "Côté",
    "Bélanger",
    "Gagnon",
    "Roy",
    "Nguyen",
    "Œuvrard",
    "D’Amours",
    "Lévesque",
    "O'Brien",
)
_SYLLABLES = (
    "ba",
    "ré",
    "li",
    "mon",
    "ta",
    "vec",
    "chi",
    "ou",
    "ler",
    "san",
    "gue",
    "dri",
    "pel",
    "vo",
    "nè",
)
_DOMAINS = ("exemple.ca", "courriel.example", "poste.example", "universite.example")
_BATCH = 20_000


def fill(address: str, *, orders: int, contacts: int, tickets_an_order: float = 2.5, seed: int = 1) -> None:
    """Makes a database at `address` with that many orders, contacts and tickets (search only: no ledger)."""
    house = build(address)
    house.desk.database.close()
    database = Database(address, synchronous=False)
    dice = random.Random(seed)
    base = len(house.contacts)
    for table, rows in (
        (CONTACTS, _contacts(base, contacts)),
        (CONTACT_NAMES, _names(base, contacts, dice)),
    ):
        _insert(database, table, rows)
    _insert(database, CONTACT_WORDS, _words(database, base))
    _insert(database, CONTACT_EMAILS, _emails(base, contacts, dice))
    _insert(database, DOSSIERS, _dossiers(base, orders, contacts, dice))
    _insert(database, ORDERS, _orders(base, orders, contacts, house.ids["ANNE"], dice))
    cell = house.ids[f"cell p1 {house.ids['parterre']}"]
    _insert(database, TICKETS, _tickets(orders, tickets_an_order, house.ids, cell, dice))
    with database.write() as connection:
        connection.exec_driver_sql("ANALYZE")
    database.close()


def _insert(database: Database, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        with database.write() as connection:
            connection.execute(sa.insert(table), batch)


def _contacts(base: int, contacts: int) -> Iterator[dict[str, Any]]:
    for number in range(base + 1, base + contacts + 1):
        yield {"id": number, "number": number, "language": "fr"}


def _names(base: int, contacts: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(base + 1, base + contacts + 1):
        common = dice.random() < 0.15
        last = dice.choice(_LAST) if common else "".join(dice.choices(_SYLLABLES, k=3)).title()
        if dice.random() < 0.1:
            last += "-" + dice.choice(_LAST)
        yield {
            "contact_id": number,
            "last_name": last,
            "first_name": dice.choice(_FIRST)
            if dice.random() < 0.5
            else "".join(dice.choices(_SYLLABLES, k=2)).title(),
            "since": NOW,
        }


def _words(database: Database, base: int) -> list[dict[str, Any]]:
    query = sa.select(CONTACT_NAMES.c.contact_id, CONTACT_NAMES.c.last_name, CONTACT_NAMES.c.first_name)
    with database.read() as connection:
        names = connection.execute(query.where(CONTACT_NAMES.c.contact_id > base)).all()
    pairs = {
        (word, row.contact_id) for row in names for word in fold(f"{row.last_name} {row.first_name}").split()
    }
    return [{"word": word, "contact_id": contact_id} for word, contact_id in sorted(pairs)]


def _emails(base: int, contacts: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(base + 1, base + contacts + 1):
        email = f"{''.join(dice.choices(_SYLLABLES, k=3))}{number % 997}@{dice.choice(_DOMAINS)}"
        yield {"contact_id": number, "email": email, "email_folded": fold_email(email), "since": NOW}


def _dossiers(base: int, orders: int, contacts: int, dice: random.Random) -> Iterator[dict[str, Any]]:
    for number in range(1, orders + 1):
        yield {
            "id": number,
            "number": str(100_000_000_000 + number),
            "contact_id": base + 1 + dice.randrange(contacts),
            "created_at": NOW,
        }


def _orders(
    base: int, orders: int, contacts: int, operator_id: int, dice: random.Random
) -> Iterator[dict[str, Any]]:
    first = datetime(2021, 9, 1, tzinfo=UTC)
    step = (NOW - first) / orders
    for number in range(1, orders + 1):
        unfinished = dice.random() < 0.01
        bought_at = first + step * number + timedelta(seconds=dice.randrange(60))
        yield {
            "id": number,
            "number": str(1_000_000 + number),
            "dossier_id": number,
            "contact_id": base + 1 + dice.randrange(contacts),
            "channel_id": 1,
            "origin": "counter",
            "state": "active",
            "version": 1,
            "bought_at": bought_at,
            "changed_at": bought_at,
            "changed_by": operator_id,
            "balance_minor": 3500 if unfinished else 0,
            "needs_confirmation": False,
            "needs_note": False,
        }


def _tickets(
    orders: int, tickets_an_order: float, ids: Mapping[str, int], cell: int, dice: random.Random
) -> Iterator[dict[str, Any]]:
    number = 0
    for order_id in range(1, orders + 1):
        for _ in range(dice.randint(1, round(tickets_an_order * 2) - 1)):
            number += 1
            yield {
                "order_id": order_id,
                "performance_id": ids["p1"],
                "cell_id": cell,
                "rate_id": ids["full"],
                "number": number,
                "token": f"generated-{number}",
                "state": "live",
                "price_minor": 3200,
                "tax_minor": 0,
                "sold_at": NOW,
                "printed": 0,
            }
