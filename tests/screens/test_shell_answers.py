"""Questions to services: threads, request numbers, one write at a time, and every failure told."""

from __future__ import annotations

import logging
import re
import threading
from datetime import UTC, datetime

import pytest

from boxoffice_tui.screens import answers
from boxoffice_tui.screens.dialogs import Problem
from boxoffice_tui.services.errors import ConflictError, NotAllowedError, RefusedError
from tests.screens.stage import Counter, Stage, dialog_text, footer, press, ready, stage_app


class Gate:
    """Work in a thread that waits until the test lets it go."""

    def __init__(self, answer: str, error: Exception | None = None) -> None:
        self.answer = answer
        self.error = error
        self.open = threading.Event()
        self.thread = 0

    def __call__(self, _desk: object) -> str:
        self.thread = threading.get_ident()
        assert self.open.wait(10)
        if self.error is not None:
            raise self.error
        return self.answer


async def test_work_runs_in_a_thread_with_a_desk_and_answers_on_the_loop() -> None:
    async with stage_app(language="fr").run_test() as pilot:
        stage = await ready(pilot)
        stage.read(lambda desk: f"{desk.language} {threading.get_ident() != threading.main_thread().ident}")
        await ready(pilot)
        assert stage.answers == ["fr True"]


async def test_the_newest_question_wins_whatever_the_order_of_answers() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        old, new = Gate("old"), Gate("new")
        stage.read(old)
        stage.read(new)
        new.open.set()
        old.open.set()
        await ready(pilot)
        assert stage.answers == ["new"]


async def test_an_old_questions_failure_is_not_told() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        old, new = Gate("old", RefusedError("too_old")), Gate("new")
        stage.read(old)
        stage.read(new)
        old.open.set()
        new.open.set()
        await ready(pilot)
        assert pilot.app.screen is stage
        assert stage.answers == ["new"]


async def test_a_change_is_made_once_however_often_enter_is_pressed() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        gate = Gate("saved")
        assert stage.change(gate) is True
        assert stage.change(gate) is False
        assert stage.writing
        gate.open.set()
        await ready(pilot)
        assert (stage.answers, stage.writing) == (["saved"], False)
        assert stage.change(gate) is True
        await ready(pilot)
        assert stage.answers == ["saved", "saved"]


async def test_escape_waits_for_a_change_under_way() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        page = Stage()
        await pilot.app.push_screen(page)
        gate = Gate("saved")
        page.change(gate)
        await press(pilot, "escape", "escape")
        assert pilot.app.screen is page
        gate.open.set()
        await ready(pilot)
        await press(pilot, "escape")
        await pilot.pause()
        assert pilot.app.screen is not page


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            NotAllowedError("orders.refund"),
            "Your rights do not include “Refund”. Ask an operator who holds it.",
        ),
        (
            RefusedError("some_new_code"),
            "This is refused, and the program has no words for why: some_new_code. Tell your administrator.",
        ),
    ],
)
async def test_a_services_refusal_is_told_in_words(error: Exception, sentence: str) -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        gate = Gate("", error)
        gate.open.set()
        stage.change(gate)
        await ready(pilot)
        assert isinstance(pilot.app.screen, Problem)
        assert dialog_text(pilot.app) == sentence
        await press(pilot, "enter")
        assert pilot.app.screen is stage
        assert not stage.writing


async def test_a_conflict_names_who_and_when_in_the_houses_zone() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        gate = Gate("", ConflictError("MARC", datetime(2026, 11, 21, 19, 7, tzinfo=UTC)))
        gate.open.set()
        stage.change(gate)
        await ready(pilot)
        assert "MARC" in dialog_text(pilot.app)
        assert "21/11/2026 02:07 pm" in dialog_text(pilot.app)


async def test_a_fault_is_told_by_an_id_that_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        gate = Gate("", KeyError("[red]secret[/red]"))
        gate.open.set()
        with caplog.at_level(logging.ERROR, "boxoffice"):
            stage.read(gate)
            await ready(pilot)
        told = re.fullmatch(r"Something failed.* fault ([2-9A-HJ-NP-Z]{6}); .*", dialog_text(pilot.app))
        assert told is not None
        assert "secret" not in dialog_text(pilot.app)
        (record,) = caplog.records
        assert record.getMessage() == f"fault {told[1]}"
        assert record.exc_info is not None
        assert record.exc_info[0] is KeyError


async def test_the_same_problem_is_shown_once_until_it_is_closed() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        for _time in range(3):
            gate = Gate("", RefusedError("locked"))
            gate.open.set()
            stage.read(gate)
            await ready(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is stage


async def test_a_fault_in_a_flow_is_told_too(caplog: pytest.LogCaptureFixture) -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await pilot.app.run_action("broken", stage)
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, Problem)
        assert caplog.records[0].exc_info is not None
        assert caplog.records[0].exc_info[0] is ZeroDivisionError


async def test_a_desk_that_cannot_be_had_is_told_and_tried_again() -> None:
    counter = Counter(failing=RefusedError("unreachable"))
    async with stage_app(counter).run_test() as pilot:
        await ready(pilot)
        assert isinstance(pilot.app.screen, Problem)
        counter.failing = None
        await press(pilot, "enter")
        stage = await ready(pilot)
        stage.read(lambda desk: str(desk.language))
        await ready(pilot)
        assert stage.answers == ["en"]


async def test_a_long_answer_shows_that_it_is_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "SLOW_SECONDS", 0.01)
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        gate = Gate("at last")
        stage.read(gate)
        await pilot.pause(0.1)
        assert footer(pilot.app).endswith("Working…")
        gate.open.set()
        await ready(pilot)
        assert stage.answers == ["at last"]
        assert "Working…" not in footer(pilot.app)
