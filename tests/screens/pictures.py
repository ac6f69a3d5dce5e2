"""Pictures of a screen at several sizes of its terminal, drawn by one run of the program."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from tests.screens.archives.clerk import settled

Size = tuple[int, int]
Before = Callable[[Pilot[Any]], Awaitable[None] | None]


def drawn(app: App[Any], sizes: Sequence[Size], before: Before | None) -> dict[Size, str]:
    """The SVG at each of `sizes`: the program starts in the first, its terminal takes the others in turn."""
    found: dict[Size, str] = {}

    async def draw() -> None:
        async with app.run_test(size=sizes[0]) as pilot:
            waited = before(pilot) if before is not None else None
            if inspect.isawaitable(waited):
                await waited
            await _at_rest(pilot)
            found[sizes[0]] = app.export_screenshot(title=app.title, simplify=True)
            for size in sizes[1:]:
                await pilot.resize_terminal(*size)
                await _at_rest(pilot)
                found[size] = app.export_screenshot(title=app.title, simplify=True)

    asyncio.run(draw())
    return found


async def _at_rest(pilot: Pilot[Any]) -> None:
    await settled(pilot)
    await pilot.app.animator.wait_until_complete()
    await settled(pilot)
