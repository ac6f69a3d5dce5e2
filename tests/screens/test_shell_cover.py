"""The cover over a terminal that is too small: kind, and nothing is lost or done under it."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from boxoffice_tui.screens.dialogs import Fill
from boxoffice_tui.screens.header import Cover
from tests.screens.stage import Second, footer, press, ready, stage_app


async def test_the_cover_says_both_sizes_and_goes_away_with_nothing_lost() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "k", "y")
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        cover = stage.query_one(Cover)
        assert str(cover.render()) == (
            "This terminal is too small: it is 60×20 now, the screens need 80×24. Make it larger: what you "
            "typed is kept."
        )
        assert cover.region.size == (60, 20)
        await press(pilot, "z", "alt+a", "f8", "f1")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not stage.query(Cover)
        await press(pilot, "z")
        assert pilot.app.screen is stage
        assert stage.query_one(Input).value == "kyz"
        assert stage.done == []


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5)])
async def test_a_terminal_too_small_at_the_start(size: tuple[int, int]) -> None:
    async with stage_app().run_test(size=size) as pilot:
        stage = await ready(pilot)
        assert stage.query_one(Cover).region.size == size
        await press(pilot, "ctrl+q")
    assert pilot.app.return_code == 0


async def test_a_dialog_is_covered_too_and_the_page_under_it_when_it_closes() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+n", "h")
        await pilot.resize_terminal(70, 24)
        await pilot.pause()
        fill = pilot.app.screen
        assert isinstance(fill, Fill)
        assert fill.query(Cover)
        fill.dismiss(None)
        await pilot.pause()
        assert stage.query(Cover)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not stage.query(Cover)


async def test_another_workplace_is_uncovered_when_it_is_shown_again() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "f8")
        await pilot.resize_terminal(70, 24)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Second)
        pilot.app.switch_mode("archives")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not pilot.app.screen.query(Cover)
        await press(pilot, "f8")
        await pilot.pause()
        assert not pilot.app.screen.query(Cover)
        assert footer(pilot.app).startswith("F3 Archives")
