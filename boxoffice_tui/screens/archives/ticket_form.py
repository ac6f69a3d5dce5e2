"""The form of tickets to come as it is shown: its fields, the seat map, and everything said about them.

What stands in it is a `Draft`; choosing places is in ticket_form_choosing.py, saving in ticket_form_saving.py.
Tickets are added by it (add_ticket.py), and exchanged (exchange.py).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.objection import Objection
from boxoffice_tui.rules.pricing import PriceRefusal
from boxoffice_tui.rules.proposals import Proposal
from boxoffice_tui.screens.archives import ticket_form_words as say
from boxoffice_tui.screens.archives.holding import HoldingScreen
from boxoffice_tui.screens.archives.ticket_form_draft import Draft
from boxoffice_tui.screens.archives.ticket_form_parts import Chooser, CodeField, Labelled, Proposals, Snug
from boxoffice_tui.screens.archives.ticket_form_work import Programme
from boxoffice_tui.screens.command import Command, key_name
from boxoffice_tui.screens.dialogs import CommandButton, Sentence
from boxoffice_tui.screens.header import CommandBar, Header
from boxoffice_tui.screens.telling import Telling
from boxoffice_tui.views.orders import OrderChange
from boxoffice_tui.widgets.countdown import WARNING, Countdown
from boxoffice_tui.widgets.fields import CountField
from boxoffice_tui.widgets.seat_map import SeatMap

if TYPE_CHECKING:
    from boxoffice_tui.services.desk import Clock


class TicketForm(HoldingScreen[OrderChange]):
    """What is shown, at 80×24 and beside the map where there is room."""

    CSS_PATH = ["../dialogs.tcss", "ticket_form.tcss"]  # noqa: RUF012 -- Textual's class variable
    HOME = ".home"
    AUTO_FOCUS = ""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft.page.order_id)
        self.draft = draft
        self.programme = Programme((), (), None)
        self.proposals: tuple[Proposal, ...] = ()
        self.clock: Clock | None = None
        self.news: Sentence | None = None
        self.notice: Objection | None = None
        self.code_finished = True  # whether no letter of the promotion's code is to come

    def compose(self) -> ComposeResult:
        yield Header()
        with Horizontal(classes="fields"):
            yield Labelled(N_("Event"), Chooser("event"))
            yield Labelled(N_("Performance"), Chooser("performance")).add_class("performance")
        with Horizontal(classes="fields"):
            yield Labelled(N_("Category"), Chooser("category"))
            yield Labelled(N_("Rate"), Chooser("rate")).add_class("rate")
            yield Telling(self._promotion_hint, id="promotion-hint")
            with Horizontal(id="promotion-line"):
                yield Labelled(N_("Code"), CodeField())
                yield Telling(self._promotion_mark, id="promotion-mark")
            yield Labelled("×", CountField(self.draft.quantity, id="count")).add_class("count")
        with Vertical(id="hall"):
            yield SeatMap(id="map", classes="home")
            yield Telling(lambda: say.places_words(self.draft), id="places")
            with Vertical(id="beside"):
                yield Telling(self._cursor_words, id="seat")
                yield Telling(self._legend, id="legend")
                yield Proposals()
                with Horizontal(id="delivery-line", classes="fields"):
                    yield Labelled(N_("Delivery"), Chooser("delivery"))
                    yield Telling(self.delivery_note, id="delivery-note")
                yield Telling(self._sentences, id="said")
                with Horizontal(id="end"):
                    yield Telling(self.total_words, id="total")
                    with Snug(id="held"):
                        yield Telling(lambda: _("Held") if self.holding else "", id="hold-words")
                        yield Countdown(self.now)
                    with Snug(id="buttons"):
                        yield from (CommandButton(command) for command in self.buttons())
        yield CommandBar()

    def buttons(self) -> tuple[Command, ...]:
        """The commands that are buttons too."""
        return tuple(one for one in self.own_commands() if one.verb in {"save", "back"})

    def total_words(self) -> str:
        """What it comes to."""
        return say.total_words(self.draft, self.shell.locale())

    def delivery_note(self) -> str:
        """What is to be known of the mode chosen."""
        return say.delivery_note(self.draft)

    def now(self) -> datetime:
        """The desk's time, for the countdown, which begins only after the desk has answered."""
        assert self.clock is not None  # noqa: S101 -- a deadline comes with the clock
        return self.clock.now()

    def retranslate(self) -> None:
        super().retranslate()
        self.fill()
        self.tell()

    def tell(self) -> None:
        """Says everything that follows from the draft, where it reads differently."""
        draft = self.draft
        counted = draft.offer is not None and not draft.numbered
        self.set_class(counted, "-counted")
        self.query_one(SeatMap).set_class(not counted, "home")
        self.query(CommandButton).first().set_class(counted, "home")
        self.query_one("#held").display = self.holding is not None
        texts = [say.proposal_words(draft, one) for one in self.proposals]
        self.query_one(Proposals).show(texts if draft.view is not None else None, self.proposal_chosen())
        for telling in self.query(Telling).exclude("#legend"):
            telling.tell()
        self.refresh_bindings()

    def tell_legend(self) -> None:
        """Says what the marks on the map mean: those that are on it now, which takes a look at every seat."""
        self.query_one("#legend", Telling).tell()

    def fill(self) -> None:
        """Offers the choices of the fields, and shows what is chosen of them."""
        draft, locale = self.draft, self.shell.locale()
        offer = draft.offer
        performance = offer.performance if offer is not None else None
        choosers = {one.id: one for one in self.query(Chooser)}
        choosers["event"].offer(
            [(event.title, event.event_id) for event in self.programme.events],
            performance.event_id if performance else None,
        )
        choosers["performance"].offer(
            [(say.performance_words(one, locale), one.performance_id) for one in self.programme.performances],
            performance.performance_id if performance else None,
        )
        categories = offer.categories if offer is not None else ()
        choosers["category"].offer([(one.name, one.category_id) for one in categories], draft.category_id)
        choosers["rate"].offer(self.rate_choices(), draft.rate_id)
        choosers["delivery"].offer(self.mode_choices(), draft.mode)

    def rate_choices(self) -> list[tuple[str, int]]:
        """The rates, each with its price."""
        locale = self.shell.locale()
        return [(say.rate_words(rate, locale), rate.rate_id) for rate in self.draft.rates]

    def mode_choices(self) -> list[tuple[str, str]]:
        """The delivery modes, each with what it costs."""
        locale = self.shell.locale()
        return [(say.mode_words(mode, locale), mode.code) for mode in self.draft.modes]

    def proposal_chosen(self) -> int | None:
        """Which proposal the chosen seats are, from 0."""
        seats = set(self.draft.seat_ids)
        return next((n for n, one in enumerate(self.proposals) if set(one.seat_ids) == seats), None)

    def give_news(self, news: Sentence | None) -> None:
        """Says what has just happened, above all else; None when it is history."""
        self.news = news
        self.tell()

    def seat_words(self, seat_id: int) -> str:
        """A seat with its state, category and price."""
        price = say.category_words(self.draft, seat_id, self.shell.locale())
        return self.query_one(SeatMap).describe(seat_id, price)

    def _cursor_words(self) -> str:
        seat_id = self.query_one(SeatMap).cursor_seat
        return "" if seat_id is None else self.seat_words(seat_id)

    def _legend(self) -> Content:
        return Content.from_rich_text(self.query_one(SeatMap).legend())

    def _sentences(self) -> str:
        """What the operator should know, the newest first."""
        locale, zone = self.shell.locale(), self.standing.zone or "UTC"
        told = [self.news()] if self.news is not None else []
        objections = (self.draft.objection(), self.draft.delivery_objection())
        told += [say.objection_words(one, locale, zone) for one in objections if one is not None]
        told += [self.outcome_sentence(), self._promotion_sentence()]
        if self.notice is not None and not self.draft.promotion_applied:
            told.append(say.objection_words(self.notice, locale, zone))
        told += (say.alone_sentence(self.draft), self._hold_sentence())
        return "\n".join(dict.fromkeys(filter(None, told)))

    def outcome_sentence(self) -> str:
        """Why what stands in the form would be refused, where that was asked."""
        return ""

    def _promotion_sentence(self) -> str:
        """Why the promotion is not applied; half a code is not called unknown."""
        objection = self.draft.promotion_objection()
        if objection is None or not (self.code_finished or objection.code != PriceRefusal.PROMOTION_UNKNOWN):
            return ""
        return say.promotion_words(self.draft, objection, self.shell.locale(), self.standing.zone or "UTC")

    def _promotion_hint(self) -> Content:
        """The key that opens the field of the code, where a code could change a price."""
        if self.draft.offer is None or not self.draft.offer.promotions:
            return Content("")
        command = next(one for one in self.own_commands() if one.verb == "promotion")
        key = key_name(self.shell.keymap.get(command.id, command.keys[0]))
        return Content.assemble("[", (key, "bold $footer-key-foreground"), "] ", _("Code"), " ")

    def _promotion_mark(self) -> str:
        return say.promotion_mark(self.draft, finished=self.code_finished)

    def _hold_sentence(self) -> str:
        remaining = self.query_one(Countdown).remaining
        if remaining is None or remaining > WARNING:
            return ""
        if not remaining:
            return _("The hold ran out. Saving takes the places again while they are free.")
        return _("The hold ends soon.")

    @on(SeatMap.Moved)
    def _tell_seat(self) -> None:
        self.query_one("#seat", Telling).tell()

    @on(Countdown.Warned)
    @on(Countdown.Expired)
    def _tell_hold(self) -> None:
        self.tell()
