"""A door and a counter as processes: for each line read, one ticket is let in, or cancelled, and it is said so."""

from __future__ import annotations

import sys
from collections.abc import Callable

import sqlalchemy as sa

from boxoffice_tui.data import database
from boxoffice_tui.data.tables.orders import TICKETS
from boxoffice_tui.services import cancellations, doors, identity
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import ServiceError
from boxoffice_tui.views.states import TicketState
from tests.house import ACCOUNT, NOW

READY, DONE = "ready", "done"


def _let_in(desk: Desk, token: str) -> None:
    doors.admit(desk, f"in:{token}", token)


def _cancel(desk: Desk, order_id: str, ticket_id: str) -> None:
    cancellations.cancel_tickets(
        desk, f"out:{ticket_id}", int(order_id), None, (int(ticket_id),), may_cancel_order=True
    )


def _hasty(desk: Desk, token: str) -> None:
    """The control: believes what it read before it was told to go on, and writes without a lock."""
    with desk.database.read() as connection:
        state = connection.execute(sa.select(TICKETS.c.state).where(TICKETS.c.token == token)).scalar_one()
    print(state, flush=True)
    sys.stdin.readline()
    with desk.database.write() as connection:
        scanned = {"state": TicketState.SCANNED, "scanned_at": NOW}
        connection.execute(sa.update(TICKETS).where(TICKETS.c.token == token).values(scanned))


_MANNERS: dict[str, tuple[str, Callable[..., None]]] = {
    "door": ("DORA", _let_in),
    "hasty": ("DORA", _hasty),
    "counter": ("BRUNO", _cancel),
}


def main(address: str, manner: str, sqlite: str = "") -> None:
    """Until there are no more lines: `done`, or the code of what was said instead.

    An `older` SQLite is one whose write-ahead log is not safe, and not used.
    """
    if sqlite == "older":
        database.wal_is_safe = lambda: False
    operator, act = _MANNERS[manner]
    desk = identity.open_desk(address, ACCOUNT, operator=operator, shown_now=NOW)
    print(READY, flush=True)
    while line := sys.stdin.readline():
        try:
            act(desk, *line.split())
        except ServiceError as error:
            print(error.code, flush=True)
        else:
            print(DONE, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
