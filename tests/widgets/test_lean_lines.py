from __future__ import annotations

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Static

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from boxoffice_tui.widgets.lean_lines import LeanLines, merge_spans, write_lean
from tests.widgets.terminal import Terminal

_styles = st.builds(
    Style,
    color=st.sampled_from((None, "#ff0000", "#00ff00", "red")),
    bgcolor=st.sampled_from((None, "#000000", "#202020", "blue")),
    bold=st.sampled_from((None, True)),
    reverse=st.sampled_from((None, True)),
)
_segments = st.lists(st.builds(Segment, st.text("ab é中 ", min_size=1, max_size=6), st.none() | _styles))


@given(_segments, st.sampled_from((ColorSystem.TRUECOLOR, ColorSystem.STANDARD)))
def test_lean_text_shows_the_same_cells_and_leaves_no_style_behind(
    segments: list[Segment], system: ColorSystem
) -> None:
    lean, full = Terminal(80, 1), Terminal(80, 1)
    lean.feed(write_lean(segments, system))
    full.feed(
        "".join(style.render(text, color_system=system) if style else text for text, style, _ in segments)
    )
    assert lean.cells == full.cells
    assert lean.style == {}


def test_spans_that_touch_are_one() -> None:
    assert merge_spans([(7, 9), (1, 3), (3, 5), (8, 12)]) == {5: 1, 12: 7}


class Board(LeanLines):
    """Digits, some of which change."""

    def __init__(self) -> None:
        super().__init__()
        self.digits = [[0] * 40 for _ in range(10)]

    def render_line(self, y: int) -> Strip:
        digits = self.digits[y] if y < len(self.digits) else []
        style = self.rich_style
        cells = [Segment(str(digit), style + Style(bold=digit % 2 == 0)) for digit in digits]
        return Strip(cells).adjust_cell_length(self.size.width, style)

    def bump(self, x: int, y: int) -> None:
        self.digits[y][x] = (self.digits[y][x] + 1) % 10
        self.refresh(Region(x, y, 1, 1))


class Overlaid(App[None]):
    """A board with a note that comes and goes above it, and a neighbour on its left."""

    CSS = """
    Screen { layers: below above; layout: horizontal; }
    #left { width: 7; }
    Board { width: 40; height: 10; }
    #note { layer: above; width: 9; height: 2; offset: 12 3; display: none; }
    """

    def compose(self) -> ComposeResult:
        yield Static("left", id="left")
        yield Board()
        yield Static("a note ab", id="note")


async def test_the_terminal_always_shows_what_a_full_repaint_would() -> None:
    """Random changes, several a frame, while a note comes, moves and goes in the same frames."""
    app = Overlaid(driver_class=CountingDriver)
    dice = random.Random(20261121)

    async def journey(pilot: Pilot[Any]) -> None:
        terminal = Terminal(60, 12)
        app.refresh(layout=True)
        app.screen.refresh()
        await settled(pilot)
        terminal.feed(driver_of(app).take())
        for _ in range(30):
            play(app, dice)
            await settled(pilot)
            terminal.feed(driver_of(app).take())
            whole = Terminal(60, 12)
            app.screen.refresh()
            await settled(pilot)
            whole.feed(driver_of(app).take())
            assert terminal.cells == whole.cells

    await run_counted(app, journey, (60, 12))


def play(app: Overlaid, dice: random.Random) -> None:
    board, note, left = app.query_one(Board), app.query_one("#note"), app.query_one("#left", Static)
    for _ in range(dice.randint(0, 4)):
        board.bump(dice.randrange(40), dice.randrange(10))
    if dice.random() < 0.3:
        note.display = not note.display
    elif dice.random() < 0.7:
        if note.display and note.region.y < 10:  # a change that ends where the note, moving on, ended
            board.bump(note.region.right - board.region.x - 1, note.region.y)
        note.styles.offset = (dice.randrange(8, 30), dice.randrange(8))
    if dice.random() < 0.2:
        left.update(str(dice.random()))


async def test_one_changed_cell_costs_its_own_bytes() -> None:
    app = Overlaid(driver_class=CountingDriver)
    written: list[str] = []

    async def journey(pilot: Pilot[Any]) -> None:
        app.query_one(Board).bump(39, 9)
        await settled(pilot)
        written.append(driver_of(app).take())

    await run_counted(app, journey, (60, 12))
    assert 0 < len(written[0].encode()) < 100
