"""The history of an order: what its journal cites by id, named."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.devices.protocols import Refused
from boxoffice_tui.services import cancellations, confirmation, history, order_page, outbox, sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.orders import HistoryLine
from boxoffice_tui.views.requests import TicketRequest
from tests.house import NOW, HouseUnderTest
from tests.services.test_archives_money import sell_two


def sold(house: HouseUnderTest, *requests: TicketRequest) -> int:
    return sales.sell(house.desk, "k-sale", "form", None, requests, None).order_id


def seats(house: HouseUnderTest, performance: str, *names: str) -> TicketRequest:
    return TicketRequest(house.ids[performance], house.ids["full"], tuple(house.seat(name) for name in names))


def last(house: HouseUnderTest, order_id: int) -> HistoryLine:
    return history.history(house.desk, order_id)[-1]


def test_tickets_are_named_by_their_seats_in_the_order_of_the_page(house: HouseUnderTest) -> None:
    line = last(house, sold(house, seats(house, "p2", "G-10"), seats(house, "p1", "F-12", "F-13")))
    assert (line.action, line.operator) == ("order_sold", "ANNE")
    assert line.facts["seats"] == ["F-12", "F-13", "G-10"]
    assert line.facts["tickets"] == [1, 2, 1]
    assert "number" in line.facts  # of the order


def test_a_seat_of_two_evenings_is_named_once(house: HouseUnderTest) -> None:
    line = last(house, sold(house, seats(house, "p1", "F-12"), seats(house, "p2", "F-12")))
    assert line.facts["seats"] == ["F-12"]


def test_where_one_has_no_seat_all_are_named_by_number(house: HouseUnderTest) -> None:
    standing = TicketRequest(house.ids["p1"], house.ids["full"], category_id=house.ids["debout"], quantity=1)
    line = last(house, sold(house, seats(house, "p1", "F-12"), standing))
    assert "seats" not in line.facts
    assert line.facts["tickets"] == [1, 2]


def test_one_ticket_says_its_number(house: HouseUnderTest) -> None:
    order_id = sold(house, seats(house, "p1", "F-12", "F-13"))
    second = order_page.show(house.desk, order_id).tickets[1]
    cancellations.cancel_tickets(house.desk, "k-cancel", order_id, None, (second.ticket_id,))
    line = last(house, order_id)
    assert (line.facts["number"], line.facts["seats"]) == (2, ["F-13"])


class RefusingDoor:
    """A mail server that knows nobody."""

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        raise Refused(permanent=True, reply="550 unknown")


def confirmed(house: HouseUnderTest) -> int:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    order_id = sell_two(house).order_id
    confirmation.record_confirmation(house.desk, "mail", order_id, None)
    return order_id


def test_a_mail_says_when_it_was_sent(house: HouseUnderTest, tmp_path: Path) -> None:
    order_id = confirmed(house)
    line = last(house, order_id)
    assert (line.action, "sent_at" in line.facts) == ("confirmation_recorded", False)
    outbox.send_due(house.desk, EmlDoor(tmp_path / "mails"))
    line = last(house, order_id)
    assert line.action == "confirmation_recorded"
    sent_at = line.facts["sent_at"]
    assert timedelta(0) <= sent_at - NOW < timedelta(minutes=5)  # type: ignore[operator]


def test_a_mail_that_was_refused_says_so(house: HouseUnderTest) -> None:
    order_id = confirmed(house)
    outbox.send_due(house.desk, RefusingDoor())
    facts = last(house, order_id).facts
    assert (facts["reply"], "sent_at" in facts) == ("550 unknown", False)
