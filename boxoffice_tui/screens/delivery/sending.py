"""What becomes of a shipment that leaves the house: it came back, or the carrier gave it a number."""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.orders import OrderRefusal
from boxoffice_tui.rules.shipments import CARRIER_REFERENCE_LIMIT, ShipmentRefusal
from boxoffice_tui.rules.text import REASON_LIMIT
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.command import GENERAL, Command
from boxoffice_tui.screens.dialogs import Dialog, Words
from boxoffice_tui.screens.forms import Field, FieldFault, Form
from boxoffice_tui.views.shipments import ShipmentChange, ShipmentRow

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

_ABOUT_WHAT_IS_TYPED: frozenset[str] = frozenset(
    {
        OrderRefusal.REASON_REQUIRED,
        OrderRefusal.NOTE_TOO_LONG,
        OrderRefusal.CARD_NUMBER,
        ShipmentRefusal.CARRIER_REFERENCE_TOO_LONG,
    }
)


class SendingDialog(Dialog[ShipmentChange]):
    """One field about the shipment of `row`; a refusal of what is typed stands under it."""

    COMMAND_LIST = (Command("sending.save", N_("Save"), ("enter", "alt+s"), GENERAL, footer=1),)
    BUTTONS: ClassVar[tuple[str, ...]] = ("sending.save", "dialog.back")
    DEFAULT = "sending.save"

    class Saved(Answer[ShipmentChange]):
        """The shipment as it is now."""

    def __init__(self, row: ShipmentRow) -> None:
        super().__init__()
        self.row = row
        self._sent: tuple[str | None, str] = (None, "")

    def body(self) -> Iterable[Widget]:
        yield Words(self.about)
        yield Form((self.field(),))

    @abstractmethod
    def field(self) -> Field:
        """What is typed."""

    def about(self) -> str:
        """What comes of it."""
        return ""

    @abstractmethod
    def change(self, desk: Desk, key: str, text: str) -> ShipmentChange:
        """Do it, under `key`."""

    def unsaved(self) -> str | None:
        return _("What you typed here is not saved.") if self.query_one(Form).changed else None

    def action_save(self) -> None:
        """Keep what is typed, once however often Enter is pressed."""
        form = self.query_one(Form)
        values = form.check()
        if values is None:
            return
        text = values[form.fields[0].name] or ""
        if self._sent[0] != text:
            self._sent = (text, secrets.token_urlsafe())
        key = self._sent[1]
        self.write(self.Saved, lambda desk: self.change(desk, key, text))

    @on(Saved)
    def _close(self, saved: Saved) -> None:
        self.dismiss(saved.value)

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Under the field what is about it; where somebody was first the list is read again, and this closes."""
        from boxoffice_tui.services.errors import ConflictError

        code = getattr(error, "code", "")
        if code in _ABOUT_WHAT_IS_TYPED:
            form = self.query_one(Form)
            form.show_faults({form.fields[0].name: FieldFault(code, getattr(error, "facts", {}))})
            return
        if isinstance(error, ConflictError):
            self.dismiss(None)
        super().failed(question, error)


class ReturnedDialog(SendingDialog):
    """The shipment came back: why."""

    def heading(self) -> str:
        return _("Shipment {number}: mark as returned").format(number=self.row.number)

    def about(self) -> str:
        return _("It is invalidated; its tickets wait in a new shipment by the same mode.")

    def field(self) -> Field:
        return Field("reason", N_("Reason"), required=True, limit=REASON_LIMIT)

    def change(self, desk: Desk, key: str, text: str) -> ShipmentChange:
        from boxoffice_tui.services import shipment_sending

        row = self.row
        return shipment_sending.mark_returned(desk, key, row.shipment_id, row.version, text)


class CarrierDialog(SendingDialog):
    """The carrier's tracking number; blank takes it away."""

    def heading(self) -> str:
        return _("Shipment {number}: carrier's number").format(number=self.row.number)

    def field(self) -> Field:
        return Field(
            "reference", N_("Ref nr"), value=self.row.carrier_reference, limit=CARRIER_REFERENCE_LIMIT
        )

    def change(self, desk: Desk, key: str, text: str) -> ShipmentChange:
        from boxoffice_tui.services import shipment_sending

        row = self.row
        return shipment_sending.set_carrier_reference(desk, key, row.shipment_id, row.version, text)
