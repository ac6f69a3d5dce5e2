"""A transaction whose work stays only when all of it is right: setup files, imports, previews."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from boxoffice_tui.services.desk import Desk
from boxoffice_tui.services.transaction import Work, writing


@dataclass(slots=True)
class Attempt:
    """Work under way that is undone at the end unless `keep` is set."""

    work: Work
    keep: bool = False


class _UndoneError(Exception):
    """Leaves the transaction without its work."""


@contextmanager
def attempting(desk: Desk, right: str) -> Iterator[Attempt]:
    """A transaction by an operator who holds `right`, undone unless told to be kept. Raises `NotAllowedError`."""
    try:
        with writing(desk) as work:
            work.require(right)
            attempt = Attempt(work)
            yield attempt
            if not attempt.keep:
                raise _UndoneError
    except _UndoneError:
        return
