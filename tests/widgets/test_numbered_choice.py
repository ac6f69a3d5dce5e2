from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult

from boxoffice_tui.widgets.numbered_choice import NumberedChoice

METHODS = [
    ("cash", "Cash"),
    ("debit", "[b]Debit[/b]"),
    ("credit", "Credit"),
    ("cheque", "Cheque"),
    ("gift", "Gift"),
]


class Till(App[None]):
    """A choice; notes what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        yield NumberedChoice(lambda: METHODS)

    def on_mount(self) -> None:
        self.choice.focus()

    @property
    def choice(self) -> NumberedChoice:
        return self.query_one(NumberedChoice)

    @on(NumberedChoice.Chosen)
    def note_choice(self, event: NumberedChoice.Chosen) -> None:
        self.said.append(event.value)

    @on(NumberedChoice.Undecided)
    def note_nothing(self) -> None:
        self.said.append("nothing chosen")

    @on(NumberedChoice.WentOn)
    def note_end(self) -> None:
        self.said.append("on")


def lines(app: Till) -> list[str]:
    return [line.rstrip() for line in str(app.choice.render()).splitlines()]


async def test_two_columns_with_digits_and_nothing_chosen() -> None:
    async with Till().run_test(size=(40, 6)) as pilot:
        assert lines(pilot.app) == [
            "( ) 1 Cash          ( ) 2 [b]Debit[/b]",
            "( ) 3 Credit        ( ) 4 Cheque",
            "( ) 5 Gift",
        ]
        assert pilot.app.choice.size.height == 3


async def test_a_digit_chooses_and_goes_on() -> None:
    async with Till().run_test(size=(40, 6)) as pilot:
        await pilot.press("2", "9", "5")
        assert pilot.app.said == ["debit", "on", "gift", "on"]
        assert lines(pilot.app)[2] == "(•) 5 Gift"


async def test_enter_decides_nothing_and_says_so() -> None:
    async with Till().run_test(size=(40, 6)) as pilot:
        await pilot.press("enter")
        assert (pilot.app.said, pilot.app.choice.value) == (["nothing chosen"], None)
        await pilot.press("space", "enter")
        assert pilot.app.said == ["nothing chosen", "cash", "on"]
        pilot.app.choice.clear()
        await pilot.press("enter")
        assert pilot.app.said == ["nothing chosen", "cash", "on", "nothing chosen"]


async def test_arrows_choose_and_stop_at_the_ends() -> None:
    async with Till().run_test(size=(40, 6)) as pilot:
        await pilot.press("down", "down", "right", "up", "left", "down", "down", "right")
        assert pilot.app.said == ["cash", "credit", "cheque", "debit", "cash", "credit", "gift"]


async def test_a_click_chooses() -> None:
    async with Till().run_test(size=(40, 6)) as pilot:
        await pilot.click(NumberedChoice, offset=(22, 1))
        await pilot.click(NumberedChoice, offset=(22, 2))
        assert (pilot.app.said, pilot.app.choice.value) == (["cheque"], "cheque")
