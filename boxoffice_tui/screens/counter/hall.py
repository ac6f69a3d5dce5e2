"""Seats chosen by hand for the basket: each choice is held at once, leaving takes what is chosen along."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, ShellScreen
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter.basket import Basket
from boxoffice_tui.screens.counter.basket_work import Filled
from boxoffice_tui.screens.dialogs import Sentence, explanation
from boxoffice_tui.screens.header import CommandBar, Header
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.views.catalogue import PerformanceChoice
from boxoffice_tui.views.seats import TO_CHOOSE, SeatMapView
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map import SeatMap

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from boxoffice_tui.services.desk import Desk

GROUP = N_("Seats")


class Hall(ShellScreen[None]):
    """The seat map of a performance; `take` is told of the basket whenever other seats are held for it."""

    CSS_PATH = "hall.tcss"
    AUTO_FOCUS = "SeatMap"
    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (
        Command("hall.back", N_("Back to the basket"), ("escape", "alt+s"), GROUP, footer=1, action="back"),
    )

    class Read(Answer[SeatMapView]):
        """The map."""

    class Held(Answer[Filled]):
        """What is held now."""

    def __init__(
        self, form: str, basket: Basket, performance: PerformanceChoice, take: Callable[[Filled], None]
    ) -> None:
        super().__init__()
        self._form, self._basket, self._performance, self._take_filled = form, basket, performance, take
        self._view: SeatMapView | None = None
        self._news: Sentence | None = None

    def compose(self) -> ComposeResult:
        yield Header()
        yield from self._body()
        yield CommandBar()

    def _body(self) -> Iterable[Widget]:
        yield SeatMap(id="map")
        yield Telling(self._seat_words, id="seat")
        yield Telling(self._legend, id="legend")
        yield Telling(self._said, id="said")

    def place(self) -> str:
        """Which performance."""
        return safe(self._performance.title)

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
            self._go_where_there_is_room(read.value)
        else:
            free = SeatState.FREE
            seat_map.update_states({seat.id: read.value.states.get(seat.id, free) for seat in read.value.seats})
        self._tell()

    def _go_where_there_is_room(self, view: SeatMapView) -> None:
        """To the first seat chosen, else to the first that is free."""
        free = (seat.id for seat in view.seats if view.states.get(seat.id, SeatState.FREE) is SeatState.FREE)
        start = next(iter(self.chosen), None) or next(free, None)
        if start is not None:
            self.query_one(SeatMap).move_to(start)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The seats held for the basket here."""
        return self._basket.seats(self._performance.performance_id)

    @on(SeatMap.Chosen)
    def _pick(self, picked: SeatMap.Chosen) -> None:
        view, seat_map = self._view, self.query_one(SeatMap)
        if view is None:
            return
        if seat_map.state_of(picked.seat_id) not in TO_CHOOSE:
            described = seat_map.describe(picked.seat_id)
            self._say(lambda: _("{seat}. Choose a free one.").format(seat=described))
            return
        now = self.chosen
        seats = (
            tuple(one for one in now if one != picked.seat_id)
            if picked.seat_id in now
            else (*now, picked.seat_id)
        )
        form, basket = self._form, self._basket
        self.write(self.Held, lambda desk: work.take_seats(desk, form, basket, view, seats))

    @on(Held)
    def _take(self, held: Held) -> None:
        self._basket = held.value.basket
        self._news = None
        self._take_filled(held.value)
        self._look()

    def failed(self, question: type[Answer[object]], error: Exception) -> None:
        if question is self.Held:
            self._say(explanation(error, self.shell))
            self._look()
        else:
            super().failed(question, error)

    def _say(self, news: Sentence) -> None:
        self._news = news
        self._tell()

    @on(SeatMap.Moved)
    def _tell(self) -> None:
        for telling in self.query(Telling):
            telling.tell()

    def _seat_words(self) -> str:
        seat_map = self.query_one(SeatMap)
        return "" if seat_map.cursor_seat is None else seat_map.describe(seat_map.cursor_seat)

    def _legend(self) -> Content:
        return Content.from_rich_text(self.query_one(SeatMap).legend())

    def _said(self) -> str:
        if self._news is not None:
            return self._news()
        count = len(self.chosen)
        return ngettext("{count} seat chosen.", "{count} seats chosen.", count).format(count=count)
