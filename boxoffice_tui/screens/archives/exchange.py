"""Exchange tickets of an order: another rate, other seats, another performance (issue: After the sale).

The form is that of an added ticket. What is not chosen stays; what it comes to is asked of the service whenever the
choice changes, and shown whole before anything is done (exchange_review.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.exchanges import ExchangeRefusal
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives import exchange_words
from boxoffice_tui.screens.archives import ticket_form_words as say
from boxoffice_tui.screens.archives import ticket_form_work as work
from boxoffice_tui.screens.archives.exchange_draft import SAME_MODE, SAME_RATE, ExchangeDraft
from boxoffice_tui.screens.archives.exchange_review import ExchangeReview
from boxoffice_tui.screens.archives.order_lines import tickets_said
from boxoffice_tui.screens.archives.ticket_form_draft import Missing
from boxoffice_tui.screens.archives.ticket_form_saving import SavingForm, form_commands
from boxoffice_tui.screens.command import key_name
from boxoffice_tui.screens.dialogs import Sentence, explanation
from boxoffice_tui.views.exchanges import ExchangeOffer
from boxoffice_tui.views.orders import OrderChange, OrderPage, TicketLine
from boxoffice_tui.views.requests import ExchangeRequest

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Desk

GROUP = N_("Exchange tickets")
AS_NOW = N_("as now")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the service is asked about: at which version of the order, what of it, by which mode."""

    order_id: int
    version: int
    form: str
    wishes: tuple[ExchangeRequest, ...]
    mode: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """What was asked comes to."""

    asked: Asked
    offer: ExchangeOffer


class ExchangeForm(SavingForm):
    """The form of what `tickets`, all of one performance, become."""

    CSS_PATH = ["../dialogs.tcss", "ticket_form.tcss", "exchange.tcss"]  # noqa: RUF012 -- Textual's class variable
    COMMAND_LIST = form_commands("exchange", GROUP)
    draft: ExchangeDraft

    class Offered(Answer[Told]):
        """What the choice comes to, as it stands in the form."""

    class Reviewed(Answer[Told]):
        """What it comes to, to be seen before it is done."""

    def __init__(self, page: OrderPage, tickets: Sequence[TicketLine]) -> None:
        super().__init__(ExchangeDraft(page, tickets=tuple(tickets)))
        self._asked: Asked | None = None
        self._offer: ExchangeOffer | None = None
        self._why_not: Sentence | None = None
        self._notice: Sentence | None = None
        self._elsewhere_taken = False

    def place(self) -> str:
        """Which tickets of which order."""
        tickets = tickets_said(self.draft.tickets)
        return _("Exchange {tickets} of {number}").format(tickets=tickets, number=self.draft.page.number)

    def unsaved(self) -> str | None:
        if self.holding is not None:
            return say.unsaved_words(self.holding.count)
        return _("This exchange is not saved.") if self.draft.changed else None

    def open_form(self) -> None:
        page, form, performance_id = self.draft.page, self.form, self.draft.home
        self.fetch(self.Opened, lambda desk: work.open_on(desk, page, form, performance_id))

    # What is shown

    def rate_choices(self) -> list[tuple[str, int]]:
        return [(_(AS_NOW), SAME_RATE), *super().rate_choices()]

    def mode_choices(self) -> list[tuple[str, str]]:
        return [(_(AS_NOW), SAME_MODE), *((mode.name, mode.code) for mode in self.draft.modes)]

    def delivery_note(self) -> str:
        return ""

    def total_words(self) -> str:
        """The difference, as far as it is known."""
        if self._offer is not None:
            return exchange_words.sum_words(self._offer, self.shell.locale()).partition("\n")[0]
        return _("Nothing changes yet") if self.draft.missing() is Missing.CHANGE else ""

    def outcome_sentence(self) -> str:
        if self._why_not is None:
            return ""
        if not self._elsewhere_taken or not self.proposals:
            return self._why_not()
        places = say.proposal_places(self.draft, self.proposals[0])
        key = key_name(self.live_keys().get("exchange.next_proposal", "n"))
        return f"{self._why_not()} " + _("{key} takes {places}.").format(key=key, places=places)

    def tell(self) -> None:
        """As every form, and asks what a new choice comes to."""
        asked = self._question() if self.settled and self.draft.missing() is None else None
        if asked != self._asked:
            self._asked, self._offer, self._why_not = asked, None, None
            if asked is not None:
                self.fetch(self.Offered, lambda desk: _offer(desk, asked))
        super().tell()

    @on(Offered)
    def _show_offer(self, offered: Offered) -> None:
        if offered.value.asked == self._asked:
            self._offer = offered.value.offer
            self.tell()

    def propose(self) -> None:
        """As every form; places without numbers are held as soon as they are chosen."""
        super().propose()
        self.hold_count()

    # Saving

    def save_now(self) -> None:
        asked = self._question()
        self.fetch(self.Reviewed, lambda desk: _offer(desk, asked), keeps_keys=True)

    def price_changed(self) -> None:
        self._notice = self.refusal
        self.save_now()

    @on(Reviewed)
    def _take_review(self, reviewed: Reviewed) -> None:
        self._review(reviewed.value.offer)

    @flow
    async def _review(self, offer: ExchangeOffer) -> None:
        notice, self._notice = self._notice, None
        if await self.app.push_screen_wait(ExchangeReview(offer, notice)):
            prices = {one.before.ticket_id: one.after.price for one in offer.tickets}
            key, asked = self.form, self._question(self.draft.wishes(prices))
            self.write(self.Saved, lambda desk: _exchange(desk, key, asked))

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        """A choice that would be refused is told in the form as soon as it stands there."""
        if question is self.Reviewed:
            self.not_saved(error)
        elif question is self.Offered:
            self._why_not = explanation(error, self.shell)
            self._elsewhere_taken = getattr(error, "code", "") == ExchangeRefusal.SEAT_NOT_FREE_THERE
            self.tell()
        else:
            super().failed(question, error)

    def _question(self, wishes: tuple[ExchangeRequest, ...] | None = None) -> Asked:
        page, mode = self.draft.page, self.draft.mode or None
        return Asked(page.order_id, page.version, self.form, wishes or self.draft.wishes(), mode)


def _offer(desk: Desk, asked: Asked) -> Told:
    from boxoffice_tui.services import exchanges

    offer = exchanges.exchange_offer(desk, asked.order_id, asked.form, asked.wishes, asked.mode)
    return Told(asked, offer)


def _exchange(desk: Desk, key: str, asked: Asked) -> OrderChange:
    from boxoffice_tui.services import exchanges

    wanted = (asked.order_id, asked.version, asked.form, asked.wishes, asked.mode)
    return exchanges.exchange(desk, key, *wanted)
