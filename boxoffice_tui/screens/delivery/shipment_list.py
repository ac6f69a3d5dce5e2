"""The list of a dossier's shipments: its columns by priority, its rows, its marks."""

from __future__ import annotations

from rich.text import Text

from boxoffice_tui.locales.shipment_content import content
from boxoffice_tui.locales.translate import N_, pgettext
from boxoffice_tui.locales.words import label
from boxoffice_tui.rules.text import safe
from boxoffice_tui.views.shipments import ShipmentRow
from boxoffice_tui.views.states import ShipmentState
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

REFERENCE, EXCEPTION = "R", "!"


class ShipmentList(PagedTable):
    """The shipments, the reference first; Enter edits the one under the cursor."""

    HELP_WORDS = N_(
        "The shipments of the dossier. R marks the reference shipment, which keeps how its tickets are to travel, "
        "R! one that is an exception: its mode is open on every sales channel. Enter edits a shipment."
    )

    def __init__(self) -> None:
        super().__init__(columns())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but ticks."""
        return action != "tick" and super().check_action(action, parameters)


def columns() -> tuple[Column, ...]:
    """All of them fit in 80 columns; the first is the second half of the mark, `!`."""
    return (
        Column("", 1),
        Column(pgettext("column", "ORDER"), 9),
        Column(pgettext("column", "NR"), 6),
        Column(pgettext("column", "CONTENT"), 10, 3, flexible=True, most=22),
        Column(pgettext("column", "PRINT STATE"), 13, 2, flexible=True, most=22),
        Column(pgettext("column", "SHIPMENT MODE"), 17, flexible=True, most=30),
        Column(pgettext("column", "SHIPMENT STATE"), 16, flexible=True),
    )


def row_of(shipment: ShipmentRow) -> Row:
    """A shipment as a line of the list; its number names it."""
    exception = shipment.exception
    style = "dim" if shipment.state is ShipmentState.INVALIDATED else ""
    mark = Text("")
    if shipment.state is ShipmentState.REFERENCE:
        mark = Text(REFERENCE, "bold red" if exception else "bold")
    cells = (
        shipment.order_number,
        str(shipment.number),
        content(shipment.tickets, shipment.documents),
        "" if shipment.print_state is None else label(shipment.print_state),
        safe(shipment.mode_name),
        _state(shipment),
    )
    shown = (Text(cell, style) for cell in cells)
    return Row(shipment.number, (Text(EXCEPTION if exception else "", "bold red"), *shown), mark)


def whole_words(shipment: ShipmentRow) -> str:
    """`46106 · 2 tickets, partly printed · International post · Unsent · LX 123 456 789 CH`."""
    carried = content(shipment.tickets, shipment.documents)
    printed = "" if shipment.print_state is None else label(shipment.print_state)
    held = ", ".join(filter(None, (carried, printed)))
    parts = (str(shipment.number), held, safe(shipment.mode_name), _state(shipment))
    return " · ".join(filter(None, parts))


def _state(shipment: ShipmentRow) -> str:
    """The state and, of what a carrier has, its number."""
    said = label(shipment.state)
    return f"{said} · {safe(shipment.carrier_reference)}" if shipment.carrier_reference else said
