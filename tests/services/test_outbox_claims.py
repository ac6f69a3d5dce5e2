"""A sender that slept through its claim: another one sent the mail meanwhile, and that stands (invariant E1)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import MailState
from boxoffice_tui.data.tables.journal import OUTBOX
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.devices.protocols import MailDoorError, Refused, Unreachable
from boxoffice_tui.services import confirmation, order_page, outbox
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.states import Unfinished
from tests.house import HouseUnderTest
from tests.services.test_archives_money import sell_two

TEN_MINUTES = 600.0


class SleepyDoor:
    """A mail server that answers long after another sender took over."""

    def __init__(self, other: Desk, folder: Path, answer: MailDoorError | None) -> None:
        self.other = other
        self.folder = folder
        self.answer = answer

    def send(self, message: bytes, sender: str, recipient: str, outbox_id: int) -> str:
        assert outbox.send_due(self.other, EmlDoor(self.folder)).sent == 1
        if self.answer is not None:
            raise self.answer
        return "250 at last"


@pytest.mark.parametrize(
    "answer", [None, Refused(permanent=True, reply="550 no"), Unreachable("timed out")], ids=repr
)
def test_what_the_other_sender_did_stands(
    house: HouseUnderTest, tmp_path: Path, answer: MailDoorError | None
) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    other = house.as_operator("ANNE")
    later = dataclasses.replace(other, clock=Clock(other.clock.ahead + TEN_MINUTES))
    outbox.send_due(house.desk, SleepyDoor(later, tmp_path / "mails", answer))
    with house.desk.database.read() as connection:
        row = connection.execute(sa.select(OUTBOX)).one()
    assert (row.state, row.attempts, row.maybe_twice, row.claimed_by) == (MailState.SENT, 2, True, "")
    assert row.reply != "550 no"
    assert Unfinished.CONFIRMATION not in order_page.show(house.desk, sold.order_id).unfinished
    other.database.close()
