"""Forms as data: one check, faults under their fields, what was typed stays; and the dialogs around them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Select

from boxoffice_tui.locales.formats import parse_money
from boxoffice_tui.rules.money import Money
from boxoffice_tui.rules.text import safe
from boxoffice_tui.screens.dialogs import Choice, CommandButton, Fill, Question, ask
from boxoffice_tui.screens.forms import Field, FieldFault, Form, Kind, check_form
from tests.screens.stage import dialog_text, press, ready, stage_app

METHODS = (("cash", "Cash"), ("card", "Card"))
FIELDS = (
    Field("reason", "Reason", required=True, limit=20),
    Field("method", "Method", Kind.CHOICE, choices=lambda: METHODS),
    Field("tell", "Send", Kind.TICK),
    Field("amount", "Amount", parse=lambda text: parse_money(text, "CAD", "fr_CA")),
)
typed_forms = st.fixed_dictionaries(
    {
        "reason": st.one_of(st.none(), st.text(max_size=30)),
        "method": st.one_of(st.none(), st.sampled_from(["cash", "card", "gold"])),
        "tell": st.one_of(st.none(), st.booleans()),
        "amount": st.one_of(st.none(), st.text("0123456789,. $x", max_size=12)),
    }
)


@given(typed_forms)
def test_each_field_has_a_value_or_a_fault_and_values_are_safe(typed: dict[str, Any]) -> None:
    values, faults = check_form(FIELDS, typed)
    assert sorted([*values, *faults]) == sorted(field.name for field in FIELDS)
    reason = values.get("reason")
    if reason is not None:
        assert safe(reason) == reason
        assert 0 < len(reason) <= 20
    assert values.get("method") in {None, "cash", "card"}
    assert isinstance(values["tell"], bool)
    assert values.get("amount") is None or isinstance(values["amount"], Money)


def test_what_a_form_gives() -> None:
    typed = {"reason": " belle-mère\x1b[2J ", "method": "card", "tell": True, "amount": "35,00"}
    assert check_form(FIELDS, typed) == (
        {"reason": "belle-mère[2J", "method": "card", "tell": True, "amount": Money(3500, "CAD")},
        {},
    )


@pytest.mark.parametrize(
    ("name", "typed", "fault"),
    [
        ("reason", "   ", FieldFault("required", {"limit": 20})),
        ("reason", "x" * 21, FieldFault("too_long", {"limit": 20})),
        ("method", "gold", FieldFault("not_a_choice", {"limit": 200})),
    ],
)
def test_faults_of_a_form(name: str, typed: str, fault: FieldFault) -> None:
    _values, faults = check_form(FIELDS, {"reason": "r", name: typed})
    assert faults == {name: fault}


def test_a_parsers_own_code_and_facts_are_kept() -> None:
    _values, faults = check_form(FIELDS, {"reason": "r", "amount": "12.5.0"})
    assert list(faults) == ["amount"]
    assert faults["amount"].code.isidentifier()


async def test_saving_a_faulty_form_keeps_all_and_says_why_under_the_field() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+n", "tab", "tab", "space", "shift+tab", "alt+s")
        form = pilot.app.screen.query_one(Form)
        faults = [line for line in form.query(".field-fault") if line.display]
        assert [str(line.render()) for line in faults] == ["! This is needed."]
        assert isinstance(pilot.app.focused, Input)
        await press(pilot, "o", "k")
        assert not any(line.display for line in form.query(".field-fault"))
        form.query_one(Select).value = "card"
        await press(pilot, "enter")
        await pilot.pause()
        assert pilot.app.screen is stage
        assert stage.done == ["note {'text': 'ok', 'method': 'card', 'tell': False}"]


async def test_a_services_fault_is_shown_like_the_forms_own_and_follows_the_language() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "alt+n")
        form = pilot.app.screen.query_one(Form)
        form.show_faults({"method": FieldFault("not_allowed", {"right": "orders.refund"})})
        await pilot.pause()
        (line,) = (line for line in form.query(".field-fault") if line.display)
        assert str(line.render()).startswith("! Your rights do not include “Refund”.")
        assert isinstance(pilot.app.focused, Select)
        await pilot.app.run_action("language('xx')")
        await pilot.pause()
        assert "“Réfüñd~~~”" in str(line.render())


async def test_a_choice_survives_a_change_of_language_and_its_prompt_is_ours() -> None:
    async with stage_app().run_test() as pilot:
        await ready(pilot)
        await press(pilot, "alt+n")
        select = pilot.app.screen.query_one(Select)
        assert select.prompt == "Choose"
        select.value = "card"
        await pilot.app.run_action("language('xx')")
        await pilot.pause()
        assert select.value == "card"
        assert select.prompt == "Çhõõsé~~~"


async def test_a_question_shows_people_literally_and_has_the_safe_button_focused() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+x")
        assert dialog_text(pilot.app) == "Cancel the ticket of [red][b]x[/red]?"
        assert isinstance(pilot.app.focused, CommandButton)
        assert str(pilot.app.focused.render()) == "[Back 2]"
        await press(pilot, "enter")
        await pilot.pause()
        assert stage.done == ["cancel False"]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("1",), "cancel True"),
        (("2",), "cancel False"),
        (("3", "escape"), "cancel False"),
        (("left", "enter"), "cancel True"),
    ],
)
async def test_a_question_is_answered_by_digit_arrow_or_escape(keys: tuple[str, ...], answer: str) -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+x", *keys)
        await pilot.pause()
        assert stage.done == [answer]


async def test_a_button_is_pressed_by_the_mouse_too() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        await press(pilot, "alt+x")
        await pilot.click(".command-choose")
        await pilot.pause()
        assert stage.done == ["cancel True"]


async def test_ask_gives_the_id_of_the_choice() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        choices = [Choice("post", "By post"), Choice("hand", "By hand")]
        given: list[str | None] = []

        async def flow() -> None:
            given.append(await ask(stage, lambda: "How?", choices))

        stage.run_worker(flow())
        await pilot.pause()
        assert isinstance(pilot.app.screen, Question)
        await press(pilot, "alt+2")
        await ready(pilot)
        assert given == ["hand"]


async def test_a_long_dialog_scrolls_and_its_buttons_stay_in_sight() -> None:
    async with stage_app().run_test() as pilot:
        stage = await ready(pilot)
        fields = [Field(f"field{number}", f"Field {number}") for number in range(40)]
        pilot.app.push_screen(Fill(lambda: "Long", fields))
        await pilot.pause()
        content = pilot.app.screen.query_one(".content")
        assert content.max_scroll_y > 20
        for button in pilot.app.screen.query(CommandButton):
            assert pilot.app.screen.region.contains_region(button.region)
            assert button.region.bottom <= 23
        await press(pilot, "pagedown")
        await pilot.pause()  # it scrolls after the next paint
        assert content.scroll_y > 0
        await press(pilot, "shift+tab", "shift+tab", "shift+tab")
        assert content.scroll_y == content.max_scroll_y
        pilot.app.screen.dismiss(None)
        assert stage.done == []
