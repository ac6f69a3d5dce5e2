"""An I/O error or a full disk at every write of add-ticket: a clear answer, nothing lost, nothing half done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from itertools import count, takewhile
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.ledger import PAYMENTS
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.services import sales
from boxoffice_tui.views.requests import TicketRequest
from tests.faults.one_addition import add_and_pay
from tests.faults.sellers import ROOT
from tests.house import HouseUnderTest, build
from tests.invariants import assert_sound

WRITES = "pwrite64,fdatasync,fsync,ftruncate"
ONLY_WRITES = ("-f", "--seccomp-bpf")  # the other system calls are not stopped at: a run takes a third of the time
CLEAR = {"disk_fault", "disk_full", "read_only", "locked", "corrupt", "no_permission"}


def refused_tracing() -> str | None:
    """Why no system call can be made to fail here, None when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", *ONLY_WRITES, "-qq", "-e", "inject=fsync:error=EIO", "true"], capture_output=True, check=False
    )
    return None if tried.returncode == 0 else "this machine forbids ptrace"


WHY_NOT = refused_tracing()
needs_strace = pytest.mark.skipif(WHY_NOT is not None, reason=WHY_NOT or "")


@pytest.fixture
def template(tmp_path: Path) -> tuple[HouseUnderTest, list[int]]:
    """A house with one order of one ticket, and what the next ticket needs."""
    house = build(str(tmp_path / "house.db"))
    first = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    sold = sales.sell(house.desk, "sale", "sale", None, (first,), None)
    house.desk.database.close()
    return house, [sold.order_id, house.ids["p1"], house.ids["full"], house.seat("F-13")]


def meet(address: str, arguments: list[int], fault: str, when: int) -> tuple[list[str], bool]:
    """Runs the additions with the `when`-th write failing; what was said, and whether the fault was met."""
    log = Path(f"{address}.trace")
    command = ["strace", *ONLY_WRITES, "-qq", "-o", str(log), "-e", f"trace={WRITES}"]
    command += ["-e", f"inject={WRITES}:error={fault}:when={when}"]
    process = subprocess.run(
        [*command, sys.executable, "-m", "tests.faults.one_addition", address, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.splitlines(), "(INJECTED)" in log.read_text()


def verify(house: HouseUnderTest, address: str, arguments: list[int], said: list[str]) -> None:
    """What was acknowledged is there; the retry completes it; each thing is there once; the house is sound."""
    assert not said[-1].startswith("unavailable") or said[-1].split()[1] in CLEAR
    change = add_and_pay(address, *arguments)
    desk = HouseUnderTest(address, house.desk).as_operator("ANNE")
    with desk.database.read() as connection:
        tickets = connection.execute(sa.select(sa.func.count()).select_from(TICKETS)).scalar_one()
        payments = connection.execute(sa.select(sa.func.count()).select_from(PAYMENTS)).scalar_one()
    assert (tickets, payments, change.balance.minor) == (2, 1, 3200)
    assert_sound(desk)
    desk.database.close()


def fails(template: tuple[HouseUnderTest, list[int]], tmp_path: Path, fault: str, when: int) -> bool:
    """Fails the `when`-th write of a house of its own; False when the run made fewer."""
    house, arguments = template
    address = str(tmp_path / f"{fault}-{when}.db")
    shutil.copy(house.address, address)
    said, met = meet(address, arguments, fault, when)
    verify(house, address, arguments, said)
    return met


@needs_strace
def test_the_first_failing_writes(template: tuple[HouseUnderTest, list[int]], tmp_path: Path) -> None:
    """Each of them once, by one fault and the other in turn; `make soak` has every write fail by both."""
    for when in range(1, 11):
        assert fails(template, tmp_path, ("EIO", "ENOSPC")[when % 2], when)


@needs_strace
@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", ["EIO", "ENOSPC"])
def test_every_failing_write(template: tuple[HouseUnderTest, list[int]], tmp_path: Path, fault: str) -> None:
    met = sum(takewhile(bool, (fails(template, tmp_path, fault, when) for when in count(1))))
    print(f"\n{fault}: {met} failing writes met")
    assert met > 10
