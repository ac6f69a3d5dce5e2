"""The confirmation: recorded once with what it tells, sent once, refused with a way out."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.devices.protocols import Refused, Uncertain
from boxoffice_tui.services import (
    cancellations,
    confirmation,
    contacts,
    delivery,
    doors,
    identity,
    order_page,
    outbox,
    printing,
    sales,
)
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from boxoffice_tui.views.states import Unfinished
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.services.test_archives_money import sell_two


@pytest.fixture(autouse=True)
def sender(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(
            sa.update(ORGANISATIONS).values(email="billets@lac.example", suppressed_domains=["nulle.example"])
        )


class RefusingDoor:
    """A mail server that gives one answer."""

    def __init__(self, answer: Exception) -> None:
        self.answer = answer

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        raise self.answer


def test_it_is_recorded_once_and_leaves_as_one_file(house: HouseUnderTest, tmp_path: Path) -> None:
    sold = sell_two(house)
    first = confirmation.record_confirmation(house.desk, "mail", sold.order_id, sold.version)
    again = confirmation.record_confirmation(house.desk, "mail", sold.order_id, sold.version)
    assert first == again
    report = outbox.send_due(house.desk, EmlDoor(tmp_path / "mails"))
    assert (report.sent, report.waiting) == (1, 0)
    assert outbox.send_due(house.desk, EmlDoor(tmp_path / "mails")).sent == 0
    (file,) = (tmp_path / "mails").iterdir()
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"].addresses[0].addr_spec == "eloise@exemple.ca"
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "application/pdf", "text/calendar"]
    assert Unfinished.CONFIRMATION not in order_page.show(house.desk, sold.order_id).unfinished


def test_without_an_address_one_is_asked_for_and_kept(house: HouseUnderTest) -> None:
    house.contacts["Côté-Bélanger"] = house.contacts["Cote\u0301"]
    with pytest.raises(RefusedError, match="missing_email"):
        sell_two(house)

    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    sold = sales.sell(house.desk, "sale", "f", house.contacts["Cote\u0301"], (request,), "by_hand")
    with pytest.raises(RefusedError, match="no_email"):
        confirmation.record_confirmation(house.desk, "k1", sold.order_id, None, "urgent")
    with pytest.raises(RefusedError, match="malformed_email"):
        confirmation.record_confirmation(house.desk, "k2", sold.order_id, None, "urgent", "not an address")
    with pytest.raises(RefusedError, match="balance_not_zero"):
        confirmation.record_confirmation(house.desk, "k3", sold.order_id, None, "", "new@exemple.ca")
    confirmation.record_confirmation(house.desk, "k4", sold.order_id, None, "urgent", "new@exemple.ca")
    buyer = order_page.show(house.desk, sold.order_id).buyer
    assert buyer is not None
    assert buyer.email == "new@exemple.ca"


def test_it_goes_to_the_present_e_mail_of_who_bought_else_to_the_one_given(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    contacts.change_email(house.desk, "corrected", house.contacts["Côté-Bélanger"], "autre@exemple.ca")
    confirmation.record_confirmation(house.desk, "present", sold.order_id, None)
    confirmation.record_confirmation(house.desk, "given", sold.order_id, None, "", "ailleurs@exemple.ca")
    mails = outbox.list_mails(house.desk, order_id=sold.order_id)
    assert [mail.recipient for mail in mails] == ["ailleurs@exemple.ca", "autre@exemple.ca"]
    buyer = order_page.show(house.desk, sold.order_id).buyer
    assert buyer is not None
    assert buyer.email == "autre@exemple.ca", "one that is known stays"


def test_a_refused_mail_puts_the_order_under_to_finish_again(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    report = outbox.send_due(house.desk, RefusingDoor(Refused(permanent=True, reply="550 no such user")))
    assert (report.refused, report.waiting) == (1, 0)
    assert Unfinished.CONFIRMATION in order_page.show(house.desk, sold.order_id).unfinished
    (mail,) = outbox.list_mails(house.desk, order_id=sold.order_id)
    assert (mail.state, mail.reply) == (MailState.REFUSED, "550 no such user")


def test_a_mail_that_may_have_left_waits_and_says_so(house: HouseUnderTest, tmp_path: Path) -> None:
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    report = outbox.send_due(house.desk, RefusingDoor(Uncertain("lost after DATA")))
    assert (report.put_off, report.waiting) == (1, 1)
    (mail,) = outbox.list_mails(house.desk)
    assert mail.maybe_twice
    assert outbox.send_due(house.desk, EmlDoor(tmp_path)).sent == 0  # its time has not come


def test_a_suppressed_domain_is_recorded_and_never_leaves(house: HouseUnderTest, tmp_path: Path) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(suppressed_domains=["Exemple.CA"]))
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    assert outbox.send_due(house.desk, EmlDoor(tmp_path / "mails")).sent == 0
    with house.desk.database.read() as connection:
        assert connection.execute(sa.select(OUTBOX.c.state)).scalar_one() == MailState.SUPPRESSED


def test_a_barcode_is_let_in_once(house: HouseUnderTest) -> None:
    sell_two(house)
    with house.desk.database.read() as connection:
        token = connection.exec_driver_sql("SELECT token FROM ticket ORDER BY id LIMIT 1").scalar_one()
    admitted = doors.admit(house.desk, "in", token)
    assert (admitted.event, admitted.place) == ("La Mouette", "F-12")
    with pytest.raises(RefusedError, match="ticket_already_scanned"):
        doors.admit(house.desk, "in again", token)
    doors.undo_admission(house.desk, "out", token)
    assert doors.admit(house.desk, "back", token).ticket_id == admitted.ticket_id
    with pytest.raises(RefusedError, match="unknown_token"):
        doors.admit(house.desk, "forged", token[:-1] + "~")


def test_a_row_that_cannot_be_rendered_does_not_hold_up_the_others(
    house: HouseUnderTest, tmp_path: Path
) -> None:
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "bad", sold.order_id, None)
    with writing(house.desk) as work:
        work.connection.execute(sa.update(OUTBOX).values(template_version=99))
    confirmation.record_confirmation(house.desk, "good", sold.order_id, None)
    report = outbox.send_due(house.desk, EmlDoor(tmp_path / "mails"))
    assert (report.sent, report.refused, report.waiting) == (1, 1, 0)


def test_training_mails_never_leave(house: HouseUnderTest, tmp_path: Path) -> None:
    smtp = RefusingDoor(AssertionError("a training mail left"))
    assert outbox.door_for(house.desk, smtp, tmp_path) == EmlDoor(tmp_path)


def test_the_reason_for_confirming_an_unpaid_order_is_kept(house: HouseUnderTest) -> None:
    seats = (house.seat("E-12"),)
    request = TicketRequest(house.ids["p1"], house.ids["full"], seats)
    sold = sales.sell(house.desk, "s", "f", house.contacts["Cote"], (request,), "print_at_home")
    confirmation.record_confirmation(house.desk, "m", sold.order_id, None, "pays at the door")
    assert [note.text for note in order_page.show(house.desk, sold.order_id).notes] == ["pays at the door"]


def test_a_ticket_without_a_delivery_is_named_in_the_answer_and_in_the_mail(house: HouseUnderTest) -> None:
    sold = sell_two(house, mode=None)
    delivery.change_delivery(house.desk, "d", sold.order_id, None, sold.ticket_ids[:1], "print_at_home")
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.delivery_to_choose for ticket in page.tickets] == [False, True]
    confirmed = confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    assert confirmed.delivery_to_choose == sold.ticket_ids[1:]
    (mail,) = outbox.list_mails(house.desk)
    message = message_from_bytes(outbox.message_of(house.desk, mail.mail_id), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\u00a0", " ")
    assert "Livraison : Billet électronique (joint à ce message)" in text
    assert "Livraison : pas encore choisie (non joint)" in text
    assert "1 de vos 2 billets est joint à ce message." in text
    assert "Votre billet est joint" not in text
    again = confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    assert again == confirmed


def test_a_printed_or_a_past_ticket_waits_for_no_delivery(house: HouseUnderTest) -> None:
    sold = sell_two(house, mode=None)
    printing.print_tickets(house.desk, "print", sold.order_id, None, sold.ticket_ids[:1])
    page = order_page.show(house.desk, sold.order_id)
    assert [ticket.delivery_to_choose for ticket in page.tickets] == [False, True]
    later = identity.open_desk(house.address, ACCOUNT, operator="ANNE", shown_now=NOW + timedelta(days=365))
    page = order_page.show(later, sold.order_id)
    assert [ticket.delivery_to_choose for ticket in page.tickets] == [False, False]
    later.database.close()


def test_nobody_waits_to_be_told_of_an_order_that_is_nobodys(house: HouseUnderTest) -> None:
    request = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=2)
    lacks = {}
    for key, contact_id in (("nobody", None), ("somebody", house.contacts["Cothin"])):
        sold = sales.sell(house.desk, key, key, contact_id, (request,), None)
        cancellations.cancel_tickets(house.desk, f"cancel {key}", sold.order_id, None, sold.ticket_ids[:1])
        lacks[key] = order_page.show(house.desk, sold.order_id).unfinished
    assert lacks == {
        "nobody": (Unfinished.PAYMENT, Unfinished.NOTE),
        "somebody": (Unfinished.PAYMENT, Unfinished.CONFIRMATION, Unfinished.NOTE),
    }
