"""What every dialog about an order does alike: one key, one answer, and what to do when somebody was first."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on

from boxoffice_tui.rules.access import AccessRefusal
from boxoffice_tui.screens.base import Answer
from boxoffice_tui.screens.dialogs import Dialog
from boxoffice_tui.screens.payment_fields import Amounts
from boxoffice_tui.views.orders import OrderChange, OrderPage

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

Result = TypeVar("Result")


class OrderDialog(Dialog[OrderChange]):
    """A dialog on the order of `page`, saved by one service call under a key made when the form opens.

    A doubled Enter is one change: the second finds the first under way, or gives its key again. Where
    somebody was first, that is said, the order is read again (`order_changed`), and what was typed stays.
    """

    class Saved(Answer[OrderChange]):
        """The change is done."""

    class Reread(Answer[OrderPage]):
        """The order as it is now."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__()
        self.page = page
        self.key = secrets.token_urlsafe()
        self.amounts = Amounts(page.balance.currency, lambda: self.shell)

    def save(self, change: Callable[[Desk], OrderChange]) -> bool:
        """Ask for the change; False, and nothing is done, while one is under way."""
        return self.write(self.Saved, change)

    def order_changed(self) -> None:
        """Show what `page` says now; extended where something of it is shown."""
        self.retranslate()

    # Saving

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.saved(saved.value)

    def saved(self, change: OrderChange) -> None:
        """The change is done: the dialog closes, unless there is more to do in it."""
        self.dismiss(change)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Say why; read the order again where it is no longer as it was shown."""
        from boxoffice_tui.services.errors import ConflictError

        if isinstance(error, ConflictError) or getattr(error, "code", "") == AccessRefusal.KEY_REUSED:
            self.key = secrets.token_urlsafe()
            self.read_again()
        super().failed(question, error)

    def read_again(self) -> None:
        """Ask for the order as it is now."""

        def show(desk: Desk) -> OrderPage:
            from boxoffice_tui.services import order_page

            return order_page.show(desk, self.page.order_id)

        self.fetch(self.Reread, show)

    @on(Reread)
    def _take_order(self, reread: Reread) -> None:
        self.page = reread.value
        self.order_changed()
