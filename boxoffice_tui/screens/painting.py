"""How screens are painted: once where Textual paints twice, and nothing again that looks as it did."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.reactive import Reactive
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget, _RenderCache

Result = TypeVar("Result")


class PaintedScreen(Screen[Result]):
    """A screen whose frames cost what they show."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)  # what has the focus shows it by itself

    def _compositor_refresh(self) -> None:
        """One frame: where all is to be painted, no part of it is painted before.

        Under a dialog what changed here is painted there, once: Textual's own would mark it here too, and paint it
        again at everything this screen hears; it would leave out a dialog between this screen and the top.
        """
        if self is self.app.screen:
            if self._repaint_required:
                self._repaint_required = False
                self._compositor.update_widgets({self})
            super()._compositor_refresh()
        elif self.is_current:
            changed = self._compositor._dirty_regions  # noqa: SLF001 -- Textual says nowhere else what changed
            if changed:
                stack = self.app.screen_stack
                stack[stack.index(self) + 1].refresh(*changed)
            changed.clear()
            self._dirty_widgets.clear()

    def _render_content(self) -> None:
        """The page behind a dialog is dimmed line by line as it was painted, not laid out once more as a text."""
        shown = self.render()
        if not isinstance(shown, BackgroundScreen):
            super()._render_content()
            return
        base, color = self.visual_style.rich_style, shown.color
        lines = shown.screen._compositor.render_strips(self.size)  # noqa: SLF001 -- as it stands on the screen
        self._render_cache = _RenderCache(self.size, [_dimmed(line, base, color) for line in lines])
        self._dirty_regions.clear()


def _dimmed(line: Strip, base: Style, color: Color) -> Strip:
    """`line` under `color`; `base` is what it does not say."""
    segments = [Segment(text, _dimmed_style(style or Style.null(), base, color)) for text, style, _ in line]
    return Strip(segments, line.cell_length)


@lru_cache(2048)
def _dimmed_style(style: Style, base: Style, color: Color) -> Style:
    """As Textual dims it."""
    dimmed = next(iter(BackgroundScreen.process_segments([Segment("", style)], color)))
    return base + dimmed.style
