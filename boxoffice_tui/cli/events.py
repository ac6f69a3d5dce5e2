"""`boxoffice events`."""

from __future__ import annotations

from boxoffice_tui.cli.command import command, noun
from boxoffice_tui.cli.output import Column
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

app = noun()


@command(app, "list", N_("The events with a performance to come, the next one first."))
def list_events(session: Session) -> None:
    from boxoffice_tui.services.catalogue import events_on_sale

    events = events_on_sale(session.desk)
    columns = (Column(_("Code"), whole=True), Column(_("Event")))
    rows = [(one.code, one.title) for one in events]
    session.answer({"events": events}, lambda sheet: sheet.table(columns, rows))
