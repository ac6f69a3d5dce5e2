"""The whole program in a real terminal on a real house: silent while nothing changes, alive when something does."""

from __future__ import annotations

import os
import pwd
import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from benchmarks.start import LAST_LINE, output_until, spawn
from boxoffice_tui.data.tables.operators import SYSTEM_ACCOUNTS
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services import confirmation, holds, sales
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest, build
from tests.services.test_archives_money import sell_two

PROGRAM = """
import sys
sys.argv = ["boxoffice", "--database", {address!r}, "--language", "en", "--now", "2026-11-21T14:07-05:00"]
from boxoffice_tui.__main__ import main
main()
"""
QUIET_SECONDS, IDLE_SECONDS, LONG_ENOUGH = 1.5, 2.0, 30.0
NOTICED_WITHIN = 5.0  # two seconds, and a machine that does much else


@dataclass
class Opened:
    """The program in its terminal."""

    child: int
    terminal: int

    def write(self, keys: bytes) -> None:
        os.write(self.terminal, keys)

    def written(self, seconds: float, until: Callable[[bytes], bool] = lambda _output: False) -> bytes:
        """What the program writes in so many seconds, or `until` that is enough."""
        output, deadline = b"", time.monotonic() + seconds
        while not until(output) and (left := deadline - time.monotonic()) > 0:
            if select.select([self.terminal], [], [], min(left, 0.1))[0]:
                output += os.read(self.terminal, 65536)
        return output

    def settle(self) -> None:
        """Until it has been quiet for a while."""
        deadline = time.monotonic() + LONG_ENOUGH
        while self.written(QUIET_SECONDS):
            assert time.monotonic() < deadline

    def end(self) -> int:
        """Quit; the exit code once it has ended, which closes the terminal."""
        self.write(b"\x11")
        with suppress(OSError):
            self.written(LONG_ENOUGH)
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


@contextmanager
def opened(address: str) -> Iterator[Opened]:
    """The program on the database at `address`, its first frame shown; killed where it was not ended."""
    program = Opened(*spawn(PROGRAM.format(address=address)))
    try:
        output_until(LAST_LINE, program.terminal)
        yield program
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(program.child, signal.SIGKILL)
            os.waitpid(program.child, 0)
        os.close(program.terminal)


def house_of_this_account(address: str) -> HouseUnderTest:
    """A house where whoever runs the tests is Anne, with a mail that waits."""
    house = build(address)
    account = pwd.getpwuid(os.getuid()).pw_name
    with writing(house.desk) as work:
        work.connection.execute(
            sa.insert(SYSTEM_ACCOUNTS).values(account=account, operator_id=house.ids["ANNE"], usual=True)
        )
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
    sold = sell_two(house)
    confirmation.record_confirmation(house.desk, "mail", sold.order_id, None)
    return house


def test_the_open_program_sends_what_is_due_is_silent_and_sees_what_others_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, mails = str(tmp_path / "house.db"), tmp_path / "mails"
    monkeypatch.setenv("BOXOFFICE_MAILS", str(mails))
    house = house_of_this_account(address)
    with opened(address) as program:
        program.written(LONG_ENOUGH, lambda _output: bool(list(mails.glob("*.eml"))))
        program.settle()
        assert len(list(mails.glob("*.eml"))) == 1
        assert program.written(IDLE_SECONDS) == b""
        holds.hold_seats(house.desk, "form", house.ids["p2"], (house.seat("E-11"),))
        assert program.written(IDLE_SECONDS) == b""  # it was noticed, and nothing shown is different
        ticket = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("E-10"),))
        sold = sales.sell(house.desk, "k", "f", house.contacts["Cothin"], (ticket,), "by_hand")
        number = sold.number.encode()
        assert number in program.written(NOTICED_WITHIN, lambda output: number in output)
        assert program.end() == 0
    house.desk.database.close()
