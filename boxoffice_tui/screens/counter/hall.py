"""Seats chosen by hand for the basket: each choice is held at once, leaving takes what is chosen along."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on

from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.counter import basket_work as work
from boxoffice_tui.screens.counter.basket import Basket
from boxoffice_tui.screens.counter.basket_work import Filled
from boxoffice_tui.screens.counter.map_page import MapPage
from boxoffice_tui.screens.dialogs import explanation
from boxoffice_tui.views.catalogue import PerformanceChoice
from boxoffice_tui.views.seats import TO_CHOOSE, SeatMapView
from boxoffice_tui.widgets.owned_seat_map import OwnedSeatMap
from boxoffice_tui.widgets.seat_map import SeatMap

GROUP = N_("Seats")


class Hall(MapPage):
    """The seat map of a performance; `take` is told of the basket whenever other seats are held for it."""

    COMMAND_LIST: ClassVar[tuple[Command, ...]] = (
        Command("hall.choose", N_("Choose the seat"), ("space", "enter", "alt+c"), GROUP, footer=1),
        Command("hall.back", N_("Back to the basket"), ("escape", "alt+s"), GROUP, footer=1, action="back"),
    )

    class Held(Answer[Filled]):
        """What is held now."""

    def __init__(
        self, form: str, basket: Basket, performance: PerformanceChoice, take: Callable[[Filled], None]
    ) -> None:
        super().__init__(form, performance)
        self._basket, self._take_filled = basket, take
        self._given_up: tuple[int, ...] = ()  # rates of seats taken back here: the next ones are sold at them

    def _first_seat(self, view: SeatMapView) -> int | None:
        """The first seat chosen, else the first that is free."""
        return next(iter(self.chosen), None) or super()._first_seat(view)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The seats held for the basket here."""
        return self._basket.seats(self._performance.performance_id)

    def seat_map(self) -> SeatMap:
        return OwnedSeatMap(id="map")

    def action_choose(self) -> None:
        """Takes the seat under the cursor, or gives it back."""
        self.query_one(SeatMap).action_choose()

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
        rate_id = self._given_up[-1] if self._given_up else None
        self.write(self.Held, lambda desk: work.take_seats(desk, form, basket, view, seats, rate_id))

    @on(Held)
    def _take(self, held: Held) -> None:
        before, self._basket = self._basket, held.value.basket
        rates = before.rates(self._performance.performance_id)
        if len(self.chosen) > len(rates):
            self._given_up = self._given_up[:-1]
        self._given_up += tuple(rate for seat_id, rate in rates.items() if seat_id not in self.chosen)
        self._news = None
        self._take_filled(held.value)
        self._look()

    def failed(self, question: type[Answer[object]], error: Exception) -> None:
        if question is self.Held:
            self._say(explanation(error, self.shell))
            self._look()
        else:
            super().failed(question, error)

    def _count_words(self) -> str:
        count = len(self.chosen)
        return ngettext("{count} seat chosen.", "{count} seats chosen.", count).format(count=count)
