"""`python -m boxoffice_tui` and `boxoffice`: the commands, and the screens where no command is given."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from boxoffice_tui.cli.session import Session

INTERRUPTED = 130
OBJECTS_BEFORE_A_COLLECTION = 50_000
"""Python's own 700 collects hundreds of times while the libraries load, and finds nothing."""


def main() -> None:
    """Do what the command line says; ends the process with the exit code of DESIGN.md, Errors."""
    atexit.register(gc.freeze)  # else the interpreter collects every module at its end, up to a second
    gc.set_threshold(OBJECTS_BEFORE_A_COLLECTION)
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(arguments: list[str]) -> None:
    from boxoffice_tui.cli.session import COMPLETION, Session

    if arguments or COMPLETION in os.environ:
        from boxoffice_tui.cli.program import run

        run(arguments, open_program)
    gc.disable()  # until there is a desk (cli/desks.py): what loads before is no garbage
    from boxoffice_tui.cli.outcome import exit_code_of

    session = Session(open_program, os.environ)
    session.speak()
    sys.exit(exit_code_of(lambda: open_program(session), session))


def open_program(session: Session) -> int:
    """Open the screens on the session's database; the exit code."""
    from boxoffice_tui.screens.terminal import terminal_refusal

    refusal = terminal_refusal()
    if refusal is not None:
        from boxoffice_tui.cli.usage import UsageProblemError

        raise UsageProblemError("no_screens", told=refusal)
    from boxoffice_tui.app import BoxOfficeApp
    from boxoffice_tui.cli import log
    from boxoffice_tui.cli.desks import Desks
    from boxoffice_tui.cli.runs import Run

    log.keep()
    settings = session.configuration
    if session.options.operator or session.options.pin_file:
        session.learn_pin()
    run = Run(session.database)
    app = BoxOfficeApp(
        lambda: Desks(session),
        language=session.language,
        look=look_of(settings.theme),
        keymap=keys_of(settings.keys),
        mouse=settings.mouse and not session.options.no_mouse,
        after_an_early_end=run.begin(),
    )
    code = app.start()
    if code == 0:
        run.end()
    return code


def keys_of(keys: Mapping[str, str]) -> Mapping[str, str]:
    """The keys set, made sure of. Raises `ConfigurationError`, as screens/keymap.py says."""
    if not keys:
        return keys
    from boxoffice_tui.configuration import file_of
    from boxoffice_tui.screens.keymap import require_keys

    return require_keys(keys, str(file_of(os.environ)))


def look_of(theme: str) -> str:
    """The colours set, else the dark ones. Raises `UsageProblemError` (choice_unknown)."""
    from boxoffice_tui.screens.themes import THEMES

    if theme and theme not in THEMES:
        from boxoffice_tui.cli.usage import UsageProblemError

        raise UsageProblemError("choice_unknown", "theme", text=theme, choices=tuple(THEMES))
    return theme or "dark"


if __name__ == "__main__":
    main()
