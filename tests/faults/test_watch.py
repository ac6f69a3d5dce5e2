"""A counter notices what another process has changed; nothing is reported when nothing was."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from boxoffice_tui.data.database import Database
from boxoffice_tui.services import archives, changes, notes
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.views.archives import OrderQuery
from tests.faults.proxy import cable_to
from tests.faults.sellers import ROOT
from tests.house import HouseUnderTest, build
from tests.services.test_archives_money import sell_two

NOTICED_WITHIN = 2.0
LONG_ENOUGH = 15.0


@dataclass(slots=True)
class Reports:
    """What the watch has reported: `come` is set by a report, `count` counts them."""

    come: threading.Event = field(default_factory=threading.Event)
    count: int = 0

    def __call__(self) -> None:
        self.count += 1
        self.come.set()

    def within(self, seconds: float) -> bool:
        """Whether a report comes in time; the next one is another."""
        heard = self.come.wait(seconds)
        self.come.clear()
        return heard


@contextmanager
def watching(desk: Desk, every: float = changes.EVERY_SECONDS) -> Iterator[Reports]:
    """A watch in a thread of its own, which has ended when this ends."""
    reports, stop = Reports(), threading.Event()
    thread = threading.Thread(target=changes.watch, args=(desk, stop, reports), kwargs={"every": every})
    thread.start()
    try:
        yield reports
    finally:
        stop.set()
        thread.join(1.0)
        assert not thread.is_alive()


@contextmanager
def other_counter(house: HouseUnderTest, order_id: int) -> Iterator[subprocess.Popen[str]]:
    """A process that adds a note to an order for each line it is sent, and says so."""
    command = [sys.executable, "-m", "tests.faults.noting", house.address, str(order_id)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert says(process) == "ready"
        yield process
        process.stdin.close()  # type: ignore[union-attr]


def says(process: subprocess.Popen[str]) -> str:
    return process.stdout.readline().strip()  # type: ignore[union-attr]


def note(process: subprocess.Popen[str]) -> None:
    process.stdin.write("note\n")  # type: ignore[union-attr]
    process.stdin.flush()  # type: ignore[union-attr]
    assert says(process) == "noted"


def test_a_change_of_another_process_is_noticed_and_nothing_else(house: HouseUnderTest) -> None:
    sold = sell_two(house)
    with other_counter(house, sold.order_id) as counter, watching(house.desk) as reports:
        archives.search(house.desk, OrderQuery())
        assert not reports.within(1.3 * changes.EVERY_SECONDS)
        note(counter)
        assert reports.within(NOTICED_WITHIN)
        note(counter)
        assert reports.within(NOTICED_WITHIN)
        assert reports.count == 2


def noticed_once_it_listens(house: HouseUnderTest, order_id: int, key: str, reports: Reports) -> bool:
    """Changes the order until the watch, which takes its time to connect, has noticed."""
    for number in range(30):
        notes.add_note(house.desk, f"{key} {number}", order_id, "why")
        if reports.within(LONG_ENOUGH / 30):
            return True
    return False


def test_a_lost_connection_is_sought_again_and_counts_as_a_change(postgresql_url: str) -> None:
    house = build(postgresql_url)
    sold = sell_two(house)
    with cable_to(house.address) as cable:
        far = replace(house.desk, database=Database(cable.url))
        with watching(far, every=0.05) as reports:
            assert noticed_once_it_listens(house, sold.order_id, "before", reports)
            cable.pull()
            assert reports.within(LONG_ENOUGH)
            assert noticed_once_it_listens(house, sold.order_id, "after", reports)
        far.database.close()
    house.desk.database.close()


def test_a_stop_ends_the_watch_at_once_however_seldom_it_asks(house: HouseUnderTest) -> None:
    with watching(house.desk, every=3600):
        assert threading.active_count() > 1
