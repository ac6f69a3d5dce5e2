"""A process that releases what is overdue on another day: `python -m tests.faults.releaser ADDRESS DAYS`."""

from __future__ import annotations

import sys
from datetime import timedelta

from boxoffice_tui.services import identity
from boxoffice_tui.services.overdue_reservations import release_overdue
from tests.house import ACCOUNT, NOW

READY = "ready"


def main(address: str, days: int) -> None:
    """Says that it is ready, begins when it is told to, and says at the end what it released."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW + timedelta(days=days))
    print(READY, flush=True)
    sys.stdin.readline()
    for number in release_overdue(desk):
        print(number, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
