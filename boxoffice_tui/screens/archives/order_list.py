"""The list of orders found: its columns by priority, its rows, its marks."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from boxoffice_tui.locales.translate import N_, pgettext
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.archives import OrderCursor, OrderRow
from boxoffice_tui.views.states import OrderState, Unfinished
from boxoffice_tui.widgets.badges import origin_badge, state_badge
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

UNFINISHED, CANCELLED = "●", "✕"
NOTHING_OWED = "–"


@dataclass(frozen=True, slots=True)
class OrderLine(Row):
    """An order as a line of the list, and what it lacks: the mark says only that it lacks something."""

    unfinished: tuple[Unfinished, ...] = ()


class OrderList(PagedTable):
    """The orders, newest first; Enter is the screen's, which opens the chosen one or the one out of the period."""

    HELP_WORDS = N_(
        "The orders found, newest first. ● marks one that lacks a payment, a refund, an e-mail or a note, ✕ a "
        "cancelled one. In the column Origin ■ was made by our own staff, ◇ online."
    )

    def __init__(self) -> None:
        super().__init__(columns())

    @property
    def unfinished(self) -> tuple[Unfinished, ...]:
        """What the order under the cursor lacks."""
        row = self.cursor_row
        return row.unfinished if isinstance(row, OrderLine) else ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter."""
        return action != "choose" and super().check_action(action, parameters)

    def retranslate(self) -> None:
        """Titles again; the screen asks for the rows again."""
        self.set_columns(columns())


def columns() -> tuple[Column, ...]:
    """At 80 columns hour, state, e-mail and origin give way, so that names and events are whole."""
    return (
        Column(pgettext("column", "No."), 7),
        Column(pgettext("column", "Name"), 21, 1, flexible=True),
        Column(pgettext("column", "E-mail"), 22, 7),
        Column(pgettext("column", "Bought on"), 10, 3),
        Column(pgettext("column", "Hour"), 8, 9),
        Column(pgettext("column", "Origin"), 10, 6),
        Column(pgettext("column", "Event"), 20, 4, flexible=True),
        Column(pgettext("column", "Tkts"), 4, 5, align="right"),
        Column(pgettext("column", "Balance"), 11, 2, align="right"),
        Column(pgettext("column", "State"), 11, 8),
    )


def row_of(order: OrderRow, zone: str, locale: str) -> OrderLine:
    """An order as a line of the list; when it was bought is told in `zone`."""
    from boxoffice_tui.locales import formats

    cancelled = order.state == OrderState.CANCELLED
    mark = (
        Text(UNFINISHED, "bold yellow") if order.unfinished else Text(CANCELLED if cancelled else "", "red")
    )
    stamp = formats.stamp(order.bought_at, zone, locale)
    bought_on, _blank, hour = stamp.partition(" ")
    return OrderLine(
        OrderCursor(order.bought_at, order.order_id),
        (
            order.number,
            Text(safe(order.buyer), "dim" if cancelled else ""),
            safe(order.email),
            bought_on,
            hour,
            origin_badge(order.origin),
            _events(order, locale),
            str(order.tickets),
            Text(formats.money(order.balance, locale), "bold") if order.balance else NOTHING_OWED,
            state_badge(order.state) if cancelled else _state(order),
        ),
        mark,
        order.unfinished,
    )


def _state(order: OrderRow) -> Text:
    """The state, or that it is reserved: the order's page says until when."""
    if order.due_on is None:
        return Text(label(order.state), "dim")
    return Text(pgettext("order", "reserved"), "bold")


def _events(order: OrderRow, locale: str) -> str:
    """The first day, as it is there, and all titles: the day stays in sight where the title is cut."""
    from boxoffice_tui.locales import formats

    titles = ", ".join(safe(title) for title in order.events)
    if order.first_starts_at is None:
        return titles
    at, zone = order.first_starts_at, order.first_zone
    return f"{formats.weekday(at, zone, locale)} {formats.short_day(at, zone, locale)} {titles}"
