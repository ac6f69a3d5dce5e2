"""Counters as real processes: each sells what it can get of a house, honestly or naively."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from boxoffice_tui.data.database import Database
from boxoffice_tui.data.errors import UniqueViolationError
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.venues import SEATS
from boxoffice_tui.rules.occupancy import ClaimKind
from boxoffice_tui.services import identity, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.requests import TicketRequest
from tests.house import ACCOUNT, NOW

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Evening:
    """What eight counters did: sales each, and the longest any of them waited for one (seconds)."""

    sold: int
    longest_wait: float


def run(address: str, manner: str, counters: int, performance_id: int, rate_id: int) -> Evening:
    """Lets `counters` processes sell until nothing is left; `manner` is `honest` or `naive`."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.sellers",
        manner,
        address,
        str(performance_id),
        str(rate_id),
    ]
    processes = [
        subprocess.Popen(
            [*command, str(number)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for number in range(counters)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    results = [process.communicate("go\n", timeout=100)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * counters
    return Evening(sum(int(one[0]) for one in results), max(float(one[1]) for one in results))


def doubles(database: Database) -> int:
    """Seats with more than one live claim."""
    query = (
        sa.select(CLAIMS.c.seat_id)
        .where(CLAIMS.c.ended_at.is_(None), CLAIMS.c.seat_id.is_not(None))
        .group_by(CLAIMS.c.performance_id, CLAIMS.c.seat_id)
        .having(sa.func.count() > 1)
    )
    with database.read() as connection:
        return len(connection.execute(query).all())


def _free_seats(desk: Desk, performance_id: int) -> list[int]:
    taken = sa.select(CLAIMS.c.seat_id).where(
        CLAIMS.c.performance_id == performance_id, CLAIMS.c.ended_at.is_(None), CLAIMS.c.seat_id.is_not(None)
    )
    with desk.database.read() as connection:
        return list(connection.execute(sa.select(SEATS.c.id).where(SEATS.c.id.not_in(taken))).scalars())


def _honest(desk: Desk, performance_id: int, rate_id: int, seats: Sequence[int], key: str) -> int:
    request = TicketRequest(performance_id, rate_id, tuple(seats))
    return len(sales.sell(desk, key, key, None, (request,), None).ticket_ids)


def _naive(desk: Desk, performance_id: int, rate_id: int, seats: Sequence[int], key: str) -> int:
    """Writes what was free when it looked last, long ago: what only the index can stop."""
    del rate_id, key
    with desk.database.write() as connection:
        rows = [
            {
                "performance_id": performance_id,
                "cell_id": 1,
                "seat_id": seat,
                "kind": ClaimKind.SALE,
                "created_at": NOW,
                "limit_in_force": 1,
            }
            for seat in seats
        ]
        connection.execute(sa.insert(CLAIMS), rows)
    return len(seats)


def main(manner: str, address: str, performance_id: int, rate_id: int, number: int) -> None:
    """One counter; prints how many seats it sold and the longest it waited."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    act = _honest if manner == "honest" else _naive
    dice = random.Random(number)
    sold, longest = 0, 0.0
    stale = _free_seats(desk, performance_id)
    print("ready", flush=True)
    sys.stdin.readline()
    for attempt in itertools.count():
        free = stale[attempt:] if manner == "naive" else _free_seats(desk, performance_id)
        if not free:
            break
        wanted = free[:1] if manner == "naive" else dice.sample(free, min(len(free), dice.randint(1, 3)))
        started = time.perf_counter()
        try:
            sold += act(desk, performance_id, rate_id, wanted, f"{number}:{attempt}")
        except (RefusedError, UniqueViolationError):
            continue
        finally:
            longest = max(longest, time.perf_counter() - started)
    desk.database.close()
    print(sold, longest)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *(int(argument) for argument in sys.argv[3:]))
