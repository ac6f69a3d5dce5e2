"""A seat map on which a block of seats is marked: by two corners, by rows, by a section."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.widgets.owned_seat_map import OwnedSeatMap

_MOST_CELLS = 400  # that change one by one; beyond, the whole map is painted once


class SeatMarkingMap(OwnedSeatMap):
    """A seat map on which a choice sets a corner of a block, which grows with the cursor to the other.

    Its owner has the key for it, a click sets one too.
    """

    def __init__(self, view: SeatMapView | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(view, id=id)
        self._corner: int | None = None

    @property
    def marked(self) -> AbstractSet[int]:
        """The ids of the seats marked."""
        return self._marked

    @property
    def growing(self) -> bool:
        """Whether the block goes with the cursor still."""
        return self._corner is not None

    def show(self, view: SeatMapView) -> None:
        """As `SeatMap.show`; nothing is marked then."""
        self._corner = None
        self._marked.clear()
        super().show(view)

    def unmark(self) -> None:
        """Marks nothing any more."""
        self._corner = None
        self._mark(frozenset())

    def mark_rows(self) -> None:
        """Marks the whole rows of the block that grows, else the row of the cursor beside what is marked."""
        if self._cursor is not None:
            begun = frozenset() if self.growing else frozenset(self._marked)
            self._stop_with(begun | self._port.layout.rows_between(self._corner or self._cursor, self._cursor))

    def mark_section(self) -> None:
        """Marks the section of the cursor beside what is marked."""
        if self._cursor is not None:
            section = self._seats[self._cursor].section
            own = frozenset(seat.id for seat in self._seats.values() if seat.section == section)
            self._stop_with(own | self._marked)

    def action_choose(self) -> None:
        """Sets a corner: the first begins a block with it alone, the second ends it where the cursor is."""
        if self._cursor is None:
            return
        if self.growing:
            self._corner = None
        else:
            self._corner = self._cursor
            self._mark(frozenset({self._cursor}))
        super().action_choose()

    def _stop_with(self, seat_ids: frozenset[int]) -> None:
        self._corner = None
        self._mark(seat_ids)

    def _go(self, seat_id: int) -> None:
        super()._go(seat_id)
        if self._corner is not None:
            self._mark(self._port.layout.between(self._corner, seat_id))

    def _mark(self, seat_ids: frozenset[int]) -> None:
        changed, joined = seat_ids ^ self._marked, seat_ids | self._marked
        self._marked.clear()
        self._marked.update(seat_ids)
        if len(changed) > _MOST_CELLS:
            self.refresh()
            return
        for seat_id in changed:
            before, after = self._neighbours(seat_id)
            self._refresh_seat(seat_id, beside=before in joined, after=after in joined)

    def _neighbours(self, seat_id: int) -> tuple[int | None, int | None]:
        """The seats left and right of one in its line: the blank between two changes only if both are marked."""
        row = self._port.layout.row(self._port.layout.line_of[seat_id])
        place = row.position(seat_id)
        around = [row.seats[one].id if 0 <= one < len(row.seats) else None for one in (place - 1, place + 1)]
        return around[0], around[1]
