"""What a clerk does at the screens of Archives and what the terminal shows: keys in, lines out."""

from __future__ import annotations

import asyncio
import dataclasses
import re
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import sqlalchemy as sa
from textual import events
from textual.app import App
from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.data.tables.organisation import ORGANISATIONS
from boxoffice_tui.services import identity
from boxoffice_tui.services.changes import watch
from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import writing
from boxoffice_tui.views.operators import OperatorChoice
from tests.house import HouseUnderTest

NAMES = {" ": "space", "@": "at", ",": "comma", ".": "full_stop", "-": "minus", "/": "slash"}
_PATIENCE = 10.0  # seconds
_TICK = 0.002  # longer than a typist rests in these tests
_WATCH_SECONDS = 0.02
_THREADS = frozenset({"services", "stand"})


class HouseDesks:
    """Desks of one operator on the house of a test, one for each call; `close_all` closes those of a test."""

    _opened: ClassVar[list[HouseDesks]] = []

    def __init__(self, desk: Desk, *, watching: bool) -> None:
        self._desk = desk
        self._watching = watching
        self._opened.append(self)

    @classmethod
    def close_all(cls) -> None:
        while cls._opened:
            cls._opened.pop().close()

    def desk(self, language: str) -> Desk:
        return dataclasses.replace(self._desk, language=language)

    def operators(self) -> tuple[OperatorChoice, ...]:
        return ()

    def switch(self, operator: str, pin: str) -> None:
        raise NotImplementedError

    def stand_at(self, till: str) -> None:
        self._desk = identity.at_till(self._desk, till)

    def watch(self, stop: threading.Event, changed: Callable[[], None]) -> None:
        if self._watching:
            watch(self._desk, stop, changed, every=_WATCH_SECONDS)

    def run_due(self, stop: threading.Event) -> int:
        return 0

    def close(self) -> None:
        self._desk.database.close()


def archives_app(
    house: HouseUnderTest,
    language: str = "en",
    operator: str = "ANNE",
    *,
    watching: bool = False,
    **options: Any,
) -> BoxOfficeApp:
    """The program on `house`, with `operator` at the desk; `watching` what others change."""
    return BoxOfficeApp(
        lambda: HouseDesks(house.as_operator(operator), watching=watching), language=language, **options
    )


async def settled(pilot: Pilot[Any]) -> None:
    """Until no thread works, no message waits and nothing is to be painted; dialogs that wait are left alone.

    `pilot.pause` would also wait for the processor to be idle, which is 20 ms and more for each key. What is to be
    painted is painted now, not at the screen's next sixtieth of a second.
    """
    quiet = 0
    until = asyncio.get_running_loop().time() + _PATIENCE
    while quiet < 2:
        assert asyncio.get_running_loop().time() < until, "the program did not come to rest"
        await pilot._wait_for_screen()
        while _working(pilot.app):
            await asyncio.sleep(_TICK)
        pilot.app.screen._on_timer_update()
        await asyncio.sleep(_TICK)
        quiet = 0 if _busy(pilot.app) else quiet + 1


def _working(app: App[Any]) -> bool:
    return any(worker.group in _THREADS and not worker.is_finished for worker in app.workers)


def _busy(app: App[Any]) -> bool:
    if _working(app) or (isinstance(app, BoxOfficeApp) and app.typed_ahead.busy):
        return True
    screen = app.screen
    nodes = [app, screen, *screen.walk_children()]
    waiting = any(
        node.message_queue_size or node._next_callbacks or node._layout_required or node._repaint_required
        for node in nodes[1:]
    )
    return bool(waiting or app.message_queue_size or screen._callbacks or screen._dirty_widgets)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press `keys` one after the other, each once the program has done what the last one asked."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)


async def burst(pilot: Pilot[Any], *keys: str) -> None:
    """Press `keys` in one piece, as a scanner sends them, then let the program come to rest."""
    for key in keys:
        pilot.app.post_message(events.Key(NAMES.get(key, key), key if len(key) == 1 else None))
    await settled(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type `text` as fast as a keyboard does, then let the program come to rest."""
    for character in text:
        pilot.app.post_message(events.Key(NAMES.get(character, character), character))
    await settled(pilot)


def shown(app: App[Any]) -> list[str]:
    """The lines of the terminal, blanks at their ends left out."""
    lines = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in line).rstrip() for line in lines]


def seen(app: App[Any], text: str) -> bool:
    """Whether the terminal shows `text`, in the dialog where there is one; blanks and line ends are alike."""
    lines = [re.sub(r"^.*?│(.*)│.*$", r"\1", line) for line in shown(app)]
    return " ".join(text.split()) in " ".join(" ".join(lines).split())


def line_of(app: App[Any], text: str) -> str:
    """The first line that shows `text`, with plain blanks."""
    return next((line for line in shown(app) if text in line), "").replace("\u00a0", " ")


def let_mails_leave(house: HouseUnderTest) -> None:
    """Give the house a sender's address."""
    with writing(house.desk) as work:
        work.connection.execute(sa.update(ORGANISATIONS).values(email="billets@lac.example"))
