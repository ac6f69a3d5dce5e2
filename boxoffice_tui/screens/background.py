"""What runs beside the screens: one thread notices what anybody changes, one does what is due.

They are threads of their own and no workers of Textual, which would wait for them when the program ends.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

from boxoffice_tui.rules.rights import Right
from boxoffice_tui.screens.answers import record_fault

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import DeskFactory

DUE_RIGHTS = frozenset({Right.DUE_RUN, Right.OUTBOX_SEND})
FIRST_DUE_SECONDS, DUE_SECONDS = 3.0, 60.0
WATCH_PATIENCE_SECONDS, MAIL_PATIENCE_SECONDS = 0.5, 5.0

log = logging.getLogger("boxoffice")


class DataChanged(Message, bubble=False):
    """Somebody, here or elsewhere, has changed the database."""

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, DataChanged)


class MailsWaiting(Message, bubble=False):
    """So many mails have been waiting for too long."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__()


class Background:
    """The two threads; `post` takes messages from them, `rights` gives those of whoever stands here now."""

    def __init__(
        self,
        post: Callable[[Message], object],
        rights: Callable[[], frozenset[str]],
        *,
        first_due: float = FIRST_DUE_SECONDS,
        due: float = DUE_SECONDS,
    ) -> None:
        self._post = post
        self._rights = rights
        self._pauses = (first_due, due)
        self._stop = threading.Event()
        self._failing = ""
        self._threads: dict[threading.Thread, float] = {}

    def begin(self, desks: DeskFactory) -> None:
        """Start both, once."""
        if self._threads or self._stop.is_set():
            return
        for work, patience in ((self._watch, WATCH_PATIENCE_SECONDS), (self._do_due, MAIL_PATIENCE_SECONDS)):
            thread = threading.Thread(target=work, args=(desks,), name=work.__name__, daemon=True)
            self._threads[thread] = patience
            thread.start()

    def stop(self) -> None:
        """Tell both to end: at once, or after the mail that is on its way."""
        self._stop.set()

    def end(self) -> None:
        """Stop both and wait for them, for a mail no longer than a signal may wait.

        A mail that is left on its way keeps its claim, and is sent again once that is over (services/outbox.py).
        """
        self.stop()
        for thread, patience in self._threads.items():
            thread.join(patience)

    def _watch(self, desks: DeskFactory) -> None:
        try:
            desks.watch(self._stop, self._post_changed)
        except Exception as error:
            record_fault(error)

    def _post_changed(self) -> None:
        self._post(DataChanged())

    def _do_due(self, desks: DeskFactory) -> None:
        pause, every = self._pauses
        while not self._stop.wait(pause):
            pause = every
            if self._rights() >= DUE_RIGHTS:
                self._do_due_once(desks)

    def _do_due_once(self, desks: DeskFactory) -> None:
        try:
            self._post(MailsWaiting(desks.run_due(self._stop)))
            self._failing = ""
        except Exception as error:
            self._log(error)

    def _log(self, error: Exception) -> None:
        """What goes on failing is logged when it begins, not every minute."""
        from boxoffice_tui.services.errors import ServiceError

        told = f"{type(error).__name__}: {error}"
        if told != self._failing and isinstance(error, ServiceError):
            log.warning("due work: %s", told)
        elif told != self._failing:
            record_fault(error)
        self._failing = told
