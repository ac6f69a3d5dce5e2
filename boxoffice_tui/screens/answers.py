"""Questions to services: asked in threads, answered by messages; a failure becomes a dialog."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from textual import on, work
from textual.message import Message
from textual.worker import Worker, WorkerState

from boxoffice_tui.screens.painting import PaintedScreen

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import Shell
    from boxoffice_tui.services.desk import Desk

T = TypeVar("T")
Result = TypeVar("Result")

SLOW_SECONDS = 0.4

log = logging.getLogger("boxoffice")
flow = work(exclusive=True, exit_on_error=False, group="flow")


class Answer(Message, Generic[T], bubble=False):
    """What a service answered; subclassed inside the screen for each of its questions."""

    def __init__(self, value: T) -> None:
        self.value = value
        super().__init__()


class Returned(Message, bubble=False):
    """A thread has come back: the answer to `question` number `number`, or the error instead."""

    def __init__(
        self, question: type[Answer[Any]], number: int, value: object, error: Exception | None
    ) -> None:
        self.question = question
        self.number = number
        self.value = value
        self.error = error
        super().__init__()


def record_fault(error: BaseException) -> str:
    """Log `error` with its traceback under a short id, which is all that is shown of it."""
    fault = "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _letter in range(6))
    log.error("fault %s", fault, exc_info=error)
    return fault


class AskingScreen(PaintedScreen[Result]):
    """A screen that asks services; what nobody catches in its threads and flows is shown and logged."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[type[Answer[Any]], int] = {}
        self._writing: set[type[Answer[Any]]] = set()
        self._under_way = 0
        self.slow = False  # whether an answer has been awaited for long enough to say so

    @property
    def shell(self) -> Shell:
        """The app, as far as a screen may know it."""
        return cast("Shell", self.app)

    def fetch(
        self, question: type[Answer[T]], read: Callable[[Desk], T], *, keeps_keys: bool | None = False
    ) -> None:
        """Ask `read(desk)` in a thread; `question(answer)` is posted here unless a newer one was asked since.

        Where a dialog opens with the answer it `keeps_keys`: those typed behind the one that asked are for it. None
        is for what is shown already and asked once more: not even those typed while the screen comes back wait.
        """
        self._start(question, read, keeps_keys=keeps_keys)

    def write(
        self, question: type[Answer[T]], change: Callable[[Desk], T], *, keeps_keys: bool | None = True
    ) -> bool:
        """As `fetch` for what changes something: False, and nothing is done, while the last one is under way.

        The keys typed behind the one that began it wait for the answer, unless it does not `keeps_keys`; None is
        for what goes on behind: not even those typed while a screen opens wait for it.
        """
        if question in self._writing:
            return False
        self._writing.add(question)
        self._start(question, change, keeps_keys=keeps_keys)
        return True

    def writes(self, *questions: type[Answer[Any]]) -> bool:
        """Whether a change of one of these is under way."""
        return not self._writing.isdisjoint(questions)

    def forget(self, question: type[Answer[Any]]) -> None:
        """What was asked is no question any more: its answer, should one come, is nobody's."""
        self._numbers[question] = self._numbers.get(question, 0) + 1

    @property
    def writing(self) -> bool:
        """Whether a change is under way: the screen then stays."""
        return bool(self._writing)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """What to do when `question` failed: say why. Overridden where a screen can do better."""
        from boxoffice_tui.screens.dialogs import show_problem

        show_problem(self, error)

    def _start(
        self, question: type[Answer[T]], job: Callable[[Desk], T], *, keeps_keys: bool | None
    ) -> None:
        number = self._numbers[question] = self._numbers.get(question, 0) + 1
        shell = self.shell
        self._under_way += 1
        self.set_timer(SLOW_SECONDS, self._say_slow)

        def run() -> None:
            value, caught = None, None
            try:
                value = job(shell.desk())
            except Exception as error:
                caught = error
            if not self.post_message(Returned(question, number, value, caught)) and caught is not None:
                record_fault(caught)

        asked = self.run_worker(
            run, name=question.__name__, group="services", thread=True, exit_on_error=False
        )
        if keeps_keys is not None:
            shell.typed_ahead.asked(asked, keeps_keys=keeps_keys)

    def _say_slow(self) -> None:
        if self._under_way and not self.slow:
            self.slow = True
            self.refresh_bindings()

    @on(Returned)
    def _take_answer(self, back: Returned) -> None:
        self._under_way -= 1
        if self.slow and not self._under_way:
            self.slow = False
            self.refresh_bindings()
        if back.question in self._writing:
            self._writing.discard(back.question)
        elif back.number != self._numbers[back.question]:
            return
        if back.error is None:
            self.post_message(back.question(back.value))
        else:
            self.failed(back.question, back.error)

    @on(Worker.StateChanged)
    def _catch_all(self, event: Worker.StateChanged) -> None:
        """The net under every worker of this screen: what nobody caught is shown and logged."""
        error = event.worker.error
        if event.state is WorkerState.ERROR and isinstance(error, Exception):
            from boxoffice_tui.screens.dialogs import show_problem

            show_problem(self, error)
