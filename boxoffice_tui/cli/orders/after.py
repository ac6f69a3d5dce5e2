"""`boxoffice orders confirm`, `note` and `delivery` (spec/archives.md, 7, 10 and 11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.orders.noun import NUMBER, Number, Which, app, changed, delivery_warnings, tell_change
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales import other_recipients
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.orders import OrderChange


@command(app, "confirm", N_("Record the confirmation e-mail with all tickets of the order."), writes=True)
def confirm(
    session: Session,
    key: str,
    which: Which,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help=N_("Why it goes out while money is open."))
    ] = "",
    email: Annotated[
        str, typer.Option("--email", metavar="ADDRESS", help=N_("Another address than the one known."))
    ] = "",
) -> None:
    page = which.page(session)
    from boxoffice_tui.services.confirmation import record_confirmation

    change = record_confirmation(session.desk, key, page.order_id, which.version, reason, email)
    warnings = delivery_warnings(page, change)
    others = [one for one in page.other_recipients if one.contact_id in change.mailed_apart]
    answer = changed(
        session,
        change,
        key,
        delivery_to_choose=change.delivery_to_choose,
        other_recipients=others,
        without_email=change.without_email,
        warnings=warnings,
    )
    told = (*map(other_recipients.also_to, others), *warnings)
    session.answer(answer, lambda sheet: _tell_confirmation(session, sheet, change, told))


def _tell_confirmation(session: Session, sheet: Sheet, change: OrderChange, told: Sequence[str]) -> None:
    tell_change(session, sheet, change, _("confirmation e-mail ready to be sent"))
    for line in told:
        sheet.line(line)


@command(app, "note", N_("Append a note; it is never edited, never shown to the customer."), writes=True)
def note(
    session: Session,
    key: str,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The note; - reads it from stdin."))],
) -> None:
    page = typed.page_of(session, NUMBER, number)
    from boxoffice_tui.services.notes import add_note

    change = add_note(session.desk, key, page.order_id, typed.words("TEXT", text))
    done = _("note added")
    session.answer(changed(session, change, key), lambda sheet: tell_change(session, sheet, change, done))


@command(app, "delivery", N_("Deliver tickets by another mode; its fee joins the order."), writes=True)
def delivery(
    session: Session,
    key: str,
    which: Which,
    mode: Annotated[str, typer.Argument(metavar="MODE", help=N_("The mode's code (shipments offered)."))],
    tickets: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TICKET]", help=N_("Tickets by seat or number; else all of the order.")),
    ] = None,
) -> None:
    page = which.page(session)
    from boxoffice_tui.services.delivery import change_delivery

    ticket_ids = typed.tickets_of(page, "TICKET", tickets or typed.live_of(page))

    change = change_delivery(session.desk, key, page.order_id, which.version, ticket_ids, mode)
    done = _("delivery mode changed")
    session.answer(changed(session, change, key), lambda sheet: tell_change(session, sheet, change, done))
