"""Due dates of reservations, and what waits until they are taken up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.deadlines import overdue
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.reservations import (
    DueDays,
    ReservationRefusal,
    asked_due_date,
    extended_due_date,
    proposed_due_date,
    reserved_objection,
    taken_up_objection,
)

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))
COUNTS = st.none() | st.integers(0, 400)
TODAY = date(2026, 11, 21)
FIRST = date(2026, 12, 5)


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        (None, None, FIRST),
        (10, None, date(2026, 12, 1)),
        (None, 7, date(2026, 11, 28)),
        (10, 7, date(2026, 11, 28)),
        (3, 7, date(2026, 11, 24)),
        (0, None, TODAY),
        (None, 0, FIRST),
        (30, None, FIRST),
        (None, 30, TODAY),
    ],
)
def test_the_due_date_is_the_earlier_of_those_set(
    after: int | None, before: int | None, expected: date
) -> None:
    assert proposed_due_date(TODAY, FIRST, DueDays(after, before)) == expected


@given(today=DAYS, ahead=st.integers(0, 500), after=COUNTS, before=COUNTS)
def test_a_proposed_due_date_is_never_before_today_nor_after_the_performance(
    today: date, ahead: int, after: int | None, before: int | None
) -> None:
    first = today + timedelta(days=ahead)
    due_on = proposed_due_date(today, first, DueDays(after, before))
    assert today <= due_on <= first
    limits = [first]
    limits += [] if after is None else [today + timedelta(days=after)]
    limits += [] if before is None else [max(today, first - timedelta(days=before))]
    assert due_on == min(limits)
    assert not overdue(due_on, today)


@given(today=DAYS, ahead=st.integers(-30, 500), asked=st.integers(-30, 600))
def test_a_due_date_that_is_asked_for_is_clamped_to_the_performance(
    today: date, ahead: int, asked: int
) -> None:
    wanted, first = today + timedelta(days=asked), today + timedelta(days=ahead)
    answer = asked_due_date(wanted, today, first)
    if asked < 0:
        assert answer == Objection(ReservationRefusal.DUE_DATE_PAST, {"due_on": wanted, "today": today})
    else:
        assert answer == today + timedelta(days=max(0, min(asked, ahead)))


@given(today=DAYS, due=st.integers(-30, 100), asked=st.integers(-30, 600), ahead=st.none() | st.integers(0, 500))
def test_an_extension_is_later_or_refused(today: date, due: int, asked: int, ahead: int | None) -> None:
    due_on, wanted = today + timedelta(days=due), today + timedelta(days=asked)
    first = None if ahead is None else today + timedelta(days=ahead)
    answer = extended_due_date(due_on, wanted, today, first)
    if isinstance(answer, Objection):
        refused = {ReservationRefusal.DUE_DATE_PAST: asked < 0}
        refused[ReservationRefusal.DUE_DATE_NOT_LATER] = asked <= due or (ahead is not None and ahead <= due)
        assert refused[ReservationRefusal(answer.code)]
    else:
        assert max(today, due_on + timedelta(days=1)) <= answer <= wanted
        assert answer == wanted if first is None else answer == min(wanted, first)


def test_what_an_extension_is_told_that_is_none() -> None:
    facts = {"due_on": FIRST, "last_day": FIRST}
    late = extended_due_date(FIRST, FIRST + timedelta(days=4), TODAY, FIRST)
    assert late == Objection(ReservationRefusal.DUE_DATE_NOT_LATER, facts)
    undated = extended_due_date(FIRST, TODAY, TODAY, None)
    assert undated == Objection(ReservationRefusal.DUE_DATE_NOT_LATER, {"due_on": FIRST})


def test_nothing_goes_out_until_it_is_taken_up() -> None:
    facts = {"due_on": FIRST, "order": "1000001"}
    assert taken_up_objection(FIRST, "1000001") == Objection(ReservationRefusal.NOT_TAKEN_UP, facts)
    assert taken_up_objection(None, "1000001") is None


def test_only_a_reservation_is_taken_up() -> None:
    no = Objection(ReservationRefusal.NOT_A_RESERVATION, {"order": "1000001"})
    assert reserved_objection(None, "1000001") == no
    assert reserved_objection(FIRST, "1000001") is None
