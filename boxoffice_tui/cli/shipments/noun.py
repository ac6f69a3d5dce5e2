"""The noun, and what its commands have in common: which shipment, and how a change is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from boxoffice_tui.cli import typed
from boxoffice_tui.cli.command import noun
from boxoffice_tui.cli.output import Sheet
from boxoffice_tui.cli.session import Session
from boxoffice_tui.locales.translate import N_, _

if TYPE_CHECKING:
    from boxoffice_tui.views.shipments import ShipmentChange, ShipmentPage

app = noun()

MOST_SHIPMENTS = 10**9
_MOST_VERSIONS = 10**9


@dataclass(frozen=True, slots=True)
class Which:
    """The shipment a command changes, and the version it must still have."""

    shipment: Annotated[
        str, typer.Argument(metavar="SHIPMENT", help=N_("The shipment's number (shipments list)."))
    ]
    at_version: Annotated[
        str,
        typer.Option(
            "--at-version",
            metavar="VERSION",
            help=N_("Only while the shipment is at this version (shipments show --json); 6 where it is not."),
        ),
    ] = ""

    @property
    def version(self) -> int | None:
        """The version named. Raises `UsageProblemError`."""
        return typed.count("--at-version", self.at_version, most=_MOST_VERSIONS) if self.at_version else None

    def page(self, session: Session) -> ShipmentPage:
        """The shipment as it is now. Raises `NotFoundError` (shipment), `UsageProblemError`."""
        from boxoffice_tui.services.shipments import show_shipment

        return show_shipment(session.desk, typed.count("SHIPMENT", self.shipment, most=MOST_SHIPMENTS))


def tell_change(session: Session, change: ShipmentChange, key: str, done: str) -> None:
    """A change: what was done, and the number of the shipment that it made."""
    answer: dict[str, Any] = {**asdict(change), "key": key, "training": session.desk.house.training}
    lines = [_("Shipment {number}: {done}").format(number=change.number, done=done)]
    if change.made is not None:
        lines.append(_("New shipment: {number}").format(number=change.made))

    def tell(sheet: Sheet) -> None:
        for line in lines:
            sheet.line(line)

    session.answer(answer, tell)
