"""What the program does, and the exit code that tells how it ended (DESIGN.md, Errors)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.signals import heard


def exit_code_of(act: Callable[[], int | None], session: Session) -> int:
    """Do `act` for a session that ends with it; an error is told on standard error."""
    try:
        with heard():
            answer = act()
            sys.stdout.flush()
    except SystemExit:
        raise
    except BaseException as error:
        return _told(error, session)
    finally:
        session.close()
    return answer or 0


def _told(error: BaseException, session: Session) -> int:
    from boxoffice_tui.cli import failures

    if isinstance(error, BrokenPipeError):
        # what is still unwritten has no reader: the interpreter must not try again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return failures.tell(error, as_json=session.options.json, locale=session.locale, zone=session.zone)
