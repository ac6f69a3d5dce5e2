"""What a seat map says of a seat and of its glyphs."""

from __future__ import annotations

from boxoffice_tui.locales.translate import _
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.seating import Seat, seat_name
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.blocked_seats import SeatBlockLine
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.seat_map_paint import Look


def described(seat: Seat, state: SeatState, block: SeatBlockLine | None, category: str = "") -> str:
    """A seat for a status line: section, row-number, state with a block's reason, category by its name if given."""
    words = [
        f"{safe(seat.section)} {seat_name(safe(seat.row), safe(seat.number))}",
        _state_words(state, block),
    ]
    words += [word_of(Look.ACCESSIBLE)] * seat.accessible + [word_of(Look.COMPANION)] * seat.companion
    return " · ".join([*words, safe(category or seat.category)])


def word_of(look: Look) -> str:
    """The word of a glyph."""
    if look is Look.ACCESSIBLE:
        return _("accessible")
    if look is Look.COMPANION:
        return _("companion")
    return label(SeatState(look.value))


def _state_words(state: SeatState, block: SeatBlockLine | None) -> str:
    word = word_of(Look(state.value))
    if block is None or not block.reason:
        return word
    return _("{state}: {reason}").format(state=word, reason=safe(block.reason))
