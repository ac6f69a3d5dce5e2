"""Keys typed ahead: while what a key does opens or closes a screen, the keys behind it wait their turn.

A clerk types `p 1 Enter` faster than the payment opens, and a scanner sends it in one piece: each key goes to what
has the focus once the key before it has done all it does. That is so when

- the key has come up from the focus to the app, and what it caused has followed it there (`_follow`);
- every flow waits for a person, or has ended (screens/answers.py);
- the screen on top is composed, mounted and painted;
- the services have answered what keys wait for: a change that a key began, since what comes next is meant for what
  it leaves (`2 Enter p`); what a dialog is to open with (`l 1`); what a screen asks while it opens or comes back,
  since its commands apply only then; and what an Enter is to choose once it is found (`ShellScreen.keeps_keys`).
  Not what is asked otherwise: while one types in a search, or moves in a list, or what a screen shows already is
  asked once more, the keys go on.

Text for a field that has the focus waits for no reading, nor for the text before it: it is text whatever they do.

Keys are neither lost nor put in another order, with two exceptions. Those typed for a dialog that does not open are
for nothing else (`drop`). And a key held down, or doubled, is no key typed ahead. Terminals do not tell, so a
command's key that waits right behind itself is dropped where it began a change or asked for a dialog (Enter never
repeats a write), and a key that comes again at the pace of a keyboard's repetition waits only once.

`LONGEST_SECONDS` without anything happening, and the keys go to what has the focus then: nobody types blind for
longer, the footer says since a while that the program works, and a service that never answers must not keep Esc.
What quits waits for no service.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING, Any

from textual import events
from textual.keys import key_to_character
from textual.worker import Worker, get_current_worker

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from boxoffice_tui.screens.shell_actions import ShellActions

Typed = events.Key | events.Paste

LONGEST_SECONDS = 2.0
_FLOWS = frozenset({"flow", "quit", "operator"})  # groups of workers that may open dialogs
_LOOK_SECONDS = 0.005  # between two looks at what is still under way
_PAINT_SECONDS = 0.1  # a screen that is closed before it was painted never is
_ROUNDS = 3  # up from the focus: the key, what its action sent (a field's `Submitted`), what that sent in turn
_REPEATED = (0.010, 0.080)  # seconds between the repetitions of a key held down; a piece of text comes faster


class _For(Enum):
    """What keys wait for."""

    NOTHING = 0
    READING = 1
    WORK = 2


class TypedAhead:
    """The keys of an app that wait; `quits` says which end the program."""

    def __init__(self, app: ShellActions, quits: Callable[[events.Event], bool]) -> None:
        self._app = app
        self._quits = quits
        self._waiting: deque[Typed] = deque()
        self._released: list[Typed] = []  # on their way to the app, in its queue
        self._working: asyncio.Task[None] | None = None
        self._under_way: Typed | None = None
        self._way: Sequence[DOMNode] = ()
        self._latest: Typed | None = None
        self._stirred = self._opening = self._unpainted = self._only_reading = False
        self._hurries = self._kept = self._typing = False
        self._asked: dict[Worker[Any], bool] = {}  # whether a key began it that keeps those behind it
        self._with_person: dict[Worker[Any], asyncio.Future[Any]] = {}
        self._given_up: set[Worker[Any]] = set()
        self._limit: asyncio.Timeout | None = None

    # What the app and its screens tell

    def admits(self, event: Typed) -> bool:
        """Whether `event`, which has come to the app, is to be handled now; it comes again where it is not."""
        if any(event is one for one in self._released):
            self._released = [one for one in self._released if one is not event]
            self._begin(event)
            return True
        if self._repeats(event):
            return False
        if self._working is None or (not self._waiting and not self._released and self._overtakes(event)):
            self._begin(event)
            return True
        self._waiting.append(event)
        self._hurries = self._hurries or self._quits(event)
        return False

    @property
    def busy(self) -> bool:
        """Whether a key is under way, or waits."""
        return self._working is not None

    def screen_changed(self) -> None:
        """Another screen is on top: it is being built, or come back to."""
        self._opening = self._unpainted = True
        self._typing = False
        self._stir()
        self._work()

    def asked(self, worker: Worker[Any], *, keeps_keys: bool) -> None:
        """A service is asked: keys wait for the answer where a key asked that `keeps_keys`, or a screen opens."""
        if self._opening or (keeps_keys and self._working is not None):
            self._asked[worker] = keeps_keys
            self._kept = self._kept or keeps_keys

    def drop(self) -> None:
        """What the key under way asked for does not open: those behind it were for that, and for nothing else."""
        self._waiting.clear()

    @contextmanager
    def with_person(self, answer: asyncio.Future[Any]) -> Iterator[None]:
        """The flow of now waits for a person, who gives `answer` in a dialog."""
        worker = get_current_worker()
        self._with_person[worker] = answer
        try:
            yield
        finally:
            del self._with_person[worker]

    def end(self) -> None:
        """The program ends."""
        if self._working is not None:
            self._working.cancel()

    # A key and what it causes

    def _begin(self, event: Typed) -> None:
        """`event` goes to what has the focus now."""
        self._under_way, self._kept = event, False
        self._way = self._to_the_app()
        self._typing = self._is_text(event)
        self._stir()
        self._work()

    def _to_the_app(self) -> Sequence[DOMNode]:
        return (self._app.focused or self._app.screen).ancestors_with_self

    def _stir(self) -> None:
        self._stirred, self._only_reading = True, False
        if self._limit is not None and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time() + LONGEST_SECONDS)

    def _work(self) -> None:
        if self._working is None:
            self._working = asyncio.create_task(self._deliver(), name="typed ahead")

    async def _deliver(self) -> None:
        """Until nothing is under way and no key waits."""
        try:
            while True:
                await self._rest_or_give_up()
                if not (self._waiting or self._released):
                    break
                if self._waiting and not self._doubles(event := self._waiting.popleft()):
                    self._release(event)
        finally:
            self._working = self._under_way = None
            self._hurries = False
            self._asked.clear()
            while self._waiting:
                self._release(self._waiting.popleft())

    def _release(self, event: Typed) -> None:
        self._released.append(event)
        self._app.post_message(event)

    async def _rest_or_give_up(self) -> None:
        try:
            async with asyncio.timeout(LONGEST_SECONDS) as self._limit:
                await self._come_to_rest()
        except TimeoutError:
            self._asked.clear()
            self._given_up = set(self._flows())
            while self._waiting:
                self._release(self._waiting.popleft())
        finally:
            self._limit = None

    async def _come_to_rest(self) -> None:
        await self._follow([self._app])  # the key is handled there first
        rounds = 0
        while True:
            waits_for = self._waits_for()
            self._only_reading = waits_for is _For.READING
            busy = any(node.message_queue_size for node in self._way if node.is_running)  # else nobody reads it
            if self._stirred or busy or waits_for is not _For.NOTHING:
                self._stirred, rounds = False, 0
            elif rounds == _ROUNDS:
                break
            if self._waiting and self._is_more_text(self._waiting[0]):
                return
            if waits_for is not _For.NOTHING:
                await asyncio.sleep(_LOOK_SECONDS)
            await self._follow(self._way)
            if self._app.screen not in self._way or self._unpainted:
                await self._painted()
            rounds += 1
        self._opening = False

    def _waits_for(self) -> _For:
        given_up = self._given_up = self._given_up & set(self._flows())
        for flow in self._flows():
            answer = self._with_person.get(flow)
            if flow not in given_up and (answer is None or answer.done()):
                return _For.WORK
        self._asked = {worker: keeps for worker, keeps in self._asked.items() if not worker.is_finished}
        if self._hurries:
            return _For.NOTHING
        if any(self._asked.values()) or self._app.top.keeps_keys:
            return _For.WORK
        return _For.READING if self._asked else _For.NOTHING

    def _flows(self) -> list[Worker[Any]]:
        return [one for one in self._app.workers if one.group in _FLOWS and not one.is_finished]

    async def _follow(self, way: Sequence[DOMNode]) -> None:
        """Until what each of `way` had before it is handled, in their order."""
        arrived = asyncio.get_running_loop().create_future()

        def step(place: int) -> None:
            while place < len(way):
                if way[place].call_later(step, place + 1):
                    return
                place += 1  # it is gone
            if not arrived.done():
                arrived.set_result(None)

        step(0)
        await arrived
        await asyncio.sleep(0)  # where all of it is gone, others run all the same

    async def _painted(self) -> None:
        """Until the screen on top is composed, mounted and painted."""
        self._unpainted = False
        painted = asyncio.get_running_loop().create_future()
        screen = self._app.screen

        def tell() -> None:
            if not painted.done():
                painted.set_result(None)

        await self._follow([screen])
        screen.call_after_refresh(tell)
        await asyncio.wait({painted}, timeout=_PAINT_SECONDS)
        self._way = self._to_the_app()

    # What does not wait

    def _overtakes(self, event: Typed) -> bool:
        """Whether `event`, before which nothing waits, need not wait for what is under way either."""
        return self._is_more_text(event) or self._quits(event)

    def _is_more_text(self, event: Typed) -> bool:
        return (self._typing or self._only_reading) and self._is_text(event)

    def _is_text(self, event: Typed) -> bool:
        focused = self._app.focused
        if focused is None or isinstance(event, events.Paste):
            return focused is not None
        character = event.character or key_to_character(event.key)
        return _types(event) and focused.check_consume_key(event.key, character)

    def _doubles(self, event: Typed) -> bool:
        """Whether `event` is the key once more that began a change, or opens a dialog."""
        return self._kept and _same(self._under_way, event) and _is_command(event)

    def _repeats(self, event: Typed) -> bool:
        """Whether `event` comes of a key held down that waits already."""
        before, self._latest = self._latest, event
        if before is None or not self._waiting or not _same(self._waiting[-1], event):
            return False
        shortest, longest = _REPEATED
        return _same(before, event) and shortest <= event.time - before.time <= longest and not _types(event)


def _same(one: Typed | None, other: Typed) -> bool:
    return isinstance(one, events.Key) and isinstance(other, events.Key) and one.key == other.key


def _types(event: Typed) -> bool:
    return isinstance(event, events.Key) and event.is_printable


def _is_command(event: Typed) -> bool:
    """Not what is typed several times to mean more of it: an arrow, a digit, `+`, Space."""
    key = event.key if isinstance(event, events.Key) else ""
    return key == "enter" or key.startswith("alt+") or (len(key) == 1 and key.isalpha())
