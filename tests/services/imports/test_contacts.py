"""Contacts from CSV: added, replaced where they changed, found; blank cells and erased contacts stay."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import (
    COMMUNITY_TYPES,
    CONTACT_EMAILS,
    CONTACT_NAMES,
    CONTACT_WORDS,
    CONTACTS,
    STRUCTURES,
)
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.services import contacts
from boxoffice_tui.services.contact_privacy import erase_contact
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.imports.contacts import import_contacts
from boxoffice_tui.services.setup.apply import apply_setup
from boxoffice_tui.views.contacts import NewContact
from boxoffice_tui.views.setup import ImportReport

HEADER = (
    "number,last_name,first_name,structure,email,phone,language,"
    "street,postal_code,city,region,country,community_type\n"
)
TWO = (
    HEADER + "3,de Dainville,Blandine,Secutix SA,b@secutix.example,01 42 68 53 00,fr,"
    "1 rue de la Paix,75009,Paris,,FR,school\n"
    "148,OSAMU,Ryu,MITSUBISHI,,,en,,,,,,\n"
)
SCHOOL = '[[communities]]\ncode = "school"\nname = "École"\n'


def load(desk: Desk, text: str, **options: Any) -> ImportReport:
    return import_contacts(desk, BytesIO(text.encode()), **options)


def rows(desk: Desk, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with desk.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_contacts_are_added_with_all_that_is_said_of_them(desk: Desk) -> None:
    assert apply_setup(desk, SCHOOL).written
    seen: list[tuple[int, int]] = []
    report = load(desk, TWO, progress=lambda done, total: seen.append((done, total)))
    assert (report.problems, report.created, report.changed) == ((), 2, 0)
    size = len(TWO.encode())
    assert (seen[0], seen[-1]) == ((0, size), (size, size))
    (row,) = contacts.find_contacts(desk, "[3]")
    assert (row.name, row.phone, row.postal_code) == (
        "Secutix SA · de Dainville, Blandine",
        "+33142685300",
        "75009",
    )
    assert [one.number for one in contacts.find_contacts(desk, "mitsubishi ryu")] == [148]
    structures = sa.select(STRUCTURES.c.number, STRUCTURES.c.name, COMMUNITY_TYPES.c.code).join(
        COMMUNITY_TYPES, COMMUNITY_TYPES.c.id == STRUCTURES.c.community_type_id, isouter=True
    )
    assert sorted(rows(desk, structures)) == [(1, "Secutix SA", "school"), (2, "MITSUBISHI", None)]
    assert rows(desk, sa.select(CONTACTS.c.language).order_by(CONTACTS.c.number)) == [("fr",), ("en",)]
    added = contacts.add_contact(desk, "next", NewContact("Suivant"))
    assert contacts.show_contact(desk, added).number == 149


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    assert apply_setup(desk, SCHOOL).written
    load(desk, TWO)
    lines = rows(desk, sa.select(sa.func.count()).select_from(JOURNAL))
    again = load(desk, TWO)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 2)
    assert rows(desk, sa.select(sa.func.count()).select_from(JOURNAL)) == lines


def test_what_changed_is_replaced_and_what_is_blank_stays(desk: Desk) -> None:
    assert apply_setup(desk, SCHOOL).written
    load(desk, TWO)
    report = load(desk, "number;last_name;first_name;email\n3;Martin;Blandine;\n148;OSAMU;Ryu;\n")
    assert (report.problems, report.changed, report.unchanged) == ((), 1, 1)
    names = sa.select(CONTACT_NAMES.c.last_name, CONTACT_NAMES.c.until.is_(None)).order_by(CONTACT_NAMES.c.id)
    assert rows(desk, names) == [("de Dainville", False), ("OSAMU", True), ("Martin", True)]
    assert rows(desk, sa.select(CONTACT_EMAILS.c.email)) == [("b@secutix.example",)]
    assert contacts.find_contacts(desk, "dainville") == ()
    (row,) = contacts.find_contacts(desk, "martin secutix")
    assert (row.email, row.language, row.postal_code) == ("b@secutix.example", "fr", "75009")


def test_every_wrong_row_is_told_and_none_written(desk: Desk) -> None:
    text = (
        HEADER
        + "1,Roy,,,not an address,,,,,,,,\n2,,,,,,,,,,,,\n3,Cote,,Acme,,,xx,,,,,,\n4,Roy,,Acme,,,fr,,,,,,club\n"
    )
    report = load(desk, text)
    assert [(one.line, one.key, one.code) for one in report.problems] == [
        (2, "email", "contact_email_wrong"),
        (3, "last_name", "contact_name_missing"),
        (4, "language", "contact_language_unknown"),
        (5, "community_type", "import_community_unknown"),
    ]
    unknown = load(desk, HEADER + "4,Roy,,Acme,,,fr,,,,,,club\n")
    assert [(one.line, one.key, one.code, dict(one.facts)) for one in unknown.problems] == [
        (2, "community_type", "import_community_unknown", {"name": "club"})
    ]
    assert rows(desk, sa.select(CONTACTS.c.id)) == rows(desk, sa.select(STRUCTURES.c.id)) == []


def test_a_dry_run_keeps_nothing(desk: Desk) -> None:
    report = load(desk, "number,last_name\n1,Roy\n", dry_run=True)
    assert (report.written, report.created) == (False, 1)
    assert rows(desk, sa.select(CONTACTS.c.id)) == []


def test_an_erased_contact_is_not_brought_back(desk: Desk) -> None:
    load(desk, "number,last_name\n1,Roy\n2,Cote\n")
    (roy,) = contacts.find_contacts(desk, "roy")
    erase_contact(desk, "erase", roy.contact_id)
    report = load(desk, "number,last_name\n1,Roy\n2,Cote\n")
    assert [(one.line, one.code) for one in report.warnings] == [(2, "import_contact_erased")]
    assert (report.written, report.unchanged) == (True, 2)
    assert rows(desk, sa.select(CONTACT_WORDS.c.word)) == [("cote",)]


def test_many_contacts_come_in_chunks(desk: Desk) -> None:
    many = "number,last_name,first_name,email\n" + "".join(
        f"{number},Nom{number},Prénom,n{number}@exemple.ca\n" for number in range(1, 5_102)
    )
    assert load(desk, many).created == 5_101
    lines = sa.select(JOURNAL.c.facts).where(JOURNAL.c.action == "contacts_imported").order_by(JOURNAL.c.seq)
    assert rows(desk, lines) == [
        ('{"changed_ids":[],"contact_ids":[[1,5000]]}',),
        ('{"changed_ids":[],"contact_ids":[[5001,5101]]}',),
    ]
    assert [row.number for row in contacts.find_contacts(desk, "NOM5099")] == [5_099]
