"""What is written to the terminal while somebody sells: all that changed, and little for a letter typed."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted
from tests.house import HouseUnderTest
from tests.screens.archives.clerk import archives_app, press, settled, typed
from tests.widgets.terminal import Terminal

A_SALE = ("2", "enter", "c", "belanger", "enter", "p", "1", "tab", "9", "backspace", "alt+m", "5", "enter")


async def test_the_terminal_shows_what_a_full_repaint_would(house: HouseUnderTest) -> None:
    app = archives_app(house, driver_class=CountingDriver)
    written_at: dict[str, list[float]] = {}

    def whole() -> str:
        painted: Any = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
        return str(painted.render_segments(app.console))

    async def journey(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, "f2")
        terminal = Terminal(80, 24)
        driver_of(app).take()
        terminal.feed(whole())
        for key in (*A_SALE, "1", "enter", "c", "escape", "p", "escape"):
            await (typed(pilot, key) if key in {"belanger", "9"} else press(pilot, key))
            written = driver_of(app).take()
            terminal.feed(written)
            repainted = whole()
            complete = Terminal(80, 24)
            complete.feed(repainted)
            assert terminal.cells == complete.cells, key
            written_at.setdefault(key, []).append(len(written) / len(repainted))

    await run_counted(app, journey)
    assert min(written_at["9"]) < 0.3, "what is typed in a field moves nothing around it"
