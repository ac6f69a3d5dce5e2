"""A page of Setup: a list of what is set up, the line under the cursor, what came of a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from boxoffice_tui.locales.translate import N_
from boxoffice_tui.screens.base import Page
from boxoffice_tui.widgets.paged_columns import Column
from boxoffice_tui.widgets.paged_table import PagedTable


class SetupList(PagedTable):
    """A list of Setup; Enter is the screen's."""

    HELP_WORDS = N_("What is set up for delivery. Enter opens the line under the cursor.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """All of the table's actions but Enter."""
        return action != "choose" and super().check_action(action, parameters)


class SetupPage(Page):
    """A page with one list, read again when it is come back to and when the language changes."""

    PLACE = N_("Setup")
    CSS_PATH = "setup.tcss"

    def columns(self) -> Sequence[Column]:
        """Those of the list, in words of now."""
        raise NotImplementedError

    @property
    def listed(self) -> SetupList:
        """The list."""
        return self.query_one(SetupList)

    @property
    def chosen(self) -> str | None:
        """The code of what is under the cursor."""
        return cast("str | None", self.listed.cursor_key)

    def on_screen_resume(self) -> None:
        """Opened, or a dialog closed: what is set up is read again."""
        self.data_changed()

    def retranslate(self) -> None:
        super().retranslate()
        self.listed.set_columns(self.columns())
        self.data_changed()
