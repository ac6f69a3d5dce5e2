"""Which days the books are closed for, what months and years sum up, and the chain of closings."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.closings import (
    OF_CLOSINGS,
    ClosingKind,
    Content,
    JournalPlace,
    Span,
    added,
    chained,
    day_of,
    days_objection,
    moved,
    net_sales,
    of_period,
    open_days,
    period_objection,
    period_of,
)
from boxoffice_tui.rules.objection import Objection

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 11, 16)
INSTANTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
SUMS = st.dictionaries(
    st.sampled_from(("sale:sales", "sale:receivable", "cancellation:sales", "paid:cash", "tax")),
    st.integers(-(10**9), 10**9),
)
CONTENT = Content(
    ClosingKind.DAY, 3, MONDAY, MONDAY, datetime(2026, 11, 16, 22, tzinfo=UTC), 1, 5, 9, "ab", 100, 300, {}, "cd"
)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)


def lines(*told: tuple[int, int], action: str = "order_sold") -> list[JournalPlace]:
    """Lines so many days after Monday, at an hour."""
    return [
        JournalPlace(seq, at(MONDAY + timedelta(days=after), hour), action)
        for seq, (after, hour) in enumerate(told, 1)
    ]


def spans(found: list[Span]) -> list[tuple[int, int, int]]:
    """Days after Monday, first and last line."""
    assert all(one.first_day == one.last_day for one in found)
    return [((one.last_day - MONDAY).days, one.first_seq, one.last_seq) for one in found]


def code_of(objection: Objection | None) -> str:
    return str(objection.code) if objection is not None else ""


@pytest.mark.parametrize(
    ("hour", "day"), [(0, -1), (5, -1), (6, 0), (12, 0), (23, 0)], ids=str
)
def test_a_night_is_of_the_evening_it_follows(hour: int, day: int) -> None:
    assert day_of(at(MONDAY, hour), PARIS) == MONDAY + timedelta(days=day)


def test_it_is_the_houses_hour_that_counts() -> None:
    instant = datetime(2026, 11, 16, 4, 30, tzinfo=UTC)  # half past five in Paris, half past one in Rio
    assert day_of(instant, PARIS) == MONDAY - timedelta(days=1)
    assert day_of(instant, ZoneInfo("Asia/Tokyo")) == MONDAY


def test_each_day_with_lines_is_one_closing() -> None:
    found = open_days(lines((0, 20), (1, 1), (1, 9), (3, 12)), None, MONDAY + timedelta(days=3), PARIS)
    assert spans(list(found)) == [(0, 1, 2), (1, 3, 3), (3, 4, 4)]


def test_what_was_done_after_a_days_closing_is_of_the_next_one() -> None:
    found = list(open_days(lines((0, 23), (1, 12)), MONDAY, MONDAY + timedelta(days=1), PARIS))
    assert spans(found) == [(1, 1, 2)]
    late = list(open_days(lines((0, 23)), MONDAY, MONDAY, PARIS))
    assert code_of(days_objection(late, MONDAY, MONDAY)) == "day_closed"


def test_a_closings_own_line_is_nothing_to_close_and_is_of_the_next_day() -> None:
    own = lines((0, 23), action=OF_CLOSINGS)
    assert list(open_days(own, MONDAY, MONDAY + timedelta(days=1), PARIS)) == []
    later = [*own, JournalPlace(2, at(MONDAY + timedelta(days=4), 12), "order_sold")]
    assert spans(list(open_days(later, MONDAY, MONDAY + timedelta(days=4), PARIS))) == [(4, 1, 2)]
    assert code_of(days_objection([], MONDAY, MONDAY)) == "nothing_to_close"


def test_a_line_of_a_wrong_clock_is_of_today() -> None:
    found = open_days(lines((4000, 12), (0, 12)), None, MONDAY, PARIS)
    assert spans(list(found)) == [(0, 1, 2)]


@given(
    written=st.lists(st.tuples(INSTANTS, st.sampled_from(("order_sold", OF_CLOSINGS))), max_size=30),
    closed=st.none() | DAYS,
    today=DAYS,
)
def test_days_tile_the_lines_in_their_order(
    written: list[tuple[datetime, str]], closed: date | None, today: date
) -> None:
    places = [JournalPlace(seq, instant, action) for seq, (instant, action) in enumerate(written, 1)]
    found = list(open_days(places, closed, today, PARIS))
    starts = [1, *(one.last_seq + 1 for one in found)]
    assert [one.first_seq for one in found] == starts[:-1]
    days = [one.last_day for one in found]
    assert days == sorted(set(days))
    assert all(closed is None or day > closed for day in days)
    assert all(day <= today for day in days) or (closed is not None and closed >= today)
    assert all(place.action == OF_CLOSINGS for place in places[starts[-1] - 1 :])
    for one in found:
        assert {place.action for place in places[one.first_seq - 1 : one.last_seq]} != {OF_CLOSINGS}


@given(day=DAYS, kind=st.sampled_from(ClosingKind))
def test_periods_tile_the_calendar(day: date, kind: ClosingKind) -> None:
    first, last = period_of(kind, day)
    assert first <= day <= last
    assert period_of(kind, first) == period_of(kind, last) == (first, last)
    following, _ = period_of(kind, last + timedelta(days=1))
    assert following == last + timedelta(days=1)


def test_a_month_waits_for_its_end_and_for_its_days() -> None:
    days = [Span(one, one, n, n) for n, one in enumerate((MONDAY, date(2026, 11, 30), date(2026, 12, 1)), 1)]
    month, end = ClosingKind.MONTH, date(2026, 11, 30)
    running = period_objection(month, days, [], end)
    assert running is not None
    assert (running.code, running.facts) == (
        "period_not_over",
        {"kind": month, "first_day": date(2026, 11, 1), "last_day": end},
    )
    assert period_objection(month, days, [], date(2026, 12, 1)) is None
    waiting = period_objection(month, days[:1], [days[1]], date(2026, 12, 1))
    assert waiting is not None
    assert (waiting.code, waiting.facts["day"]) == ("days_still_open", end)
    assert period_objection(month, days[:2], [days[2]], date(2026, 12, 1)) is None
    assert code_of(period_objection(month, [], [], end)) == "nothing_to_close"
    assert code_of(period_objection(ClosingKind.YEAR, days, [], date(2026, 12, 31))) == "period_not_over"
    assert of_period(month, days) == (Span(date(2026, 11, 1), end, 1, 2), 2)
    assert of_period(ClosingKind.YEAR, days) == (Span(date(2026, 1, 1), date(2026, 12, 31), 1, 3), 3)


@given(one=SUMS, other=SUMS)
def test_sums_add_up_in_any_order(one: dict[str, int], other: dict[str, int]) -> None:
    together = added([one, other])
    assert together == added([other, one]) == added([added([one]), other])
    assert 0 not in together.values()
    assert net_sales(together) == net_sales(one) + net_sales(other)


def test_net_sales_are_what_sales_and_cancellations_left_on_the_account_of_sales() -> None:
    sums = {"sale:sales": -4500, "sale:receivable": 4500, "fee:sales": -200, "cancellation:sales": 1500}
    assert net_sales(sums) == 3200
    assert (moved(sums, "sale"), moved(sums, "cancellation"), moved(sums, "refund")) == (4500, -1500, 0)


def test_the_hash_is_over_every_field() -> None:
    changed = {
        "kind": ClosingKind.YEAR,
        "number": 4,
        "first_day": MONDAY - timedelta(days=1),
        "last_day": MONDAY + timedelta(days=1),
        "at": CONTENT.at + timedelta(microseconds=1),
        "operator_id": 2,
        "first_seq": 4,
        "last_seq": 10,
        "head_hash": "ac",
        "total_minor": 101,
        "perpetual_minor": 301,
        "totals": {"tax": 1},
        "previous": "ce",
    }
    assert changed.keys() == set(Content.__slots__)
    hashes = {chained(CONTENT), *(chained(replace(CONTENT, **{name: value})) for name, value in changed.items())}
    assert len(hashes) == len(changed) + 1
    assert chained(replace(CONTENT, at=CONTENT.at.astimezone(PARIS))) == chained(CONTENT)


def test_the_hash_can_be_made_by_anybody() -> None:
    said = (
        '{"at":"2026-11-16T22:00:00.000000+00:00","first_day":"2026-11-16","first_seq":5,"head_hash":"ab",'
        '"kind":"day","last_day":"2026-11-16","last_seq":9,"number":3,"operator_id":1,"perpetual_minor":300,'
        '"previous":"cd","total_minor":100,"totals":{"sale:sales":-100,"tax":15}}'
    )
    totals = {"tax": 15, "sale:sales": -100}
    assert chained(replace(CONTENT, totals=totals)) == hashlib.sha256(said.encode()).hexdigest()
