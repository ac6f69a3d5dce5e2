"""The lines every screen has: the header (where, who), the footer (keys that apply now), and the cover over both.

Each is one widget that writes one text: a Tab repaints a line only when it reads differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _, ngettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.command import MOST_IN_FOOTER, Command, key_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from boxoffice_tui.screens.base import Page, ShellScreen, Standing

TRAINING = N_("TRAINING")
WORKING = N_("Working…")

_NAME_CELLS = 24
_GAP = "  "
_BAR = " │ "


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does now, as the footer shows it."""

    command: Command
    key: str
    label: str

    @property
    def cells(self) -> int:
        """Its width with the gap after it."""
        return cell_len(f"{self.key} {self.label}{_GAP}")


def clipped(text: Content, width: int) -> Content:
    """`text` in at most `width` cells, with an ellipsis where it was cut."""
    return text if text.cell_length <= width else text.truncate(max(width, 0), ellipsis=True)


def header_line(standing: Standing, place: str, width: int) -> Content:
    """The house and `place` on the left; mails that wait, operator, till and TRAINING on the right.

    The house gives way first.
    """
    names = (
        _mails_waiting(standing.mails_waiting),
        safe(standing.operator, _NAME_CELLS),
        safe(standing.till, _NAME_CELLS),
    )
    who = " · ".join(name for name in names if name)
    training = (f" {_(TRAINING)} ", "bold $header-training-foreground on $header-training")
    right = Content.assemble(who, "  ", training) if standing.training else Content(who)
    right = clipped(right, width - 2)
    room = width - right.cell_length - 4
    here = clipped(Content.styled(safe(place), "bold $header-place"), room)
    house = clipped(Content(safe(standing.place)), room - here.cell_length - len(_BAR))
    left = Content.assemble(house, _BAR, here) if house.cell_length > 1 else here
    blanks = " " * max(width - left.cell_length - right.cell_length - 2, 0)
    return Content.assemble(" ", left, blanks, right, " ")


def _mails_waiting(count: int) -> str:
    if not count:
        return ""
    return ngettext("{count} mail waiting", "{count} mails waiting", count).format(count=count)


def fitting(hints: Sequence[Hint], width: int) -> list[Hint]:
    """Those of `hints` that fit `width` cells, at most eight, in their order; the rarest are dropped first."""
    kept = list(hints)
    while kept and (len(kept) > MOST_IN_FOOTER or sum(hint.cells for hint in kept) > width):
        rarest = max(kept, key=lambda hint: (hint.command.footer, kept.index(hint)))
        kept.remove(rarest)
    return kept


class Header(Widget):
    """Line 1: place and workplace, operator, till, TRAINING; plain text, no clock."""

    def render(self) -> Content:
        page = cast("Page", self.screen)
        return header_line(page.standing, page.place(), self.size.width)

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()


class CommandBar(Widget):
    """The last line: the keys that apply now; a click does what the key does."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._hints: list[Hint] = []
        self._working = False
        self._to_read = False

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._read_next())
        self.read()

    def _read_next(self) -> None:
        """A screen that opens says several times in a row that its keys may differ: they are asked for once.

        Under a dialog nobody presses them; the screen says so again when it is back on top.
        """
        if not self._to_read and self.screen.is_active:
            self._to_read = True
            self.call_next(self.read)

    def on_resize(self) -> None:
        self.read()

    def read(self) -> None:
        """Ask the screen what applies now, and repaint if that reads differently."""
        self._to_read = False
        screen = cast("ShellScreen[object]", self.screen)
        if not self.size.width:
            return
        hints = fitting(list(_hints(screen)), self.size.width - 2)
        if (hints, screen.slow) != (self._hints, self._working):
            self._hints, self._working = hints, screen.slow
            self.refresh()

    def render(self) -> Content:
        parts: list[str | tuple[str, str]] = [" "]
        for hint in self._hints:
            parts += [(hint.key, "bold $footer-key-foreground"), f" {hint.label}{_GAP}"]
        line = Content.assemble(*parts)
        if not self._working:
            return line
        notice = Content.styled(f" {_(WORKING)} ", "bold reverse")
        room = self.size.width - notice.cell_length
        return Content.assemble(clipped(line, room).pad_right(0), notice) if room > 0 else notice

    async def on_click(self, event: events.Click) -> None:
        ends = accumulate((hint.cells for hint in self._hints), initial=1)
        for hint, end in zip(self._hints, list(ends)[1:], strict=True):
            if event.x < end:
                await cast("ShellScreen[object]", self.screen).run_command(hint.command)
                return


class Cover(Widget):
    """What hides a screen that cannot be shown whole; it loses nothing that lies under it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._needed = (width, height)

    def render(self) -> Content:
        width, height = self._needed
        now = self.app.size
        return Content(
            _(
                "This terminal is too small: it is {width}×{height} now, the screens need {needed_width}×"
                "{needed_height}. Make it larger: what you typed is kept."
            ).format(width=now.width, height=now.height, needed_width=width, needed_height=height)
        )

    def retranslate(self) -> None:
        """Words again."""
        self.refresh()


def _hints(screen: ShellScreen[object]) -> Iterable[Hint]:
    keys = screen.live_keys()
    for command in screen.commands():
        if command.footer and command.id in keys and screen.allowed(command):
            yield Hint(command, key_name(keys[command.id]), _(command.short or command.label))
