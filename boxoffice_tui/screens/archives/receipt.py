"""The receipt of an order on the screen, as the customer gets it, and saved as PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.screens.base import Answer, Page, flow
from boxoffice_tui.screens.command import Command
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.save_files import SaveFiles, file_field, file_name, save_and_tell
from boxoffice_tui.views.documents import Receipt

if TYPE_CHECKING:
    from pathlib import Path

    from boxoffice_tui.services.desk import Desk

_KEPT_BLANK = "\u00a0"  # others are left out at the beginning of a line

SAVE_RECEIPT = Command(
    "receipt.save",
    N_("Save as PDF"),
    ("p", "alt+p"),
    N_("Order"),
    lambda screen: screen.receipt is not None,
    footer=2,
)


class ReceiptLines(VerticalScroll):
    """The receipt, scrolled by the arrows."""

    HELP_WORDS = N_("The receipt, in the buyer's language. The arrows scroll; it can be saved as PDF.")


class ReceiptScreen(Page):
    """What the customer of an order gets as a proof of what was paid."""

    PLACE = N_("Archives")
    CSS_PATH = "receipt.tcss"
    COMMAND_LIST = (SAVE_RECEIPT,)

    class Shown(Answer[Receipt]):
        """The receipt."""

    def __init__(self, order_id: int, number: str) -> None:
        super().__init__()
        self._order_id = order_id
        self._number = number
        self.receipt: Receipt | None = None

    def body(self) -> Iterable[Widget]:
        with ReceiptLines():
            yield Words(self._lines, classes="receipt")
        yield Words(str, classes="outcome")

    def on_mount(self) -> None:
        self.data_changed()

    def data_changed(self) -> None:
        """Somebody paid, cancelled or added."""
        order_id = self._order_id
        self.fetch(self.Shown, lambda desk: _read(desk, order_id))

    @on(Shown)
    def _show(self, shown: Shown) -> None:
        self.receipt = shown.value
        self.query_one(".receipt", Words).retranslate()
        self.refresh_bindings()

    def place(self) -> str:
        said = _("Receipt of order {number}").format(number=self._number)
        return f"{_(self.PLACE)} · {said}"

    def _lines(self) -> Content:
        if self.receipt is None:
            return Content("")
        from boxoffice_tui.documents.receipt import receipt

        text = receipt(self.receipt.facts, self.receipt.language)
        return Content(text.replace(" ", _KEPT_BLANK))

    @flow
    async def action_save(self) -> None:
        """Save it as a PDF for the roll."""
        receipt, number = self.receipt, self._number
        if receipt is None:
            return
        dialog = SaveFiles(
            lambda: _("Save the receipt of order {number}").format(number=number),
            lambda: _("The file to write. Nothing is overwritten."),
            (file_field("pdf", N_("PDF file"), f"{file_name(_('Receipt'), number)}.pdf"),),
            lambda desk, typed: _file(desk, receipt, typed),
        )
        await save_and_tell(self, dialog)


def _read(desk: Desk, order_id: int) -> Receipt:
    from boxoffice_tui.services import receipts

    return receipts.receipt_of(desk, order_id)


def _file(desk: Desk, receipt: Receipt, typed: Mapping[str, str | None]) -> dict[Path, bytes]:
    from pathlib import Path

    from boxoffice_tui.documents.receipt import receipt_pdf

    paper = receipt_pdf(receipt.facts, receipt.language, desk.clock.now())
    return {Path(typed["pdf"] or "").expanduser(): paper}
