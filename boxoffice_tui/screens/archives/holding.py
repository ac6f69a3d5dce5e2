"""A screen that holds places while it is open: each choice replaces the one before, leaving gives all back.

Keys go on meanwhile: of several choices the last counts, and saving waits for what is held.
Whatever ends the screen (Esc, saving, quitting, SIGHUP: `App.exit` closes every screen) comes by `on_unmount`,
which releases what is held and lets the program go on only then (spec/archives.md, Add a ticket, 5).
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Any, TypeVar

from textual import on

from boxoffice_tui.screens.answers import Answer, record_fault
from boxoffice_tui.screens.archives.ticket_form_draft import Choice
from boxoffice_tui.screens.archives.ticket_form_work import Hold, NowHeld
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.dialogs import show_problem

Result = TypeVar("Result")


class HoldingScreen(ShellScreen[Result]):
    """What a form for choosing places stands on; `form` names it in the database and is its idempotency key."""

    class Held(Answer[NowHeld]):
        """What the form holds now."""

    def __init__(self, order_id: int) -> None:
        super().__init__()
        self.form = secrets.token_hex(16)
        self.holding: Choice | None = None
        self._hold = Hold(self.form, order_id)
        self._wanted: Choice | None = None
        self._asks = False
        self._taking = False

    def want(self, choice: Choice | None) -> None:
        """Hold `choice` and nothing else, as soon as the last change is through; of several the last counts."""
        self._wanted = choice
        self._asks = True
        self._ask()

    @property
    def settled(self) -> bool:
        """Whether what is held is what was wanted last."""
        return not (self._asks or self._taking)

    @property
    def wished(self) -> Choice | None:
        """What is held, or is to be as soon as it can."""
        return self.holding if self.settled else self._wanted

    def now_held(self, now: NowHeld) -> None:
        """What to do once places are held."""

    def not_held(self, error: Exception) -> None:
        """What to do when they cannot be held: say why; `holding` is what it was."""
        show_problem(self, error)

    def kept(self) -> None:
        """What was held is sold: nothing is to be given back."""
        self._hold.sold()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        if question is not self.Held:
            super().failed(question, error)
            return
        self._taking = False
        if not self._hold.held:
            self.holding = None
        self.not_held(error)
        self._ask()

    async def on_unmount(self) -> None:
        """Give back what is held, whatever ended the screen."""
        if self._hold.held or self.writing:
            await asyncio.to_thread(self._let_go)

    def _ask(self) -> None:
        wanted = self._wanted
        if self._asks and self.write(
            self.Held, lambda desk: self._hold.take(desk, wanted), keeps_keys=False
        ):
            self._asks, self._taking = False, True

    @on(Held)
    def _take(self, held: Held) -> None:
        self._taking = False
        self.holding = held.value.choice
        self.now_held(held.value)
        self._ask()

    def _let_go(self) -> None:
        try:
            self._hold.let_go(self.shell.desk())
        except Exception as error:  # the hold runs out by itself
            record_fault(error)
