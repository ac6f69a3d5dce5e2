from __future__ import annotations

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import RadioSet

from boxoffice_tui.widgets.choice import RoundChoice, TickBox


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
        await pilot.press("space", "tab", "enter", "tab", "down", "enter")
        assert shown() == ["[x] [b]first[/b] ", "[ ] second ", "( ) to the row ", "(•) to the shipment "]
        assert [box.size.height for box in app.query(TickBox)] == [1, 1]
