"""What the one reader notices, asked directly; tests/faults/test_watch.py has the processes."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.changes import listening
from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import DatabaseProblemError
from boxoffice_tui.data.tables.operators import OPERATORS
from boxoffice_tui.devices.eml import EmlDoor
from boxoffice_tui.services import archives, due_work, holds, notes
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from tests.house import HouseUnderTest
from tests.services.test_archives_money import sell_two


def begin_and_break_off(desk: Desk) -> None:
    with writing(desk) as work:
        work.connection.execute(sa.update(OPERATORS).values(name="Anne"))
        work.journal("price_changed")
        raise ZeroDivisionError


def test_each_change_is_noticed_once_by_another_program(house: HouseUnderTest) -> None:
    theirs = Database(house.address)
    with listening(theirs) as changed:
        assert not changed()
        sold = sell_two(house)
        assert (changed(), changed()) == (True, False)
        holds.hold_seats(house.desk, "form", house.ids["p1"], (house.seat("E-10"),))
        assert (changed(), changed()) == (True, False)
        holds.release(house.desk, "form")
        assert changed()
        notes.add_note(house.desk, "note", sold.order_id, "why")
        notes.add_note(house.desk, "note 2", sold.order_id, "and why")
        assert (changed(), changed()) == (True, False)
        with writing(house.desk) as work:  # no line in the journal
            work.connection.execute(sa.update(OPERATORS).values(name="Anne"))
        assert changed()
    theirs.close()


def test_what_changes_nothing_is_not_noticed(house: HouseUnderTest, tmp_path: Path) -> None:
    sold = sell_two(house)
    notes.add_note(house.desk, "note", sold.order_id, "why")
    due_work.run_due(house.desk, EmlDoor(tmp_path / "mails"))
    door = house.as_operator("DORA")
    with listening(house.desk.database) as changed:
        archives.search(house.desk, OrderQuery())
        notes.add_note(house.desk, "note", sold.order_id, "why")  # its first answer again
        with pytest.raises(NotAllowedError):
            notes.add_note(door, "refused", sold.order_id, "why")
        with pytest.raises(ZeroDivisionError):
            begin_and_break_off(house.desk)
        report = due_work.run_due(house.desk, EmlDoor(tmp_path / "mails"))
        assert (report.expired, report.mails.sent) == (0, 0)
        assert not changed()
    door.database.close()


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    gone = tmp_path / "gone.db"
    with pytest.raises(DatabaseProblemError, match="missing"), listening(Database(str(gone))):
        pass
    assert not gone.exists()
