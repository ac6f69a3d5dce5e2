"""Electronic tickets to somebody else than who bought: a mail of their own with the confirmation, and no more."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.contacts import CONTACTS
from boxoffice_tui.data.tables.delivery import SHIPMENTS
from boxoffice_tui.data.tables.journal import JOURNAL, OUTBOX
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.protocols import Refused
from boxoffice_tui.services import (
    cancellations,
    confirmation,
    contact_merge,
    contact_privacy,
    contacts,
    history,
    order_page,
    outbox,
    sales,
    shipment_changes,
)
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import OrderChange, TicketRecipient
from boxoffice_tui.views.requests import DeliveryRequest, TicketRequest
from boxoffice_tui.views.shipments import ShipmentRequest
from boxoffice_tui.views.states import ShipmentState, Unfinished
from tests.documents.reading import attachment, codes
from tests.house import HouseUnderTest, add_contact
from tests.invariants import assert_sound
from tests.services.after_sale import rows
from tests.services.test_archives_money import sell_two
from tests.services.test_confirmation import RefusingDoor

SEATS = ("F-12", "F-13", "F-14")


@pytest.fixture(autouse=True)
def sender(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(
            sa.update(ORGANISATIONS).values(email="billets@lac.example", suppressed_domains=["nulle.example"])
        )


def sold_to_friend(house: HouseUnderTest, buyer: str | None = "Côté-Bélanger") -> tuple[OrderChange, int]:
    """Three invitations sold to `buyer`, all to travel to Anne Roy, who reads German; her id."""
    friend = add_contact(house, "Roy", "Anne", "anne@exemple.ca")
    with writing(house.desk) as work:
        german = sa.update(CONTACTS).where(CONTACTS.c.id == friend).values(language="de")
        work.connection.execute(german)
    request = TicketRequest(house.ids["p1"], house.ids["full"], tuple(house.seat(seat) for seat in SEATS))
    contact_id = house.contacts[buyer] if buyer else None
    delivery = DeliveryRequest("print_at_home", friend)
    return sales.sell(house.desk, "sale", "form", contact_id, (request,), delivery), friend


def confirmed(house: HouseUnderTest, sold: OrderChange, key: str = "mail", email: str = "") -> OrderChange:
    return confirmation.record_confirmation(house.desk, key, sold.order_id, None, "pays at the door", email)


def journalled(house: HouseUnderTest) -> dict[str, Any]:
    """What the journal says of the first confirmation."""
    its = sa.select(JOURNAL.c.facts).where(JOURNAL.c.action == "confirmation_recorded").order_by(JOURNAL.c.seq)
    with house.desk.database.read() as connection:
        told: dict[str, Any] = json.loads(connection.execute(its).scalars().first() or "")
    return told


def test_each_other_contact_gets_their_own_tickets_in_a_mail_of_their_own(house: HouseUnderTest) -> None:
    sold, anne = sold_to_friend(house)
    luc = add_contact(house, "Tremblay", "Luc", "luc@exemple.ca")
    (shipment,) = rows(house, SHIPMENTS)
    for contact, seat in ((luc, 1), (house.contacts["Côté-Bélanger"], 2)):
        row = ShipmentRequest("print_at_home", contact, ticket_ids=sold.ticket_ids[seat : seat + 1])
        shipment_changes.change_shipment(house.desk, f"to {contact}", shipment.id, None, row)
    contacts.change_email(house.desk, "corrected", anne, "roy@exemple.ca")
    page = order_page.show(house.desk, sold.order_id)
    assert page.other_recipients == (
        TicketRecipient(anne, 5, "Roy, Anne", "roy@exemple.ca", 1),
        TicketRecipient(luc, 6, "Tremblay, Luc", "luc@exemple.ca", 1),
    )
    change = confirmed(house, sold)
    assert confirmed(house, sold) == change
    assert (change.mailed_apart, change.without_email) == ((anne, luc), ())
    mails = rows(house, OUTBOX)
    assert [(one.recipient, one.contact_id, one.template, one.language) for one in mails] == [
        ("eloise@exemple.ca", house.contacts["Côté-Bélanger"], "order_confirmation", "fr"),
        ("roy@exemple.ca", anne, "e_tickets", "de"),
        ("luc@exemple.ca", luc, "e_tickets", "fr"),
    ]
    sent = [outbox.message_of(house.desk, one.id) for one in mails]
    tokens = [ticket["token"] for ticket in mails[0].facts["tickets"]]
    assert [codes(attachment(one, "application/pdf")) for one in sent] == [
        [[token] for token in tokens],
        [[tokens[0]]],
        [[tokens[1]]],
    ]
    assert {"balance", "paid", "move_link"} & set(mails[1].facts) == set()
    body = message_from_bytes(sent[1], policy=policy.default).get_body(("plain",))
    assert body is not None
    assert "Éloïse Côté-Bélanger" in body.get_content()
    assert "32" not in body.get_content(), "no price"
    told = journalled(house)
    assert (told["mail_id"], told["other_mail_ids"]) == (mails[0].id, [mails[1].id, mails[2].id])
    assert [mail.recipient for mail in outbox.list_mails(house.desk, order_id=sold.order_id)][::-1] == [
        one.recipient for one in mails
    ]
    confirmed(house, sold, "again")
    assert len(rows(house, OUTBOX)) == 6, "each confirmation is told to all whom it concerns"
    assert_sound(house.desk)


def test_only_what_is_live_electronic_and_travels_goes_to_somebody_else(house: HouseUnderTest) -> None:
    sold, anne = sold_to_friend(house)
    (shipment,) = rows(house, SHIPMENTS)
    by_hand = ShipmentRequest("by_hand", anne, ticket_ids=sold.ticket_ids[1:2])
    shipment_changes.change_shipment(house.desk, "by hand", shipment.id, None, by_hand)
    cancellations.cancel_tickets(house.desk, "cancel", sold.order_id, None, sold.ticket_ids[2:])
    (to_anne,) = order_page.show(house.desk, sold.order_id).other_recipients
    assert to_anne.tickets == 1
    with writing(house.desk) as work:
        sent = sa.update(SHIPMENTS).where(SHIPMENTS.c.id == shipment.id).values(state=ShipmentState.SENT)
        work.connection.execute(sent)
    assert confirmed(house, sold, "sent").mailed_apart == (anne,)


def test_who_has_no_e_mail_gets_none_and_is_named(house: HouseUnderTest) -> None:
    sold, anne = sold_to_friend(house)
    contacts.change_email(house.desk, "gone", anne, "")
    change = confirmed(house, sold)
    assert (change.mailed_apart, change.without_email) == ((), (anne,))
    assert [mail.recipient for mail in rows(house, OUTBOX)] == ["eloise@exemple.ca"]
    (told,) = order_page.show(house.desk, sold.order_id).other_recipients
    assert told == TicketRecipient(anne, 5, "Roy, Anne", "", 3)
    administrator = house.as_operator("ADMIN")
    contact_privacy.erase_contact(administrator, "erase", anne)
    administrator.database.close()
    again = confirmed(house, sold, "again")
    assert again.without_email == (anne,), "who was forgotten holds up nobody"
    assert_sound(house.desk)


def test_who_bought_may_be_unknown_and_a_domain_suppressed(house: HouseUnderTest) -> None:
    sold, anne = sold_to_friend(house, None)
    contacts.change_email(house.desk, "quiet", anne, "anne@nulle.example")
    assert confirmed(house, sold, email="quelqu.un@exemple.ca").mailed_apart == (anne,)
    assert [(mail.recipient, mail.state) for mail in rows(house, OUTBOX)] == [
        ("quelqu.un@exemple.ca", MailState.PENDING),
        ("anne@nulle.example", MailState.SUPPRESSED),
    ]
    outbox.message_of(house.desk, rows(house, OUTBOX)[1].id)


def test_a_mail_of_their_own_that_came_back_is_said_as_the_confirmations_would(house: HouseUnderTest) -> None:
    sold, anne = sold_to_friend(house)
    confirmed(house, sold)
    with writing(house.desk) as work:
        to_buyer = sa.update(OUTBOX).where(OUTBOX.c.contact_id != anne)
        work.connection.execute(to_buyer.values(state=MailState.SUPPRESSED))
    outbox.send_due(house.desk, RefusingDoor(Refused(permanent=True, reply="550 no such user")))
    assert Unfinished.CONFIRMATION in order_page.show(house.desk, sold.order_id).unfinished
    lines = history.history(house.desk, sold.order_id)
    (line,) = [one for one in lines if one.action == "confirmation_recorded"]
    assert line.facts["reply"] == "550 no such user"


@pytest.mark.parametrize("forgotten", ["friend", "merged friend", "buyer"])
def test_who_is_forgotten_is_in_no_mail_that_went_apart(house: HouseUnderTest, forgotten: str) -> None:
    sold, anne = sold_to_friend(house)
    confirmed(house, sold)
    whom = house.contacts["Côté-Bélanger"] if forgotten == "buyer" else anne
    if forgotten == "merged friend":
        whom = house.contacts["Cote"]
        contact_merge.merge_contacts(house.desk, "merge", whom, anne)
    administrator = house.as_operator("ADMIN")
    exported = contact_privacy.export_contact(administrator, whom)
    template = "order_confirmation" if forgotten == "buyer" else "e_tickets"
    assert [mail[2] for mail in exported.mails] == [template]
    contact_privacy.erase_contact(administrator, "erase", whom)
    administrator.database.close()
    kept = [(mail.recipient, mail.facts == {}, mail.state) for mail in rows(house, OUTBOX)]
    gone = ("", True, MailState.SUPPRESSED)
    first = gone if forgotten == "buyer" else ("eloise@exemple.ca", False, MailState.PENDING)
    assert kept == [first, gone]
    assert_sound(house.desk)


def test_an_order_to_who_bought_alone_has_nobody_else(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    assert order_page.show(house.desk, sold.order_id).other_recipients == ()
    assert confirmed(house, sold).mailed_apart == ()
    told = journalled(house)
    assert "other_mail_ids" not in told
