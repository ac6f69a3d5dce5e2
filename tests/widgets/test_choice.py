from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import RadioSet

from boxoffice_tui.widgets.choice import Picker, RoundChoice, TickBox


class Boxes(App[None]):
    def compose(self) -> ComposeResult:
        yield TickBox(Content("[b]first[/b]"))
        yield TickBox("second", True)
        with RadioSet():
            yield RoundChoice("to the row", True)
            yield RoundChoice("to the shipment")


async def test_marks_say_on_and_off_by_their_shape() -> None:
    app = Boxes()
    async with app.run_test(size=(40, 10)) as pilot:

        def shown() -> list[str]:
            return [
                str(box.render()) for box in app.query("TickBox, RoundChoice").results(TickBox | RoundChoice)
            ]

        assert shown() == ["[ ] [b]first[/b] ", "[x] second ", "(•) to the row ", "( ) to the shipment "]
        await pilot.press("space", "enter", "tab", "space", "tab", "down", "enter")  # Enter turns no box
        assert shown() == ["[x] [b]first[/b] ", "[ ] second ", "( ) to the row ", "(•) to the shipment "]
        assert [box.size.height for box in app.query(TickBox)] == [1, 1]


class Lists(App[None]):
    BINDINGS = [("b", "tell", "")]  # noqa: RUF012 -- Textual's class variable

    def __init__(self) -> None:
        super().__init__()
        self.told = 0

    def compose(self) -> ComposeResult:
        names = ("ANNE · Anne Roy", "DORA · Dora Bélanger", "BRUNO · Bruno Roy", "BERTA · Berta Roy")
        yield Picker([(name, name.split()[0]) for name in names], compact=True)

    def action_tell(self) -> None:
        self.told += 1


@pytest.mark.parametrize(
    ("typed", "chosen"), [("b", "BRUNO"), ("be", "BERTA"), ("dora", "DORA"), ("roy", "ANNE"), ("zz", None)]
)
async def test_letters_open_a_list_and_find(typed: str, chosen: str | None) -> None:
    app = Lists()
    async with app.run_test() as pilot:
        picker = app.query_one(Picker)
        picker.focus()
        for letter in typed:  # as fast as a keyboard does
            app.post_message(events.Key(letter, letter))
        await pilot.pause()
        await pilot.pause()
        assert picker.expanded
        await pilot.press("enter" if chosen else "escape")
        assert (None if picker.value is Picker.NULL else picker.value) == chosen
        assert (app.focused, app.told) == (picker, 0)


async def test_a_blank_opens_a_list_and_alt_letters_are_not_typed() -> None:
    app = Lists()
    async with app.run_test() as pilot:
        picker = app.query_one(Picker)
        picker.focus()
        await pilot.press("tab", "shift+tab", "f5")
        assert not picker.expanded
        await pilot.press("space", "escape", "down")
        assert picker.expanded
