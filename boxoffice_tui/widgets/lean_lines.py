"""Lines that cost few bytes over SSH: a base for widgets that paint by line and refresh regions.

Textual writes a changed region from the widget's left edge on, each run of one style with a full colour code
and a reset. A `LeanStrip` steps over the cells in front of the region and writes only what differs between
two runs; what the terminal shows is the same (spec/engineering.md, The wire).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Self

from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

_COLOR_SYSTEMS = {
    "standard": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "truecolor": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}


@lru_cache(4096)
def codes(style: Style, color_system: ColorSystem) -> tuple[str, str, str]:
    """The SGR parameters of `style`: attributes, foreground, background; "" where it sets none."""
    attributes = (
        (style.bold, "1"),
        (style.dim, "2"),
        (style.italic, "3"),
        (style.underline, "4"),
        (style.blink, "5"),
        (style.reverse, "7"),
        (style.strike, "9"),
        (style.overline, "53"),
    )
    return (
        ";".join(code for is_set, code in attributes if is_set),
        ";".join(style.color.downgrade(color_system).get_ansi_codes()) if style.color else "",
        ";".join(style.bgcolor.downgrade(color_system).get_ansi_codes(False)) if style.bgcolor else "",
    )


def write_lean(segments: Iterable[Segment], color_system: ColorSystem) -> str:
    """The terminal text of `segments`: a style is written where it differs from the one before.

    Blanks take the foreground of their neighbour, since nobody sees it.
    """
    written: list[str] = []
    now = ("", "", "")
    for text, style, _ in segments:
        wanted = codes(style, color_system) if style else ("", "", "")
        if wanted != now and not (text.isspace() and now[2] == wanted[2] and not (now[0] or wanted[0])):
            written.append(_step(now, wanted))
            now = wanted
        written.append(text)
    if now != ("", "", ""):
        written.append("\x1b[0m")
    return "".join(written)


def _step(now: tuple[str, str, str], wanted: tuple[str, str, str]) -> str:
    if now[0] != wanted[0] or any(before and not after for before, after in zip(now, wanted, strict=True)):
        fresh = [code for code in wanted if code]
        return f"\x1b[{';'.join(fresh if now == ('', '', '') else ['0', *fresh])}m"
    changed = [after for before, after in zip(now, wanted, strict=True) if before != after]
    return f"\x1b[{';'.join(changed)}m"


class LeanStrip(Strip):
    """A line whose changed spans are known: cropped to the end of one, it begins at that span's start.

    `starts` maps the end of each changed span to its start, in cells from the line's left. `covered` holds
    the lines, `line` being this one, over which another widget lies or has just lain: such a line is written
    from its left edge, since the terminal shows the other widget's cells there.
    """

    __slots__ = ("_covered", "_lead", "_line", "_starts")

    def __init__(
        self,
        segments: Iterable[Segment],
        cell_length: int | None = None,
        *,
        starts: Mapping[int, int] | None = None,
        line: int = 0,
        covered: set[int] | None = None,
        lead: int = 0,
    ) -> None:
        super().__init__(segments, cell_length)
        self._starts: Mapping[int, int] = starts or {}
        self._line = line
        self._covered = covered
        self._lead = lead

    def divide(self, cuts: Iterable[int]) -> Sequence[Strip]:
        """As `Strip.divide`; the compositor calls it once a frame with the edges of the widgets above."""
        pieces = super().divide(cuts)
        if len(pieces) == 1 and pieces[0] is self:
            if self._covered is not None and self._line in self._covered:
                self._covered.discard(self._line)
                self._starts = {}
            return pieces
        if self._covered is not None:
            self._covered.add(self._line)
        return [LeanStrip(piece, piece.cell_length) for piece in pieces]

    def crop(self, start: int, end: int | None = None) -> Strip:
        """As `Strip.crop`; a crop from 0 to the end of a changed span leaves out what did not change."""
        if start <= 0 and end is not None and (begin := self._starts.get(end, 0)) > 0:
            piece = super().crop(begin, end)
            return LeanStrip(piece, piece.cell_length, lead=begin)
        piece = super().crop(start, end)
        return piece if piece is self else LeanStrip(piece, piece.cell_length)

    def render(self, console: Console) -> str:
        """The line as the terminal gets it."""
        if self._render_cache is None:
            step = f"\x1b[{self._lead}C" if self._lead else ""
            system = _COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
            self._render_cache = step + write_lean(self, system)
        return self._render_cache


def merge_spans(spans: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The starts of the merged spans by their ends; touching spans become one, as in the compositor."""
    merged: dict[int, int] = {}
    start = stop = -1
    for begin, end in sorted(spans):
        if begin > stop:
            if stop >= 0:
                merged[stop] = start
            start, stop = begin, end
        else:
            stop = max(stop, end)
    if stop >= 0:
        merged[stop] = start
    return merged


class LeanLines(Widget):
    """A widget that paints by line (`render_line`) and whose refreshed regions cost only their own bytes."""

    ALLOW_SELECT = False

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own word
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._changed_spans: dict[int, list[tuple[int, int]]] = {}
        self._covered_lines: set[int] = set()

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """As `Widget.refresh`; remembers where each line changes."""
        left, top = self.content_offset
        for x, y, width, height in regions:
            for line in range(y + top, y + top + height):
                self._changed_spans.setdefault(line, []).append((x + left, x + left + width))
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """As `Widget.render_lines`, lean."""
        spans, self._changed_spans = self._changed_spans, {}
        lines: list[Strip] = []
        for line, strip in enumerate(super().render_lines(crop), crop.y):
            shifted = [
                (max(0, begin - crop.x), min(end, crop.right) - crop.x) for begin, end in spans.get(line, ())
            ]
            starts = merge_spans((begin, end) for begin, end in shifted if end > begin)
            lines.append(
                LeanStrip(strip, strip.cell_length, starts=starts, line=line, covered=self._covered_lines)
            )
        return lines
