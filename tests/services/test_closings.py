"""The books closed: each line once, to the cent, chained, by day, month and year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.states import Account
from boxoffice_tui.data.tables.journal import JOURNAL, JOURNAL_HEAD
from boxoffice_tui.data.tables.ledger import ENTRIES
from boxoffice_tui.data.tables.tills import CLOSINGS
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.rules.refunds import RefundPart
from boxoffice_tui.services import cancellations, closings, identity, tills
from boxoffice_tui.services.closing_sums import sums_of
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.errors import NotAllowedError, NotFoundError, RefusedError
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.closings import ClosingView, MethodSums
from tests.house import ACCOUNT, NOW, HouseUnderTest
from tests.services.checks.unguarded import unguarded
from tests.services.tills import CASH, DEBIT, VOUCHER, cad, give_back, key, sell, with_tills

DAY, MONTH, YEAR = ClosingKind
TODAY = date(2026, 11, 21)


@contextmanager
def later(house: HouseUnderTest, *, days: int = 0, hours: int = 0) -> Iterator[Desk]:
    """ANNE's desk so long after the house's hour, 14:07 in Toronto."""
    shown = NOW + timedelta(days=days, hours=hours)
    desk = identity.open_desk(house.address, ACCOUNT, operator="ANNE", shown_now=shown)
    yield desk
    desk.database.close()


def close(desk: Desk, kind: ClosingKind | None = None) -> tuple[ClosingView, ...]:
    return closings.close_books(desk, key(), kind)


def refused(desk: Desk, kind: ClosingKind) -> RefusedError:
    with pytest.raises(RefusedError) as error:
        close(desk, kind)
    return error.value


def balance(desk: Desk, account: Account) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(ENTRIES.c.amount_minor), 0))
    with desk.database.read() as connection:
        return int(connection.execute(query.where(ENTRIES.c.account == account)).scalar_one())


def test_a_day_comes_to_what_was_sold_and_paid(house: HouseUnderTest) -> None:
    anne, bruno = with_tills(house)
    tills.open_till(anne, key(), None, cad(10000))
    first = sell(house, anne, 3, (CASH, 4500))
    sell(house, anne, 2, (DEBIT, 2000), (VOUCHER, 500))
    give_back(anne, first)
    with house.desk.database.read() as connection:
        head = connection.execute(sa.select(JOURNAL_HEAD)).one()
    (made,) = close(anne, DAY)
    assert (made.kind, made.number, made.first_day, made.last_day) == (DAY, 1, TODAY, TODAY)
    assert (made.first_seq, made.last_seq, made.head_hash) == (1, head.seq, head.hash)
    assert (made.sales, made.fees, made.cancellations) == (cad(7500), cad(0), cad(-1500))
    assert (made.total, made.perpetual, made.imported) == (cad(6000), cad(6000), cad(0))
    assert (made.tickets_sold, made.tickets_cancelled, made.operator) == (5, 1, "ANNE")
    assert made.methods == (
        MethodSums(CASH, 1, cad(4500), 1, cad(1500)),
        MethodSums(DEBIT, 1, cad(2000), 0, cad(0)),
        MethodSums(VOUCHER, 1, cad(500), 0, cad(0)),
    )
    assert made.total.minor == -balance(anne, Account.SALES)
    with anne.database.read() as connection:
        totals = connection.execute(sa.select(CLOSINGS.c.totals)).scalar_one()
    assert totals == {
        "sale:receivable": 7500,
        "sale:sales": -7500,
        "cancellation:sales": 1500,
        "cancellation:receivable": -1500,
        "payment:till": 7000,
        "payment:receivable": -7000,
        "refund:receivable": 1500,
        "refund:till": -1500,
        "float:till": 10000,
        "float:safe": -10000,
        "payments:cash": 1,
        "paid:cash": 4500,
        "refunds:cash": 1,
        "refunded:cash": 1500,
        "payments:debit_terminal": 1,
        "paid:debit_terminal": 2000,
        "payments:voucher": 1,
        "paid:voucher": 500,
        "tickets_sold": 5,
        "tickets_cancelled": 1,
    }
    for desk in (anne, bruno):
        desk.database.close()


def test_the_perpetual_total_goes_on_and_each_line_is_closed_once(house: HouseUnderTest) -> None:
    sell(house, house.desk, 2)
    (first,) = close(house.desk, DAY)
    sell(house, house.desk, 1)  # after the closing: of the next day
    said = refused(house.desk, DAY)
    assert (said.code, said.facts["day"], said.facts["number"], said.facts["who"]) == (
        "day_closed",
        TODAY,
        1,
        "ANNE",
    )
    assert said.facts["when"] == first.at
    with later(house, days=1) as tomorrow:
        sell(house, tomorrow, 4)
        (second,) = close(tomorrow, DAY)
    assert (second.number, second.first_seq, second.previous) == (2, first.last_seq + 1, first.hash)
    assert second.first_day == second.last_day == TODAY + timedelta(days=1)
    assert (first.total, second.total, second.perpetual) == (cad(3000), cad(7500), cad(10500))
    assert second.perpetual.minor == -balance(house.desk, Account.SALES)
    assert closings.list_closings(house.desk) == (first, second)
    assert closings.closing(house.desk, DAY, 2) == second


def test_days_that_nobody_closed_are_each_closed_and_idle_ones_are_not(house: HouseUnderTest) -> None:
    sell(house, house.desk, 1)
    with later(house, hours=14) as night:  # four in the morning
        sell(house, night, 1)
    with later(house, days=2) as monday:
        sell(house, monday, 3)
        assert [one.last_day for one in close(monday)] == [TODAY]
        assert [one.total for one in close(monday, DAY)] == [cad(4500)]
        assert refused(monday, DAY).code == "nothing_to_close"
    days = closings.list_closings(house.desk, DAY)
    assert [(one.last_day, one.total) for one in days] == [
        (TODAY, cad(3000)),
        (TODAY + timedelta(days=2), cad(4500)),
    ]
    with later(house, days=3) as tuesday:
        assert close(tuesday) == ()
        told = refused(tuesday, DAY)
        assert (told.code, told.facts["number"], told.facts["who"]) == ("nothing_to_close", 2, "ANNE")


def test_a_month_and_a_year_are_the_sums_of_their_days(house: HouseUnderTest) -> None:
    sell(house, house.desk, 1)
    assert refused(house.desk, MONTH).code == "nothing_to_close"
    close(house.desk, DAY)
    assert refused(house.desk, MONTH).facts["last_day"] == date(2026, 11, 30)
    with later(house, days=9) as last:
        sell(house, last, 2)
    with later(house, days=10) as december:
        said = refused(december, MONTH)
        assert (said.code, said.facts["day"]) == ("days_still_open", date(2026, 11, 30))
        sell(house, december, 4)
        days_and_month = close(december)
    assert [(one.kind, one.first_day, one.last_day) for one in days_and_month] == [
        (DAY, date(2026, 11, 30), date(2026, 11, 30)),
        (MONTH, date(2026, 11, 1), date(2026, 11, 30)),
    ]
    month = days_and_month[1]
    assert (month.total, month.perpetual, month.tickets_sold) == (cad(4500), cad(4500), 3)
    assert (month.first_seq, month.head_hash) == (1, days_and_month[0].head_hash)
    with later(house, days=45) as january:
        made = close(january)
        assert [(one.kind, one.number, one.total) for one in made] == [
            (DAY, 3, cad(6000)),
            (MONTH, 2, cad(6000)),
            (YEAR, 1, cad(10500)),
        ]
        assert refused(january, YEAR).code == "nothing_to_close"
    assert (made[1].perpetual, made[2].perpetual, made[2].tickets_sold) == (cad(10500), cad(10500), 7)


def test_what_is_kept_of_a_cancelled_ticket_stays_sold_with_its_tax(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.connection.execute(sa.text("UPDATE organisation SET tax_included = true"))
    sold = sell(house, house.desk, 3)
    with house.desk.database.write() as connection:
        connection.execute(sa.text("UPDATE ticket SET tax_minor = 195"))
        connection.execute(
            sa.text(
                "INSERT INTO order_fee (order_id, ticket_id, kind, amount_minor, tax_minor)"
                " SELECT order_id, id, 'ticketing', 0, 30 FROM ticket"
            )
        )
    back = ((RefundPart.PRICE, RefundPart.TICKETING_FEE), ())
    for ticket_id, parts in zip(sold.ticket_ids, back, strict=False):
        cancellations.cancel_tickets(house.desk, key(), sold.order_id, None, (ticket_id,), parts)
    (made,) = close(house.desk, DAY)
    assert (made.total, made.tax) == (cad(3000), cad(450))
    assert (made.tickets_sold, made.tickets_cancelled) == (3, 2)


def test_a_journal_from_before_lines_cited_movements_is_closed_too(house: HouseUnderTest) -> None:
    sold = sell(house, house.desk, 3, (CASH, 1500))
    sell(house, house.desk, 1)
    with house.desk.database.read() as connection:
        head = connection.execute(sa.select(JOURNAL_HEAD.c.seq)).scalar_one()
        cited = sums_of(connection, 1, head)
    silent = sa.func.replace(JOURNAL.c.facts, '"movement_ids"', '"ids"')
    with unguarded(house.desk.database) as connection:
        changed = sa.update(JOURNAL).where(JOURNAL.c.order_id == sold.order_id)
        connection.execute(changed.values(facts=silent))
        assert sums_of(connection, 1, head) == cited
        back = sa.func.replace(JOURNAL.c.facts, '"ids"', '"movement_ids"')
        connection.execute(changed.values(facts=back))


def test_a_repeated_key_gives_the_first_answer_and_a_forecast_keeps_nothing(house: HouseUnderTest) -> None:
    sell(house, house.desk, 1)
    (foreseen,) = closings.foresee(house.desk, DAY)
    assert closings.list_closings(house.desk) == ()
    made = closings.close_books(house.desk, "books", DAY)
    assert closings.close_books(house.desk, "books", DAY) == made
    assert (foreseen.number, foreseen.total, foreseen.last_seq) == (1, cad(1500), made[0].last_seq)
    with pytest.raises(RefusedError, match="key_reused"):
        closings.close_books(house.desk, "books", MONTH)
    with pytest.raises(RefusedError, match="nothing_to_close"):
        closings.foresee(house.desk, DAY)


def test_rights(house: HouseUnderTest) -> None:
    bruno = house.as_operator("BRUNO")
    for act in (lambda: close(bruno, DAY), lambda: closings.foresee(bruno, DAY)):
        with pytest.raises(NotAllowedError, match=r"tills\.close"):
            act()
    with pytest.raises(NotAllowedError, match=r"reports\.read"):
        closings.list_closings(bruno)
    with pytest.raises(NotFoundError, match="closing 7"):
        closings.closing(house.desk, MONTH, 7)
    bruno.database.close()
