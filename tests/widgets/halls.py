"""Halls for the tests: made-up ones, and Teatro Grande from the shared data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState

TEATRO_GRANDE = Path(__file__).resolve().parents[3] / "shared" / "data" / "teatro_grande.pretix.json"


def hall(sections: int = 2, rows: int = 3, seats: int = 8, *, aisle: bool = True) -> tuple[Seat, ...]:
    """Sections "Section 1"… of rows A, B… of seats 1, 2…, an aisle in the middle; ids from 1 in plan order."""
    made: list[Seat] = []
    for section in range(sections):
        for row in range(rows):
            for place in range(seats):
                x = place * 10.0 + (10.0 if aisle and place >= seats // 2 else 0.0)
                name = f"Section {section + 1}"
                number = str(place + 1)
                made.append(
                    Seat(len(made) + 1, name, chr(65 + row), number, row, place, x, row * 10.0, "Parterre")
                )
    return tuple(made)


def view(seats: Iterable[Seat], **states: Iterable[int]) -> SeatMapView:
    """A performance whose seats are free but for `states`: `own=[1, 2], sold=[7]`."""
    known = {seat_id: SeatState(state) for state, ids in states.items() for seat_id in ids}
    return SeatMapView(1, SeatingPlan(tuple(seats)), known)


def teatro_grande() -> tuple[Seat, ...]:
    """The 1,349 seats of Teatro Grande; skips the test where the file is missing."""
    if not TEATRO_GRANDE.exists():
        pytest.skip(f"{TEATRO_GRANDE.name} is not beside the project")
    plan = json.loads(TEATRO_GRANDE.read_text("utf-8"))
    seats: list[Seat] = []
    for zone in plan["zones"]:
        for row_index, row in enumerate(zone["rows"]):
            for place, seat in enumerate(row["seats"]):
                x, y = (row["position"][axis] + seat["position"][axis] for axis in "xy")
                names = (zone["name"], row["row_number"], seat["seat_number"])
                seats.append(Seat(len(seats) + 1, *names, row_index, place, x, y, seat["category"]))
    return tuple(seats)
