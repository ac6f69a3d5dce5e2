"""A page that shows the seats of a performance, what is under the cursor, the legend, and what is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, ShellScreen
from boxoffice_tui.screens.counter import counter_lists
from boxoffice_tui.screens.dialogs import Sentence
from boxoffice_tui.screens.header import CommandBar, Header
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.views.catalogue import PerformanceChoice
from boxoffice_tui.views.seats import SeatMapView
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map import SeatMap

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from boxoffice_tui.services.desk import Desk


class MapPage(ShellScreen[None]):
    """The seat map of a performance as `form` sees it, read again whenever others choose."""

    CSS_PATH = "map_page.tcss"
    AUTO_FOCUS = "SeatMap"

    class Read(Answer[SeatMapView]):
        """The map."""

    def __init__(self, form: str, performance: PerformanceChoice) -> None:
        super().__init__()
        self._form, self._performance = form, performance
        self._view: SeatMapView | None = None
        self._news: Sentence | None = None

    def compose(self) -> ComposeResult:
        yield Header()
        yield from self._body()
        yield CommandBar()

    def _body(self) -> Iterable[Widget]:
        yield self.seat_map()
        yield Telling(self._seat_words, id="seat")
        yield Telling(self._legend, id="legend")
        yield Telling(self._said, id="said")

    def seat_map(self) -> SeatMap:
        """The map to show."""
        return SeatMap(id="map")

    def place(self) -> str:
        """Which performance, and when: the same event may be played the day after."""
        when = counter_lists.when(self._performance, self.shell.locale())
        return " · ".join(part for part in (safe(self._performance.title), when) if part)

    def on_mount(self) -> None:
        self._look()

    def data_changed(self) -> None:
        """Others choose at the same time."""
        self._look()

    def _look(self) -> None:
        form, performance_id = self._form, self._performance.performance_id

        def read(desk: Desk) -> SeatMapView:
            from boxoffice_tui.services import seat_maps

            return seat_maps.seat_map(desk, performance_id, seat_maps.SeatFor(form))

        self.fetch(self.Read, read)

    @on(Read)
    def _show(self, read: Read) -> None:
        first = self._view is None
        self._view = read.value
        seat_map = self.query_one(SeatMap)
        if first:
            seat_map.show(read.value)
            start = self._first_seat(read.value)
            if start is not None:
                seat_map.move_to(start)
        else:
            seat_map.update(read.value)
        self._tell()

    def _first_seat(self, view: SeatMapView) -> int | None:
        """Where the cursor begins: the first seat that is free."""
        free = (seat.id for seat in view.seats if view.states.get(seat.id, SeatState.FREE) is SeatState.FREE)
        return next(free, None)

    def _say(self, news: Sentence | None) -> None:
        self._news = news
        self._tell()

    @on(SeatMap.Moved)
    def _forget(self) -> None:
        """What was said of another seat is over."""
        self._say(None)

    def _tell(self) -> None:
        for telling in self.query(Telling):
            telling.tell()

    def _seat_words(self) -> str:
        seat_map = self.query_one(SeatMap)
        return "" if seat_map.cursor_seat is None else seat_map.describe(seat_map.cursor_seat)

    def _legend(self) -> Content:
        return Content.from_rich_text(self.query_one(SeatMap).legend())

    def _said(self) -> str:
        return self._news() if self._news is not None else self._count_words()

    def _count_words(self) -> str:
        """What is chosen, while there is nothing else to say."""
        return ""
