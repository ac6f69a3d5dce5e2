"""How long something is still held: minutes and seconds that repaint themselves once a second, while shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

WARNING = timedelta(minutes=2)  # spec/archives.md, Hold
_NOTHING = "  –:––"


class Countdown(Widget):
    """`14:32`, from two minutes on `!01:59`; `now` is the desk's clock. Without a deadline nothing ticks."""

    DEFAULT_CSS = """
    Countdown {
        width: 6;
        height: 1;
        &.-warning { color: $text-warning; text-style: bold; }
    }
    """

    @dataclass
    class Warned(Message):
        """Two minutes are left; said once for each deadline."""

        countdown: Countdown

        @property
        def control(self) -> Countdown:
            """The countdown that says it."""
            return self.countdown

    @dataclass
    class Expired(Message):
        """Nothing is left; said once for each deadline."""

        countdown: Countdown

        @property
        def control(self) -> Countdown:
            """The countdown that says it."""
            return self.countdown

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._now = now
        self._deadline: datetime | None = None
        self._shown = _NOTHING
        self._timer: Timer | None = None
        self._to_tell: list[tuple[timedelta, Callable[[], Message]]] = []

    def run_until(self, deadline: datetime | None) -> None:
        """Counts to `deadline`, an aware instant; with None shows that nothing is held."""
        self._deadline = deadline
        self._to_tell = [(WARNING, lambda: self.Warned(self)), (timedelta(0), lambda: self.Expired(self))]
        self.tick()
        self._run()

    @property
    def remaining(self) -> timedelta | None:
        """What is left, never less than nothing; None without a deadline."""
        return None if self._deadline is None else max(self._deadline - self._now(), timedelta(0))

    def tick(self) -> None:
        """Reads the clock; repaints where another second shows, and says what has come."""
        remaining = self.remaining
        shown = _NOTHING if remaining is None else _minutes_and_seconds(remaining)
        if shown != self._shown:
            self._shown = shown
            self.refresh()
        self.set_class(remaining is not None and remaining <= WARNING, "-warning")
        while remaining is not None and self._to_tell and remaining <= self._to_tell[0][0]:
            self.post_message(self._to_tell.pop(0)[1]())
        if not self._to_tell:
            self._run()

    def render(self) -> Content:
        """Minutes and seconds."""
        return Content(self._shown)

    def on_mount(self) -> None:
        """Begins to tick where a deadline was given before."""
        self._timer = self.set_interval(1, self.tick, pause=True)
        self._run()

    def on_show(self) -> None:
        """Catches up with the clock."""
        self.tick()
        self._run()

    def on_hide(self) -> None:
        """Rests while out of sight."""
        self._run()

    def _run(self) -> None:
        if self._timer is None:
            return
        if self._deadline is not None and self._to_tell and self.display:
            self._timer.resume()
        else:
            self._timer.pause()


def _minutes_and_seconds(remaining: timedelta) -> str:
    minutes, seconds = divmod(ceil(remaining.total_seconds()), 60)
    mark = "!" if remaining <= WARNING else " "
    return f"{mark}{minutes:02d}:{seconds:02d}"
