"""An order with its history, as its pages show them: read in the thread that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxoffice_tui.views.orders import HistoryLine, OrderPage

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


def read(desk: Desk, order_id: int) -> tuple[OrderPage, tuple[HistoryLine, ...]]:
    """The order as it is now and the journal's lines about it. Raises `NotFoundError` (order)."""
    from boxoffice_tui.services import order_page
    from boxoffice_tui.services.history import history

    return order_page.show(desk, order_id), history(desk, order_id)
