"""Rows, aisles and free neighbours."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from math import dist
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.seating import Seat, aisles, blocks, leaves_single, rows, segments

DATA = Path(__file__).parents[3] / "shared" / "data"


def row(*xs: float, section: str = "S", index: int = 0, first_id: int = 1) -> list[Seat]:
    """Seats of one row at these x positions, numbered from 1."""
    return [
        Seat(first_id + place, section, "A", str(place + 1), index, place, x, float(index * 25), "a")
        for place, x in enumerate(xs)
    ]


@pytest.mark.parametrize(
    ("xs", "followed_by_aisle"),
    [
        ((), ()),
        ((0,), ()),
        ((0, 25), ()),  # one gap is its own median
        ((0, 25, 50, 75), ()),
        ((0, 25, 50, 100, 125, 150), (3,)),
        ((0, 25, 50, 87, 112), ()),  # 37 is closer than 37.5
        ((0, 25, 50, 87.5, 112.5), (3,)),  # exactly 1.5 pitches is not closer
        ((0, 0.1, 0.2, 0.35, 0.45), (3,)),  # nor is it in binary fractions
        ((0, 25, 75, 100, 150, 175), (2, 4)),
        ((0, 25, 75), ()),  # median 37.5: a row of two gaps shows no aisle below three to one
        ((0, 10, 60), (2,)),
        ((0, 0, 0), ()),
        ((0, 0, 0, 5), (3,)),
        ((100, 75, 50, 0, -25), (3,)),  # plan order runs right to left
    ],
)
def test_a_gap_of_one_and_a_half_median_pitches_is_an_aisle(
    xs: tuple[float, ...], followed_by_aisle: tuple[int, ...]
) -> None:
    assert aisles(row(*xs)) == frozenset(followed_by_aisle)


def test_the_pitch_is_measured_in_the_plane() -> None:
    seats = [
        Seat(place, "S", "A", str(place), 0, place, 10 * step, 20 * step, "a")
        for place, step in enumerate((0, 1, 2, 4, 5))
    ]
    assert aisles(seats) == {2}


def test_rows_follow_the_plan_whatever_the_order_given() -> None:
    stalls = row(0, 25, section="Stalls", index=2) + row(0, 25, section="Stalls", index=3, first_id=3)
    balcony = row(0, 25, 50, section="Balcony", index=7, first_id=5)
    seats = balcony + stalls
    for seed in range(5):
        random.Random(seed).shuffle(seats)
        assert [[seat.id for seat in found] for found in rows(seats)] == [[1, 2], [3, 4], [5, 6, 7]]


def test_blocks_stop_at_taken_seats_and_aisles() -> None:
    seats = tuple(row(0, 25, 50, 100, 125, 150, 175))
    found = blocks(seats, {1, 2, 3, 4, 6, 7}, aisles(seats))
    assert [[seat.id for seat in block] for block in found] == [[1, 2, 3], [4], [6, 7]]


@pytest.mark.parametrize(
    ("free", "chosen", "alone"),
    [
        ({1, 2, 3}, {1}, ()),
        ({1, 2, 3}, {2}, (1, 3)),
        ({1, 2, 3, 4}, {1, 2}, (3,)),  # 4 lies across the aisle
        ({2, 3}, {2}, (3,)),
        ({3, 4, 5}, {4}, (5,)),  # 3 was alone before
        ({1, 2, 3, 4, 5, 6, 7}, {5, 6}, (4, 7)),
        ({1, 2, 3, 4, 5, 6, 7}, {4, 5}, ()),
        ({1, 2, 3, 4, 5, 6, 7}, {1, 6}, (7,)),
    ],
)
def test_seats_left_without_a_free_neighbour(
    free: set[int], chosen: set[int], alone: tuple[int, ...]
) -> None:
    seats = row(0, 25, 50, 100, 125, 150, 175)
    assert leaves_single(seats, free, chosen) == alone
    assert leaves_single(seats, free, chosen, aisles(seats)) == alone


gaps = st.lists(st.integers(0, 100), max_size=30)


@given(gaps)
def test_segments_tile_the_row_and_are_cut_at_the_aisles(steps: list[int]) -> None:
    xs = [float(sum(steps[:count])) for count in range(len(steps) + 1)]
    (only,) = rows(row(*xs))
    cut = aisles(only)
    pieces = list(segments(only, cut))
    assert tuple(seat for piece in pieces for seat in piece) == only
    assert {piece[-1].id for piece in pieces[:-1]} == cut
    if steps:
        limit = 1.5 * median(steps)
        assert cut == {
            left.id for left, right in pairwise(only) if right.x - left.x >= limit and right.x > left.x
        }


@pytest.mark.parametrize(
    ("name", "expected"),
    [("teatro_grande.pretix.json", 22 + 11 * 2 + 1), ("hall_demo.pretix.json", 29 + 1)],
)
def test_the_real_plans_have_the_aisles_one_sees(name: str, expected: int) -> None:
    if not DATA.is_dir():
        pytest.skip(f"no real data at {DATA}")
    plan = json.loads((DATA / name).read_text(encoding="utf-8"))
    seats: list[Seat] = []
    for zone in plan["zones"]:
        for index, line in enumerate(zone["rows"]):
            for place, seat in enumerate(line["seats"]):
                x, y = seat["position"]["x"], seat["position"]["y"]
                number = seat["seat_number"]
                seats.append(
                    Seat(
                        len(seats),
                        zone["name"],
                        line["row_number"],
                        number,
                        index,
                        place,
                        x,
                        y,
                        seat["category"],
                    )
                )
    found = aisles(seats)
    assert len(found) == expected
    for line in rows(seats):
        for left, right in pairwise(line):
            pitch = dist((left.x, left.y), (right.x, right.y))
            assert (left.id in found) == (pitch > 40)
