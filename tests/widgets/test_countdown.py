from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from benchmarks.counting_driver import CountingDriver, driver_of, run_counted, settled
from boxoffice_tui.widgets.countdown import Countdown

START = datetime(2026, 11, 21, 19, 7, tzinfo=UTC)


class Desk(App[None]):
    """A countdown on a clock that the test turns."""

    def __init__(self, *, counted: bool = False) -> None:
        super().__init__(driver_class=CountingDriver if counted else None)
        self.now = START
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield Countdown(lambda: self.now)

    @property
    def countdown(self) -> Countdown:
        return self.query_one(Countdown)

    def wait(self, seconds: float) -> str:
        """What is shown `seconds` after the start."""
        self.now = START + timedelta(seconds=seconds)
        self.countdown.tick()
        return str(self.countdown.render())

    @on(Countdown.Warned)
    @on(Countdown.Expired)
    def note(self, event: Countdown.Warned | Countdown.Expired) -> None:
        self.said.append(type(event).__name__)


async def test_it_counts_warns_once_at_two_minutes_and_ends() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        assert str(app.countdown.render()) == "  –:––"
        app.countdown.run_until(START + timedelta(minutes=15))
        shown = [app.wait(seconds) for seconds in (0, 28, 28.5, 779, 780, 850, 899.5, 900, 901)]
        await pilot.pause()
        assert shown == [
            " 15:00", " 14:32", " 14:32", " 02:01", "!02:00", "!00:50", "!00:01", "!00:00", "!00:00"
        ]  # fmt: skip
        assert app.said == ["Warned", "Expired"]
        assert app.countdown.has_class("-warning")


async def test_a_renewed_hold_counts_and_warns_again() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.countdown.run_until(START + timedelta(minutes=1))
        app.countdown.run_until(START + timedelta(minutes=15))
        assert not app.countdown.has_class("-warning")
        app.wait(14 * 60)
        await pilot.pause()
        assert app.said == ["Warned", "Warned"]
        app.countdown.run_until(None)
        assert (str(app.countdown.render()), app.countdown.remaining) == ("  –:––", None)


async def test_it_ticks_only_while_shown_and_with_a_deadline() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        timer = app.countdown._timer
        assert timer is not None
        running = [timer._active.is_set()]
        app.countdown.run_until(START + timedelta(minutes=15))
        running.append(timer._active.is_set())
        app.countdown.display = False
        await pilot.pause()
        running.append(timer._active.is_set())
        app.countdown.display = True
        await pilot.pause()
        running.append(timer._active.is_set())
        app.countdown.run_until(None)
        running.append(timer._active.is_set())
        assert running == [False, True, False, True, False]


async def test_a_second_writes_its_own_cells_and_an_idle_one_nothing() -> None:
    app = Desk(counted=True)
    sizes: list[int] = []

    async def journey(pilot: Pilot[Any]) -> None:
        app.countdown.run_until(START + timedelta(minutes=15))
        app.countdown._timer.pause()  # type: ignore[union-attr]
        await settled(pilot)
        for seconds in (1, 1.0001):
            driver_of(app).take()
            app.wait(seconds)
            await settled(pilot)
            sizes.append(len(driver_of(app).take().encode()))

    await run_counted(app, journey)
    assert 0 < sizes[0] <= 120
    assert sizes[1] == 0
