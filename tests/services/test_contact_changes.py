"""A contact changed whole in one form, on both engines: versions kept, two operators told of each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS, CONTACT_NAMES
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.rules.postal import AddressPart, CodeKind
from boxoffice_tui.services import contacts
from boxoffice_tui.services.contact_form import doubts, postal_form, relays_of
from boxoffice_tui.services.errors import ConflictError, NotFoundError, RefusedError
from boxoffice_tui.views.contacts import Doubts, NewContact, PostalAddress
from tests.house import HouseUnderTest
from tests.services.test_contacts import RELAY, found, rows


def lines(house: HouseUnderTest) -> list[str]:
    return [action for (action,) in rows(house, sa.select(JOURNAL.c.action).order_by(JOURNAL.c.seq))]


def test_only_what_differs_is_replaced_and_said(house: HouseUnderTest) -> None:
    contact_id = contacts.add_contact(house.desk, "add", RELAY)
    seen = contacts.contact_details(house.desk, contact_id).fields
    assert seen == replace(RELAY, phone="+33142685300")
    before = len(lines(house))
    wanted = replace(seen, last_name="Martin", structure="Lac SA", email="", language="de")
    contacts.change_contact(house.desk, "change", contact_id, wanted, seen)
    assert lines(house)[before:] == [
        "contact_name_changed",
        "contact_email_changed",
        "contact_structure_changed",
        "contact_language_changed",
    ]
    assert contacts.contact_details(house.desk, contact_id).fields == wanted
    assert found(house, "martin lac") == ["Lac SA · Martin, Blandine"]
    assert found(house, "dainville") == found(house, "secutix") == []
    mine = sa.select(CONTACT_NAMES.c.last_name).where(CONTACT_NAMES.c.contact_id == contact_id)
    assert rows(house, mine.order_by(CONTACT_NAMES.c.id)) == [("de Dainville",), ("Martin",)]
    contacts.change_contact(house.desk, "again", contact_id, wanted)
    assert len(lines(house)) == before + 4


def test_the_second_of_two_operators_learns_who_was_first_and_when(house: HouseUnderTest) -> None:
    contact_id = house.contacts["Cothin"]
    seen = contacts.contact_details(house.desk, contact_id).fields
    bruno = house.as_operator("BRUNO")
    contacts.change_contact(bruno, "first", contact_id, replace(seen, phone="418 555 0100"), seen)
    contacts.change_phone(bruno, "other", house.contacts["Cote"], "418 555 0101")
    bruno.database.close()
    with pytest.raises(ConflictError) as caught:
        contacts.change_contact(house.desk, "second", contact_id, replace(seen, email=""), seen)
    changed = sa.select(JOURNAL.c.at).where(JOURNAL.c.action == "contact_phone_changed").order_by(JOURNAL.c.seq)
    assert (caught.value.who, caught.value.when) == ("BRUNO", rows(house, changed)[0][0])
    assert rows(house, sa.select(CONTACT_EMAILS.c.until).where(CONTACT_EMAILS.c.contact_id == contact_id)) == [
        (None,)
    ]


def test_what_cannot_be_is_refused_whole(house: HouseUnderTest) -> None:
    contact_id = house.contacts["Cothin"]
    before = contacts.contact_details(house.desk, contact_id)
    with pytest.raises(RefusedError, match="contact_name_required"):
        contacts.change_contact(house.desk, "a", contact_id, NewContact(" ", email="new@exemple.ca"))
    with pytest.raises(RefusedError, match="malformed_email"):
        contacts.change_contact(house.desk, "b", contact_id, NewContact("Roy", email="a@b@c"))
    with pytest.raises(RefusedError, match="contact_name_required"):
        contacts.change_structure(house.desk, "c", contacts.add_contact(house.desk, "d", RELAY_ALONE), "")
    with pytest.raises(NotFoundError):
        contacts.change_contact(house.desk, "e", 999, NewContact("Roy"))
    assert contacts.contact_details(house.desk, contact_id) == before


RELAY_ALONE = NewContact("", structure="Secutix SA")


def test_a_structure_has_its_relays(house: HouseUnderTest) -> None:
    first = contacts.add_contact(house.desk, "a", RELAY)
    contacts.add_contact(house.desk, "b", RELAY_ALONE)
    contacts.change_structure(house.desk, "c", house.contacts["Cothin"], "secutix  sa")
    named = [one.number for one in relays_of(house.desk, "SECUTIX SA")]
    assert named == [4, 5, 6]
    assert [one.number for one in relays_of(house.desk, "Sécutix SA", besides=first)] == [4, 6]
    assert relays_of(house.desk, "Secutix") == relays_of(house.desk, " ") == ()


def test_what_may_be_wrong_is_said_by_the_country(house: HouseUnderTest) -> None:
    levis = PostalAddress("1, rue du Lac", "75009", "Lévis", "QC", "CA")
    assert doubts(house.desk, NewContact("Roy", phone="12", address=levis)) == Doubts(("postal_code",), "12")
    paris = PostalAddress("1 rue de la Paix", "75009", "Paris", "", "fr")
    assert doubts(house.desk, NewContact("Roy", phone="01 42 68 53 00", address=paris)) == Doubts()
    assert doubts(house.desk, NewContact("Roy", address=PostalAddress(country="XX"))) == Doubts()
    for email, told in (("eve@exemple.ca", ""), ("eve@exemple", "eve@exemple"), ("eve @", "eve @")):
        assert doubts(house.desk, NewContact("Roy", email=email)).email == told
    assert postal_form("US").code is CodeKind.ZIP
    assert postal_form("FR").parts == (AddressPart.STREET, AddressPart.POSTAL_CODE, AddressPart.CITY)
    assert postal_form("??").parts == postal_form("FR").parts


CARD = "4111\u200b1111 1111 1111"


@pytest.mark.parametrize(
    "contact",
    [
        NewContact(CARD),
        NewContact("Roy", CARD),
        NewContact("Roy", structure=CARD),
        NewContact("Roy", address=PostalAddress(street=CARD)),
        NewContact("Roy", address=PostalAddress(city=CARD)),
    ],
)
def test_a_card_number_is_nobodys_name_nor_address(house: HouseUnderTest, contact: NewContact) -> None:
    known = house.contacts["Cote"]
    with pytest.raises(RefusedError, match="card_number"):
        contacts.add_contact(house.desk, "add", contact)
    with pytest.raises(RefusedError, match="card_number"):
        contacts.change_contact(house.desk, "change", known, contact)
    assert contacts.add_contact(house.desk, "phone", NewContact("Roy", phone="4111111111111111"))
