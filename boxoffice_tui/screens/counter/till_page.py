"""A till: closed or open, since when and by whom, what should be in the drawer and what moved; its actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from boxoffice_tui.locales.translate import N_, NP_, _
from boxoffice_tui.rules.text import safe
from boxoffice_tui.rules.tills import TillRefusal
from boxoffice_tui.screens.base import Answer, Page, flow, record_fault
from boxoffice_tui.screens.command import Command, command_for
from boxoffice_tui.screens.counter import till_now
from boxoffice_tui.screens.counter.sheet import Sheet, Sheets
from boxoffice_tui.screens.counter.till_commands import (
    ALL_REPORTS,
    CASH_IN,
    CASH_OUT,
    CLOSE,
    EXPLAINED,
    OPEN,
    REPORT,
    TILL_COMMANDS,
)
from boxoffice_tui.screens.counter.till_dialog import TillAt
from boxoffice_tui.screens.counter.till_now import TillNow, read
from boxoffice_tui.screens.dialogs import Sentence, Words, explanation, show_problem
from boxoffice_tui.screens.header import Header
from boxoffice_tui.screens.section_line import Action, SectionLine
from boxoffice_tui.widgets.figures import Figures

if TYPE_CHECKING:
    from boxoffice_tui.services.errors import ServiceError
    from boxoffice_tui.views.tills import TillChange

ACTIONS = (
    Action(OPEN, NP_("section", "Open")),
    Action(CASH_IN, NP_("section", "Cash in")),
    Action(CASH_OUT, NP_("section", "Cash out")),
    Action(CLOSE, NP_("section", "Close")),
    Action(REPORT, NP_("section", "Report")),
    Action(ALL_REPORTS, NP_("section", "All")),
)


class TillActions(SectionLine):
    """What can be done at a till, without a title of its own."""

    def _head(self) -> Content:
        return Content("")


class TillMovements(VerticalScroll):
    """What moved in the shift, scrolled by the arrows."""

    HELP_WORDS = N_("What was paid, given back, put in and taken out in this shift. The arrows scroll.")


class TillScreen(Page):
    """The till with this code, or that of whoever sits here. What it shows is what the database said last."""

    PLACE = N_("Counter")
    CSS_PATH = "till_page.tcss"
    COMMAND_LIST = TILL_COMMANDS

    class Shown(Answer[TillNow]):
        """The till as it is."""

    class Seen(Answer[TillNow]):
        """The same, after somebody changed something."""

    class Stood(Answer[None]):
        """The desk stands at this till now."""

    def __init__(self, code: str | None = None) -> None:
        super().__init__()
        self.code = code
        self.now: TillNow | None = None
        self._why_nothing: Sentence = str

    def body(self) -> Iterable[Widget]:
        yield Words(self._title, classes="title")
        with Vertical(id="expected"):
            yield Words(self._expected_title)
            yield Figures()
            yield Words(lambda: self._worded(till_now.drawer))
        yield TillActions(str, ACTIONS)
        with TillMovements():
            yield Sheets(lambda: self._sheets(till_now.methods), classes="methods")
            yield Sheets(lambda: self._sheets(till_now.movements), classes="movements")
        yield Words(str, classes="outcome")

    def on_screen_resume(self) -> None:
        """Opened, or a dialog closed: the till is read again."""
        self.read_again()

    def data_changed(self) -> None:
        """Somebody changed something, perhaps at this till."""
        code = self.code
        self.fetch(self.Seen, lambda desk: read(desk, code))

    def place(self) -> str:
        return f"{_(self.PLACE)} · {_('Till')}"

    # What commands ask

    @property
    def till_open(self) -> bool:
        """Whether a shift is open."""
        return self.now is not None and self.now.state.number is not None

    @property
    def till_closed(self) -> bool:
        """Whether none is."""
        return self.now is not None and self.now.state.number is None

    @property
    def elsewhere(self) -> bool:
        """Whether the till shown is not the one of this desk."""
        return self.now is not None and not self.now.state.here

    @property
    def shift(self) -> int | None:
        """The number of the open shift, or of the last one."""
        state = self.now.state if self.now is not None else None
        return None if state is None else state.number if state.number is not None else state.last

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys of the till act always: where they may not, they say why."""
        command = command_for(self.own_commands(), action, parameters)
        if command in EXPLAINED and not self.covered and self.now is not None:
            return True
        return super().check_action(action, parameters)

    # Reading

    def read_again(self) -> None:
        """Ask for the till as it is now."""
        code = self.code
        self.fetch(self.Shown, lambda desk: read(desk, code))

    @on(Seen)
    @on(Shown)
    def _show(self, shown: Shown | Seen) -> None:
        if shown.value == self.now:
            return
        self.now = shown.value
        self._paint()

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """Nobody asked to see what others change; who has no till reads so, and how to choose one."""
        if question is self.Seen:
            record_fault(error)
        elif getattr(error, "code", "") in {TillRefusal.TILL_NOT_NAMED, "not_allowed"}:
            self.now = None
            self._why_nothing = explanation(error, self.shell)
            self._paint()
        else:
            super().failed(question, error)

    def _paint(self) -> None:
        from boxoffice_tui.locales import formats

        state = self.now.state if self.now is not None else None
        expected = state.expected if state is not None else None
        figures = self.query_one(Figures)
        figures.update("" if expected is None else formats.amount(expected, self.shell.locale()))
        figures.mark("less" if expected is not None and expected.minor < 0 else "")
        for part in (*self.query(Words), *self.query(Sheets)):
            part.retranslate()
        self.query_one(TillMovements).can_focus = state is not None and state.number is not None
        self.query_one(Header).refresh()
        self.refresh_bindings()

    # Commands

    @flow
    async def action_open(self) -> None:
        """Open the till with a float."""
        if (at := self._allowed_at(OPEN)) is not None:
            from boxoffice_tui.screens.counter.till_open import OpenTill

            change = await self.app.push_screen_wait(OpenTill(at))
            self._tell(change, _opened)

    @flow
    async def action_cash_in(self) -> None:
        """Put cash into the till."""
        if (at := self._allowed_at(CASH_IN)) is not None:
            from boxoffice_tui.screens.counter.till_open import MoveCash

            change = await self.app.push_screen_wait(MoveCash(at, out=False))
            self._tell(
                change, lambda change: _("Till {till}: cash in recorded").format(till=safe(change.till))
            )

    @flow
    async def action_cash_out(self) -> None:
        """Take cash out of the till."""
        if (at := self._allowed_at(CASH_OUT)) is not None:
            from boxoffice_tui.screens.counter.till_open import MoveCash

            change = await self.app.push_screen_wait(MoveCash(at, out=True))
            self._tell(
                change, lambda change: _("Till {till}: cash out recorded").format(till=safe(change.till))
            )

    @flow
    async def action_close_till(self) -> None:
        """Count the till; then its report is shown."""
        if (at := self._allowed_at(CLOSE)) is None:
            return
        from boxoffice_tui.screens.counter.till_close import CloseTill

        change = await self.app.push_screen_wait(CloseTill(at))
        self._tell(change, _closed)
        if change is not None:
            self._open_report(change.number)

    def action_report(self) -> None:
        """The report of the open shift so far, or of the last one."""
        if self.shift is not None:
            self._open_report(self.shift)

    def action_reports(self) -> None:
        """The shifts of all tills."""
        from boxoffice_tui.screens.counter.till_reports import ShiftsScreen

        self.app.push_screen(ShiftsScreen())

    @flow
    async def action_another(self) -> None:
        """Look at another till."""
        from boxoffice_tui.screens.counter.till_choice import TillChoice

        chosen = await self.app.push_screen_wait(TillChoice())
        if chosen is not None:
            self.code, self.now = chosen, None
            self._tell(None, _opened)
            self.read_again()

    def action_stand(self) -> None:
        """What is paid here goes into this till from now on, whoever sits down."""
        if self.now is not None:
            code, shell = self.now.state.code, self.shell
            self.write(self.Stood, lambda _desk: shell.desks().stand_at(code))

    @on(Stood)
    def _tell_where(self) -> None:
        self.shell.stand()
        self.read_again()
        till = safe(self.now.state.code) if self.now is not None else ""
        self.query_one(".outcome", Words).say(
            lambda: _("What is paid here now goes into till {till}.").format(till=till)
        )

    def _open_report(self, number: int) -> None:
        from boxoffice_tui.screens.counter.till_report import ShiftScreen

        self.app.push_screen(ShiftScreen(number))

    def _allowed_at(self, command: Command) -> TillAt | None:
        """The till, where `command` may run on it; else why not is said."""
        if self.now is None:
            return None
        state, allowed = self.now.state, self.allowed(command)
        if allowed:
            return TillAt(state.code, self.standing.currency, state.number, state.expected)
        from boxoffice_tui.services.errors import NotAllowedError

        show_problem(self, NotAllowedError(command.right) if allowed is None else self._why_not(self.now))
        return None

    def _why_not(self, now: TillNow) -> ServiceError:
        from boxoffice_tui.services.errors import RefusedError

        state = now.state
        if state.number is None:
            return RefusedError(TillRefusal.TILL_NOT_OPEN, {"till": state.code})
        facts = {"till": state.code, "number": state.number, "who": state.opened_by, "when": state.opened_at}
        return RefusedError(TillRefusal.TILL_OPEN, facts)

    def _tell(self, change: TillChange | None, sentence: Callable[[TillChange], str]) -> None:
        """What came of a dialog, where something did."""
        self.query_one(".outcome", Words).say(lambda: sentence(change) if change is not None else "")

    # Words

    def retranslate(self) -> None:
        super().retranslate()
        self._paint()

    def _title(self) -> Content:
        if self.now is None:
            return Content(self._why_nothing())
        return till_now.title(self.now, self.shell.locale(), self.standing.zone or "UTC")

    def _expected_title(self) -> str:
        if self.now is None:
            return ""
        if self.till_open:
            return _("Cash that should be in the drawer")
        return _("This till is closed: what is paid here now is in no shift.")

    def _worded(self, words: Callable[[TillNow, str], Content]) -> Content:
        return words(self.now, self.shell.locale()) if self.now is not None else Content("")

    def _sheets(self, sheets: Callable[[TillNow, str], tuple[Sheet, ...]]) -> tuple[Sheet, ...]:
        return sheets(self.now, self.shell.locale()) if self.now is not None else ()


def _opened(change: TillChange) -> str:
    said = _("Till {till} is open: shift {number}")
    return said.format(till=safe(change.till), number=change.number)


def _closed(change: TillChange) -> str:
    said = _("Till {till} is closed: shift report {number}")
    return said.format(till=safe(change.till), number=change.number)
