"""A seat map whose screen has the keys that choose, as a command that its footer and its help show."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.widgets.seat_map import SeatMap


class OwnedSeatMap(SeatMap, inherit_bindings=False):
    """A seat map without a key that chooses; its owner calls `action_choose`, a click chooses too."""

    HELP_WORDS = N_("The seats. Arrows go to the next seat, Home and End along the row, PgUp and PgDn by section.")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in SeatMap.BINDINGS
        if not (isinstance(binding, Binding) and binding.id == "seat_map.choose")
    ]
