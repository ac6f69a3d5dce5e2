"""Seats of a plan: who is beside whom, and which seats to propose (spec/archives.md, Add a ticket)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat where the plan puts it: `x`, `y` in the plan's own units, `row_index` and `place` in plan order.

    `section` and `row` are the printed names; (`section`, `row_index`) identifies the row, `place` counts the
    seats of that row from 0 in the order of the plan, `category` is the code of the seat category.
    """

    id: int
    section: str
    row: str
    number: str
    row_index: int
    place: int
    x: float
    y: float
    category: str
    accessible: bool = False
    companion: bool = False
