"""Every button of every dialog is whole at 80×24, its key too; where something would be lost the safe is first."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from boxoffice_tui.locales.translate import LANGUAGES, _
from boxoffice_tui.screens.command import Command, key_name
from boxoffice_tui.screens.dialogs import Choice, CommandButton, Dialog, Question, Words
from tests.architecture.tree import python_files, tree_of
from tests.screens.archives.clerk import settled
from tests.screens.every import every_screen
from tests.screens.stage import press, ready, stage_app

EVERY_LANGUAGE = (*LANGUAGES, "xx")


class Probe(Dialog[None]):
    """A dialog with the buttons of another one and next to nothing in it."""

    def __init__(self, buttons: Sequence[Command]) -> None:
        super().__init__()
        self._probed = tuple(buttons)

    def own_commands(self) -> tuple[Command, ...]:
        return self._probed

    def buttons(self) -> Iterable[Command]:
        return self._probed

    def body(self) -> Iterable[Widget]:
        yield Words(lambda: "?")


def sets_of_buttons() -> dict[str, list[Command]]:
    """The buttons of each dialog of the program that has any."""
    found = {}
    for dialog in every_screen(Dialog):
        named: tuple[str, ...] = vars(dialog).get("BUTTONS", Dialog.BUTTONS)
        own = {command.id: command for command in dialog._merged_commands}
        if named and own.keys() >= set(named):
            found[dialog.__qualname__] = [own[one] for one in named]
    return found


def calls_of_confirm() -> Iterator[tuple[str, ast.Call]]:
    """Every question that a screen asks by `confirm`, with its file and line."""
    for path in python_files("boxoffice_tui/screens"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "confirm":
                yield f"{path.name}:{node.lineno}", node


def answers_of(call: ast.Call) -> list[str]:
    said = [one.args[0] for one in call.args[2:] if isinstance(one, ast.Call)]
    return [*(str(one.value) for one in said if isinstance(one, ast.Constant)), "Back"][:2]


def questions() -> dict[str, list[str]]:
    """The answers of each question, by file and line."""
    return {place: answers_of(call) for place, call in calls_of_confirm()}


def test_what_would_lose_something_is_asked_as_such() -> None:
    destroying = {
        answers_of(call)[0]
        for _place, call in calls_of_confirm()
        if any(one.arg == "destroys" and ast.unparse(one.value) == "True" for one in call.keywords)
    }
    assert destroying == {
        "Leave without saving",
        "Quit without saving",
        "Cancel the order",
        "Close with this difference",
        "Empty it",
        "Delete it",
    }
    harmless = {answers[0] for answers in questions().values()} - destroying
    assert harmless == {
        "Change operator",
        "Generate",
        "Leave out",
        "Load the order again",
        "Mark as sent",
        "Refund now",
        "Reserve with it",
        "Save at the new price",
        "Send",
        "Take them",
    }, "a new question: does its first answer lose something?"


def faults(dialog: Dialog[Any]) -> list[str]:
    """What of the buttons is not to be seen, or lies over another."""
    box = dialog.query_one(".dialog").content_region
    buttons = list(dialog.query(CommandButton))
    told = []
    for number, button in enumerate(buttons):
        said = str(button.render())
        command = button.command
        if said != f"[{_(command.label)} {key_name(command.keys[0])}]":
            told.append(f"{said}: without its key")
        if not box.contains_region(button.region) or button.content_region.width < len(said):
            told.append(f"{said}: cut off")
        if any(button.region.overlaps(other.region) for other in buttons[:number]):
            told.append(f"{said}: over another")
        if button.region.bottom > dialog.app.size.height - 1:
            told.append(f"{said}: under the footer")
    return told


async def shown(pilot: Pilot[None], dialog: Dialog[Any]) -> list[str]:
    pilot.app.push_screen(dialog)
    await settled(pilot)
    told = faults(dialog)
    dialog.dismiss(None)
    return told


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
async def test_the_buttons_of_every_dialog_and_question_are_whole(language: str) -> None:
    sets = sets_of_buttons()
    assert {"PaymentDialog", "CancelDialog", "Problem", "Fill", "ChangeOperator"} <= sets.keys()
    asked = questions()
    assert ["Refund now", "Later"] in asked.values()
    assert ["Leave without saving", "Stay"] in asked.values()
    async with stage_app(language=language).run_test() as pilot:
        await ready(pilot)
        told = {name: await shown(pilot, Probe(buttons)) for name, buttons in sets.items()}
        for place, answers in asked.items():
            choices = [Choice(answer, answer) for answer in answers]
            told[place] = await shown(pilot, Question(str, lambda: "?", choices))
    assert {place: what for place, what in told.items() if what} == {}


async def test_answers_too_long_for_one_line_stand_one_under_the_other() -> None:
    choices = [Choice(letter, letter * 40) for letter in "abc"]
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        dialog = Question(str, lambda: "?\n" * 40, choices)
        pilot.app.push_screen(dialog)
        await pilot.pause()
        assert faults(dialog) == []
        first, second, third = (button.region for button in dialog.query(CommandButton))
        assert (second.y, third.y) == (first.y + 1, first.y + 2)
        assert first.right == second.right == third.right


async def test_buttons_follow_the_language_while_their_dialog_is_open() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        choices = [Choice("yes", "Leave without saving"), Choice("no", "Stay")]
        dialog = Question(str, lambda: "?", choices)
        pilot.app.push_screen(dialog)
        await pilot.pause()
        for language in EVERY_LANGUAGE:
            await pilot.app.run_action(f"language('{language}')")
            await settled(pilot)
            assert faults(dialog) == []


@pytest.mark.parametrize("language", EVERY_LANGUAGE)
async def test_leaving_what_is_not_saved_has_staying_as_its_first_answer(language: str) -> None:
    async with stage_app(language=language).run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+n", "x", "escape")
        question = pilot.app.screen
        assert isinstance(question, Question)
        assert isinstance(question.focused, CommandButton)
        assert question.focused.command.label == "Stay"
        await press(pilot, "enter")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "Fill"
        assert stage.done == []
