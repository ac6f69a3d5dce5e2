"""One reader a program that notices what others change (DESIGN.md, Live screens)."""

from __future__ import annotations

import threading
from collections.abc import Callable

from boxoffice_tui.data.changes import listening
from boxoffice_tui.data.errors import DatabaseProblemError
from boxoffice_tui.services.desk import Desk

EVERY_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


def watch(
    desk: Desk, stop: threading.Event, changed: Callable[[], None], *, every: float = EVERY_SECONDS
) -> None:
    """Calls `changed` after any transaction was committed, at most once in `every` seconds, until `stop` is set.

    For a thread of its own. Commits through other connections of this program count too. A lost connection is
    sought again quietly, less and less often; what happened meanwhile is unknown, so that is a change.
    """
    pause, blind = every, False
    while not stop.is_set():
        try:
            with listening(desk.database) as has_changed:
                if blind:
                    changed()
                pause, blind = every, False
                while not stop.wait(every):
                    if has_changed():
                        changed()
        except DatabaseProblemError:
            blind = True
            stop.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
