"""Somebody in the office as a process: for each line read it closes the day or sells, and says how it went."""

from __future__ import annotations

import sys

from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.services import closings, identity, sales
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.views.requests import TicketRequest
from tests.house import ACCOUNT, NOW

READY, DONE = "ready", "done"


def _close(desk: Desk, key: str) -> str:
    (made,) = closings.close_books(desk, key, ClosingKind.DAY)
    return f"{DONE} {made.number} {made.tickets_sold} {made.last_seq}"


def _sell(desk: Desk, key: str, performance_id: str, category_id: str, rate_id: str) -> str:
    request = TicketRequest(int(performance_id), int(rate_id), category_id=int(category_id), quantity=1)
    sales.sell(desk, key, key, None, (request,), None)
    return DONE


def main(address: str) -> None:
    """Until there are no more lines: `done` and what was closed, or the refusal, who and what number it names."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    print(READY, flush=True)
    while line := sys.stdin.readline():
        act, *words = line.split()
        try:
            said = {"close": _close, "sell": _sell}[act](desk, *words)
        except RefusedError as error:
            said = " ".join((error.code, str(error.facts.get("who")), str(error.facts.get("number"))))
        print(said, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
