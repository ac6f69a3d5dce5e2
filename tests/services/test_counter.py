"""The evening's performances, a basket's holds, and the best seats held at once, on both engines."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from boxoffice_tui.data.conditions import live_claim
from boxoffice_tui.data.tables.occupancy import CLAIMS
from boxoffice_tui.data.tables.programme import PERFORMANCES
from boxoffice_tui.rules.orders import PerformanceState
from boxoffice_tui.services import best_available, doors, evening, holds, sales
from boxoffice_tui.services.errors import RefusedError
from boxoffice_tui.services.transaction import reading, writing
from boxoffice_tui.views.requests import TicketRequest
from tests.house import HouseUnderTest


def held(house: HouseUnderTest, form: str) -> list[tuple[int, int | None, int]]:
    """What a form holds: performance, seat, quantity."""
    query = sa.select(CLAIMS.c.performance_id, CLAIMS.c.seat_id, CLAIMS.c.quantity)
    query = query.where(CLAIMS.c.form == form, live_claim()).order_by(CLAIMS.c.id)
    with reading(house.desk) as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_the_evening_says_how_full_each_performance_is(house: HouseUnderTest) -> None:
    requests = (TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"), house.seat("F-13"))),)
    sold = sales.sell(house.desk, "k", "f", None, requests, None)
    holds.hold_basket(house.desk, "form", house.ids["p1"], (house.seat("E-11"),))
    before = {row.performance.performance_id: row for row in evening.performances_ahead(house.desk).rows}
    row = before[house.ids["p1"]]
    assert (row.sold, row.reserved, row.checked_in) == (2, 0, 0)
    parterre = next(one for one in row.categories if one.code == "parterre")
    assert parterre.left == row.performance.left - sum(
        one.left for one in row.categories if one.code != "parterre"
    )
    with reading(house.desk) as connection:
        gauge = connection.execute(
            sa.text("SELECT gauge FROM cell WHERE performance_id = :p AND category_id = :c"),
            {"p": house.ids["p1"], "c": parterre.category_id},
        ).scalar_one()
    assert parterre.left == gauge - 3
    starts = [one.performance.starts_at for one in evening.performances_ahead(house.desk).rows]
    assert starts == sorted(starts)
    assert len(evening.performances_ahead(house.desk, limit=1).rows) == 1
    assert sold.ticket_ids


def test_the_evening_is_paged_both_ways(house: HouseUnderTest) -> None:
    whole = evening.performances_ahead(house.desk)
    assert (len(whole.rows), whole.more) == (2, False)
    first, second = whole.rows
    page = evening.performances_ahead(house.desk, limit=1)
    assert (page.rows, page.more) == ((first,), True)
    page = evening.performances_ahead(house.desk, first.cursor, limit=1)
    assert (page.rows, page.more) == ((second,), False)
    page = evening.performances_ahead(house.desk, backwards=True, limit=1)
    assert (page.rows, page.more) == ((second,), True)
    page = evening.performances_ahead(house.desk, second.cursor, backwards=True, limit=1)
    assert (page.rows, page.more) == ((first,), False)


def test_pages_lose_nothing_while_others_write_the_programme(house: HouseUnderTest) -> None:
    """Between two pages performances are added, cancelled, moved: the others stand there once, in order."""
    dice = random.Random(5)
    p1 = sa.select(PERFORMANCES).where(PERFORMANCES.c.id == house.ids["p1"])
    hour = timedelta(hours=1)
    with writing(house.desk) as work:
        first = work.connection.execute(p1).one()

    def add(count: int) -> None:
        with writing(house.desk) as work:
            for _ in range(count):
                its = {**first._mapping, "code": f"n{dice.random()}"}
                del its["id"]
                work.insert(PERFORMANCES, **its | {"starts_at": first.starts_at + dice.randrange(9) * hour})

    def disturb() -> set[int]:
        add(2)
        with writing(house.desk) as work:
            there = work.connection.execute(sa.select(PERFORMANCES.c.id)).scalars().all()
            moved, cancelled = dice.sample(there, 2)
            change = sa.update(PERFORMANCES)
            later = change.values(starts_at=first.starts_at + dice.randrange(9) * hour)
            work.connection.execute(later.where(PERFORMANCES.c.id == moved))
            gone = change.values(state=PerformanceState.CANCELLED)
            work.connection.execute(gone.where(PERFORMANCES.c.id == cancelled))
        return {moved}

    add(30)
    for backwards in (False, True):
        before = [row.performance.performance_id for row in evening.performances_ahead(house.desk, limit=99).rows]
        restless: set[int] = set()
        seen: list[int] = []
        page = evening.performances_ahead(house.desk, backwards=backwards, limit=4)
        while True:
            rows = page.rows[::-1] if backwards else page.rows
            seen += [row.performance.performance_id for row in rows]
            if not page.more:
                break
            restless |= disturb()
            page = evening.performances_ahead(house.desk, rows[-1].cursor, backwards=backwards, limit=4)
        quiet = [one for one in before if one not in restless]
        assert len(quiet) > 10
        assert [one for one in (seen[::-1] if backwards else seen) if one in quiet] == quiet


def test_a_basket_holds_seats_and_counted_places_of_several_performances(house: HouseUnderTest) -> None:
    standing = next(
        one
        for row in evening.performances_ahead(house.desk).rows
        if row.performance.performance_id == house.ids["p1"]
        for one in row.categories
        if not one.numbered
    )
    seats = (house.seat("E-10"), house.seat("E-11"))
    holds.hold_basket(house.desk, "form", house.ids["p1"], seats, ((standing.category_id, 3),))
    holds.hold_basket(house.desk, "form", house.ids["p2"], (house.seat("E-10"),))
    assert sorted(held(house, "form"), key=str) == sorted(
        [
            (house.ids["p1"], seats[0], 1),
            (house.ids["p1"], seats[1], 1),
            (house.ids["p1"], None, 3),
            (house.ids["p2"], seats[0], 1),
        ],
        key=str,
    )
    holds.hold_basket(house.desk, "form", house.ids["p1"], ())
    assert held(house, "form") == [(house.ids["p2"], seats[0], 1)]


def test_the_best_block_is_held_beside_what_is_held_and_sold_once(house: HouseUnderTest) -> None:
    first = best_available.hold_best(house.desk, "one", house.ids["p1"], "parterre", 2)
    second = best_available.hold_best(house.desk, "two", house.ids["p1"], "parterre", 2)
    assert not set(first.seat_ids) & set(second.seat_ids)
    more = best_available.hold_best(house.desk, "one", house.ids["p1"], "parterre", 1, first.seat_ids)
    assert {seat for _p, seat, _q in held(house, "one")} == {*first.seat_ids, *more.seat_ids}
    request = TicketRequest(house.ids["p1"], house.ids["full"], (*first.seat_ids, *more.seat_ids))
    sales.sell(house.desk, "k", "one", None, (request,), None)
    assert held(house, "one") == []


def test_no_block_and_a_full_house_are_told_apart(house: HouseUnderTest) -> None:
    with pytest.raises(RefusedError) as refused:
        best_available.hold_best(house.desk, "form", house.ids["p1"], "parterre", 25)
    assert (refused.value.code, refused.value.facts) == ("no_block", {"count": 25})
    with pytest.raises(RefusedError) as refused:
        best_available.hold_best(house.desk, "form", house.ids["p1"], "parterre", 500)
    assert refused.value.code == "gauge_full"
    assert refused.value.facts["asked"] == 500
    assert held(house, "form") == []


def test_who_came_in_is_counted(house: HouseUnderTest) -> None:
    request = TicketRequest(house.ids["p1"], house.ids["full"], (house.seat("F-12"),))
    sales.sell(house.desk, "k", "f", None, (request,), None)
    with reading(house.desk) as connection:
        token = connection.execute(sa.text("SELECT token FROM ticket")).scalar_one()
    doors.admit(house.desk, "door", token)
    row = next(
        one
        for one in evening.performances_ahead(house.desk).rows
        if one.performance.performance_id == house.ids["p1"]
    )
    assert (row.sold, row.checked_in) == (1, 1)
