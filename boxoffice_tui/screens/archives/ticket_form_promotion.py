"""The promotion code in the form of an added ticket: asked for by its key alone, the prices follow as it is typed.

An order without a code never meets the field. A code that is not applied stays as it was typed, and why is said
(spec/archives.md, Money).
"""

from __future__ import annotations

from textual import events, on
from textual.timer import Timer
from textual.widgets import Input

from boxoffice_tui.screens.answers import Answer
from boxoffice_tui.screens.archives import ticket_form_choosing
from boxoffice_tui.screens.archives import ticket_form_work as work
from boxoffice_tui.screens.archives.ticket_form_choosing import ChoosingForm
from boxoffice_tui.screens.archives.ticket_form_draft import Draft
from boxoffice_tui.screens.archives.ticket_form_parts import CodeField
from boxoffice_tui.screens.archives.ticket_form_work import Priced, Shown


class PromotionForm(ChoosingForm):
    """The form with a place for a code, while there is one to type or typed."""

    class Repriced(Answer[Priced]):
        """The prices with the code, or without one again."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._code_typing: Timer | None = None
        self._goes_on = False

    @property
    def takes_codes(self) -> bool:
        """Whether a code could change a price here, or is typed already."""
        offer = self.draft.offer
        return (offer is not None and offer.promotions) or bool(self._field.code)

    @property
    def _field(self) -> CodeField:
        return self.query_one(CodeField)

    def action_promotion(self) -> None:
        """Go to the code; what is typed replaces it."""
        self._show_field(shown=True)
        self._field.focus()
        self._field.select_all()

    @on(Input.Changed, "#promotion")
    def _wait_for_code(self) -> None:
        self.code_finished = False
        self._wait()
        self._code_typing = self.set_timer(ticket_form_choosing.TYPING_SECONDS, self.take_code)

    def _wait(self) -> None:
        if self._code_typing is not None:
            self._code_typing.stop()
            self._code_typing = None

    def take_code(self) -> bool:
        """Asks for the prices with the code as it is typed; whether they are still to come."""
        self._wait()
        offer, code = self.draft.offer, self._field.code
        if offer is None or code == self.draft.promotion:
            return False
        performance_id = offer.performance.performance_id
        self.fetch(self.Repriced, lambda desk: work.read_prices(desk, performance_id, code))
        return True

    @on(Repriced)
    def _show_prices(self, repriced: Repriced) -> None:
        self.draft.take_prices(repriced.value.offer, repriced.value.promotion)
        self.fill()
        self.propose()
        self.tell()
        self._go_on()

    def show_performance(self, shown: Shown) -> None:
        super().show_performance(shown)
        self.take_code()

    @on(Input.Submitted, "#promotion")
    def _finish_code(self, submitted: Input.Submitted) -> None:
        submitted.stop()
        self.code_finished = self._goes_on = True
        if not self.take_code():
            self._go_on()

    def _go_on(self) -> None:
        """After Enter: back to the places, or the code again where it is not applied."""
        if not self._goes_on:
            return
        self._goes_on = False
        if self.draft.promotion_objection() is None:
            self.set_focus(self.query(self.HOME).first())
        else:
            self._field.select_all()
        self.tell()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed counts as soon as the field is left; an empty one leaves too."""
        if isinstance(event.widget, CodeField):
            self.code_finished = True
            self.take_code()
            self._show_field(shown=bool(self._field.code))
            self.tell()

    def _show_field(self, *, shown: bool) -> None:
        """The field, or the key that opens it in its place."""
        self.query_one("#promotion-line").display = shown
        self.query_one("#promotion-hint").display = not shown

    @on(events.Click, "#promotion-hint")
    def _click_hint(self) -> None:
        self.action_promotion()
