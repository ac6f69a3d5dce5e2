"""A counter as a process: for each line read it sells seats, or puts them out of use, and says how it went."""

from __future__ import annotations

import sys

from boxoffice_tui.rules.blocked_seats import BlockKind
from boxoffice_tui.services import blocked_seats, identity, sales
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.requests import TicketRequest
from tests.house import ACCOUNT, NOW

READY, DONE = "ready", "done"


def main(address: str, performance_id: str, rate_id: str) -> None:
    """Until there are no more lines: `sell KEY SEAT…` or `block KEY SEAT…`, by ids; `done` or the refusal."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    performance = int(performance_id)
    print(READY, flush=True)
    while line := sys.stdin.readline():
        act, key, *names = line.split()
        seats = tuple(map(int, names))
        try:
            if act == "sell":
                request = TicketRequest(performance, int(rate_id), seats)
                sales.sell(desk, key, key, None, (request,), None)
            else:
                blocked_seats.block_seats(desk, key, performance, BlockKind.KILLED, seats, "caméra")
            print(DONE, flush=True)
        except RefusedError as error:
            print(error.code, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
