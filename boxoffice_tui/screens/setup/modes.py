"""The delivery modes of the house, and what they are offered on: where the workplace Setup opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from boxoffice_tui.locales import mode_words
from boxoffice_tui.locales.translate import N_, _, pgettext
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.base import Answer, flow
from boxoffice_tui.screens.command import command_for
from boxoffice_tui.screens.dialogs import Words, show_problem
from boxoffice_tui.screens.setup.mode_dialog import ModeDialog, read_mode
from boxoffice_tui.screens.setup.setup_commands import MEDIA, NEW_MODE, OPEN_MODE
from boxoffice_tui.screens.setup.setup_list import SetupList, SetupPage
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.views.delivery_setup import ModeRow, ModeSheet
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_rows import Row
from boxoffice_tui.widgets.paged_table import PagedTable

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk


MODES = N_("Delivery modes")


class ModesScreen(SetupPage):
    """The list of delivery modes; whoever may not change them reads them."""

    COMMAND_LIST = (OPEN_MODE, NEW_MODE, MEDIA)

    class Found(Answer[tuple[ModeRow, ...]]):
        """The modes as they are."""

    class Opened(Answer[ModeSheet]):
        """What a mode's dialog opens with."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, ModeRow] | None = None

    def body(self) -> Iterable[Widget]:
        yield SetupList(self.columns())
        yield Telling(self._offered_said, id="about")
        yield Words(str, classes="outcome")

    def place(self) -> str:
        return f"{_(self.PLACE)} · {_(MODES)}"

    def data_changed(self) -> None:
        """Somebody changed something, perhaps a mode."""
        self.fetch(self.Found, _read)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key of a new mode acts always: where it may not, it says why."""
        if command_for(self.own_commands(), action, parameters) is NEW_MODE and not self.covered:
            return self.rows is not None
        return super().check_action(action, parameters)

    def columns(self) -> tuple[Column, ...]:
        """At 80 columns the channels and the needs give way: they are told under the list."""
        return (
            Column(_("Code"), 13),
            Column(pgettext("column", "Name"), 20, flexible=True, most=30),
            Column(_("Type"), 14, flexible=True, most=24),
            Column(_("Days"), 5, 2, align="right"),
            Column(_("Destination"), 12, 4),
            Column(_("Needs"), 15, 5),
            Column(_("Price"), 8, 3, align="right"),
            Column(_("Offered on"), 20, 6, flexible=True),
        )

    @on(Found)
    def _show(self, found: Found) -> None:
        self.rows = {row.mode.code: row for row in found.value}
        self.listed.say(_("There is no delivery mode yet."))
        self.listed.replace([_row(row, self.shell.locale()) for row in found.value], more=False, stay=True)
        self._tell_offered()

    @on(PagedTable.RowMoved)
    def _tell_offered(self) -> None:
        self.query_one(Telling).tell()
        self.refresh_bindings()

    def _offered_said(self) -> str:
        """What the narrow list leaves out of the mode under the cursor."""
        row = (self.rows or {}).get(self.chosen or "")
        if row is None:
            return ""
        channels, needs = _channels(row) or _("no channel"), _needs(row) or _("nothing")
        return _("Offered on: {channels} · Needs: {needs}").format(channels=channels, needs=needs)

    @on(PagedTable.RowChosen)
    def action_open_mode(self) -> None:
        """The mode under the cursor."""
        if (code := self.chosen) is not None:
            self.fetch(self.Opened, lambda desk: read_mode(desk, code), keeps_keys=True)

    def action_new_mode(self) -> None:
        """A mode to be."""
        if self.allowed(NEW_MODE):
            self.fetch(self.Opened, lambda desk: read_mode(desk, None), keeps_keys=True)
            return
        from boxoffice_tui.services.errors import NotAllowedError

        show_problem(self, NotAllowedError(NEW_MODE.right))

    @on(Opened)
    @flow
    async def _open(self, opened: Opened) -> None:
        outcome = self.query_one(".outcome", Words)
        outcome.say(str)
        code = await self.app.push_screen_wait(ModeDialog(opened.value))
        if code is not None:
            outcome.say(lambda: _("Delivery mode {code}: saved.").format(code=safe(code)))

    def action_media(self) -> None:
        """What the tickets of each product are made on."""
        from boxoffice_tui.screens.setup.media import MediaScreen

        self.app.push_screen(MediaScreen())


def _read(desk: Desk) -> tuple[ModeRow, ...]:
    from boxoffice_tui.services import mode_setup

    return mode_setup.modes_set_up(desk)


def _channels(row: ModeRow) -> str:
    return ", ".join(safe(channel) for channel in row.channels)


def _needs(row: ModeRow) -> str:
    return mode_words.needs(address=row.mode.needs_address, email=row.mode.needs_email)


def _row(row: ModeRow, locale: str) -> Row:
    from boxoffice_tui.locales import formats, words

    mode = row.mode
    return Row(
        mode.code,
        (
            safe(mode.code),
            safe(row.name),
            words.label(mode.type),
            "" if mode.delay_days is None else str(mode.delay_days),
            words.label(mode.destination),
            _needs(row),
            formats.amount(mode.price, locale),
            _channels(row),
        ),
    )
