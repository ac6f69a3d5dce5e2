"""Contacts that are probably the one being typed, on both engines."""

from __future__ import annotations

import pytest

from boxoffice_tui.rules.likeness import Likeness
from boxoffice_tui.services import contacts
from boxoffice_tui.services.contact_privacy import erase_contact
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.similar_contacts import similar_contacts
from boxoffice_tui.views.contacts import NewContact, PostalAddress
from tests.house import HouseUnderTest
from tests.services.test_contacts import RELAY


def alike(house: HouseUnderTest, typed: NewContact) -> list[tuple[str, tuple[Likeness, ...]]]:
    return [(one.contact.name, one.reasons) for one in similar_contacts(house.desk, typed)]


def test_the_likeliest_comes_first_with_its_reasons(house: HouseUnderTest) -> None:
    contacts.change_phone(house.desk, "phone", house.contacts["Cothin"], "418 555-0199")
    typed = NewContact("cote", "ÉLOÏSE", email="COTHIN@exemple.ca", phone="(418) 555 0199")
    assert alike(house, typed) == [
        ("Cothin, Élodie", (Likeness.SAME_EMAIL, Likeness.SAME_PHONE)),
        ("Cote, Eloise", (Likeness.SAME_NAME,)),
        ("Cote\u0301, E\u0301loi\u0308se", (Likeness.SAME_NAME,)),
    ]
    first = similar_contacts(house.desk, typed, besides=house.contacts["Cothin"], limit=1)
    assert [one.contact.contact_id for one in first] == [house.contacts["Cote"]]


def test_names_are_known_in_any_order_and_field_but_whole(house: HouseUnderTest) -> None:
    reordered = [("Côté-Bélanger, Éloïse", (Likeness.NAME_REORDERED,))]
    assert alike(house, NewContact("Eloise", "Cote Belanger")) == reordered
    assert alike(house, NewContact("belanger cote eloise")) == reordered
    assert alike(house, NewContact("Côté-Bélanger")) == alike(house, NewContact("Cot", "Eloise")) == []
    assert alike(house, NewContact("")) == alike(house, NewContact("%", "_", email="%@")) == []


def test_a_relay_is_known_by_its_own_name(house: HouseUnderTest) -> None:
    contacts.add_contact(house.desk, "relay", RELAY)
    relay = "Secutix SA · de Dainville, Blandine"
    assert alike(house, NewContact("De Dainville", "Blandine")) == [(relay, (Likeness.SAME_NAME,))]
    assert alike(house, NewContact("Secutix SA")) == []
    away = NewContact("Roy", phone="01 42 68 53 00", address=PostalAddress(country="FR"))
    assert alike(house, away) == [(relay, (Likeness.SAME_PHONE,))]


def test_what_was_replaced_or_erased_is_not_known_any_more(house: HouseUnderTest) -> None:
    contacts.change_email(house.desk, "mail", house.contacts["Cothin"], "elodie@exemple.ca")
    assert alike(house, NewContact("", email="cothin@exemple.ca")) == []
    admin = house.as_operator("ADMIN")
    erase_contact(admin, "erase", house.contacts["Cothin"])
    admin.database.close()
    assert alike(house, NewContact("Cothin", "Élodie", email="elodie@exemple.ca")) == []


def test_who_may_not_search_is_told_nobody(house: HouseUnderTest) -> None:
    door = house.as_operator("DORA")
    with pytest.raises(NotAllowedError, match=r"orders\.search"):
        similar_contacts(door, NewContact("Cote", "Eloise"))
    door.database.close()
