"""Blocks by name: seats, ranges, rows, sections; and the fewest names for any seats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.seat_names import NamedPlan, named, names_of, seats_named
from boxoffice_tui.rules.seating import Seat


def seat(seat_id: int, section: str, row: str, number: str, row_index: int, place: int) -> Seat:
    return Seat(seat_id, section, row, number, row_index, place, place * 25.0, row_index * 25.0, "a")


def hall(*sections: tuple[str, dict[str, list[str]]]) -> NamedPlan:
    """A plan with seats numbered by id from 1 in the order given."""
    seats: list[Seat] = []
    lines = [(section, row, numbers) for section, rows in sections for row, numbers in rows.items()]
    for row_index, (section, row, numbers) in enumerate(lines):
        for place, number in enumerate(numbers):
            seats.append(seat(len(seats) + 1, section, row, number, row_index, place))
    return named(seats)


LAKE = hall(
    ("Parterre", {"E": ["10", "11", "12"], "F": ["15", "13", "11", "12", "14"]}),
    ("Balcon", {"F": ["1", "2"], "G": ["11", "14"]}),
)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Parterre:F-13", (5,)),
        ("parterre:f-13 ", (5,)),
        ("F-13", (5,)),
        ("Parterre:F-13..F-12", (5, 6, 7)),
        ("Parterre:F-12..F-13", (5, 6, 7)),
        ("Parterre:F-13..12", (5, 6, 7)),
        ("F-15..Parterre:F-14", (4, 5, 6, 7, 8)),
        ("Parterre:F-13..F-13", (5,)),
        ("Parterre:F", (4, 5, 6, 7, 8)),
        ("Balcon", (9, 10, 11, 12)),
        ("F", None),
        ("Parterre:F-99", None),
        ("Parterre:F-13..F-99", None),
        ("Parterre:F-13..Balcon:F-2", None),
        ("Parterre:F-13..", None),
        ("..", None),
        ("", None),
    ],
)
def test_what_a_name_means(name: str, ids: tuple[int, ...] | None) -> None:
    assert seats_named(LAKE, name) == ids


def test_a_short_name_of_two_seats_is_refused_and_a_whole_one_goes_first() -> None:
    twice = hall(("Parterre", {"F": ["14"]}), ("Balcon", {"F": ["14"]}), ("F-14", {"A": ["1"]}))
    assert seats_named(twice, "Parterre:F-14") == (1,)
    assert seats_named(twice, "F-14") == (3,)  # a section
    alike = hall(("Parterre", {"F": ["14"]}), ("Balcon", {"F": ["14", "15"]}))
    assert seats_named(alike, "F-14") == Objection("seat_name_ambiguous", {"name": "F-14", "count": 2})
    assert seats_named(alike, "F-14..15") == (2, 3)


def test_the_fewest_names() -> None:
    assert names_of(LAKE, {1, 2, 3, 4, 5, 6, 7, 8}) == ("Parterre",)
    assert names_of(LAKE, {1, 2, 3, 9, 10}) == ("Parterre:E", "Balcon:F")
    assert names_of(LAKE, {4, 5, 7, 12}) == ("Parterre:F-15..F-13", "Parterre:F-12", "Balcon:G-14")
    assert names_of(LAKE, set()) == ()


NAMES = st.text(st.sampled_from("ABab1.:- "), min_size=1, max_size=3).map(str.strip).filter(bool)


@st.composite
def plans(draw: st.DrawFn) -> NamedPlan:
    """Plans whose sections, rows and seats have confusing names, each seat its own whole name."""
    seats: list[Seat] = []
    for section in draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold)):
        for row_index, row in enumerate(draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold))):
            numbers = draw(st.lists(NAMES, min_size=1, max_size=5, unique_by=str.casefold))
            for place, number in enumerate(numbers):
                seats.append(seat(len(seats) + 1, section, row, number, row_index, place))
    return named(seats)


@given(plans(), st.data())
def test_names_mean_the_seats_they_are_for(plan: NamedPlan, data: st.DataObject) -> None:
    ids = [one.id for row in plan.rows for one in row]
    chosen = data.draw(st.sets(st.sampled_from(ids)))
    meant = [seats_named(plan, name) for name in names_of(plan, chosen)]
    sure = [found for found in meant if isinstance(found, tuple)]
    if len(sure) == len(meant):  # two seats may share one whole name: it is said all the same
        told = [seat_id for found in sure for seat_id in found]
        assert sorted(told) == sorted(chosen)
