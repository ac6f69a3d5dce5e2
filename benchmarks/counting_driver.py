"""A Textual driver without a terminal that keeps what would be written, and runs an app on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot


class CountingDriver(HeadlessDriver):
    """Textual writes here as to a real terminal that knows synchronised output."""

    written: str = ""

    @property
    def is_headless(self) -> bool:
        """Not headless: Textual writes nothing to a headless driver."""
        return False

    def write(self, data: str) -> None:
        """Keeps `data`."""
        self.written += data

    def take(self) -> str:
        """What was written since the last call."""
        written, self.written = self.written, ""
        return written


def driver_of(app: App[Any]) -> CountingDriver:
    """The counting driver of a running app."""
    driver: Driver | None = app._driver  # noqa: SLF001 - Textual shows its driver nowhere else
    assert isinstance(driver, CountingDriver)
    return driver


async def run_counted(
    app: App[Any], journey: Callable[[Pilot[Any]], Awaitable[None]], size: tuple[int, int] = (80, 24)
) -> None:
    """Runs `app`, made with `driver_class=CountingDriver`, at `size`, plays `journey` on it and ends it."""

    async def play(pilot: Pilot[Any]) -> None:
        app._sync_available = True  # noqa: SLF001 - as a terminal answers that knows synchronised output
        await settled(pilot)
        driver_of(app).take()
        await journey(pilot)
        app.exit()

    await app.run_async(size=size, auto_pilot=play)


async def settled(pilot: Pilot[Any]) -> None:
    """Returns when the app has handled its messages and painted."""
    await pilot.pause()
    painted = asyncio.Event()
    pilot.app.call_after_refresh(painted.set)
    await painted.wait()
