"""SIGTERM and SIGHUP: what runs ends in order, and the exit code says which signal it was (143, 129)."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from boxoffice_tui.cli.failures import StoppedError

PATIENCE_SECONDS = 5.0
_HEARD = (signal.SIGTERM, signal.SIGHUP)

Answer = Callable[[int], None]


def _stop(number: int) -> None:
    raise StoppedError(number)


class _Listener:
    """Who answers a signal now: the innermost `answered_by`, else the program stops where it is."""

    __slots__ = ("answers",)

    def __init__(self) -> None:
        self.answers: list[Answer] = [_stop]

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """A signal has come."""
        self.answers[-1](number)


_listener = _Listener()


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
    come: list[int] = []

    def wait(number: int) -> None:
        if not come:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE_SECONDS)
        come.append(number)

    def no_longer(_number: int, _frame: FrameType | None) -> None:
        raise StoppedError(come[0])

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, no_longer)
    try:
        with answered_by(wait):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    if come:
        raise StoppedError(come[0])
