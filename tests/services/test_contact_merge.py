"""Two contacts made one, on both engines: what moves, what stays, what leads where."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.contacts import CONTACT_EMAILS, CONTACT_NAMES, CONTACTS
from boxoffice_tui.data.tables.journal import ANSWERS, JOURNAL, OUTBOX
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services import archives, confirmation, contacts, order_page, reservations, sales
from boxoffice_tui.services.contact_merge import merge_contacts, preview_merge
from boxoffice_tui.services.contact_privacy import erase_contact, export_contact
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.imports.contacts import import_contacts
from boxoffice_tui.services.reservation_search import reservations_of
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.contacts import Merged, NewContact, PostalAddress
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest
from tests.services.test_contacts import RELAY, found, rows

ADDRESS = PostalAddress("1, rue du Lac", "G6V 6X4", "Lévis", "QC", "CA")


def wish(house: HouseUnderTest, seat: str) -> TicketRequest:
    return TicketRequest(house.ids["p1"], house.ids["full"], (house.seat(seat),))


def two(house: HouseUnderTest) -> tuple[int, int]:
    """The kept contact, with an order and an e-mail; the other, with an order, a reservation, a mail, a street."""
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    kept, other = house.contacts["Cote"], house.contacts["Côté-Bélanger"]
    contacts.change_address(house.desk, "address", other, ADDRESS)
    sales.sell(house.desk, "kept", "f1", kept, (wish(house, "F-12"),), "by_hand")
    sold = sales.sell(house.desk, "sold", "f2", other, (wish(house, "F-13"),), "by_hand")
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None, reason="paie au guichet")
    reservations.reserve(house.desk, "reserved", "f3", other, (wish(house, "F-14"),), "by_hand")
    return kept, other


def test_what_changed_since_it_was_seen_is_not_merged(house: HouseUnderTest) -> None:
    kept, other = two(house)
    bruno = house.as_operator("BRUNO")
    for changed, key in ((kept, "a"), (other, "b")):
        seen = tuple(contacts.show_contact(house.desk, one) for one in (kept, other))
        contacts.change_name(bruno, f"name {key}", changed, "Tremblay", key)
        with pytest.raises(ConflictError) as conflict:
            merge_contacts(house.desk, f"late {key}", kept, other, seen)
        assert conflict.value.who == "BRUNO"
        assert conflict.value.when <= house.desk.clock.now()
    bruno.database.close()
    seen = tuple(contacts.show_contact(house.desk, one) for one in (kept, other))
    assert merge_contacts(house.desk, "now", kept, other, seen).contact_id == kept
    assert merge_contacts(house.desk, "now", kept, other, seen).contact_id == kept


def test_all_that_was_the_others_is_the_kept_ones(house: HouseUnderTest) -> None:
    kept, other = two(house)
    merged = merge_contacts(house.desk, "merge", kept, other)
    assert merged == Merged(kept, 2, 1, orders=2, mails=1, versions=3, taken=("address",))
    assert rows(house, sa.select(ORDERS.c.contact_id).distinct()) == [(kept,)]
    assert rows(house, sa.select(DOSSIERS.c.contact_id).distinct()) == [(kept,)]
    assert rows(house, sa.select(OUTBOX.c.contact_id)) == [(kept,)]
    fields = contacts.contact_details(house.desk, kept).fields
    assert (fields.last_name, fields.email, fields.address) == ("Cote", "e.cote@exemple.ca", ADDRESS)
    names = sa.select(CONTACT_NAMES.c.last_name, CONTACT_NAMES.c.until.is_(None))
    its = names.where(CONTACT_NAMES.c.contact_id == kept).order_by(CONTACT_NAMES.c.id)
    assert [(name, bool(present)) for name, present in rows(house, its)] == [
        ("Côté-Bélanger", False),
        ("Cote", True),
    ]
    assert len(reservations_of(house.desk, kept)) == 1
    assert [row.buyer for row in archives.search(house.desk, OrderQuery(text="cote")).rows] == ["Cote, Eloise"] * 3


def test_the_other_is_found_no_more_and_its_number_leads_to_the_kept_one(house: HouseUnderTest) -> None:
    kept, other = two(house)
    merge_contacts(house.desk, "merge", kept, other)
    assert found(house, "belanger") == found(house, "eloise@exemple.ca") == []
    assert found(house, "1") == found(house, "[1]") == ["Cote, Eloise"]
    assert contacts.numbered(house.desk, 1) == kept
    assert contacts.numbered(house.desk, 1, itself=True) == other
    with pytest.raises(RefusedError, match="contact_merged") as caught:
        contacts.change_email(house.desk, "late", other, "new@exemple.ca")
    assert caught.value.facts == {"number": 1, "kept": 2}
    chosen_before = sales.sell(house.desk, "late sale", "f4", other, (wish(house, "F-16"),), "by_hand")
    assert order_page.show(house.desk, chosen_before.order_id).buyer is not None
    reservations.reserve(house.desk, "late too", "f5", other, (wish(house, "F-17"),), "by_hand")
    assert rows(house, sa.select(ORDERS.c.contact_id).distinct()) == [(kept,)]
    again = merge_contacts(house.desk, "merge", kept, other)
    assert again.orders == 2, "a repeated key gives the first answer"


def test_the_journal_says_by_ids_what_moved(house: HouseUnderTest) -> None:
    kept, other = two(house)
    merge_contacts(house.desk, "merge", kept, other)
    last = sa.select(JOURNAL.c.action, JOURNAL.c.facts).order_by(JOURNAL.c.seq.desc()).limit(1)
    [(action, facts)] = rows(house, last)
    said = json.loads(facts)
    assert action == "contact_merged"
    assert (said["contact_id"], said["other_id"], said["taken"]) == (kept, other, ["address"])
    assert [len(said[name]) for name in ("order_ids", "dossier_ids")] == [2, 2]
    assert set(said["version_ids"]) == {"name", "email", "address"}


def test_a_preview_says_the_same_and_changes_nothing(house: HouseUnderTest) -> None:
    kept, other = two(house)
    lines = rows(house, sa.select(sa.func.count()).select_from(JOURNAL))
    preview = preview_merge(house.desk, kept, other)
    assert rows(house, sa.select(sa.func.count()).select_from(JOURNAL)) == lines
    assert found(house, "belanger") == ["Côté-Bélanger, Éloïse"]
    assert merge_contacts(house.desk, "merge", kept, other) == preview


def test_numbers_of_merged_contacts_lead_in_one_step(house: HouseUnderTest) -> None:
    first, second, third = (house.contacts[name] for name in ("Cote", "Cote\u0301", "Cothin"))
    merge_contacts(house.desk, "a", second, first)
    with pytest.raises(RefusedError, match="contact_merged"):
        merge_contacts(house.desk, "b", third, first)
    merge_contacts(house.desk, "c", third, second)
    leads = sa.select(CONTACTS.c.number, CONTACTS.c.merged_into_id).order_by(CONTACTS.c.number)
    assert rows(house, leads) == [(1, None), (2, third), (3, third), (4, None)]
    assert contacts.numbered(house.desk, 2) == third


def test_what_stays_two_is_refused(house: HouseUnderTest) -> None:
    kept, other = house.contacts["Cote"], house.contacts["Cothin"]
    relay = contacts.add_contact(house.desk, "relay", RELAY)
    with pytest.raises(RefusedError, match="merge_same"):
        merge_contacts(house.desk, "a", kept, kept)
    with pytest.raises(NotFoundError, match="contact 999"):
        merge_contacts(house.desk, "b", kept, 999)
    contacts.change_structure(house.desk, "s", other, "Lac SA")
    with pytest.raises(RefusedError, match="merge_structures"):
        merge_contacts(house.desk, "c", relay, other)
    bruno = house.as_operator("BRUNO")
    with pytest.raises(NotAllowedError, match=r"contacts\.merge"):
        merge_contacts(bruno, "d", kept, other)
    with pytest.raises(NotAllowedError, match=r"contacts\.merge"):
        preview_merge(bruno, kept, other)
    bruno.database.close()
    merge_contacts(house.desk, "e", kept, relay)
    assert contacts.show_contact(house.desk, kept).name == "Secutix SA · Cote, Eloise"
    assert found(house, "secutix") == ["Secutix SA · Cote, Eloise"]


def test_who_is_erased_after_a_merge_is_erased_whole(house: HouseUnderTest) -> None:
    kept, _ = two(house)
    other = contacts.add_contact(house.desk, "typed", NewContact("Zyx", email="zyx@exemple.ca"))
    merge_contacts(house.desk, "merge", kept, other)
    admin = house.as_operator("ADMIN")
    assert export_contact(admin, kept).merged == (5,)
    erase_contact(admin, "erase", kept)
    with pytest.raises(RefusedError, match="contact_erased"):
        merge_contacts(admin, "late", house.contacts["Cothin"], kept)
    admin.database.close()
    emails = sa.select(CONTACT_EMAILS.c.email).where(CONTACT_EMAILS.c.contact_id == kept)
    assert rows(house, emails) == [("",), ("",)]
    assert rows(house, sa.select(ANSWERS.c.content).where(ANSWERS.c.key == "typed")) == [("",)]
    assert found(house, "5") == found(house, "zyx") == []


def test_an_import_brings_no_merged_contact_back(house: HouseUnderTest) -> None:
    kept, other = two(house)
    merge_contacts(house.desk, "merge", kept, other)
    admin = house.as_operator("ADMIN")
    file = b"number,last_name,first_name\n1,Belanger,Eloise\n"
    report = import_contacts(admin, BytesIO(file))
    admin.database.close()
    assert [one.code for one in report.warnings] == ["import_contact_merged"]
    assert (report.changed, found(house, "belanger")) == (0, [])


def test_who_is_sold_to_while_merged_belongs_to_the_kept_one(house: HouseUnderTest) -> None:
    kept, other = two(house)
    seats = [name for name in house.ids if name.startswith("seat G-")][:6]
    gate = threading.Barrier(2)

    def sell() -> None:
        desk = house.as_operator("BRUNO")
        gate.wait()
        for seat in seats:
            request = wish(house, seat.removeprefix("seat "))
            sold = sales.sell(desk, seat, seat, other, (request,), "print_at_home")
            confirmation.record_confirmation(desk, f"mail {seat}", sold.order_id, None, reason="caisse")
        desk.database.close()

    def merge() -> None:
        desk = house.as_operator("ANNE")
        gate.wait()
        merge_contacts(desk, "merge", kept, other)
        desk.database.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(sell), threads.submit(merge)]:
            done.result()
    assert rows(house, sa.select(ORDERS.c.contact_id, sa.func.count()).group_by(ORDERS.c.contact_id)) == [(kept, 9)]
    assert rows(house, sa.select(OUTBOX.c.contact_id).distinct()) == [(kept,)]
