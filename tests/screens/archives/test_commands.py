"""The keys of Archives: none twice, none that terminals swallow, a second way for each letter."""

from __future__ import annotations

import pytest

from boxoffice_tui.screens.archives.commands import EXPLAINED, HISTORY
from boxoffice_tui.screens.archives.confirmation import ConfirmationDialog
from boxoffice_tui.screens.archives.history import HistoryScreen
from boxoffice_tui.screens.archives.note import NoteDialog
from boxoffice_tui.screens.archives.order import OrderScreen
from boxoffice_tui.screens.archives.order_dialog import OrderDialog
from boxoffice_tui.screens.archives.payment import PaymentDialog
from boxoffice_tui.screens.archives.search import SearchScreen
from boxoffice_tui.screens.base import Page, ShellScreen
from boxoffice_tui.screens.shell import SHELL_COMMANDS
from tests.screens.command_faults import command_faults
from tests.screens.every import every_screen

SCREENS = (SearchScreen, OrderScreen, HistoryScreen)
DIALOGS = (PaymentDialog, NoteDialog, ConfirmationDialog)


@pytest.mark.parametrize("screen", every_screen(Page), ids=lambda screen: screen.__qualname__)
def test_a_page_and_the_shell_have_no_fault_together(screen: type[ShellScreen[None]]) -> None:
    assert command_faults((*screen._merged_commands, *SHELL_COMMANDS)) == []


@pytest.mark.parametrize("dialog", DIALOGS)
def test_a_dialog_and_what_works_over_it_have_no_fault_together(dialog: type[ShellScreen[object]]) -> None:
    over = [command for command in SHELL_COMMANDS if command.anywhere]
    assert command_faults((*dialog._merged_commands, *over)) == []


@pytest.mark.parametrize("screen", [*SCREENS, *DIALOGS])
def test_every_command_has_its_action(screen: type[ShellScreen[object]]) -> None:
    verbs = {command.verb.partition("(")[0] for command in screen._merged_commands}
    assert {verb for verb in verbs if not hasattr(screen, f"action_{verb}")} == set()


@pytest.mark.parametrize("dialog", every_screen(OrderDialog), ids=lambda dialog: dialog.__qualname__)
def test_no_key_that_opens_a_dialog_does_anything_in_it(dialog: type[ShellScreen[object]]) -> None:
    opening = {key for command in (*EXPLAINED, HISTORY) for key in command.keys}
    assert [command.id for command in dialog.declared_commands() if opening & {*command.keys}] == []
