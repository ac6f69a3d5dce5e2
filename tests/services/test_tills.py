"""Tills opened, moved and closed: each once, to the cent, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.errors import UniqueViolationError
from boxoffice_tui.data.states import Account
from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.ledger import ENTRIES, PAYMENTS
from boxoffice_tui.data.tables.tills import TILL_SESSIONS
from boxoffice_tui.rules.tills import CashKind
from boxoffice_tui.services import shift_reports, tills
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.tills import ShiftRows, TillState
from tests.house import NOW, HouseUnderTest
from tests.services.tills import CASH, DEBIT, VOUCHER, cad, give_back, key, pay, sell, with_tills


@pytest.fixture
def desks(house: HouseUnderTest) -> Iterator[tuple[Desk, Desk]]:
    """ANNE, a supervisor at till 1, and BRUNO, a clerk at till 2."""
    anne, bruno = with_tills(house)
    yield anne, bruno
    anne.database.close()
    bruno.database.close()


@pytest.fixture
def anne(desks: tuple[Desk, Desk]) -> Desk:
    return desks[0]


@pytest.fixture
def bruno(desks: tuple[Desk, Desk]) -> Desk:
    return desks[1]


def entries(desk: Desk, account: Account) -> int:
    """What lies on an account."""
    query = sa.select(sa.func.coalesce(sa.func.sum(ENTRIES.c.amount_minor), 0))
    with desk.database.read() as connection:
        return int(connection.execute(query.where(ENTRIES.c.account == account)).scalar_one())


def sessions_of_payments(desk: Desk) -> list[int | None]:
    with desk.database.read() as connection:
        query = (
            sa.select(TILL_SESSIONS.c.number)
            .select_from(PAYMENTS)
            .join(TILL_SESSIONS, TILL_SESSIONS.c.id == PAYMENTS.c.session_id, isouter=True)
            .order_by(PAYMENTS.c.id)
        )
        return list(connection.execute(query).scalars())


def test_an_evening_at_a_till_comes_out_to_the_cent(house: HouseUnderTest, anne: Desk) -> None:
    opened = tills.open_till(anne, "open", None, cad(20000))
    assert (opened.number, opened.till, opened.expected) == (1, "1", cad(20000))
    sold = sell(house, anne, 3, (CASH, 4500))
    sell(house, anne, 2, (DEBIT, 2000), (VOUCHER, 1000))
    give_back(anne, sold)
    assert tills.cash_in(anne, "in", None, cad(5000), "monnaie").expected == cad(28000)
    assert tills.cash_out(anne, "out", None, cad(10000), "dépôt", opened.number).expected == cad(18000)
    assert shift_reports.state_of(anne).expected == cad(18000)

    counted = ((5000, 3), (2000, 1), (500, 1), (200, 2), (25, 3), (5, 4))
    closed = tills.close_till(anne, "close", None, counted)
    assert (closed.expected, closed.counted, closed.difference) == (cad(18000), cad(17995), cad(-5))
    assert entries(anne, Account.TILL) == 0
    assert entries(anne, Account.DIFFERENCES) == 5
    assert entries(anne, Account.SAFE) == -20000 - 5000 + 10000 + 17995 + 3000
    assert sessions_of_payments(anne) == [1, 1, 1, 1]
    assert shift_reports.state_of(anne) == TillState("1", "1", last=1, here=True)

    report = shift_reports.shift_report(anne, 1)
    assert (report.opened_by, report.closed_by, report.opening) == ("ANNE", "ANNE", cad(20000))
    assert [(one.kind, one.amount, one.reason) for one in report.movements] == [
        (CashKind.FLOAT, cad(20000), ""),
        (CashKind.CASH_IN, cad(5000), "monnaie"),
        (CashKind.CASH_OUT, cad(-10000), "dépôt"),
    ]
    assert [(one.method, one.payments, one.paid, one.refunds, one.refunded) for one in report.methods] == [
        (CASH, 1, cad(4500), 1, cad(1500)),
        (DEBIT, 1, cad(2000), 0, cad(0)),
        (VOUCHER, 1, cad(1000), 0, cad(0)),
    ]
    assert (report.expected, report.counted, report.difference) == (cad(18000), cad(17995), cad(-5))
    assert [(one.denomination.minor, one.count) for one in report.counts] == list(counted)
    assert [one.amount for one in report.vouchers] == [cad(1000)]


def test_the_journal_says_it_in_ids_and_amounts(anne: Desk) -> None:
    tills.open_till(anne, "open", None, cad(100))
    tills.cash_in(anne, "in", None, cad(50), "Mme Côté rend la monnaie")
    tills.close_till(anne, "close", None, cad(150))
    with anne.database.read() as connection:
        query = sa.select(JOURNAL.c.action, JOURNAL.c.facts).where(JOURNAL.c.action.like("till%"))
        lines = [tuple(row) for row in connection.execute(query.order_by(JOURNAL.c.seq))]
    closed = '"counted":150,"currency":"CAD","difference":0,"expected":150,"movement_ids":[3]'
    assert lines == [
        ("till_opened", '{"currency":"CAD","movement_ids":[1],"opening":100,"session_id":1,"till":"1"}'),
        ("till_cash_in", '{"amount":50,"currency":"CAD","movement_ids":[2],"session_id":1,"till":"1"}'),
        ("till_closed", f'{{{closed},"session_id":1,"till":"1"}}'),
    ]


def test_an_empty_shift_leaves_no_movement(anne: Desk) -> None:
    tills.open_till(anne, "open", None, cad(0))
    closed = tills.close_till(anne, "close", None, ())
    assert (closed.expected, closed.counted, closed.difference) == (cad(0), cad(0), cad(0))
    with anne.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ENTRIES)).scalar_one() == 0


def test_more_refunds_than_takings_are_fetched_from_the_safe(house: HouseUnderTest, anne: Desk) -> None:
    sold = sell(house, anne, 2, (DEBIT, 3000))  # before the till is open
    assert sessions_of_payments(anne) == [None]
    tills.open_till(anne, "open", None, cad(0))
    give_back(anne, sold, 2)
    closed = tills.close_till(anne, "close", None, cad(0))
    assert closed.difference == cad(0)
    assert sessions_of_payments(anne) == [None, 1]
    assert entries(anne, Account.SAFE) == -3000
    assert entries(anne, Account.TILL) == 3000  # what was taken outside a shift is still there


def test_cash_below_nothing_is_a_difference(house: HouseUnderTest, anne: Desk) -> None:
    sold = sell(house, anne, 1, (CASH, 1500))
    tills.open_till(anne, "open", None, cad(1000))
    give_back(anne, sold)
    closed = tills.close_till(anne, "close", None, cad(0))
    assert (closed.expected, closed.difference) == (cad(-500), cad(500))
    assert entries(anne, Account.DIFFERENCES) == -500


def test_only_one_shift_is_open_at_a_till(desks: tuple[Desk, Desk]) -> None:
    anne, bruno = desks
    tills.open_till(anne, "open", None, cad(0))
    with pytest.raises(RefusedError) as refused:
        tills.open_till(bruno, "open too", "1", cad(0))
    facts = refused.value.facts
    assert (refused.value.code, facts["till"], facts["who"], facts["number"]) == ("till_open", "1", "ANNE", 1)
    assert facts["when"] == shift_reports.state_of(anne).opened_at
    assert tills.open_till(bruno, "own", None, cad(0)).till == "2"
    tills.close_till(anne, "close", "1", cad(0))
    assert tills.open_till(bruno, "open then", "1", cad(0)).number == 3


def test_the_database_itself_opens_a_till_once(anne: Desk) -> None:
    tills.open_till(anne, "open", None, cad(0))
    second = {"till_id": anne.actor.till_id, "number": 9, "opened_at": NOW, "opened_by": 1, "counts": []}
    with pytest.raises(UniqueViolationError), writing(anne) as work:
        work.connection.execute(sa.insert(TILL_SESSIONS).values(second))


def test_a_repeated_key_gives_the_first_answer(anne: Desk) -> None:
    opened = tills.open_till(anne, "open", None, cad(100))
    assert tills.open_till(anne, "open", None, cad(100)) == opened
    put = tills.cash_in(anne, "in", None, cad(50), "monnaie")
    assert tills.cash_in(anne, "in", None, cad(50), "monnaie") == put
    closed = tills.close_till(anne, "close", None, ((100, 1), (25, 2)))
    assert tills.close_till(anne, "close", None, ((100, 1), (25, 2))) == closed
    assert closed.difference == cad(0)
    with pytest.raises(RefusedError, match="key_reused"):
        tills.close_till(anne, "close", None, ((100, 1), (25, 1)))


def test_a_shift_that_was_closed_meanwhile_is_refused(desks: tuple[Desk, Desk]) -> None:
    anne, bruno = desks
    seen = tills.open_till(anne, "a", None, cad(100)).number
    tills.close_till(anne, "b", None, cad(100))
    tills.open_till(bruno, "c", "1", cad(300))
    for act in (
        lambda: tills.cash_in(anne, key(), None, cad(1), "x", seen),
        lambda: tills.cash_out(anne, key(), None, cad(1), "x", seen),
        lambda: tills.close_till(anne, key(), None, cad(100), seen),
    ):
        with pytest.raises(RefusedError, match="session_closed") as refused:
            act()
        assert refused.value.facts == {"till": "1", "number": seen}
    assert shift_reports.state_of(anne).expected == cad(300)


def test_what_cannot_be(anne: Desk) -> None:
    with pytest.raises(RefusedError, match="till_not_open"):
        tills.cash_in(anne, key(), None, cad(100), "monnaie")
    with pytest.raises(NotFoundError, match="till 7"):
        tills.open_till(anne, key(), "7", cad(0))
    with pytest.raises(NotFoundError, match="shift 4"):
        shift_reports.shift_report(anne, 4)
    tills.open_till(anne, key(), None, cad(1000))
    with pytest.raises(RefusedError, match="cash_out_too_high") as refused:
        tills.cash_out(anne, key(), None, cad(1001), "dépôt")
    assert refused.value.facts == {"amount": cad(1001), "expected": cad(1000)}
    with pytest.raises(RefusedError, match="reason_required"):
        tills.cash_out(anne, key(), None, cad(10), " ")
    with pytest.raises(RefusedError, match="denomination_unknown"):
        tills.close_till(anne, key(), None, ((1, 1000),))
    assert shift_reports.state_of(anne).expected == cad(1000)


def test_rights(house: HouseUnderTest, bruno: Desk) -> None:
    tills.open_till(bruno, "open", None, cad(0))
    with pytest.raises(NotAllowedError, match=r"tills\.close"):
        tills.close_till(bruno, "close", None, cad(0))
    dora = house.as_operator("DORA")
    with pytest.raises(NotAllowedError, match=r"tills\.operate"):
        tills.open_till(dora, "door", "1", cad(0))
    with pytest.raises(NotAllowedError, match=r"reports\.read"):
        shift_reports.list_tills(dora)
    dora.database.close()


def test_a_desk_without_a_till_takes_money_outside_any_shift(house: HouseUnderTest) -> None:
    sell(house, house.desk, 1, (CASH, 1500))
    assert sessions_of_payments(house.desk) == [None]
    with pytest.raises(RefusedError, match="till_not_named"):
        tills.open_till(house.desk, "open", None, cad(0))
    with pytest.raises(RefusedError, match="till_not_named"):
        shift_reports.state_of(house.desk)
    assert shift_reports.list_tills(house.desk) == (TillState("1", "1"),)
    assert tills.open_till(house.desk, "open", "1", cad(0)).till == "1"


def test_each_operator_and_method_has_a_line(house: HouseUnderTest, desks: tuple[Desk, Desk]) -> None:
    anne, bruno = desks
    tills.open_till(anne, "1", None, cad(0))
    tills.open_till(bruno, "2", None, cad(0))
    sold = sell(house, anne, 4, (CASH, 1500))
    pay(bruno, sold.order_id, CASH, 500)
    pay(bruno, sold.order_id, CASH, 700)
    pay(bruno, sold.order_id, VOUCHER, 1000, "BON-77")
    (first,) = shift_reports.shift_report(anne, 1).methods
    assert (first.operator, first.method, first.paid) == ("ANNE", CASH, cad(1500))
    second = shift_reports.shift_report(bruno, 2)
    assert [(one.operator, one.method, one.payments, one.paid) for one in second.methods] == [
        ("BRUNO", CASH, 2, cad(1200)),
        ("BRUNO", VOUCHER, 1, cad(1000)),
    ]
    (voucher,) = second.vouchers
    assert (voucher.operator, voucher.reference, voucher.amount) == ("BRUNO", "BON-77", cad(1000))
    assert (second.closed_at, second.counted, second.difference, second.expected) == (
        None,
        None,
        None,
        cad(1200),
    )
    assert [(one.code, one.number, one.expected) for one in shift_reports.list_tills(anne)] == [
        ("1", 1, cad(1500)),
        ("2", 2, cad(1200)),
    ]


def test_shifts_are_listed_page_by_page_the_latest_first(anne: Desk, bruno: Desk) -> None:
    assert shift_reports.list_shifts(anne) == ShiftRows((), False)
    for number in range(1, 6):
        tills.open_till(anne, f"open {number}", None, cad(1000))
        if number < 5:
            tills.close_till(anne, f"close {number}", None, cad(1000 + number))
    tills.open_till(bruno, "bruno", None, cad(0))

    def numbers(beyond: int | None, *, backwards: bool = False) -> tuple[list[int], bool]:
        page = shift_reports.list_shifts(anne, beyond, backwards=backwards, limit=2)
        return [row.number for row in page.rows], page.more

    assert numbers(None) == ([6, 5], True)
    assert numbers(5) == ([4, 3], True)
    assert numbers(3) == ([2, 1], False)
    assert numbers(None, backwards=True) == ([2, 1], True)
    assert numbers(2, backwards=True) == ([4, 3], True)
    assert numbers(4, backwards=True) == ([6, 5], False)
    newest, *_between, first = shift_reports.list_shifts(bruno).rows
    assert (newest.till, newest.opened_by, newest.closed_at, newest.difference) == ("2", "BRUNO", None, None)
    assert (first.till, first.closed_by, first.counted, first.difference) == ("1", "ANNE", cad(1001), cad(1))


def test_only_who_works_at_tills_or_reads_reports_lists_shifts(house: HouseUnderTest) -> None:
    door = house.as_operator("DORA")
    with pytest.raises(NotAllowedError):
        shift_reports.list_shifts(door)
    door.database.close()
