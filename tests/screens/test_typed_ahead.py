"""Keys typed ahead on the stage: behind dialogs and services that never answer, keys held down, quitting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from boxoffice_tui.screens import typed_ahead
from boxoffice_tui.screens.dialogs import Fill, Question
from tests.screens.archives.clerk import burst
from tests.screens.stage import Stage, press, ready, stage_app
from tests.screens.test_shell_answers import Gate

PATIENCE = 10.0


def send(pilot: Pilot[Any], *keys: str, at: float | None = None, every: float = 0.0) -> None:
    """Keys as they come from the terminal; the first `at` an instant, the others `every` so many seconds."""
    for number, key in enumerate(keys):
        event = events.Key(key, key if len(key) == 1 else None)
        if at is not None:
            event.time = at + number * every
        pilot.app.post_message(event)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():
            await asyncio.sleep(0.002)


async def writing(pilot: Pilot[Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Stage, Gate]:
    """The stage, whose list has the focus, with `a` for a change that a key begins and the test lets go."""
    stage, gate = await ready(pilot), Gate("saved")
    await press(pilot, "escape")
    monkeypatch.setattr(stage, "action_add", lambda: stage.change(gate))
    return stage, gate


async def test_a_dialog_gets_what_was_typed_behind_its_key_and_the_page_what_comes_after() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await burst(pilot, "escape", "n", *"all", "enter", "a", "x", "2", "x", "1", "n", *"b", "escape", "1", "a")
        assert pilot.app.screen is stage
        assert [done.partition("'tell'")[0] for done in stage.done] == [
            "note {'text': 'all', 'method': None, ",
            "add",
            "cancel False",
            "cancel True",
            "note None",
            "add",
        ]


async def test_what_follows_a_change_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage_app().run_test() as pilot:
        stage, gate = await writing(pilot, monkeypatch)
        send(pilot, "a", "x")
        await until(lambda: stage.writing)
        await asyncio.sleep(0.1)
        assert pilot.app.screen is stage
        gate.open.set()
        await until(lambda: isinstance(pilot.app.screen, Question) and not pilot.app.typed_ahead.busy)
        assert stage.answers == ["saved"]


async def test_a_service_that_does_not_answer_keeps_no_key_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_ahead, "LONGEST_SECONDS", 0.1)
    async with stage_app().run_test() as pilot:
        stage, gate = await writing(pilot, monkeypatch)
        send(pilot, "a", "x")
        await until(lambda: isinstance(pilot.app.screen, Question))
        assert stage.writing
        send(pilot, "1")
        await until(lambda: stage.done == ["cancel True"])
        gate.open.set()


async def test_a_doubled_key_and_a_key_held_down_change_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage_app().run_test() as pilot:
        stage, gate = await writing(pilot, monkeypatch)
        send(pilot, "a", "a", "a", "down")
        send(pilot, *["pageup"] * 40, at=1000.0, every=0.03)
        await until(lambda: stage.writing)
        assert len(pilot.app.typed_ahead._waiting) == 4, "two doubled, an arrow, and what is held down once"
        gate.open.set()
        await until(lambda: not pilot.app.typed_ahead.busy)
        assert stage.answers == ["saved"]


async def test_quitting_waits_for_no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage_app().run_test() as pilot:
        stage, gate = await writing(pilot, monkeypatch)
        send(pilot, "a", "down", "ctrl+q")
        await until(lambda: pilot.app._exit)
        assert stage.writing
        gate.open.set()


async def test_text_for_a_field_waits_for_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage_app().run_test() as pilot:
        stage, gate = await ready(pilot), Gate("read")
        monkeypatch.setattr(Fill, "on_mount", lambda _self: stage.read(gate), raising=False)
        send(pilot, "alt+n", "a", "b", "enter")
        await until(lambda: [field.value for field in pilot.app.screen.query(Input)][:1] == ["ab"])
        assert isinstance(pilot.app.screen, Fill), "Enter waits for what the dialog asks"
        gate.open.set()
        await until(lambda: bool(stage.done))
        assert stage.done[0].startswith("note {'text': 'ab'")


async def test_what_is_shown_and_asked_once_more_keeps_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage_app().run_test() as pilot:
        stage, gate = await ready(pilot), Gate("read")
        again = partial(stage.fetch, Stage.Read, gate, keeps_keys=None)
        monkeypatch.setattr(Fill, "on_mount", lambda _self: again(), raising=False)
        send(pilot, "alt+n", "a", "b", "enter")
        await until(lambda: bool(stage.done))
        assert stage.answers == []
        gate.open.set()


async def test_a_list_that_is_gone_with_messages_unread_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage_app().run_test() as pilot:
        monkeypatch.setattr(typed_ahead, "LONGEST_SECONDS", 60 * PATIENCE)  # giving up is no answer
        stage, gate = await writing(pilot, monkeypatch)
        rows = stage.query_one("#rows")
        send(pilot, "a")
        await until(lambda: gate.thread > 0)
        await rows.remove()
        rows._message_queue.put_nowait(events.Idle())  # as one has that is closed while it is busy
        gate.open.set()
        await until(lambda: not pilot.app.typed_ahead.busy)  # type: ignore[attr-defined]
        assert stage.answers == ["saved"]
