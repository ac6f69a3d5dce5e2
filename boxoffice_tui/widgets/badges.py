"""States and origins as a badge: a mark, a word and a colour, so that none of them speaks alone."""

from __future__ import annotations

from enum import StrEnum

from rich.text import Text

from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.states import OrderState, Origin, TicketState

_AT_THE_DESK = ("■", "")
_ONLINE = ("◇", "cyan")
_MARKS: dict[StrEnum, tuple[str, str]] = {
    OrderState.ACTIVE: ("●", "green"),
    OrderState.CANCELLED: ("✕", "red"),
    TicketState.LIVE: ("●", "green"),
    TicketState.SCANNED: ("✓", "cyan"),
    TicketState.CANCELLED: ("✕", "red"),
    Origin.COUNTER: _AT_THE_DESK,
    Origin.PHONE: _AT_THE_DESK,
    Origin.AGENCY: _AT_THE_DESK,
    Origin.SITE: _ONLINE,
    Origin.WIDGET: _ONLINE,
    Origin.CART: _ONLINE,
    Origin.FACEBOOK: _ONLINE,
}


def state_badge(state: OrderState | TicketState) -> Text:
    """The state of an order or a ticket."""
    mark, style = _MARKS[state]
    return Text(f"{mark} {label(state)}", style)


def origin_badge(origin: str) -> Text:
    """Where an order was made: `■` by our own staff, who may change it, `◇` online; an unknown code as it is."""
    try:
        known = Origin(origin)
    except ValueError:
        return Text(f"? {safe(origin)}", "cyan")
    mark, style = _MARKS[known]
    return Text(f"{mark} {label(known)}", style)
