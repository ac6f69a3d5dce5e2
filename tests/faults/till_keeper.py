"""A counter at till 1 as a process: for each line read it opens, closes or takes money, and says how it went."""

from __future__ import annotations

import sys

import sqlalchemy as sa

from boxoffice_tui.data.tables.tills import TILL_SESSIONS
from boxoffice_tui.rules.money import Money
from boxoffice_tui.services import identity, payments, till_sessions, tills
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import Work
from boxoffice_tui.views.requests import PaymentRequest
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, NOW

READY, DONE = "ready", "done"
TILL = "1"


def _open(desk: Desk, key: str) -> str:
    return f"{DONE} {tills.open_till(desk, key, TILL, Money(0, 'CAD')).number}"


def _close(desk: Desk, key: str) -> str:
    return f"{DONE} {tills.close_till(desk, key, TILL, Money(0, 'CAD')).number}"


def _pay(desk: Desk, key: str, order_id: str) -> str:
    cash = PaymentRequest(PaymentMethod.CASH, Money(100, "CAD"))
    payments.record_payment(desk, key, int(order_id), None, cash)
    return DONE


_ACTS = {"open": _open, "close": _close, "pay": _pay}


def _hasty(work: Work) -> int | None:
    """The control: believes what it read before it was told to go on, and locks nothing."""
    query = sa.select(TILL_SESSIONS.c.id).where(TILL_SESSIONS.c.till_id == work.desk.actor.till_id)
    found = work.connection.execute(query.where(till_sessions.OPEN)).scalar()
    print("looked", flush=True)
    sys.stdin.readline()
    return found


def main(address: str, operator: str, manner: str = "") -> None:
    """Until there are no more lines: `done` and the shift's number, or the refusal and who and when it names."""
    if manner == "hasty":
        till_sessions.paying = _hasty
    desk = identity.open_desk(address, ACCOUNT, operator=operator, shown_now=NOW)
    print(READY, flush=True)
    while line := sys.stdin.readline():
        act, *words = line.split()
        try:
            said = _ACTS[act](desk, *words)
        except RefusedError as error:
            said = " ".join((error.code, str(error.facts.get("who")), str(error.facts.get("number"))))
        print(said, flush=True)
    desk.database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
