"""How the shell looks: 80×24 and 120×40, French, English and the pseudo-language, each look."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.screens.forms import FieldFault, Form
from tests.screens.stage import ready, stage_app

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="snapshots are kept on Python 3.11")

Snap = Callable[..., bool]
SMALL, LARGE = (80, 24), (120, 40)


async def settled(pilot: Pilot[Any]) -> None:
    await ready(pilot)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("language", ["fr", "en", "xx"])
def test_a_page(snap_compare: Snap, language: str, size: tuple[int, int]) -> None:
    assert snap_compare(stage_app(language=language), terminal_size=size, run_before=settled)


@pytest.mark.parametrize("look", ["light", "contrast", "ansi"])
def test_each_look(snap_compare: Snap, look: str) -> None:
    assert snap_compare(stage_app(language="fr", look=look), terminal_size=SMALL, run_before=settled)


@pytest.mark.parametrize("language", ["fr", "xx"])
@pytest.mark.parametrize("command", ["help", "palette", "jump"])
def test_what_opens_over_it(snap_compare: Snap, language: str, command: str) -> None:
    assert snap_compare(stage_app(language=language), terminal_size=SMALL, run_before=opened(command))


@pytest.mark.parametrize("language", ["fr", "xx"])
def test_a_form_with_a_fault(snap_compare: Snap, language: str) -> None:
    async def faulty(pilot: Pilot[Any]) -> None:
        stage = await ready(pilot)
        await pilot.app.run_action("note", stage)
        await pilot.pause()
        form = pilot.app.screen.query_one(Form)
        form.check()
        form.show_faults({"text": FieldFault("required"), "method": FieldFault("not_a_choice")})
        await pilot.pause()

    assert snap_compare(stage_app(language=language), terminal_size=SMALL, run_before=faulty)


@pytest.mark.parametrize("look", ["dark", "ansi"])
def test_a_question_that_destroys(snap_compare: Snap, look: str) -> None:
    async def asked(pilot: Pilot[Any]) -> None:
        stage = await ready(pilot)
        await pilot.app.run_action("cancel", stage)
        await pilot.pause()

    assert snap_compare(stage_app(language="fr", look=look), terminal_size=SMALL, run_before=asked)


def test_too_small(snap_compare: Snap) -> None:
    assert snap_compare(stage_app(language="xx"), terminal_size=(60, 20), run_before=settled)


def opened(command: str) -> Callable[[Pilot[Any]], Any]:
    async def run(pilot: Pilot[Any]) -> None:
        await ready(pilot)
        assert isinstance(pilot.app, BoxOfficeApp)
        await pilot.app.run_action(command)
        await pilot.pause()

    return run
