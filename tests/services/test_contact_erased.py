"""After a contact was erased nothing of it comes back, whichever way is tried (invariant G1)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.protocols import Refused
from boxoffice_tui.services import confirmation, contact_privacy, outbox, sales
from boxoffice_tui.services.errors import NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest
from tests.services.test_archives_money import sell_two


@pytest.fixture(autouse=True)
def sender(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))


def erase(house: HouseUnderTest) -> None:
    administrator = house.as_operator("ADMIN")
    contact_privacy.erase_contact(administrator, "erase", house.contacts["Côté-Bélanger"])
    administrator.database.close()


class ForgettingDoor:
    """A mail server that refuses, by name, somebody who is erased while it thinks."""

    def __init__(self, house: HouseUnderTest) -> None:
        self.house = house

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        erase(self.house)
        raise Refused(permanent=True, reply=f"550 <{recipient}> unknown")


def test_a_mail_server_does_not_bring_the_address_back(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    outbox.send_due(house.desk, ForgettingDoor(house))
    with house.desk.database.read() as connection:
        row = connection.execute(sa.select(OUTBOX)).one()
    assert (row.state, row.recipient, row.reply) == (MailState.SUPPRESSED, "", "")


def test_a_confirmation_does_not_bring_an_address_back(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    erase(house)
    with pytest.raises(RefusedError, match="contact_erased"):
        confirmation.record_confirmation(house.desk, "mail", sold.order_id, None, email="eve@exemple.ca")


def test_who_was_erased_buys_no_more(house: HouseUnderTest) -> None:
    sell_two(house)
    erase(house)
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-15"),))
    contact = house.contacts["Côté-Bélanger"]
    with pytest.raises(RefusedError, match="contact_erased"):
        sales.sell(house.desk, "again", "form", contact, (request,), "by_hand")
    assert sales.sell(house.desk, "nobody", "form", None, (request,), "by_hand").number


def test_a_blanked_mail_is_no_mail_any_more(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    (mail,) = outbox.list_mails(house.desk)
    assert b"eloise@exemple.ca" in outbox.message_of(house.desk, mail.mail_id)
    erase(house)
    with pytest.raises(NotFoundError):
        outbox.message_of(house.desk, mail.mail_id)
