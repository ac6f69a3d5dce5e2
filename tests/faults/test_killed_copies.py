"""kill -9 during `boxoffice backup` and `restore`: all of the old or all of the new, and leftovers that go."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.nursery import Nursery
from tests.faults.place import NEW, OLD, Place, arguments, ended, orders_in
from tests.faults.test_disk import needs_strace

GIVING_NAMES = "?link,linkat,?rename,?renameat,?renameat2"
WRITING = "pwrite64,fdatasync,fsync,ftruncate"


def left_over(place: Place) -> list[str]:
    """Half copies, and second names of the database."""
    house = Path(place.address)
    asides = [one.name for one in house.parent.glob("*.before-*") if one.samefile(house)]
    return asides + [one.name for folder in (place.folder, house.parent) for one in folder.glob(".*")]


def verify_backup(place: Place, target: Path) -> None:
    """Nothing under the name, or the whole; the house as it was; the next backup finds nothing left over."""
    if target.exists():
        assert orders_in(target) == OLD
    assert place.orders == OLD


def verify_restore(place: Place) -> None:
    """All of one or all of the other."""
    assert place.orders in {OLD, NEW}
    for aside in Path(place.address).parent.glob("*.before-*"):
        assert aside.samefile(place.address) or orders_in(aside) in {OLD, NEW}


def verify_end(place: Place, processes: Nursery) -> None:
    """What the killed have left goes with the next that is not killed."""
    before, last = place.orders, place.folder / "last.db"
    ended(processes, place, "backup", last)
    assert (orders_in(last), left_over(place)) == (before, [])
    ended(processes, place, "restore", place.backup, "--yes")
    assert (place.orders, left_over(place)) == (NEW, [])


def kill_once(processes: Nursery, place: Place, words: tuple[object, ...], seconds: float) -> bool:
    """Whether a command was killed before its end, so many seconds after its beginning."""
    with processes.child("boxoffice_tui", *arguments(place, *words)) as child:
        instant = time.perf_counter() + seconds
        while time.perf_counter() < instant:
            pass
        child.kill()
        return child.ended() == -9


def kill_many(processes: Nursery, place: Place, kills: int, seed: int) -> None:
    print(f"\nseed {seed}")
    dice, met = random.Random(seed), {"backup": 0, "restore": 0}
    longest = {
        "backup": seconds_of(processes, place, "backup", place.folder / "measured.db"),
        "restore": seconds_of(processes, place, "restore", place.folder / "measured.db", "--yes"),
    }
    for number in range(kills):
        target = place.folder / f"{number}.db"
        met["backup"] += kill_once(processes, place, ("backup", target), dice.uniform(0, longest["backup"]))
        verify_backup(place, target)
        source = (place.backup, place.folder / "measured.db")[number % 2]
        words = ("restore", source, "--yes")
        met["restore"] += kill_once(processes, place, words, dice.uniform(0, longest["restore"]))
        verify_restore(place)
        ended(processes, place, "restore", place.folder / "measured.db", "--yes")
    print(f"killed before their end: {met}")
    verify_end(place, processes)


def seconds_of(processes: Nursery, place: Place, *words: object) -> float:
    began = time.perf_counter()
    ended(processes, place, *words)
    return time.perf_counter() - began


def test_three_kills_of_each(place: Place, processes: Nursery) -> None:
    kill_many(processes, place, 3, seed=20261121)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_hundred_kills_of_each(place: Place, processes: Nursery) -> None:
    kill_many(processes, place, 100, seed=random.SystemRandom().randrange(1 << 32))


def killed_at(processes: Nursery, place: Place, calls: str, when: int, *words: object) -> bool:
    """Whether a command was killed as it began the `when`-th of these system calls."""
    with processes.child("tests.faults.when_told", "boxoffice_tui", *arguments(place, *words)) as child:
        assert child.said() == "ready"
        traced = ["strace", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-p", str(child.pid)]
        with subprocess.Popen([*traced, "-e", f"inject={calls}:signal=KILL:when={when}"]) as tracer:
            wait_for_tracer(child.pid, tracer)
            child.tell("go")
            told = child.stderr.read()
            code = child.ended()
    assert code in {0, -9}, told
    return code == -9


def wait_for_tracer(pid: int, tracer: subprocess.Popen[bytes]) -> None:
    while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text():
        assert tracer.poll() is None
        time.sleep(0.002)


def kill_each(act: Callable[[int], bool]) -> int:
    """Kills at the first call, at the second, until a run ends by itself; how many were killed."""
    when = 1
    while act(when):
        when += 1
    return when - 1


def kill_at_each(processes: Nursery, place: Place, calls: str) -> tuple[int, int]:
    """Kills a backup and a restore at each of these system calls; how many were met."""

    def back_up(when: int) -> bool:
        target = place.folder / f"{when}.db"
        killed = killed_at(processes, place, calls, when, "backup", target)
        verify_backup(place, target)
        return killed

    def restore(when: int) -> bool:
        killed = killed_at(processes, place, calls, when, "restore", place.backup, "--yes")
        verify_restore(place)
        return killed

    met = kill_each(back_up), kill_each(restore)
    print(f"\n{calls}: killed at {met[0]} of a backup, {met[1]} of a restore")
    verify_end(place, processes)
    return met


@needs_strace
def test_killed_where_a_name_is_given(place: Place, processes: Nursery) -> None:
    """A copy gets its name; the old database its second one, the new one its place."""
    backup, restore = kill_at_each(processes, place, GIVING_NAMES)
    assert (backup, restore >= 2) == (1, True)


@needs_strace
@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("calls", [f"{GIVING_NAMES},?unlink,unlinkat", WRITING])
def test_killed_at_every_step(place: Place, processes: Nursery, calls: str) -> None:
    backup, restore = kill_at_each(processes, place, calls)
    assert (backup > 5, restore > 10) == (True, True)
