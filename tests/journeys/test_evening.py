"""An evening with a queue: three counters sell 300 seats to the last one, and one of them is killed.

At the end no seat is sold twice, the tills balance to the cent, the statement is what the ledger says, the closing
verifies, and `check` finds nothing (issue: The counter, Acceptance).
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.conditions import LIVE_TICKET
from boxoffice_tui.data.states import Account
from boxoffice_tui.data.tables.articles import ARTICLES
from boxoffice_tui.data.tables.ledger import ENTRIES, PAYMENTS
from boxoffice_tui.data.tables.operators import OPERATOR_RIGHTS, OPERATORS
from boxoffice_tui.data.tables.orders import ORDERS, TICKETS
from boxoffice_tui.data.tables.organisation import TILLS
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.rules.money import Money, total
from boxoffice_tui.rules.rights import ROLES, Role
from boxoffice_tui.services import closings, identity, shift_reports, statements, tills
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.states import PaymentMethod
from tests.house import ACCOUNT, NOW, HouseUnderTest, build
from tests.invariants import assert_sound
from tests.journeys.evening_counter import FULL, PIECE

ROOT = Path(__file__).parents[2]
ROWS = tuple("ABCDEFGHIJ")
SEATS_A_ROW = 30
COUNTERS = ("UNE", "DEUX", "TROIS")
FLOAT = Money(20_000, "CAD")
SALES_BEFORE_THE_KILL = 5
AFTER_HOLDS = timedelta(minutes=20)


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HouseUnderTest]:
    """A house of 300 seats, three supervisors each at a till of their own, opened with a float."""
    if request.param == "postgresql":
        address = str(request.getfixturevalue("postgresql_url"))
    else:
        address = str(tmp_path / "house.db")
    made = build(address, ROWS, SEATS_A_ROW)
    with writing(made.desk) as work:
        names = {"fr": "Programme"}
        made.ids["programme"] = work.insert(ARTICLES, code="programme", names=names, amount_minor=PIECE)
        for number, code in enumerate(COUNTERS, 11):
            till_id = work.insert(TILLS, code=str(number), name=f"Guichet {number}")
            operator_id = work.insert(OPERATORS, code=code, name=code, language="fr", till_id=till_id)
            rights = [{"operator_id": operator_id, "right": right} for right in ROLES[Role.SUPERVISOR]]
            work.connection.execute(sa.insert(OPERATOR_RIGHTS), rights)
    for code in COUNTERS:
        desk = made.as_operator(code)
        tills.open_till(desk, f"open {code}", None, FLOAT)
        desk.database.close()
    yield made
    made.desk.database.close()


def started(house: HouseUnderTest, operator: str, seed: str, ahead: timedelta) -> subprocess.Popen[str]:
    """A counter that waits for the word."""
    ids = (house.ids[name] for name in ("p1", "full", "programme"))
    what = (house.address, operator, *ids, seed, int(ahead.total_seconds()))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.evening_counter", *map(str, what)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def kill_while_it_sells(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    for _sale in range(SALES_BEFORE_THE_KILL):
        assert process.stdout.readline().strip().isdigit()
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_three_counters_sell_the_house_and_one_is_killed(house: HouseUnderTest) -> None:
    processes = [started(house, code, f"evening {code}", timedelta()) for code in COUNTERS]
    for process in processes:
        go(process)
    kill_while_it_sells(processes[0])
    for process in processes[1:]:
        assert process.communicate(timeout=100)[0].split()[-1] == FULL
    again = started(house, COUNTERS[0], "after the kill", AFTER_HOLDS)
    go(again)
    assert again.communicate(timeout=100)[0].split()[-1] == FULL

    with reading(house.desk) as connection:
        seats = connection.execute(sa.select(TICKETS.c.seat_id).where(LIVE_TICKET)).scalars().all()
        numbers = connection.execute(sa.select(TICKETS.c.number)).scalars().all()
    assert len(seats) == len(set(seats)) == len(ROWS) * SEATS_A_ROW
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) > len(seats), "some came back and were sold again"

    assert_tills_balance(house)
    said = statements.statement_of(house.desk)
    assert sum(one.sold for one in said.lines) == len(numbers)
    assert sum(one.sold - one.cancelled for one in said.lines) == len(seats)
    assert said.takings == Money(len(seats) * 3200, "CAD")
    (programme,) = said.articles
    assert programme.sold > programme.returned > 0
    assert said.article_takings == Money((programme.sold - programme.returned) * PIECE, "CAD")
    admin = identity.open_desk(house.address, ACCOUNT, operator="ADMIN", shown_now=NOW + AFTER_HOLDS)
    (closed,) = closings.close_books(admin, "close", ClosingKind.DAY)
    assert closed.total == said.total
    admin.database.close()
    assert_sound(house.desk)


def assert_tills_balance(house: HouseUnderTest) -> None:
    """Each drawer holds its float and its cash; what was taken, less what went back, is what is no longer owed."""
    expected = []
    for code in COUNTERS:
        desk = house.as_operator(code)
        state = shift_reports.state_of(desk)
        with reading(desk) as connection:
            cash = connection.execute(
                sa.select(sa.func.coalesce(sa.func.sum(PAYMENTS.c.amount_minor), 0)).where(
                    PAYMENTS.c.till_id == desk.actor.till_id, PAYMENTS.c.method == PaymentMethod.CASH
                )
            ).scalar_one()
        closed = tills.close_till(desk, f"close {code}", None, FLOAT + Money(int(cash), "CAD"))
        assert closed.difference == Money(0, "CAD"), state
        expected.append(closed.expected)
        desk.database.close()
    with reading(house.desk) as connection:
        query = sa.select(ENTRIES.c.account, sa.func.sum(ENTRIES.c.amount_minor).label("sum"))
        sums = {row.account: row.sum for row in connection.execute(query.group_by(ENTRIES.c.account))}
        paid = connection.execute(sa.select(sa.func.sum(PAYMENTS.c.amount_minor))).scalar_one()
        owed = connection.execute(sa.select(sa.func.sum(ORDERS.c.balance_minor))).scalar_one()
    assert total(expected, "CAD").minor > len(COUNTERS) * FLOAT.minor
    assert sums[Account.TILL] == 0
    assert sums[Account.SAFE] == paid
    assert sums[Account.RECEIVABLE] == owed
    assert -sums[Account.SALES] == paid + owed + sums[Account.ROUNDING]
