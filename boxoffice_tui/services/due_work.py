"""Due work: queries over rows, any number of runners at once (DESIGN.md, Due work)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from boxoffice_tui.data.conditions import expired_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.devices.protocols import MailDoor
from boxoffice_tui.rules.rights import Right
from boxoffice_tui.services import occupancy, outbox, overdue_reservations
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.outbox import SendReport

_A_BATCH = 200


@dataclass(frozen=True, slots=True)
class DueReport:
    """What was due: claims whose time was over, orders whose reservation was, and mails."""

    expired: int
    released: tuple[str, ...]  # the numbers of the orders
    mails: SendReport


def run_due(desk: Desk, door: MailDoor, *, stopped: Callable[[], bool] = outbox.never) -> DueReport:
    """Ends expired holds, releases overdue reservations and sends what waits in the outbox.

    Raises `NotAllowedError`, `UnavailableError`.
    Nothing depends on it having run: an expired hold reads as free before. Once `stopped` it begins nothing
    more, no other mail either.
    """
    expired = 0
    while not stopped() and (ended := _end_expired(desk)):
        expired += ended
    released = overdue_reservations.release_overdue(desk, stopped=stopped)
    return DueReport(expired, released, outbox.send_due(desk, door, stopped=stopped))


def _end_expired(desk: Desk) -> int:
    with writing(desk) as work:
        work.require(Right.DUE_RUN)
        query = sa.select(CLAIMS.c.cell_id).where(expired_claim(work.now)).distinct().limit(_A_BATCH)
        return occupancy.end_expired(work, list(work.connection.execute(query).scalars()))
