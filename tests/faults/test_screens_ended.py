"""The screens ended from outside while a form holds a seat: the seat is free at once, or when its time is over."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.operators import SYSTEM_ACCOUNTS
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.services.transaction import writing
from tests.faults.nursery import Nursery
from tests.faults.opened import Opened, opened
from tests.faults.place import ACCOUNT
from tests.house import HouseUnderTest
from tests.invariants import assert_sound
from tests.services.test_archives_money import sell_two

OPENED = "2026-11-21T14:07-05:00"
HELD_STILL, NO_LONGER = "2026-11-21T14:20-05:00", "2026-11-21T14:30-05:00"
PATIENCE_SECONDS = 5.0
ENTER, DOWN = b"\r", b"\x1b[B"


@pytest.fixture
def engine() -> str:
    """What ends the screens asks no engine."""
    return "sqlite"


@pytest.fixture
def shop(house: HouseUnderTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HouseUnderTest:
    """A house where whoever runs the tests is Anne, with one order of two tickets."""
    monkeypatch.setenv("BOXOFFICE_MAILS", str(tmp_path / "mails"))
    with writing(house.desk) as work:
        bound = {"account": ACCOUNT, "operator_id": house.ids["ANNE"], "usual": True}
        work.connection.execute(sa.insert(SYSTEM_ACCOUNTS).values(bound))
    sell_two(house)
    return house


@contextmanager
def holding_a_seat(shop: HouseUnderTest, processes: Nursery) -> Iterator[Opened]:
    """The program with the form of a third ticket open, F-14 chosen and held for it."""
    with opened(processes, shop.address, OPENED) as program:
        program.sees("1000001")
        program.press(DOWN)
        program.sees("n Number")
        program.press(ENTER)
        program.sees("Tickets (2)")
        program.press(b"a")
        program.sees("1 F-14 same row, beside")
        program.press(b"1")
        program.sees("Held 14:")
        assert held(shop) == [shop.seat("F-14")]
        yield program


def held(shop: HouseUnderTest) -> list[int]:
    """The seats that are held and not given back."""
    query = sa.select(CLAIMS.c.seat_id).where(CLAIMS.c.kind == ClaimKind.HOLD, CLAIMS.c.ended_at.is_(None))
    with shop.desk.database.read() as connection:
        return list(connection.execute(query).scalars())


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143)])
def test_a_signal_gives_the_seat_back(
    shop: HouseUnderTest, processes: Nursery, number: int, code: int
) -> None:
    with holding_a_seat(shop, processes) as program:
        sent = time.monotonic()
        os.kill(program.pid, number)
        assert program.ended() == code
        assert time.monotonic() - sent < PATIENCE_SECONDS
    assert held(shop) == []
    assert_sound(shop.desk)


def test_a_line_that_is_cut_gives_it_back_too(shop: HouseUnderTest, processes: Nursery) -> None:
    """The kernel sends the signal, and nothing can be written any more."""
    with holding_a_seat(shop, processes) as program:
        sent = time.monotonic()
        program.cut()
        assert program.ended() == 129
        assert time.monotonic() - sent < PATIENCE_SECONDS
    assert held(shop) == []
    assert_sound(shop.desk)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGHUP])
def test_the_next_start_tells_once_what_was_saved(
    shop: HouseUnderTest, processes: Nursery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with opened(processes, shop.address, OPENED) as program:
        program.sees("1000001")
        os.kill(program.pid, number)
        program.ended()
    with opened(processes, shop.address, HELD_STILL) as program:
        program.sees("The program was ended before you")
        program.sees("saved: order 1000001,")
        program.press(b"\x11")
        assert program.ended() == 0
    with opened(processes, shop.address, HELD_STILL) as program:
        program.sees("1000001")
        assert "The program was ended" not in program.text


def test_a_kill_leaves_the_seat_held_until_its_time_is_over(shop: HouseUnderTest, processes: Nursery) -> None:
    with holding_a_seat(shop, processes) as program:
        os.kill(program.pid, signal.SIGKILL)
        assert program.ended() == -signal.SIGKILL
    assert_sound(shop.desk)
    assert sold(processes, shop, HELD_STILL) == (4, "F-14")
    assert held(shop) == [shop.seat("F-14")]
    assert sold(processes, shop, NO_LONGER) == (0, "")
    assert held(shop) == []


def sold(processes: Nursery, shop: HouseUnderTest, now: str) -> tuple[int, str]:
    """What became of a sale of F-14 at an hour: the exit code, and the seat where it was refused for that."""
    sale = ("orders", "sell", "--performance", "mouette/p1", "--rate", "full", "--seat", "F-14")
    options = ("--database", shop.address, "--now", now, "--language", "en", "--json")
    with processes.child("boxoffice_tui", *options, *sale) as child:
        told = child.stderr.read()
        return child.ended(), "F-14" if "seat_taken" in told else told
