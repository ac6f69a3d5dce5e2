"""A delivery mode, added or changed in one dialog, with the channels that offer it (spec/delivery.md, Objects)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Select

from boxoffice_tui.locales.translate import _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.screens.forms import Form
from boxoffice_tui.screens.setup.mode_fields import field_of, mode_fields, mode_typed, usual_of, values_of
from boxoffice_tui.screens.setup.setup_dialog import SetupDialog
from boxoffice_tui.views.delivery_setup import ModeSheet

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


def read_mode(desk: Desk, code: str | None) -> ModeSheet:
    """What the dialog opens with."""
    from boxoffice_tui.services import mode_setup

    return mode_setup.mode_sheet(desk, code)


class ModeDialog(SetupDialog):
    """The mode of `sheet`, or one to be."""

    class Read(Answer[ModeSheet]):
        """The mode as somebody else left it."""

    def __init__(self, sheet: ModeSheet) -> None:
        super().__init__()
        self.sheet = sheet

    def heading(self) -> str:
        if self.sheet.mode is None:
            return _("New delivery mode")
        return _("Delivery mode {code}").format(code=safe(self.sheet.mode.code))

    def parts(self) -> Iterable[Widget]:
        yield Words(self._kept_said, classes="kept")
        yield Form(mode_fields(self.sheet, self.standing.currency, self.shell.locale))

    def on_mount(self) -> None:
        self._show_kept()

    def _show_kept(self) -> None:
        self.query_one(".kept", Words).retranslate()
        self.query_one(".kept").display = self.sheet.type_kept
        self.form.field("type").disabled = self.sheet.type_kept

    def _kept_said(self) -> str:
        if not self.sheet.type_kept:
            return ""
        return _("Shipments go by this mode: its code and its type stay.")

    @on(Select.Changed)
    def _follow_the_type(self) -> None:
        """One to be starts with what its type usually carries and needs, until something else is ticked."""
        kind = self.form.typed["type"]
        if self.sheet.mode is None and kind:
            self.form.renew(usual_of(kind))

    def action_save(self) -> None:
        """Keep what is typed, once however often Enter is pressed."""
        values = self.form.check()
        if values is None:
            return
        from boxoffice_tui.services import mode_setup

        seen = self.sheet.mode
        wanted = mode_typed(values, self.sheet, self.standing.currency)
        if seen is None:
            self.save(wanted, lambda desk, key: mode_setup.add_mode(desk, key, wanted))
        else:
            self.save(wanted, lambda desk, key: mode_setup.change_mode(desk, key, wanted, seen))

    def field_of(self, code: str) -> str | None:
        return field_of(code, self.sheet.named_in)

    def read_again(self) -> None:
        code = self.sheet.mode.code if self.sheet.mode else None
        self.fetch(self.Read, lambda desk: read_mode(desk, code))

    @on(Read)
    def _show_again(self, read: Read) -> None:
        """What is in the database stands in the fields, but for what was typed already."""
        self.sheet = read.value
        self.form.renew(values_of(self.sheet, self.shell.locale()))
        self._show_kept()
