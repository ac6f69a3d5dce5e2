"""The terminal as Textual drives it, and what a hung-up one does besides."""

from __future__ import annotations

import select
import sys
import threading
from collections.abc import Callable

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's own, that resumes only what was suspended.

    The kernel tells a program whose terminal is gone to go on (SIGCONT) right after it told it so (SIGHUP). Taken
    for a resumption, that started a second reader of the terminal, which read the end of it for ever.
    """

    def _sigcont_application(self, *_: object) -> None:
        if self._must_signal_resume:
            super()._sigcont_application()


def when_hung_up(act: Callable[[], None]) -> None:
    """Calls `act`, in a thread of its own, once the terminal is gone; it costs nothing until then.

    The signal goes to whoever leads the session, which may be `make` or a script that waits for this program.
    """
    if sys.__stdin__ is None:
        return
    line = select.poll()
    line.register(sys.__stdin__.fileno(), 0)  # nothing but the end is waited for

    def wait() -> None:
        line.poll()
        act()

    threading.Thread(target=wait, name="hangup", daemon=True).start()
