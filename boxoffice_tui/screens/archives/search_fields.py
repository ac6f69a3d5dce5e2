"""The fields of the search: they say what is asked, and when: a moment after the last key, or at once by Enter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Checkbox, Input

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.deadlines import Period, Preset
from boxoffice_tui.rules.text import FIELD_LIMIT
from boxoffice_tui.screens.archives.preset_bar import PresetBar
from boxoffice_tui.screens.archives.searching import Question, Season
from boxoffice_tui.screens.dialogs import Words
from boxoffice_tui.widgets.choice import TickBox
from boxoffice_tui.widgets.fields import DateField
from boxoffice_tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from boxoffice_tui.screens.base import ShellScreen

TYPING_SECONDS = 0.15
_NUMBER_LIMIT = 20  # "N° 4829131" and some blanks
_OTHER_WAY = {"number": "#customer", "customer": "#number"}


class NumberField(TextField):
    """The order number."""

    HELP_WORDS = N_("An order number of 6 or 7 digits; blanks, # and N° do not matter.")


class CustomerField(TextField):
    """A name or an e-mail address."""

    HELP_WORDS = N_(
        "The beginnings of names in any order, without accents too, or three or more characters of an e-mail "
        "address with its @."
    )


class SearchFields(Vertical):
    """Number, or name and e-mail; what is to finish; the period."""

    class Asked(Message):
        """The question is another one now."""

    class Entered(Message):
        """Enter in a field; where the question was still being typed, `Asked` has gone before."""

    def __init__(self) -> None:
        super().__init__()
        self._typing: Timer | None = None
        self._period = Period()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Words(lambda: _("No."), classes="label")
            yield NumberField(compact=True, max_length=_NUMBER_LIMIT, id="number")
            yield Words(lambda: _("Name, e-mail"), classes="label")
            yield CustomerField(compact=True, max_length=FIELD_LIMIT, id="customer")
            yield TickBox(_("To finish"), id="to-finish")
        with Horizontal():
            yield Words(lambda: _("Period"), classes="label")
            yield DateField(self._parse, self._write, id="first")
            yield Words(lambda: "→", classes="arrow")
            yield DateField(self._parse, self._write, id="last")
            yield PresetBar()

    # What the screen asks and tells

    def question(self, season: Season) -> Question:
        """What the fields say; MalformedError where a day is none. `season` is the one known to run."""
        preset = self._presets.chosen
        return Question(
            number=self._field("#number").value,
            text=self._field("#customer").value,
            preset=preset,
            first=self._day("#first") if preset is None else None,
            last=self._day("#last") if preset is None else None,
            to_finish=self.query_one(TickBox).value,
            season=season if preset is Preset.SEASON else None,
        )

    def show_period(self, period: Period) -> None:
        """The days that were searched; not over a day that is being typed."""
        self._period = period
        if not (isinstance(self.screen.focused, DateField) and self._presets.chosen is None):
            self._put_period()

    def choose(self, preset: Preset) -> None:
        """A period by its name."""
        self._presets.chosen = preset
        self._ask()

    def widen(self, period: Period) -> None:
        """A period by its days."""
        self._presets.chosen, self._period = None, period
        self._put_period()
        self._ask()

    def turn_to_finish(self) -> None:
        """Only what is to finish, or everything again."""
        self.query_one(TickBox).toggle()

    def restart(self) -> None:
        """Empty fields, this season, the clerk at the number."""
        for selector in ("#number", "#customer"):
            self._put(selector, "")
        tick = self.query_one(TickBox)
        with tick.prevent(Checkbox.Changed):
            tick.value = False
        self.go_to("#number")
        self.choose(Preset.SEASON)

    def go_to(self, selector: str) -> None:
        """To a field, its text selected: typing replaces it."""
        field = self._field(selector)
        field.focus()
        field.select_all()

    def retranslate(self) -> None:
        """Words again."""
        self.query_one(TickBox).label = Content(_("To finish"))
        self._put_period()

    # Typing

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        """A number and a name are two ways to ask: what is typed in one empties the other."""
        event.stop()
        other = _OTHER_WAY.get(event.input.id or "")
        if other is None:
            self._presets.chosen = None
        elif event.value:
            self._put(other, "")
        self._wait()
        self._typing = self.set_timer(TYPING_SECONDS, self._ask)

    @on(Checkbox.Changed)
    def _tick(self, event: Checkbox.Changed) -> None:
        event.stop()
        self._ask()

    @on(Input.Submitted)
    def _enter(self, event: Input.Submitted) -> None:
        event.stop()
        if self._typing is not None:
            self._ask()
        self.post_message(self.Entered())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Days typed in the wrong order change places once the clerk is done with them."""
        if isinstance(event.widget, DateField):
            self.call_after_refresh(self._show_swapped)

    def _show_swapped(self) -> None:
        if self._period.swapped:
            self.show_period(self._period)

    def _wait(self) -> None:
        if self._typing is not None:
            self._typing.stop()
            self._typing = None

    def _ask(self) -> None:
        self._wait()
        self.post_message(self.Asked())

    # Fields

    @property
    def _presets(self) -> PresetBar:
        return self.query_one(PresetBar)

    def _field(self, selector: str) -> Input:
        return self.query_one(selector, Input)

    def _day(self, selector: str) -> date | None:
        field = self.query_one(selector, DateField)
        return field.read() if field.value.strip() else None

    def _put(self, selector: str, text: str) -> None:
        field = self._field(selector)
        if field.value != text:
            with field.prevent(Input.Changed):
                field.value = text

    def _put_period(self) -> None:
        for selector, day in (("#first", self._period.first), ("#last", self._period.last)):
            self._put(selector, "" if day is None else self._write(day))

    def _parse(self, text: str) -> date:
        from boxoffice_tui.locales import formats

        return formats.parse_date(text, self._locale)

    def _write(self, day: date) -> str:
        from boxoffice_tui.locales import formats

        return formats.local_date(day, self._locale)

    @property
    def _locale(self) -> str:
        return cast("ShellScreen[Any]", self.screen).shell.locale()
