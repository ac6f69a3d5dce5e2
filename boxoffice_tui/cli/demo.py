"""`boxoffice demo`: a small house to try everything on; without a terminal its tour plays the main job."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.progress import counted
from boxoffice_tui.cli.session import Session, language_of_locale
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.configuration import FILE_VARIABLE, PREFIX
from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import N_, _

app = noun()

FOLDER = ".demo"
_KEPT = frozenset({f"{PREFIX}THEME", f"{PREFIX}MOUSE"})
_NO_SCREENS = "no_screens"


@command(app, "demo", N_("Try everything on a small house of its own."))
def demo(
    session: Session,
    folder: Annotated[
        str, typer.Option("--folder", metavar="FOLDER", help=N_("Where the demo is kept; else .demo."))
    ] = FOLDER,
    tour: Annotated[
        bool, typer.Option("--tour", help=N_("Play the main job by commands, in a terminal too."))
    ] = False,
) -> int:
    typed.exclusive(("--database", session.options.database), ("demo", True))
    place = Path(folder).expanduser()
    language = session.language or language_of_locale(os.environ)
    from boxoffice_tui.demo.declaration import house_language

    translate.use(language or house_language())
    _build(session, place)
    if not tour:
        opened = _open(session, place, language)
        if opened is not None:
            return opened
    from boxoffice_tui.demo.tour import play

    return play(place, language)


def _build(session: Session, folder: Path) -> None:
    from boxoffice_tui.demo.build import DATABASE, build_demo
    from boxoffice_tui.services.desk import Clock

    if (folder / DATABASE).exists():
        return
    sys.stderr.write(_("Building the demo in {folder}, once.").format(folder=folder) + "\n")
    with counted(_("Orders")) as progress:
        build_demo(folder, session.account, Clock().now(), progress)


def _open(session: Session, folder: Path, language: str) -> int | None:
    """Open the screens on the demo; the exit code, None where no screen can be opened."""
    from boxoffice_tui.demo.build import SETTINGS

    inner = Session(session.open_program, demo_environment(os.environ, folder / SETTINGS, language))
    inner.options = session.options
    try:
        return session.open_program(inner)
    except UsageProblemError as problem:
        if problem.code != _NO_SCREENS:
            raise
        return None
    finally:
        inner.close()


def demo_environment(environment: Mapping[str, str], settings: Path, language: str) -> dict[str, str]:
    """The variables of an account whose settings are the demo's: no database or server of its own is left."""
    own = {name: value for name, value in environment.items() if not name.startswith(PREFIX) or name in _KEPT}
    return own | {FILE_VARIABLE: str(settings)} | ({f"{PREFIX}LANGUAGE": language} if language else {})
