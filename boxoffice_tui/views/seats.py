"""What a seat map shows, and what a form holds on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from boxoffice_tui.rules.seating import Seat
from boxoffice_tui.rules.seating_plan import SeatingPlan
from boxoffice_tui.views.blocked_seats import SeatBlockLine
from boxoffice_tui.views.states import SeatState

TO_CHOOSE = frozenset({SeatState.FREE, SeatState.CHOSEN, SeatState.HOUSE})
"""What a clerk may try to choose; whether the house's seats are theirs to sell is asked when they are held."""

TO_BLOCK = frozenset({SeatState.FREE, SeatState.HOUSE, SeatState.KILLED})
"""What may be kept for the house, put out of use or freed: nobody has it."""


@dataclass(frozen=True, slots=True)
class SeatMapView:
    """The seats of a performance's plan in plan order and the state of each; a missing state is free.

    `blocks` says of the house's seats and those out of use who blocked them, when and why.
    """

    performance_id: int
    plan: SeatingPlan
    states: Mapping[int, SeatState]
    blocks: Mapping[int, SeatBlockLine] = field(default_factory=dict)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """All seats."""
        return self.plan.seats

    @property
    def aisle_after(self) -> frozenset[int]:
        """The ids of seats followed by an aisle in their row."""
        return self.plan.aisle_after


@dataclass(frozen=True, slots=True)
class Held:
    """What a form holds after a change, until an instant (aware UTC); None when it holds nothing."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class BestHeld:
    """Seats just chosen and held until an instant (aware UTC), and the plan they were chosen in."""

    seat_ids: tuple[int, ...]
    plan: SeatingPlan
    until: datetime | None
