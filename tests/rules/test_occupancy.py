"""Claims: who blocks whom, and the arithmetic of a cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.occupancy import (
    Cell,
    Claim,
    Claimant,
    ClaimKind,
    OccupancyRefusal,
    gauge_objection,
    live,
    placement_objection,
    public_availability,
    seat_objection,
    seat_state,
    standing,
    validation_objection,
)
from boxoffice_tui.views.states import SeatState

NOW = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)
ANNE = Claimant("form-anne", order_id=7)
BOSS = replace(ANNE, may_use_house=True)
COUNTS = st.integers(0, 300)
CELLS = st.builds(
    Cell,
    gauge=COUNTS,
    sold=COUNTS,
    reserved=COUNTS,
    ordered=COUNTS,
    placed=COUNTS,
    held=COUNTS,
    house=COUNTS,
    killed=COUNTS,
    overbooking=st.integers(0, 100),
    count_down=st.booleans(),
)


def full(asked: int, left: int) -> Objection:
    """The refusal of a cell that has `left` places for `asked`."""
    return Objection(OccupancyRefusal.GAUGE_FULL, {"asked": asked, "left": left})


@pytest.mark.parametrize(
    ("claim", "refusal", "state"),
    [
        (None, None, SeatState.FREE),
        (Claim(ClaimKind.HOLD, "form-anne", None, NOW + timedelta(minutes=15)), None, SeatState.CHOSEN),
        (Claim(ClaimKind.HOLD, "form-luc", None, NOW + timedelta(seconds=1)), "seat_taken", SeatState.HELD),
        (Claim(ClaimKind.HOLD, "form-luc", None, NOW), None, SeatState.FREE),
        (Claim(ClaimKind.HOLD, "form-luc", None, NOW - timedelta(days=1)), None, SeatState.FREE),
        (Claim(ClaimKind.SALE, None, 8), "seat_taken", SeatState.SOLD),
        (Claim(ClaimKind.SALE, None, 7), "seat_taken", SeatState.OWN),
        (Claim(ClaimKind.RESERVATION, None, 7), "seat_taken", SeatState.OWN),
        (Claim(ClaimKind.RESERVATION, None, 8, NOW), None, SeatState.FREE),
        (Claim(ClaimKind.OPTION, None, 8), "seat_taken", SeatState.SOLD),
        (Claim(ClaimKind.OPTION), "seat_taken", SeatState.SOLD),
        (Claim(ClaimKind.HOUSE), "seat_house", SeatState.HOUSE),
        (Claim(ClaimKind.KILLED), "seat_killed", SeatState.KILLED),
    ],
)
def test_who_blocks_whom(claim: Claim | None, refusal: str | None, state: SeatState) -> None:
    objection = seat_objection(claim, ANNE, NOW)
    assert (objection and objection.code) == refusal
    assert seat_state(claim, ANNE, NOW) is state


def test_the_right_opens_house_seats_but_never_killed_ones() -> None:
    assert seat_objection(Claim(ClaimKind.HOUSE), BOSS, NOW) is None
    killed = seat_objection(Claim(ClaimKind.KILLED), BOSS, NOW)
    assert killed == Objection(OccupancyRefusal.SEAT_KILLED)


def test_without_an_order_on_screen_no_seat_is_own() -> None:
    nobody = Claimant("form-anne")
    assert seat_state(Claim(ClaimKind.OPTION), nobody, NOW) is SeatState.SOLD


@given(st.sampled_from(ClaimKind), st.integers(-3, 3))
def test_an_expired_claim_reads_as_free_from_its_instant(kind: ClaimKind, seconds: int) -> None:
    claim = Claim(kind, "form-luc", 8, NOW + timedelta(seconds=seconds))
    assert live(claim, NOW) is (seconds > 0)
    if seconds <= 0:
        assert seat_objection(claim, ANNE, NOW) is None
        assert seat_state(claim, ANNE, NOW) is SeatState.FREE


@given(st.sampled_from(ClaimKind), st.integers(-3, 3), st.booleans())
def test_a_house_seat_whose_hold_is_over_is_the_houses_again(
    kind: ClaimKind, seconds: int, was_house: bool
) -> None:
    claim = Claim(kind, "form-luc", 8, NOW + timedelta(seconds=seconds))
    again = was_house and kind is ClaimKind.HOLD and seconds <= 0
    assert standing(claim, NOW, was_house=was_house) == (Claim(ClaimKind.HOUSE) if again else claim)


@pytest.mark.parametrize(
    ("gauge", "percent", "limit"),
    [(100, 0, 100), (100, 10, 110), (99, 10, 108), (9, 10, 9), (1, 100, 2), (0, 50, 0)],
)
def test_the_limit_is_whole_places(gauge: int, percent: int, limit: int) -> None:
    assert Cell(gauge, overbooking=percent).limit == limit


@given(CELLS)
def test_the_limit_agrees_with_the_invariant_in_integers(cell: Cell) -> None:
    within = 100 * cell.committed <= cell.gauge * (100 + cell.overbooking)
    assert (cell.committed <= cell.limit) is within


def test_the_count_down_story() -> None:
    empty = Cell(100, sold=60, reserved=10, count_down=True)
    placed = replace(empty, placed=19)
    ordered = replace(empty, ordered=19)
    assert [public_availability(cell) for cell in (placed, empty, ordered)] == [11, 30, 11]
    silent = replace(placed, count_down=False)
    assert public_availability(silent) == 30
    assert public_availability(replace(ordered, count_down=False)) == 11


def test_placing_counts_the_placed_ones_whatever_the_setting() -> None:
    cell = Cell(100, sold=60, reserved=10, placed=19)
    assert placement_objection(cell, 11) is None
    assert placement_objection(cell, 12) == full(12, 11)
    assert placement_objection(replace(cell, overbooking=10), 21) is None
    assert placement_objection(replace(cell, overbooking=10), 22) == full(22, 21)
    assert placement_objection(replace(cell, sold=200), -1) is None


def test_undoing_a_refusal_says_what_is_short() -> None:
    assert placement_objection(Cell(100, sold=87, count_down=True), 14) == full(14, 13)


def test_validating_counts_other_placed_ones_only_if_counted_down() -> None:
    cell = Cell(100, sold=70, placed=35)
    assert validation_objection(cell, 19) is None
    assert validation_objection(replace(cell, count_down=True), 19) == full(19, 14)
    assert validation_objection(replace(cell, sold=82), 19) == full(19, 18)


def test_a_sale_stops_at_the_gauge_and_with_the_right_at_the_limit() -> None:
    cell = Cell(10, sold=6, held=1, house=1, killed=1, overbooking=20)
    assert gauge_objection(cell, 1) is None
    assert gauge_objection(cell, 2) == full(2, 1)
    assert gauge_objection(cell, 3, overbook=True) is None
    assert gauge_objection(cell, 4, overbook=True) == full(4, 3)
    assert gauge_objection(replace(cell, sold=20), 1) == full(1, 0)


@given(CELLS, st.integers(1, 300))
def test_what_is_accepted_never_passes_what_is_in_force(cell: Cell, asked: int) -> None:
    assert (gauge_objection(cell, asked) is None) is (cell.counted + asked <= cell.gauge)
    assert (gauge_objection(cell, asked, overbook=True) is None) is (cell.counted + asked <= cell.limit)
    assert (placement_objection(cell, asked) is None) is (cell.committed + cell.placed + asked <= cell.limit)
    assert (gauge_objection(cell, asked) is None) is (public_availability(cell) >= asked)
    assert public_availability(cell) >= 0
