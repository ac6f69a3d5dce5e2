"""What becomes of a shipment that left the house: returned, its carrier's number (spec/delivery.md, Dialogs)."""

from __future__ import annotations

from typing import Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.shipments.noun import Which, app, tell_change
from boxoffice_tui.locales.translate import N_, _


@command(
    app, "mark-returned", N_("Invalidate a shipment that came back; its tickets wait anew."), writes=True
)
def mark_returned(
    session: Session,
    key: str,
    which: Which,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help=N_("Why; - reads it from stdin."))
    ] = "",
) -> None:
    from boxoffice_tui.services import shipment_sending

    why = typed.words("--reason", reason)
    shipment_id = which.page(session).row.shipment_id
    changed = shipment_sending.mark_returned(session.desk, key, shipment_id, which.version, why)
    tell_change(session, changed, key, _("returned"))


@command(app, "carrier-number", N_("Keep the carrier's tracking number of a shipment."), writes=True)
def carrier_number(
    session: Session,
    key: str,
    which: Which,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=N_("The number; blank takes it away."))],
) -> None:
    from boxoffice_tui.services import shipment_sending

    shipment_id = which.page(session).row.shipment_id
    changed = shipment_sending.set_carrier_reference(session.desk, key, shipment_id, which.version, text)
    tell_change(session, changed, key, _("carrier's number kept"))
