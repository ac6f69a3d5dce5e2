"""`boxoffice tickets`: the door (spec/archives.md; issue: `tickets check`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.services.doors import Admission

app = noun()

Token = Annotated[
    str, typer.Argument(metavar="TOKEN", help=N_("What the barcode says; - reads it from stdin."))
]


@command(app, "check", N_("Let the holder of a ticket in, once."), writes=True, dashes=True)
def check(session: Session, key: str, token: Token) -> None:
    from boxoffice_tui.services.doors import admit

    _tell(session, key, admit(session.desk, key, typed.words("TOKEN", token)), N_("Let in: {ticket}"))


@command(app, "undo-check", N_("Take a check at the door back."), writes=True, dashes=True)
def undo_check(session: Session, key: str, token: Token) -> None:
    from boxoffice_tui.services.doors import undo_admission

    admission = undo_admission(session.desk, key, typed.words("TOKEN", token))
    _tell(session, key, admission, N_("Check undone: {ticket}"))


def _tell(session: Session, key: str, admission: Admission, told: str) -> None:
    parts = (admission.event, str(admission.number), admission.section, admission.place)
    line = _(told).format(ticket=" · ".join(part for part in parts if part))
    session.answer({"ticket": admission, "key": key}, lambda sheet: sheet.line(line, strong=True))
