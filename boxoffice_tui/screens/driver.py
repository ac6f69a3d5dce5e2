"""The terminal as Textual drives it, and what a hung-up one does besides."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Textual's own, that resumes only what was suspended.

    The kernel tells a program whose terminal is gone to go on (SIGCONT) right after it told it so (SIGHUP). Taken
    for a resumption, that started a second reader of the terminal, which read the end of it for ever.
    """

    def _sigcont_application(self, *_: object) -> None:
        if self._must_signal_resume:
            super()._sigcont_application()
