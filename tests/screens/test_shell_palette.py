"""The palette, help, and the languages and looks that are switched from it."""

from __future__ import annotations

from typing import cast

from textual.widgets import Input, OptionList

from boxoffice_tui.locales import translate
from boxoffice_tui.locales.translate import pseudo
from boxoffice_tui.screens.base import ShellScreen
from boxoffice_tui.screens.help import help_text
from boxoffice_tui.screens.palette import Palette, offers
from boxoffice_tui.widgets.choice import TickBox
from tests.screens.stage import Stage, footer, header, press, ready, stage_app


async def test_the_palette_offers_only_what_applies_with_the_key_of_now() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        stage.may_add = False
        assert [(offer.name, offer.key) for offer in offers(stage)] == [
            ("Note", "Alt+N"),
            ("Cancel tickets", "Alt+X"),
            ("Back", "Esc"),
            ("Reports", "F8"),
            ("Help", "F1"),
            ("Palette", "Ctrl+P"),
            ("Jump to a field", "Ctrl+O"),
            ("Language", "Ctrl+L"),
            ("Colours", "Ctrl+T"),
            ("Change operator", "Ctrl+G"),
            ("My PIN", ""),
            ("Quit", "Ctrl+Q"),
            ("Language: Français", ""),
            ("Language: Deutsch", ""),
            ("Language: Español", ""),
            ("Language: Italiano", ""),
            ("Colours: light", ""),
            ("Colours: high contrast", ""),
            ("Colours: those of the terminal", ""),
        ]


async def test_a_few_letters_and_enter_run_a_command_of_the_page() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "ctrl+p", "a", "d", "d", "enter")
        assert pilot.app.screen is stage
        assert stage.done == ["add"]
        assert stage.query_one(Input).value == ""


async def test_the_palette_of_a_dialog_has_the_dialogs_commands_and_no_workplace() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "alt+n")
        names = [offer.name for offer in offers(cast("ShellScreen[object]", pilot.app.screen))]
        assert names[:2] == ["Save", "Cancel"]
        assert "Reports" not in names
        assert "Add" not in names


async def test_the_palette_says_what_to_type_and_follows_the_language() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "ctrl+p")
        field = pilot.app.screen.query_one(Input)
        assert field.placeholder == "Type a few letters of a command"
        await pilot.app.run_action("language('xx')")
        await pilot.pause()
        assert field.placeholder == pseudo("Type a few letters of a command")


async def test_a_name_that_is_nothings_is_said_and_enter_does_nothing() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "f12", "z", "q", "enter")
        assert isinstance(pilot.app.screen, Palette)
        options = pilot.app.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt) == "No command that applies now has this name."
        await press(pilot, "ctrl+p", "escape")
        assert pilot.app.screen is stage


async def test_help_lists_every_command_with_both_ways_and_why_not() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        stage.may_add = False
        lines = help_text(stage).plain.splitlines()
        assert lines[0] == "Letters are text here. Esc leaves the field; then letters are commands."
        assert "    a  Alt+A            Add (not now)".removeprefix("  ") in lines
        assert "  n  Alt+N            Note" in lines
        assert "  r  Alt+R            Refund (needs the right “Refund”)" in lines
        assert "  F8  Alt+8           Reports" in lines
        shown = {command.label for command in stage.commands() if command.keys}
        assert all(any(label in line for line in lines) for label in shown)


async def test_help_names_the_commands_for_the_settings() -> None:
    async with stage_app().run_test() as pilot:
        lines = help_text(await ready(pilot)).plain.splitlines()
        names = lines[lines.index("Names of the commands, for [keys] in the settings") + 1 : -1]
        assert names[0] == "  stage.add        Add"
        assert "  shell.languages  Language" in names
        assert "shell.language.fr" not in " ".join(names)  # it has no key to be given another one


async def test_help_shows_remapped_keys() -> None:
    async with stage_app(keymap={"stage.note": "f6"}).run_test() as pilot:
        assert "  F6  Alt+N           Note" in help_text(await ready(pilot)).plain.splitlines()


async def test_the_language_is_switched_live_everywhere() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "k", "f8", "alt+n")
        await press(pilot, "f3", "alt+n")
        pilot.app.screen.query(Input).first().value = "because"
        await pilot.app.run_action("language('xx')")
        await pilot.pause()
        assert footer(pilot.app).startswith(f"{pseudo('Enter')} {pseudo('Save')}")
        assert pilot.app.screen.query_one(".dialog").border_title == pseudo("Note")
        labels = [str(label.render()) for label in pilot.app.screen.query(".field-label")]
        assert labels == [f"{pseudo('Reason')} *", pseudo("Method"), ""]
        assert str(pilot.app.screen.query_one(TickBox).label) == pseudo("Send")
        assert pilot.app.screen.query(Input).first().value == "because"
        assert header(pilot.app).startswith(f"Théâtre du Lac │ {pseudo('Archives')}")
        assert offers(stage)[0].name == pseudo("Add")
        assert [
            str(binding.binding.description)
            for binding in stage.active_bindings.values()
            if binding.binding.id == "stage.add.2"
        ] == [pseudo("Add")]


async def test_control_l_chooses_a_language_and_the_palette_no_longer_offers_it() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "ctrl+l", "i", "t", "a", "enter")
        await pilot.pause()
        assert translate.current() == "it"
        assert "shell.language.it" not in {offer.command.id for offer in offers(stage)}
        assert "shell.language.en" in {offer.command.id for offer in offers(stage)}


async def test_the_look_is_switched_live() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        before = stage.styles.background
        await press(pilot, "ctrl+t", "enter")
        await pilot.pause()
        assert pilot.app.theme == "light"
        assert stage.styles.background != before
        assert isinstance(stage, Stage)
