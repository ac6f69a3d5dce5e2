"""Restoring under the eyes of programs that have the database open: refused, and noticed where it was not seen."""

from __future__ import annotations

import contextlib
import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from boxoffice_tui.data import copies
from boxoffice_tui.data.database import Database, wal_is_safe
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.services import backup, doors, identity
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.states import TicketState
from tests.faults.gate import DONE, READY
from tests.faults.nursery import Nursery
from tests.faults.opened import opened
from tests.faults.place import ACCOUNT as THIS_ACCOUNT
from tests.faults.place import NEW, OLD, Place, arguments, ended
from tests.faults.test_watch import noticed_once_it_listens, watching
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.invariants import assert_sound

LATER = NOW + timedelta(hours=1)
LIVE, SCANNED = TicketState.LIVE, TicketState.SCANNED
LONG_ENOUGH = 20.0


def refused(processes: Nursery, place: Place) -> str:
    """What is said to whoever restores while somebody has the database open; nothing is done."""
    words = ("restore", place.backup, "--yes", "--json")
    with processes.child("boxoffice_tui", *arguments(place, *words)) as child:
        error = json.loads(child.stderr.read())["error"]
        assert (child.ended(), error["code"]) == (4, "database_in_use")
    assert [one.name for one in Path(place.address).parent.glob("*before*")] == []
    return str(error["message"])


def test_it_is_refused_while_a_desk_is_open_and_done_once_it_is_dead(
    place: Place, processes: Nursery
) -> None:
    with processes.child("tests.faults.gate", place.address, "door") as door:
        assert door.said() == READY
        assert "close every program on it" in refused(processes, place)
        door.kill()
        door.ended()
    assert place.orders == OLD
    ended(processes, place, "restore", place.backup, "--yes")
    assert place.orders == NEW


def test_it_is_refused_while_the_screens_are_open(place: Place, processes: Nursery) -> None:
    with opened(processes, place.address, NOW.isoformat()) as program:
        program.sees("1000002")
        refused(processes, place)
    assert place.orders == OLD


@pytest.fixture
def nobody_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for an account that is not shown the processes of others."""
    monkeypatch.setattr(copies, "open_elsewhere", lambda _path: False)


@pytest.fixture
def older_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where no SQLite with a safe write-ahead log is to be had: an idle connection then holds no lock."""
    monkeypatch.setattr("boxoffice_tui.data.database.wal_is_safe", lambda: False)


def restore(place: Place) -> backup.Restored:
    return backup.restore(place.address, place.backup, THIS_ACCOUNT, LATER)


@pytest.mark.usefixtures("nobody_seen")
def test_a_desk_that_is_not_seen_is_in_the_way_by_its_lock(place: Place, processes: Nursery) -> None:
    if not wal_is_safe():
        pytest.skip("this SQLite's idle connections hold no lock")
    with processes.child("tests.faults.gate", place.address, "door") as door:
        assert door.said() == READY
        with pytest.raises(RefusedError, match="database_in_use"):
            restore(place)
    assert place.orders == OLD


@pytest.mark.usefixtures("nobody_seen", "older_sqlite")
def test_a_desk_that_nothing_shows_works_on_in_the_new_database(place: Place) -> None:
    desk = identity.open_desk(place.address, ACCOUNT, operator="ANNE", shown_now=NOW)
    with watching(desk, every=0.05) as reports:
        kept, last = tokens(place.address)
        assert noticed_once_it_listens(HouseUnderTest(place.address, desk), 1, "before", reports)
        doors.admit(desk, "last", last)
        aside = restore(place).kept_as
        assert reports.within(LONG_ENOUGH)
        with pytest.raises(RefusedError, match="unknown_token"):
            doors.admit(desk, "once more", last)
        doors.admit(desk, "kept", kept)
    desk.database.close()
    assert (states(place.address), states(aside)) == ([SCANNED], [LIVE, SCANNED])


@pytest.mark.usefixtures("nobody_seen", "older_sqlite")
def test_who_waits_to_write_meanwhile_writes_to_the_new_database(
    place: Place, processes: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restoring holds the old database alone; what waits for it there has waited for the wrong one."""
    kept, _last = tokens(place.address)
    name_again = Path.hardlink_to

    with processes.child("tests.faults.gate", place.address, "door", "older") as door:
        assert door.said() == READY
        handles = files_open(door.pid, place.address)

        def name_once_somebody_waits(aside: Path, target: Path) -> None:
            door.tell(kept)
            wait_for_more(door.pid, place.address, handles)
            name_again(aside, target)

        monkeypatch.setattr(Path, "hardlink_to", name_once_somebody_waits)
        aside = restore(place).kept_as
        assert door.said() == DONE
        assert door.ended() == 0
    assert (states(place.address), states(aside)) == ([SCANNED], [LIVE, LIVE])


def tokens(address: str) -> list[str]:
    """What the barcodes of all tickets say; the last is not in the backup."""
    return tickets(address, TICKETS.c.token)


def states(address: str) -> list[str]:
    return tickets(address, TICKETS.c.state)


def tickets(address: str, column: sa.Column[Any]) -> list[str]:
    database = Database(address)
    with database.read() as connection:
        found = list(connection.execute(sa.select(column).order_by(TICKETS.c.id)).scalars())
    assert_sound(database)
    database.close()
    return found


def files_open(pid: int, address: str) -> int:
    """How often a process has the database open; it opens and closes files while they are counted."""
    found = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found += str(one.readlink()) == address
    return found


def wait_for_more(pid: int, address: str, handles: int) -> None:
    deadline = time.monotonic() + LONG_ENOUGH
    while files_open(pid, address) <= handles:
        assert time.monotonic() < deadline
        time.sleep(0.002)
