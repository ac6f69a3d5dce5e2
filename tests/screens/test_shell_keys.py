"""The keyboard of every screen: fields, Esc, both ways, remapping, workplaces, jump mode, copying."""

from __future__ import annotations

from textual import events
from textual.widgets import Input, OptionList

from boxoffice_tui.screens.base import Standing
from boxoffice_tui.screens.dialogs import Fill
from boxoffice_tui.screens.jump import Jump
from tests.screens.stage import Counter, Second, footer, header, press, ready, stage_app


async def test_letters_in_a_field_are_text_and_alt_letters_are_commands() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        assert footer(pilot.app) == "Alt+A Add  Alt+N Note  Esc Back  F1 Help  Ctrl+P Palette"
        await press(pilot, "a", "x")
        assert (stage.query_one(Input).value, stage.done) == ("ax", [])
        pilot.app.post_message(events.Key("alt+a", "a"))  # what a terminal sends for Esc a
        await pilot.pause()
        assert (stage.query_one(Input).value, stage.done) == ("ax", ["add"])


async def test_escape_leaves_the_field_then_letters_act_and_what_was_typed_stays() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "k", "escape", "a")
        assert isinstance(stage.focused, OptionList)
        assert (stage.query_one(Input).value, stage.done) == ("k", ["add"])
        assert footer(pilot.app) == "a Add  n Note  x Cancel tickets  F1 Help  Ctrl+P Palette  Ctrl+Q Quit"
        await press(pilot, "escape")
        assert pilot.app.screen is stage


async def test_a_rule_or_a_missing_right_takes_the_key_and_the_footer() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        stage.may_add = False
        stage.refresh_bindings()
        await press(pilot, "escape", "a", "r")
        assert stage.done == []
        assert footer(pilot.app) == (
            "n Note  x Cancel tickets  F8 Reports  F1 Help  Ctrl+P Palette  Ctrl+Q Quit"
        )


async def test_a_wide_footer_shows_more_and_never_more_than_eight() -> None:
    async with stage_app().run_test(size=(120, 40)) as pilot:
        await ready(pilot)
        assert footer(pilot.app) == (
            "Alt+A Add  Alt+N Note  Alt+X Cancel tickets  Esc Back  F8 Reports  F1 Help  Ctrl+P Palette"
            "  Ctrl+Q Quit"
        )


async def test_a_click_in_the_footer_does_what_the_key_does() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "escape")
        await pilot.click("CommandBar", offset=(2, 0))
        assert stage.done == ["add"]


async def test_workplaces_keep_what_was_typed_and_those_not_built_have_no_key() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "k", "f2", "f8")
        assert isinstance(pilot.app.screen, Second)
        assert header(pilot.app).startswith("Théâtre du Lac │ Reports")
        await press(pilot, "alt+3")
        assert pilot.app.screen is stage
        assert stage.query_one(Input).value == "k"


async def test_a_dialog_keeps_the_workplaces_away_but_not_help() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "alt+n", "f8")
        assert isinstance(pilot.app.screen, Fill)
        await press(pilot, "f1")
        assert type(pilot.app.screen).__name__ == "Help"
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, Fill)


async def test_a_remapped_key_acts_and_is_shown_and_the_second_way_stays() -> None:
    async with stage_app(keymap={"stage.add": "f6"}).run_test() as pilot:
        stage = await ready(pilot)
        assert footer(pilot.app).startswith("F6 Add")
        await press(pilot, "f6", "alt+a", "escape", "a")
        assert stage.done == ["add", "add"]


async def test_two_commands_swap_keys() -> None:
    async with stage_app(keymap={"stage.add": "x", "stage.cancel": "a"}).run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "escape", "x")
        assert stage.done == ["add"]
        assert footer(pilot.app).startswith("x Add  n Note  a Cancel tickets")
        assert not pilot.app._notifications


async def test_the_shells_keys_are_remapped_too() -> None:
    async with stage_app(keymap={"shell.help": "f7"}).run_test() as pilot:
        stage = await ready(pilot)
        assert "F7 Help" in footer(pilot.app)
        await press(pilot, "f1")
        assert pilot.app.screen is stage
        await press(pilot, "f7")
        assert type(pilot.app.screen).__name__ == "Help"


async def test_jump_mode_goes_to_the_thing_under_the_letter() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "ctrl+o")
        assert isinstance(pilot.app.screen, Jump)
        await press(pilot, "s")
        assert isinstance(stage.focused, OptionList)
        await press(pilot, "alt+j", "escape")
        assert pilot.app.screen is stage
        assert isinstance(stage.focused, OptionList)


async def test_what_is_copied_is_shown_literally_and_what_is_pasted_is_safe() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        pilot.app.copy_to_clipboard("[red]x[/red]\x1b[2J")
        pilot.app.post_message(events.Paste("a\x1b[2Jb\u202ec"))
        await pilot.pause()
        (notice,) = pilot.app._notifications
        assert (notice.message, notice.markup) == ("Copied: [red]x[/red][2J", False)
        assert stage.query_one(Input).value == "a[2Jbc"


async def test_control_c_says_what_quits() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "escape", "ctrl+c")
        assert [notice.message for notice in pilot.app._notifications] == ["Ctrl+Q quits."]


async def test_fields_do_not_blink() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        assert stage.query_one(Input).cursor_blink is False


async def test_who_stands_here_is_asked_again_on_demand() -> None:
    counter = Counter(training=False)
    async with stage_app(counter).run_test() as pilot:
        stage = await ready(pilot)
        assert header(pilot.app).endswith("ANNE · Caisse 2")
        counter.operator = "MARC"
        stage.shell.stand()
        await ready(pilot)
        assert header(pilot.app).endswith("MARC · Caisse 2")
        assert stage.standing == Standing(
            "Théâtre du Lac",
            "MARC",
            "Caisse 2",
            False,
            "CA",
            "CAD",
            "America/Toronto",
            frozenset({"orders.note"}),
            "en",
        )
