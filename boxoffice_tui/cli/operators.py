"""`boxoffice operators` (DESIGN.md, Identity)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Column
from boxoffice_tui.cli.pins import asked
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _

app = noun()


@command(app, "list", N_("The operators you may act as, the usual one first."))
def list_operators(session: Session) -> None:
    from boxoffice_tui.services.identity import operators_of

    codes = operators_of(session.desk, session.account)
    answer = {"account": session.account, "acting": session.desk.actor.code, "operators": codes}

    rows = [("*" if code == session.desk.actor.code else "", code) for code in codes]
    session.answer(answer, lambda sheet: sheet.table((Column(""), Column("")), rows))


@command(app, "set-pin", N_("Give an operator a PIN; it is asked for, or read from stdin."), writes=True)
def set_pin(
    session: Session,
    key: str,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The operator."))],
) -> None:
    from boxoffice_tui.services import identity

    identity.set_pin(session.desk, key, code, _pin())
    told = _("The PIN of {operator} is set.").format(operator=code)
    session.answer({"operator": code, "key": key}, lambda sheet: sheet.line(told))


@command(app, "change-pin", N_("Change your own PIN; both are asked for, or read from stdin."), writes=True)
def change_pin(session: Session, key: str) -> None:
    from boxoffice_tui.services import identity

    old = asked(_("Old PIN: "))
    identity.set_own_pin(session.desk, key, old, _pin())
    code = session.desk.actor.code
    told = _("The PIN of {operator} is set.").format(operator=code)
    session.answer({"operator": code, "key": key}, lambda sheet: sheet.line(told))


def _pin() -> str:
    """A new PIN, asked for twice where somebody sits."""
    first = asked(_("New PIN: "))
    if sys.stdin.isatty() and asked(_("Again: ")) != first:
        raise UsageProblemError("pins_differ")
    return first
