"""SIGTERM and SIGHUP: what runs ends in order, and the exit code says which signal it was (143, 129)."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE_SECONDS = 5.0
_HEARD = (signal.SIGTERM, signal.SIGHUP)

Answer = Callable[[int], None]


class StoppedError(BaseException):
    """A signal asked the program to end; nobody but the outermost frame may catch it, like KeyboardInterrupt."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _stop(number: int) -> None:
    raise StoppedError(number)


class _Listener:
    """Who answers a signal now: the innermost `answered_by`, else the program stops where it is."""

    __slots__ = ("answers", "come")

    def __init__(self) -> None:
        self.answers: list[Answer] = [_stop]
        self.come: list[int] = []

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """A signal has come."""
        self.answers[-1](number)

    def wait(self, number: int) -> None:
        """Keep the signal for later, but not for ever."""
        if not self.come:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECONDS)
        self.come.append(number)

    def no_longer(self, _number: int, _frame: FrameType | None) -> None:
        """Patience has ended."""
        self.stop_if_come()

    def stop_if_come(self) -> None:
        """Stop for a signal that waits."""
        if self.come:
            raise StoppedError(self.come[0])


_listener = _Listener()


def asked_to_stop() -> bool:
    """Whether a signal waits for what runs to end."""
    return bool(_listener.come)


@contextmanager
def heard() -> Iterator[None]:
    """While this lasts the signals end the program in order; elsewhere than in the main thread nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [(number, signal.signal(number, _listener.hear)) for number in _HEARD]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def answered_by(answer: Answer) -> Iterator[None]:
    """While this lasts `answer` is called with a signal's number, in the main thread."""
    _listener.answers.append(answer)
    try:
        yield
    finally:
        _listener.answers.remove(answer)


@contextmanager
def ending_first() -> Iterator[None]:
    """A signal waits until this is done, 5 s at most: a change is saved and said, or it is rolled back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _listener.no_longer)
    try:
        with answered_by(_listener.wait):
            yield
        _listener.stop_if_come()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        _listener.come.clear()


@contextmanager
def at_once() -> Iterator[None]:
    """While this lasts nothing is under way that must be ended first: waiting for a person, say."""
    with answered_by(_stop):
        _listener.stop_if_come()
        yield


@contextmanager
def stopping_between() -> Iterator[Callable[[], int]]:
    """Ctrl+C waits until one thing of many is done; a second one does not. What is given says which signal came,
    0 for none, of those that wait too.
    """
    interrupted: list[int] = []

    def hear(number: int, frame: FrameType | None) -> None:
        if interrupted:
            signal.default_int_handler(number, frame)
        interrupted.append(number)

    def come() -> int:
        return next(iter((*interrupted, *_listener.come)), 0)

    if threading.current_thread() is not threading.main_thread():
        yield come
        return
    before = signal.signal(signal.SIGINT, hear)
    try:
        yield come
    finally:
        signal.signal(signal.SIGINT, before)
