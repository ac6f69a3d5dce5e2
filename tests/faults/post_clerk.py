"""A process that prints an evening's post, telling before each shipment how many it has been through."""

from __future__ import annotations

import sys

from boxoffice_tui.services import identity
from boxoffice_tui.services.shipment_batches import post_due, print_post
from boxoffice_tui.views.shipment_batches import Waiting
from tests.house import ACCOUNT, NOW


def main(address: str, key: str) -> None:
    """Waits to be told before each shipment; says at the end how many tickets came out."""
    desk = identity.at_till(identity.open_desk(address, ACCOUNT, operator="ANNE", shown_now=NOW), "g1")

    def progress(done: int, _count: int) -> None:
        print(done, flush=True)
        sys.stdin.readline()

    printed = print_post(desk, key, post_due(desk, Waiting("post")), progress)
    print(f"{printed.tickets} printed", flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
