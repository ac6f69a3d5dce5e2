"""Leaving and quitting: ask about unsaved data, the safe button first, in every workplace."""

from __future__ import annotations

from textual.widgets import Input

from boxoffice_tui.screens.dialogs import CommandButton, Fill, Question
from tests.screens.stage import Counter, Second, Stage, dialog_text, press, ready, stage_app


async def test_quitting_with_nothing_unsaved_just_quits() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        await ready(pilot)
        await press(pilot, "ctrl+q")
    assert (app.return_code, app.return_value) == (0, None)


async def test_quitting_asks_for_what_is_unsaved_anywhere_and_stays_by_default() -> None:
    app = stage_app()
    async with app.run_test() as pilot:
        stage = await ready(pilot)
        stage.loss = "The seats F-14 and F-15 are held."
        await press(pilot, "f8", "ctrl+q")
        assert isinstance(app.screen, Question)
        assert dialog_text(app) == "The seats F-14 and F-15 are held."
        assert isinstance(app.focused, CommandButton)
        assert app.focused.command.label == "Stay"
        await press(pilot, "ctrl+q", "enter")
        assert isinstance(app.screen, Second)
        await press(pilot, "ctrl+q", "escape")
        assert isinstance(app.screen, Second)
        await press(pilot, "ctrl+q", "1")
    assert app.return_code == 0
    assert not app.is_running


async def test_escape_in_a_changed_form_asks_and_staying_keeps_what_was_typed() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+n", "h", "i", "escape")
        assert isinstance(pilot.app.screen, Question)
        assert dialog_text(pilot.app) == "What you typed here is not saved."
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Fill)
        assert pilot.app.screen.query(Input).first().value == "hi"
        await press(pilot, "escape", "alt+1")
        await pilot.pause()
        assert pilot.app.screen is stage
        assert stage.done == ["note None"]


async def test_escape_in_an_unchanged_form_closes_it_at_once() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+n", "escape")
        await pilot.pause()
        assert pilot.app.screen is stage
        assert stage.done == ["note None"]


async def test_a_page_on_top_leaves_to_the_one_under_it() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        page = Stage()
        await pilot.app.push_screen(page)
        page.loss = "Not saved."
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, Question)
        await press(pilot, "2")
        assert pilot.app.screen is page
        page.loss = ""
        await press(pilot, "escape")
        await pilot.pause()
        assert pilot.app.screen is stage


async def test_the_desk_is_closed_at_the_end() -> None:
    counter = Counter()
    app = stage_app(counter)
    async with app.run_test() as pilot:
        await ready(pilot)
    app.close_desk()
    assert counter.closed
