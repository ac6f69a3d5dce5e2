"""Due work that is told to stop, and mails that have been waiting for long."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services import confirmation, due_work, holds, outbox
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.transaction import writing
from tests.house import NOW, HouseUnderTest
from tests.services.test_archives_money import sell_two


@dataclass(slots=True)
class StoppingDoor:
    """Takes mails; asks the sender to stop while it has one in its hands."""

    stop: threading.Event = field(default_factory=threading.Event)
    sent: list[int] = field(default_factory=list)

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        self.stop.set()
        self.sent.append(outbox_id)
        return "250 OK"


def two_mails(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    sold = sell_two(house)
    for key in ("c1", "c2"):
        confirmation.record_confirmation(house.desk, key, sold.order_id, None)


def later(desk: Desk, minutes: int) -> Desk:
    return replace(desk, clock=Clock.started_at(NOW + timedelta(minutes=minutes)))


def test_a_stopped_sender_finishes_the_mail_it_has_and_begins_no_other(house: HouseUnderTest) -> None:
    two_mails(house)
    door = StoppingDoor()
    report = due_work.run_due(house.desk, door, stopped=door.stop.is_set)
    assert (report.mails.sent, report.mails.waiting, len(door.sent)) == (1, 1, 1)
    report = due_work.run_due(house.desk, door, stopped=door.stop.is_set)
    assert (report.mails.sent, report.mails.waiting, len(door.sent)) == (0, 1, 1)
    report = due_work.run_due(house.desk, door)
    assert (report.mails.sent, report.mails.waiting, len(door.sent)) == (1, 0, 2)


def test_what_is_stopped_before_it_began_ends_no_hold(house: HouseUnderTest) -> None:
    holds.hold_seats(house.desk, "form", house.ids["p1"], (house.seat("E-10"),))
    tomorrow = later(house.desk, 24 * 60)
    assert due_work.run_due(tomorrow, StoppingDoor(), stopped=lambda: True).expired == 0
    assert due_work.run_due(tomorrow, StoppingDoor()).expired == 1


def test_mails_count_as_waiting_long_after_a_while(house: HouseUnderTest) -> None:
    two_mails(house)
    assert outbox.waiting(house.desk) == 2
    ten_minutes = timedelta(minutes=10)
    assert outbox.waiting(later(house.desk, 9), for_at_least=ten_minutes) == 0
    assert outbox.waiting(later(house.desk, 11), for_at_least=ten_minutes) == 2


def test_a_clerk_does_no_due_work(house: HouseUnderTest) -> None:
    two_mails(house)
    bruno = house.as_operator("BRUNO")
    door = StoppingDoor()
    with pytest.raises(NotAllowedError):
        due_work.run_due(bruno, door)
    assert door.sent == []
    bruno.database.close()
