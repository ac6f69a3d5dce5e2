"""Another operator at a shared counter, and a PIN of one's own: what is asked, said, kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from boxoffice_tui.app import BoxOfficeApp
from boxoffice_tui.locales import translate
from boxoffice_tui.screens.dialogs import CommandButton, Question
from boxoffice_tui.screens.forms import FieldLine, Form
from boxoffice_tui.screens.operator import ChangeOperator, OwnPin
from tests.screens.stage import Counter, Stage, dialog_text, footer, header, press, ready, stage_app

WRONG = {
    "en": "! This PIN is wrong. Type it again, or ask an administrator for a new one.",
    "fr": "! Ce NIP est faux. Tapez-le de nouveau, ou demandez-en un nouveau à un administrateur.",
}


async def opened(pilot: Pilot[None], *keys: str) -> ChangeOperator:
    """The dialog, once it knows who may sit here."""
    await ready(pilot)
    await press(pilot, *(keys or ("ctrl+g",)))
    await answered(pilot)
    return cast(ChangeOperator, pilot.app.screen)


async def choose(pilot: Pilot[None], dialog: ChangeOperator, code: str) -> None:
    dialog.query_one(Select).value = code
    await pilot.pause()


async def answered(pilot: Pilot[None]) -> None:
    """The services have answered, and what follows from it has been done; the flow may go on waiting."""
    for _step in range(2):
        await pilot.pause()
        for worker in list(pilot.app.workers):
            if worker.group != "operator":
                await worker.wait()
    await pilot.pause()


def faults(dialog: ChangeOperator | OwnPin) -> list[str]:
    return [str(line.query_one(".field-fault").render()) for line in dialog.query(FieldLine) if line.fault]


def lines(dialog: ChangeOperator | OwnPin) -> list[str]:
    return [line.field.name for line in dialog.query(FieldLine) if line.display]


async def test_who_has_no_pin_is_a_choice_and_enter_away() -> None:
    counter = Counter()
    async with stage_app(counter).run_test() as pilot:
        dialog = await opened(pilot)
        assert isinstance(dialog, ChangeOperator)
        assert isinstance(dialog.focused, Select)
        assert lines(dialog) == ["operator"]
        await choose(pilot, dialog, "DORA")
        assert lines(dialog) == ["operator"]
        assert isinstance(dialog.focused, CommandButton)
        await press(pilot, "enter")
        await answered(pilot)
        assert isinstance(pilot.app.screen, Stage)
        line = " ".join(header(pilot.app).split())
        assert line == "Théâtre du Lac │ Archives DORA · Caisse 2 TRAINING"


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_a_wrong_pin_is_said_and_the_choice_stays(language: str) -> None:
    counter = Counter()
    async with stage_app(counter, language=language).run_test() as pilot:
        dialog = await opened(pilot)
        await choose(pilot, dialog, "BRUNO")
        pin = dialog.query_one(Input)
        assert (lines(dialog), dialog.focused, pin.password) == (["operator", "pin"], pin, True)
        await press(pilot, *"1357", "enter")
        await answered(pilot)
        assert pilot.app.screen is dialog
        assert faults(dialog) == [WRONG[language]]
        assert (dialog.query_one(Select).value, pin.value, dialog.focused) == ("BRUNO", "", pin)
        assert (counter.operator, "ANNE" in header(pilot.app)) == ("ANNE", True)
        await press(pilot, *"2468", "enter")
        await answered(pilot)
        assert (counter.operator, "BRUNO" in header(pilot.app)) == ("BRUNO", True)


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_when_a_pin_may_be_typed_again_is_said_in_the_houses_zone(language: str) -> None:
    counter = Counter(opens_at=datetime(2026, 11, 21, 19, 7, 42, tzinfo=UTC))
    async with stage_app(counter, language=language).run_test() as pilot:
        dialog = await opened(pilot)
        await choose(pilot, dialog, "BRUNO")
        await press(pilot, *"2468", "enter")
        await answered(pilot)
        assert pilot.app.screen is dialog
        (told,) = faults(dialog)
        assert ("02:07:42 pm" if language == "en" else "14:07:42") in told
        assert "BRUNO" in told
        assert dialog.query_one(Input).value == ""
        counter.opens_at = None
        await press(pilot, *"2468", "enter")
        await answered(pilot)
        assert counter.operator == "BRUNO"


async def test_a_few_letters_find_an_operator() -> None:
    async with stage_app().run_test() as pilot:
        dialog = await opened(pilot)
        await press(pilot, "b", "r", "enter")
        await pilot.pause()
        assert (dialog.query_one(Select).value, dialog.focused) == ("BRUNO", dialog.query_one(Input))


async def test_without_a_choice_or_a_pin_nothing_is_asked_of_the_service() -> None:
    counter = Counter()
    async with stage_app(counter).run_test() as pilot:
        dialog = await opened(pilot, "alt+u")
        await press(pilot, "alt+s")
        assert faults(dialog) == ["! This is needed."]
        await choose(pilot, dialog, "BRUNO")
        await press(pilot, "enter")
        assert faults(dialog) == ["! This is needed."]
        await press(pilot, *"13")
        await choose(pilot, dialog, "DORA")
        await choose(pilot, dialog, "BRUNO")
        assert dialog.query_one(Input).value == ""
        await press(pilot, "escape")
        assert (counter.operator, isinstance(pilot.app.screen, Stage)) == ("ANNE", True)


async def test_what_is_unsaved_is_asked_about_first_and_stays() -> None:
    counter = Counter()
    async with stage_app(counter).run_test() as pilot:
        stage = await ready(pilot)
        stage.query_one(Input).value = "Côté"
        stage.loss = "Seat F-14 is held."
        await press(pilot, "ctrl+g", "ctrl+g")
        assert isinstance(pilot.app.screen, Question)
        assert dialog_text(pilot.app) == (
            "Seat F-14 is held.\nIt stays as it is, and is saved in the name of the operator who saves it."
        )
        await press(pilot, "2")
        assert pilot.app.screen is stage
        await press(pilot, "ctrl+g", "1")
        await answered(pilot)
        dialog = cast(ChangeOperator, pilot.app.screen)
        await choose(pilot, dialog, "DORA")
        await press(pilot, "enter")
        await answered(pilot)
        assert pilot.app.screen is stage
        assert (stage.query_one(Input).value, stage.loss) == ("Côté", "Seat F-14 is held.")
        assert counter.operator == "DORA"


async def test_the_rights_of_the_new_operator_count_at_once() -> None:
    counter = Counter()
    async with stage_app(counter).run_test() as pilot:
        dialog = await opened(pilot)
        assert "Alt+N Note" in footer_under(pilot.app)
        counter.rights = frozenset({"orders.refund"})
        await choose(pilot, dialog, "DORA")
        await press(pilot, "enter")
        await answered(pilot)
        assert "Alt+R Refund" in footer(pilot.app)
        assert "Note" not in footer(pilot.app)


def footer_under(app: BoxOfficeApp) -> str:
    from textual.content import Content

    from boxoffice_tui.screens.header import CommandBar

    return cast(Content, app.screen_stack[0].query_one(CommandBar).render()).plain


async def test_the_language_changes_under_the_open_dialog() -> None:
    async with stage_app().run_test() as pilot:
        dialog = await opened(pilot)
        await choose(pilot, dialog, "BRUNO")
        await press(pilot, *"24")
        pilot.app.action_language("fr")
        await pilot.pause()
        assert (dialog.query_one(Select).value, dialog.query_one(Input).value) == ("BRUNO", "24")
        assert dialog.query_one(".dialog").border_title == translate.catalogue("fr").gettext("Change operator")


async def own_pin(pilot: Pilot[None]) -> OwnPin:
    await ready(pilot)
    await pilot.app.run_action("pin")
    await answered(pilot)
    return cast(OwnPin, pilot.app.screen)


async def test_a_first_pin_is_typed_twice() -> None:
    async with stage_app().run_test() as pilot:
        dialog = await own_pin(pilot)
        assert lines(dialog) == ["new", "again"]
        await press(pilot, *"2468", "tab", *"2469", "enter")
        assert faults(dialog) == ["! This is not the same as above."]
        assert dialog.query_one(Form).typed["new"] == "2468"


async def test_a_pin_that_is_there_is_asked_for() -> None:
    counter = Counter(pins={"ANNE": "1111"})
    async with stage_app(counter).run_test() as pilot:
        dialog = await own_pin(pilot)
        assert lines(dialog) == ["old", "new", "again"]
        await press(pilot, "enter")
        assert faults(dialog) == ["! This is needed."] * 3
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Stage)
