"""A counter as a process: adds a note to an order for each line it reads, and says so."""

from __future__ import annotations

import sys

from boxoffice_tui.services import identity, notes
from tests.house import ACCOUNT, NOW


def main(address: str, order_id: int) -> None:
    """Until there are no more lines."""
    desk = identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW)
    print("ready", flush=True)
    for number, _line in enumerate(sys.stdin):
        notes.add_note(desk, f"note {number}", order_id, "seen elsewhere")
        print("noted", flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
