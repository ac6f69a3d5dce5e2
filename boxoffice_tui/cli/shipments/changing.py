"""A shipment changed: its mode, contact and exception, of all of it or of some tickets (spec/delivery.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import command
from boxoffice_tui.cli.session import Session
from boxoffice_tui.cli.shipments.noun import Which, app, tell_change
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.shipments import ShipmentPage


@dataclass(frozen=True, slots=True)
class How:
    """How the shipment is to go; what is not said stays as it is."""

    mode: Annotated[
        str,
        typer.Option("--mode", metavar="CODE", help=N_("By this mode (shipments modes); else as before.")),
    ] = ""
    contact: Annotated[
        str, typer.Option("--contact", metavar="NUMBER", help=N_("To this contact; else to the same."))
    ] = ""
    with_email: Annotated[
        bool | None,
        typer.Option("--email/--no-email", help=N_("With the contact's e-mail address, or without.")),
    ] = None
    with_address: Annotated[
        bool | None,
        typer.Option("--address/--no-address", help=N_("With the contact's postal address, or without.")),
    ] = None
    exception: Annotated[
        bool | None,
        typer.Option(
            "--exception/--no-exception",
            help=N_("Allow the reference's mode on every sales channel for this dossier, or no more."),
        ),
    ] = None


@command(
    app, "change", N_("Change how a shipment goes; of some tickets, they get one of their own."), writes=True
)
def change(
    session: Session,
    key: str,
    which: Which,
    how: How,
    tickets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TICKET]", help=N_("Only these tickets, by seat or number; else the shipment.")
        ),
    ] = None,
) -> None:
    contact_id = typed.contact_id(session, "--contact", how.contact) if how.contact else None
    page = which.page(session)
    from boxoffice_tui.services.shipment_changes import change_shipment
    from boxoffice_tui.views.shipments import ShipmentRequest

    wanted = ShipmentRequest(
        mode=how.mode or None,
        contact_id=contact_id,
        with_email=how.with_email,
        with_address=how.with_address,
        exception=how.exception,
        ticket_ids=_named(session, page, tickets) if tickets else None,
    )
    changed = change_shipment(session.desk, key, page.row.shipment_id, which.version, wanted)
    tell_change(session, changed, key, _("changed"))


def _named(session: Session, page: ShipmentPage, names: list[str]) -> tuple[int, ...]:
    """The tickets of its order that are named, so that a repeated command names the same; a reference has none."""
    if not page.row.order_number:
        return ()
    order = typed.page_of(session, "SHIPMENT", page.row.order_number)
    return typed.tickets_of(order, "TICKET", names)
