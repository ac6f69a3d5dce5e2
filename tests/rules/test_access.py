"""How long a PIN that was typed wrong may not be typed again: never for ever, never fast enough to guess it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.access import (
    FREE_TRIES,
    LONGEST_WAIT,
    REMEMBERED,
    NewPin,
    PinEvent,
    RightPin,
    WrongPin,
    opens_again,
    wait_after,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE, THERE = "here", "there"

accounts = st.sampled_from((HERE, THERE))
instants = st.timedeltas(timedelta(hours=-6), timedelta(hours=6)).map(lambda after: NOON + after)
events = st.lists(
    st.one_of(st.builds(WrongPin, accounts, instants), st.builds(RightPin, accounts), st.builds(NewPin)),
    max_size=30,
)


def wrong(count: int, at: datetime = NOON, account: str = HERE) -> list[PinEvent]:
    return [WrongPin(account, at)] * count


@pytest.mark.parametrize(
    ("count", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (11, 900), (10_000, 900)],
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(count: int, seconds: int) -> None:
    assert wait_after(count) == timedelta(seconds=seconds)
    opens = opens_again(wrong(count), HERE, NOON)
    assert opens == (NOON + timedelta(seconds=seconds) if seconds else None)


def test_it_opens_at_the_second_that_was_told() -> None:
    late = NOON + timedelta(microseconds=1)
    opens = opens_again(wrong(5, late), HERE, late)
    assert opens == NOON + timedelta(seconds=31)
    assert opens_again(wrong(5, late), HERE, opens - timedelta(microseconds=1)) == opens
    assert opens_again(wrong(5, late), HERE, opens) is None


def test_a_right_pin_begins_the_row_anew_where_it_was_typed() -> None:
    for between, opens in ((RightPin(HERE), None), (NewPin(), None), (RightPin(THERE), NOON)):
        found = opens_again([*wrong(4), between, *wrong(1)], HERE, NOON)
        assert found == (opens and NOON + timedelta(seconds=30))


def test_what_was_wrong_hours_ago_is_forgotten() -> None:
    old = wrong(FREE_TRIES, NOON - REMEMBERED)
    assert opens_again([*old, *wrong(FREE_TRIES - 1)], HERE, NOON) is None


def test_a_clock_that_was_set_back_closes_nobody_out_for_years() -> None:
    assert opens_again(wrong(50, NOON + timedelta(days=365)), HERE, NOON) is None


@given(events, accounts)
def test_nobody_waits_for_longer_than_the_longest_wait_after_what_was_wrong(
    happened: list[PinEvent], account: str
) -> None:
    opens = opens_again(happened, account, NOON)
    if opens is not None:
        last = max(one.at for one in happened if isinstance(one, WrongPin) and one.account == account)
        assert NOON < opens <= max(NOON, last) + LONGEST_WAIT + timedelta(seconds=1)


@given(events)
def test_what_is_wrong_on_one_account_closes_nobody_out_on_another(happened: list[PinEvent]) -> None:
    here = [one for one in happened if not (isinstance(one, WrongPin) and one.account == THERE)]
    assert opens_again(happened, HERE, NOON) == opens_again(here, HERE, NOON)


@given(events, st.sampled_from((RightPin(HERE), NewPin())))
def test_a_right_or_a_new_pin_opens_at_once(happened: list[PinEvent], good: PinEvent) -> None:
    assert opens_again([*happened, good], HERE, NOON) is None


@given(st.lists(st.timedeltas(timedelta(0), timedelta(hours=5)), max_size=20))
def test_whoever_guesses_has_few_tries_a_day(pauses: list[timedelta]) -> None:
    """However they pace themselves: as soon as it opens, or after any pause they like."""
    now, tries, pause = NOON, [], iter(pauses)
    while now < NOON + timedelta(days=1):
        now = opens_again([WrongPin(HERE, at) for at in tries], HERE, now) or now
        now += next(pause, timedelta(0))
        tries.append(now)
    assert len(tries) <= 110
