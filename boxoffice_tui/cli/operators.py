"""`boxoffice operators` (DESIGN.md, Identity)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Column, Sheet
from boxoffice_tui.cli.pins import asked
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.usage import UsageProblemError
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk
    from boxoffice_tui.views.operators import OperatorRow

app = noun()


@command(
    app,
    "list",
    N_(
        "The operators you may act as, the one who acts marked *. Who manages operators sees them all, with "
        "their roles, accounts, tills and PINs; the mark * is then for those you may act as."
    ),
)
def list_operators(session: Session) -> None:
    from boxoffice_tui.services.identity import operators_of

    desk = session.desk
    codes = operators_of(desk, session.account)
    everybody = _everybody(desk)
    answer = {"account": session.account, "acting": desk.actor.code, "operators": codes}
    if everybody is not None:
        session.answer({**answer, "all": everybody}, lambda sheet: _tell_all(sheet, everybody, codes))
        return
    rows = [("*" if code == desk.actor.code else "", code) for code in codes]
    session.answer(answer, lambda sheet: sheet.table((Column(""), Column("")), rows))


@command(
    app,
    "set-pin",
    N_("Give an operator a PIN. It is asked for twice, or read from stdin: a line, or two that agree."),
    writes=True,
)
def set_pin(
    session: Session,
    key: str,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The operator."))],
) -> None:
    from boxoffice_tui.services import identity

    identity.set_pin(session.desk, key, code, _pin())
    told = _("The PIN of {operator} is set.").format(operator=code)
    session.answer({"operator": code, "key": key}, lambda sheet: sheet.line(told))


@command(
    app,
    "change-pin",
    N_("Change your own PIN. The old one and the new one are asked for, or read from stdin line by line."),
    writes=True,
)
def change_pin(session: Session, key: str) -> None:
    from boxoffice_tui.services import identity

    old = asked(_("Old PIN: "))
    identity.set_own_pin(session.desk, key, old, _pin())
    code = session.desk.actor.code
    told = _("The PIN of {operator} is set.").format(operator=code)
    session.answer({"operator": code, "key": key}, lambda sheet: sheet.line(told))


def _everybody(desk: Desk) -> tuple[OperatorRow, ...] | None:
    """All operators, None for who does not manage them."""
    from boxoffice_tui.services.errors import NotAllowedError
    from boxoffice_tui.services.operators import operators

    try:
        return operators(desk)
    except NotAllowedError:
        return None


def _tell_all(sheet: Sheet, everybody: tuple[OperatorRow, ...], yours: Sequence[str]) -> None:
    columns = (
        Column(""),
        Column(_("Code"), whole=True),
        Column(_("Name")),
        Column(_("Role")),
        Column(_("Rights"), right=True, spare=1),
        Column(_("Accounts")),
        Column(_("Till"), spare=2),
        Column(_("PIN")),
        Column(_("Active")),
    )
    sheet.table(columns, [_cells(one, one.code in yours) for one in everybody])


def _cells(operator: OperatorRow, yours: bool) -> tuple[str, ...]:
    from boxoffice_tui.locales.words import label

    beyond = f"+{operator.further_rights}" if operator.further_rights else ""
    role = label(operator.role) if operator.role else ""
    return (
        "*" if yours else "",
        operator.code,
        operator.name,
        f"{role} {beyond}".strip(),
        str(operator.rights),
        ", ".join(operator.accounts),
        operator.till,
        _("set") if operator.has_pin else _("none"),
        _("yes") if operator.active else _("no"),
    )


def _pin() -> str:
    """A new PIN: twice where somebody sits; from elsewhere a second line is no other PIN."""
    first = asked(_("New PIN: "))
    again = asked(_("Again: "))
    if again != first and (again or sys.stdin.isatty()):
        raise UsageProblemError("pins_differ")
    return first
