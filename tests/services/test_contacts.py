"""Contacts: found however they are written, replaced and never edited, forgotten for good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.articles import ARTICLES
from boxoffice_tui.data.tables.contacts import ADDRESSES, CONTACT_EMAILS, CONTACT_NAMES, CONTACT_WORDS
from boxoffice_tui.data.tables.journal import ANSWERS, JOURNAL, OUTBOX
from boxoffice_tui.data.tables.orders import NOTES
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import archives, confirmation, contacts, notes, sales
from boxoffice_tui.services.contact_privacy import erase_contact, export_contact
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.identity import open_desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.contacts import NewContact, PostalAddress
from boxoffice_tui.views.requests import ArticleRequest, TicketRequest
from tests.house import ACCOUNT, NOW, HouseUnderTest

RELAY = NewContact(
    "de Dainville",
    "Blandine",
    "Secutix SA",
    "Blandine@secutix.example",
    "01 42 68 53 00",
    PostalAddress("1 rue de la Paix", "75009", "Paris", country="FR"),
    "fr",
)


def rows(house: HouseUnderTest, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    with house.desk.database.read() as connection:
        return [tuple(row) for row in connection.execute(query)]


def found(house: HouseUnderTest, text: str) -> list[str]:
    return [row.name for row in contacts.find_contacts(house.desk, text)]


@pytest.mark.parametrize(
    "text",
    [
        "5",
        "[5]",
        " [ 5 ] ",
        "DAINVILLE",
        "de dain bland",
        "secutix",
        "Sécutix",
        "75009",
        "+33 1 42 68-53.00",
        "BLANDINE@",
    ],
)
def test_a_relay_is_found_by_whatever_is_known(house: HouseUnderTest, text: str) -> None:
    contacts.add_contact(house.desk, "add", RELAY)
    assert found(house, text) == ["Secutix SA · de Dainville, Blandine"]


def test_accents_case_and_order_of_words_do_not_matter(house: HouseUnderTest) -> None:
    assert found(house, "COTE eloise") == [
        "Côté-Bélanger, Éloïse",
        "Cote, Eloise",
        "Cote\u0301, E\u0301loi\u0308se",
    ]
    assert found(house, "bel cot") == ["Côté-Bélanger, Éloïse"]
    assert contacts.find_contacts(house.desk, "cote", limit=2)[1].number == 2
    assert found(house, "nobody") == []
    assert found(house, "%") == found(house, "_") == []


def test_a_postal_code_is_one_with_or_without_its_blank(house: HouseUnderTest) -> None:
    away = NewContact("Roy", address=PostalAddress("2, rue du Lac", "G6V 6X4", "Lévis"))
    contacts.add_contact(house.desk, "add", away)
    assert found(house, "g6v6x4") == found(house, "G6V 6X4") == ["Roy"]
    assert contacts.find_contacts(house.desk, "roy")[0].country == "CA"


@pytest.mark.parametrize("text", ["", "  ", "'", "@", "a@"])
def test_nothing_to_look_for_is_said(house: HouseUnderTest, text: str) -> None:
    with pytest.raises(RefusedError, match="contact_search_empty"):
        contacts.find_contacts(house.desk, text)


def test_what_changes_is_replaced_and_cited_by_id(house: HouseUnderTest) -> None:
    contact_id = contacts.add_contact(house.desk, "add", RELAY)
    contacts.change_email(house.desk, "mail", contact_id, "b.dainville@secutix.example")
    contacts.change_name(house.desk, "name", contact_id, "Martin", "Blandine")
    contacts.change_address(
        house.desk, "address", contact_id, PostalAddress("3 rue Haute", "1204", "Genève", "", "ch")
    )
    contacts.change_phone(house.desk, "phone", contact_id, "")
    mine = CONTACT_EMAILS.c.contact_id == contact_id
    emails = rows(house, sa.select(CONTACT_EMAILS.c.email, CONTACT_EMAILS.c.until).where(mine))
    assert [(email, until is None) for email, until in emails] == [
        ("Blandine@secutix.example", False),
        ("b.dainville@secutix.example", True),
    ]
    assert found(house, "dainville") == []
    assert found(house, "martin secutix") == ["Secutix SA · Martin, Blandine"]
    row = contacts.show_contact(house.desk, contact_id)
    assert (row.phone, row.postal_code, row.country) == ("", "1204", "CH")
    lines = rows(house, sa.select(JOURNAL.c.action, JOURNAL.c.facts).order_by(JOURNAL.c.seq))[-5:]
    assert [action for action, _ in lines] == [
        "contact_added",
        "contact_email_changed",
        "contact_name_changed",
        "contact_address_changed",
        "contact_phone_changed",
    ]
    ids = rows(house, sa.select(CONTACT_EMAILS.c.id).where(mine).order_by(CONTACT_EMAILS.c.id))
    facts = json.loads(lines[1][1])
    assert facts == {"contact_id": contact_id, "before_id": ids[0][0], "after_id": ids[1][0]}


def test_the_same_again_is_no_change(house: HouseUnderTest) -> None:
    contact_id = contacts.add_contact(house.desk, "add", RELAY)
    lines = rows(house, sa.select(sa.func.count()).select_from(JOURNAL))
    contacts.change_email(house.desk, "mail", contact_id, " Blandine@secutix.example ")
    contacts.change_phone(house.desk, "phone", contact_id, "+33 1 42 68 53 00")
    assert rows(house, sa.select(sa.func.count()).select_from(JOURNAL)) == lines


def test_what_cannot_be_a_contact_is_refused(house: HouseUnderTest) -> None:
    with pytest.raises(RefusedError, match="contact_name_required"):
        contacts.add_contact(house.desk, "a", NewContact(" \u202e "))
    with pytest.raises(RefusedError, match="malformed_email"):
        contacts.add_contact(house.desk, "b", NewContact("Roy", email="a@b@c"))
    with pytest.raises(RefusedError, match="malformed_email"):
        contacts.change_email(house.desk, "c", house.contacts["Cote"], "x\ny@exemple.ca")
    with pytest.raises(NotFoundError, match="contact 999"):
        contacts.change_email(house.desk, "d", 999, "")
    assert len(rows(house, sa.select(CONTACT_NAMES.c.id))) == 4


def test_the_structure_of_two_relays_is_one(house: HouseUnderTest) -> None:
    first = contacts.add_contact(house.desk, "a", RELAY)
    second = contacts.add_contact(house.desk, "b", NewContact("", structure="SECUTIX  sa"))
    assert contacts.show_contact(house.desk, second).name == "Secutix SA"
    assert first != second


def _forgetful(house: HouseUnderTest) -> tuple[int, int]:
    """A contact with an order of a ticket and two articles, a note and a mail; the ids of contact and order."""
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
        programme = work.insert(ARTICLES, code="programme", names={"fr": "Programme"}, amount_minor=500)
    contact_id = contacts.add_contact(house.desk, "add", RELAY)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    pieces = (ArticleRequest(programme, 2),)
    sold = sales.sell(house.desk, "sale", "f", contact_id, (request,), "by_hand", (), pieces)
    notes.add_note(house.desk, "note", sold.order_id, "Blandine rappelle demain")
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None, reason="paie au guichet")
    return contact_id, sold.order_id


def test_an_erased_contact_holds_nothing_personal(house: HouseUnderTest) -> None:
    contact_id, order_id = _forgetful(house)
    journal = rows(house, sa.select(JOURNAL.c.hash).order_by(JOURNAL.c.seq))
    admin = open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW)
    erase_contact(admin, "erase", contact_id)
    admin.database.close()
    for table, columns in (
        (CONTACT_NAMES, ("last_name", "first_name")),
        (CONTACT_EMAILS, ("email", "email_folded")),
        (ADDRESSES, ("street", "postal_code", "city", "region")),
    ):
        texts = rows(
            house, sa.select(*(table.c[name] for name in columns)).where(table.c.contact_id == contact_id)
        )
        assert texts == [("",) * len(columns)]
    assert rows(house, sa.select(CONTACT_WORDS).where(CONTACT_WORDS.c.contact_id == contact_id)) == []
    assert set(rows(house, sa.select(NOTES.c.text).where(NOTES.c.order_id == order_id))) == {("",)}
    mails = sa.select(OUTBOX.c.state, OUTBOX.c.recipient, OUTBOX.c.recipient_name, OUTBOX.c.facts)
    assert rows(house, mails) == [("suppressed", "", "", {})]
    kept = sa.select(ANSWERS.c.key).where(ANSWERS.c.content != "").order_by(ANSWERS.c.key)
    assert rows(house, kept) == [("erase",)]
    assert found(house, "dainville") == found(house, "5") == found(house, "blandine@") == []
    assert rows(house, sa.select(JOURNAL.c.hash).order_by(JOURNAL.c.seq))[:-1] == journal
    assert archives.search(house.desk, OrderQuery()).rows[0].buyer == "Secutix SA"


def test_the_file_itself_forgets_the_address(house: HouseUnderTest) -> None:
    if house.desk.database.path is None:
        pytest.skip("the file of a server is not ours to read")
    contact_id = contacts.add_contact(house.desk, "add", NewContact("Zqxjw", email="zqxjw@kkyvq.example"))
    admin = open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW)
    erase_contact(admin, "erase", contact_id)
    with admin.database.write() as connection:
        connection.exec_driver_sql("SELECT 1")
    admin.database.close()
    house.desk.database.close()
    content = Path(house.address).read_bytes()
    for trace in (b"zqxjw", b"qxj", b"kkyvq", b"kyv", b"Zqxjw"):
        assert trace not in content


def test_an_erased_contact_stays_erased(house: HouseUnderTest) -> None:
    contact_id, _ = _forgetful(house)
    admin = open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW)
    erase_contact(admin, "erase", contact_id)
    with pytest.raises(RefusedError, match="contact_erased"):
        contacts.change_email(house.desk, "again", contact_id, "b@secutix.example")
    export = export_contact(admin, contact_id)
    admin.database.close()
    assert {value for version in export.versions for value in version.values.values()} == {"", "FR"}


def test_an_export_holds_everything_and_is_journalled(house: HouseUnderTest) -> None:
    contact_id, _ = _forgetful(house)
    contacts.change_email(house.desk, "new", contact_id, "b@secutix.example")
    admin = open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW)
    export = export_contact(admin, contact_id)
    admin.database.close()
    assert [(one.kind, next(iter(one.values.values())), one.until is None) for one in export.versions] == [
        ("name", "de Dainville", True),
        ("email", "Blandine@secutix.example", False),
        ("email", "b@secutix.example", True),
        ("phone", "+33142685300", True),
        ("address", "1 rue de la Paix", True),
    ]
    (order,) = export.orders
    assert [(ticket.seat, ticket.price.minor) for ticket in order.tickets] == [("F-12", 3200)]
    assert order.articles == (("Programme", 2, Money(500, "CAD")),)
    assert "Blandine rappelle demain" in [text for _, text in order.notes]
    assert [recipient for _, recipient, _ in export.mails] == ["Blandine@secutix.example"]
    assert rows(house, sa.select(JOURNAL.c.action).order_by(JOURNAL.c.seq.desc()).limit(1)) == [
        ("contact_exported",)
    ]


def test_contacts_take_their_rights(house: HouseUnderTest) -> None:
    door = house.as_operator("DORA")
    with pytest.raises(NotAllowedError, match=r"orders\.search"):
        contacts.find_contacts(door, "cote")
    with pytest.raises(NotAllowedError, match=r"contacts\.edit"):
        contacts.add_contact(door, "a", RELAY)
    with pytest.raises(NotAllowedError, match=r"contacts\.erase"):
        erase_contact(house.desk, "b", house.contacts["Cote"])
    with pytest.raises(NotAllowedError, match=r"contacts\.erase"):
        export_contact(house.desk, house.contacts["Cote"])
    door.database.close()


PASTED = {
    "repeated": "Côté " * 2_000,
    "ligatures": "\ufdfa" * 2_000,
    "different": " ".join(f"word{number}" for number in range(5_000)),
}


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED)
def test_a_page_pasted_into_a_search_is_only_not_found(house: HouseUnderTest, pasted: str) -> None:
    contacts.find_contacts(house.desk, pasted)
    assert archives.search(house.desk, OrderQuery(text=pasted)).rows == ()
