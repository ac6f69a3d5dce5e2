"""A process that prints an order on the till's printer, and says what became of it."""

from __future__ import annotations

import sys

from boxoffice_tui.services import identity
from boxoffice_tui.services.errors import ServiceError
from boxoffice_tui.services.ticket_printing import print_here
from tests.house import ACCOUNT, NOW

READY = "ready"


def main(address: str, key: str, order_id: int) -> None:
    """Says that it is ready, begins when it is told to, and says at the end which tickets came out, or the code."""
    desk = identity.at_till(identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW), "g1")
    print(READY, flush=True)
    sys.stdin.readline()
    try:
        said = " ".join(str(one) for one in print_here(desk, key, order_id, None, ()).ticket_ids)
    except ServiceError as error:
        said = error.code
    print(said, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
