"""Reservations nobody took up: released once, whoever runs it, whole orders only (issue: Reserve)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.tables.journal import JOURNAL
from boxoffice_tui.data.tables.orders import DOSSIERS, ORDERS
from boxoffice_tui.data.tables.organisation import TAXES
from boxoffice_tui.rules.closings import ClosingKind
from boxoffice_tui.services import (
    add_tickets,
    archives,
    cancellations,
    closings,
    due_work,
    history,
    order_page,
    payments,
    reservations,
    sales,
)
from boxoffice_tui.services.desk import Clock, Desk
from boxoffice_tui.services.errors import NotAllowedError, RefusedError
from boxoffice_tui.services.overdue_reservations import release_overdue
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.archives import OrderQuery
from boxoffice_tui.views.requests import PaymentRequest, RefundRequest
from boxoffice_tui.views.states import OrderState, PaymentMethod, TicketState, Unfinished
from tests.house import NOW, HouseUnderTest
from tests.services.reserving import (
    after_days,
    claims_of,
    days_of_the_house,
    order_row,
    reserve_two,
    wanted,
)
from tests.services.test_archives_money import cad
from tests.services.test_due_work import StoppingDoor

SEATS = tuple(f"{row}-{number}" for row in "EFG" for number in range(10, 20))


def pay(house: HouseUnderTest, order_id: int, minor: int) -> None:
    payments.record_payment(
        house.desk, f"pay {order_id}", order_id, None, PaymentRequest(PaymentMethod.CASH, cad(minor))
    )


def released_lines(house: HouseUnderTest) -> list[int]:
    query = sa.select(JOURNAL.c.order_id).where(JOURNAL.c.action == "reservation_released")
    with house.desk.database.read() as connection:
        return list(connection.execute(query).scalars())


def test_a_day_late_its_places_are_free_and_what_was_paid_is_owed_back(house: HouseUnderTest) -> None:
    days_of_the_house(house, 2, None)
    kept = reserve_two(house, mode="by_hand")
    pay(house, kept.order_id, 1000)
    on_the_day = after_days(house.desk, 2)
    assert release_overdue(on_the_day) == ()
    late = after_days(house.desk, 3)
    assert release_overdue(late) == (kept.number,)
    page = order_page.show(late, kept.order_id)
    assert (page.state, page.due_on, page.balance) == (OrderState.CANCELLED, None, cad(-1000))
    assert page.unfinished == (Unfinished.REFUND,)
    assert {line.state for line in page.tickets} == {TicketState.CANCELLED}
    assert claims_of(house, kept.order_id) == []
    assert "reservation_released" in {line.action for line in history.history(late, kept.order_id)}
    assert [row.number for row in archives.search(late, OrderQuery(to_finish=True)).rows] == [kept.number]
    sold = sales.sell(late, "sale", "other", None, wanted(house, "F-12", "F-13"), "by_hand")
    assert [line.number for line in order_page.show(late, sold.order_id).tickets] == [3, 4]
    (paid,) = cancellations.refundable(late, kept.order_id)
    back = cancellations.refund(
        late, "refund", kept.order_id, None, (RefundRequest(paid.payment_id, cad(1000)),)
    )
    assert back.balance == cad(0)
    assert release_overdue(late) == ()
    assert released_lines(house) == [kept.order_id]


def test_unpaid_it_leaves_nothing_to_finish(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = reserve_two(house)
    add_tickets.add_tickets(house.desk, "add", kept.order_id, None, "f", wanted(house, "F-14"), None)
    tomorrow = after_days(house.desk, 1)
    assert release_overdue(tomorrow) == (kept.number,)
    page = order_page.show(tomorrow, kept.order_id)
    assert (page.balance, page.unfinished) == (cad(0), ())


def test_the_day_is_the_organisations(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = reserve_two(house)
    midnight = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)  # in Toronto
    assert release_overdue(at(house.desk, midnight - timedelta(minutes=5))) == ()
    assert release_overdue(at(house.desk, midnight)) == (kept.number,)


def at(desk: Desk, instant: datetime) -> Desk:
    return replace(desk, clock=Clock.started_at(instant))


def test_what_was_taken_up_or_extended_stays(house: HouseUnderTest) -> None:
    days_of_the_house(house, 1, None)
    taken = reserve_two(house)
    longer = reserve_two(house, "longer", ("G-10",))
    late = after_days(house.desk, 2)
    reservations.take_up(late, "take", taken.order_id)
    reservations.extend(late, "extend", longer.order_id, longer.due_on + timedelta(days=3), "En route")  # type: ignore[operator]
    assert release_overdue(late) == ()
    assert claims_of(house, taken.order_id) == ["sale", "sale"]


def test_what_was_released_is_not_taken_up(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = reserve_two(house)
    tomorrow = after_days(house.desk, 1)
    release_overdue(tomorrow)
    with pytest.raises(RefusedError, match="not_a_reservation"):
        reservations.take_up(tomorrow, "take", kept.order_id)


def test_due_work_releases_and_says_what(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = reserve_two(house)
    tomorrow = after_days(house.desk, 1)
    assert due_work.run_due(tomorrow, StoppingDoor(), stopped=lambda: True).released == ()
    assert due_work.run_due(tomorrow, StoppingDoor()).released == (kept.number,)


def test_a_clerk_releases_nothing(house: HouseUnderTest) -> None:
    bruno = house.as_operator("BRUNO")
    with pytest.raises(NotAllowedError):
        release_overdue(bruno)
    bruno.database.close()


def test_whoever_is_stopped_leaves_whole_orders_for_the_next(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = [reserve_two(house, seat, (seat,), contact="Cothin") for seat in SEATS[:3]]
    tomorrow = after_days(house.desk, 1)
    asked = iter([False, False, True])
    first = release_overdue(tomorrow, stopped=lambda: next(asked))
    assert first == (kept[0].number, kept[1].number)
    assert claims_of(house, kept[2].order_id) == ["reservation"]
    assert release_overdue(tomorrow) == (kept[2].number,)


def test_the_books_hold_what_was_reserved_and_what_was_released(house: HouseUnderTest) -> None:
    with writing(house.desk) as work:
        work.insert(TAXES, code="tax", names={"fr": "Taxe"}, percent="10", on_fees=True)
    days_of_the_house(house, 0, None)
    reserve_two(house)
    (today,) = closings.close_books(house.desk, "today", ClosingKind.DAY)
    assert (today.sales, today.tickets_sold, today.tickets_cancelled) == (cad(6400), 2, 0)
    assert today.tax.minor > 0
    tomorrow = after_days(house.desk, 1)
    release_overdue(tomorrow)
    (next_day,) = closings.close_books(tomorrow, "tomorrow", ClosingKind.DAY)
    assert (next_day.cancellations, next_day.tickets_sold, next_day.tickets_cancelled) == (cad(-6400), 0, 2)
    assert (next_day.perpetual, next_day.tax) == (cad(0), -today.tax)


def test_several_at_once_release_each_once(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = [reserve_two(house, seat, (seat,)) for seat in SEATS[:12]]
    tomorrow = NOW + timedelta(days=1)
    gate = threading.Barrier(3)

    def run(_number: int) -> tuple[str, ...]:
        desk = at(house.as_operator("ANNE"), tomorrow)
        gate.wait()
        done = release_overdue(desk)
        desk.database.close()
        return done

    with ThreadPoolExecutor(3) as threads:
        done = [number for numbers in threads.map(run, range(3)) for number in numbers]
    done += release_overdue(at(house.desk, tomorrow))  # what each skipped for another's sake
    assert sorted(done) == sorted(one.number for one in kept)
    assert sorted(released_lines(house)) == sorted(one.order_id for one in kept)


def test_one_is_taken_up_or_released_never_both(house: HouseUnderTest) -> None:
    days_of_the_house(house, 0, None)
    kept = [reserve_two(house, seat, (seat,)) for seat in SEATS[:8]]
    tomorrow = NOW + timedelta(days=1)
    gate = threading.Barrier(2)

    def release() -> set[str]:
        desk = at(house.as_operator("ANNE"), tomorrow)
        gate.wait()
        done = release_overdue(desk)
        desk.database.close()
        return set(done)

    def take() -> set[str]:
        desk = at(house.as_operator("BRUNO"), tomorrow)
        gate.wait()
        done = set()
        for one in reversed(kept):
            with suppress(RefusedError):
                done.add(reservations.take_up(desk, f"take {one.number}", one.order_id).number)
        desk.database.close()
        return done

    with ThreadPoolExecutor(2) as threads:
        releasing, taking = threads.submit(release), threads.submit(take)
        released, taken = releasing.result(), taking.result()
    assert released.isdisjoint(taken)
    assert released | taken == {one.number for one in kept}


def test_what_a_clerk_has_in_hand_waits_for_the_next_run(house: HouseUnderTest) -> None:
    if not house.desk.database.is_postgresql:
        pytest.skip("SQLite has one writer at a time: the release waits instead")
    days_of_the_house(house, 0, None)
    kept = [reserve_two(house, seat, (seat,)) for seat in SEATS[:2]]
    tomorrow = after_days(house.desk, 1)
    clerk = house.as_operator("BRUNO")
    dossier = order_row(house, kept[0].order_id).dossier_id
    with clerk.database.write() as connection:
        connection.execute(sa.select(DOSSIERS.c.id).where(DOSSIERS.c.id == dossier).with_for_update())
        connection.execute(sa.select(ORDERS.c.id).where(ORDERS.c.id == kept[0].order_id).with_for_update())
        assert release_overdue(tomorrow) == (kept[1].number,)
    clerk.database.close()
    assert release_overdue(tomorrow) == (kept[0].number,)
