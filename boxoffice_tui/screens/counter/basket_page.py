"""What the counter's page holds in the database while it is open: the basket's places, given back when it ends.

Each basket has a form of its own, whose name is also the key of its sale: a sale asked for twice is one
(DESIGN.md, Idempotency).
"""

from __future__ import annotations

import asyncio
import secrets

from boxoffice_tui.screens.answers import record_fault
from boxoffice_tui.screens.base import Page
from boxoffice_tui.screens.counter.basket import Basket


class BasketPage(Page):
    """A page with a basket."""

    def __init__(self) -> None:
        super().__init__()
        self.form = secrets.token_hex(16)
        self.basket = Basket()

    def begin_anew(self) -> None:
        """An empty basket, with a form of its own."""
        self.form = secrets.token_hex(16)
        self.basket = Basket(self.basket.currency)

    async def on_unmount(self) -> None:
        """Give back what is held, whatever ended the page."""
        if self.basket.lines or self.writing:
            await asyncio.to_thread(self._let_go)

    def _let_go(self) -> None:
        from boxoffice_tui.services import holds

        try:
            holds.release(self.shell.desk(), self.form)
        except Exception as error:  # the hold runs out by itself
            record_fault(error)
