"""Choosing in the form of tickets to come: performance, category, rate, number, and places, which are held.

The map stays true while it is open: what others do is read when they do it, holds that run out each half
minute, and only changed cells repaint (spec/archives.md, Add a ticket, 2 to 5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual import events, on
from textual.timer import Timer
from textual.widgets import Input, Select

from boxoffice_tui.locales import words
from boxoffice_tui.locales.translate import N_, _
from boxoffice_tui.rules.proposals import Proposal, ProposalKind
from boxoffice_tui.screens.answers import Answer, flow
from boxoffice_tui.screens.archives import ticket_form_words as say
from boxoffice_tui.screens.archives import ticket_form_work as work
from boxoffice_tui.screens.archives.ticket_form import TicketForm
from boxoffice_tui.screens.archives.ticket_form_draft import Choice, Draft
from boxoffice_tui.screens.archives.ticket_form_parts import Proposals
from boxoffice_tui.screens.archives.ticket_form_work import Looked, NowHeld, Programme, Shown
from boxoffice_tui.screens.dialogs import confirm, explanation
from boxoffice_tui.views.seats import TO_CHOOSE
from boxoffice_tui.views.states import SeatState
from boxoffice_tui.widgets.countdown import Countdown
from boxoffice_tui.widgets.fields import CountField
from boxoffice_tui.widgets.seat_map import SeatMap

LOOK_SECONDS = 30.0  # for what ends by time alone; changes are looked at as they come
TYPING_SECONDS = 0.4


class ChoosingForm(TicketForm):
    """The form with its choices; each choice of places replaces what it holds."""

    class Opened(Answer[Programme]):
        """The programme, with the performance to begin with."""

    class Read(Answer[Shown]):
        """The performance chosen."""

    class Proposed(Answer[tuple[Proposal, ...]]):
        """Seats to offer."""

    class LookedAt(Answer[Looked]):
        """What others did meanwhile."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._turn = 0
        self._goes_to_best = False
        self._looker: Timer | None = None
        self._typing: Timer | None = None

    # Reading

    def on_mount(self) -> None:
        self._looker = self.set_interval(LOOK_SECONDS, self.look)
        self.open_form()

    def open_form(self) -> None:
        """Ask for the programme and the performance to begin with."""
        page, form = self.draft.page, self.form
        self.fetch(self.Opened, lambda desk: work.open_form(desk, page, form))

    def on_screen_suspend(self) -> None:
        if self._looker is not None:
            self._looker.pause()

    def on_screen_resume(self) -> None:
        if self._looker is not None:
            self._looker.resume()

    def retranslate(self) -> None:
        super().retranslate()
        self.read_again()

    def read_again(self) -> None:
        """Reads the performance anew; what is chosen stays, where it is still offered."""
        if self.draft.offer is not None:
            self._read(self.draft.offer.performance.performance_id)

    def data_changed(self) -> None:
        """Somebody changed something, perhaps here."""
        self.look()

    def look(self) -> None:
        """See what others did meanwhile; an answer from before the last change does not count."""
        offer, order_id, form, turn = self.draft.offer, self.draft.page.order_id, self.form, self._turn
        if offer is not None and self.settled:
            where = (offer.performance.performance_id, self.draft.numbered)
            self.fetch(self.LookedAt, lambda desk: work.look(desk, order_id, form, where, turn))

    def failed(self, question: type[Answer[Any]], error: Exception) -> None:
        if question is self.LookedAt:
            self.give_news(explanation(error, self.shell))  # the next look may succeed: no dialog each time
        else:
            super().failed(question, error)

    def _read(self, performance_id: int) -> None:
        page, form, code = self.draft.page, self.form, self.draft.promotion
        self.fetch(self.Read, lambda desk: work.read_performance(desk, page, form, performance_id, code))

    @on(Opened)
    def _show_programme(self, opened: Opened) -> None:
        self.programme = opened.value
        if opened.value.shown is None:
            self.fill()
            self.give_news(lambda: _("Nothing of this is on sale. Choose another event."))
            return
        self.show_performance(opened.value.shown)
        if self.focused is None:
            self.set_focus(self.query(self.HOME).first())

    @on(Read)
    def _show_read(self, read: Read) -> None:
        self.show_performance(read.value)

    def show_performance(self, shown: Shown) -> None:
        """Shows a performance as it was read."""
        self._turn += 1
        self.clock = shown.clock
        self.draft.limit, self.notice = shown.limit, shown.notice
        before = self.draft.offer.performance.performance_id if self.draft.offer else None
        lost = self.draft.adopt(shown.offer, shown.view, shown.delivery, shown.promotion)
        if self.draft.view is not None:
            self.query_one(SeatMap).show(self.draft.view)
            self.tell_legend()
        self._goes_to_best |= before != shown.offer.performance.performance_id
        self._tell_lost(lost)
        self.fill()
        self.propose()
        self.tell()

    @on(LookedAt)
    def _take_look(self, looked: LookedAt) -> None:
        if looked.value.turn == self._turn and self.settled:
            self._take_found(looked.value)

    def _take_found(self, found: Looked) -> None:
        if found.states is not None:
            self._take_states(found.states)
        elif found.categories is not None and self.draft.offer is not None:
            # what is left, never the prices: those shown were told to the customer
            self.draft.offer = replace(self.draft.offer, categories=found.categories)
            self.tell()

    def _take_states(self, states: Mapping[int, SeatState]) -> None:
        changes, lost = self.draft.take_states(states)
        if not changes:
            return
        self.query_one(SeatMap).update_states(changes)
        self.tell_legend()
        self._tell_lost(lost)
        if lost or any(self._gone(seat_id) for one in self.proposals for seat_id in one.seat_ids):
            self.propose()
        self.tell()

    def _tell_lost(self, lost: Sequence[int]) -> None:
        if lost:
            self.holding = self.draft.choice
            names = [say.seat_name(self.draft.seat(seat_id)) for seat_id in lost]
            self.news = lambda: say.lost_words(names)

    def _gone(self, seat_id: int) -> bool:
        return self.query_one(SeatMap).state_of(seat_id) not in {SeatState.FREE, SeatState.CHOSEN}

    def propose(self) -> None:
        """Ask which seats to offer for what stands in the form."""
        draft, view = self.draft, self.draft.view
        if view is None or not draft.numbered or draft.objection() is not None:
            self.proposals = ()
            return
        count, accessible = draft.quantity, draft.accessible
        category = draft.category.code if draft.category is not None else None
        self.fetch(
            self.Proposed, lambda _desk: work.propose(view, count, category, accessible=accessible)
        )

    @on(Proposed)
    def _show_proposals(self, proposed: Proposed) -> None:
        if not self.draft.numbered or not all(self.draft.knows(one.seat_ids) for one in proposed.value):
            return  # of a performance that was left meanwhile
        self.proposals = proposed.value
        if self._goes_to_best and self.proposals:
            self._goes_to_best = False
            self.query_one(SeatMap).move_to(self.proposals[0].seat_ids[0])
        self.tell()

    # Fields

    @on(Select.Changed)
    def _take_field(self, changed: Select.Changed) -> None:
        chosen: Any = changed.value
        field = changed.select.id
        if chosen is None:
            return
        self.news = None
        if field in {"event", "performance", "category"}:
            self._give_up_places()
        if field == "event":
            page, form, on_sale = self.draft.page, self.form, self.programme.events
            self.fetch(self.Opened, lambda desk: work.read_event(desk, page, form, on_sale, chosen))
        elif field == "performance":
            self._read(chosen)
        elif field == "category":
            self.draft.category_id = chosen
            self.draft.keep_rate()
            self.propose()
        elif field == "rate":
            self.draft.rate_id = chosen
        else:
            self.draft.mode = chosen
        if field not in {"event", "performance"}:
            self.fill()
        self.tell()

    def _give_up_places(self) -> None:
        self.draft.seat_ids, self.draft.places = (), 0
        if self.holding is not None or not self.settled:
            self.want(None)

    @on(Input.Changed, "#count")
    def _wait_for_count(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_SECONDS, self.take_count)

    @on(CountField.Entered)
    def _take_entered(self) -> None:
        self.query_one(CountField).select_all()
        self.take_count()
        self.hold_count()

    @on(CountField.Refused)
    def _refuse_count(self, refused: CountField.Refused) -> None:
        error: Any = refused.error
        self.give_news(lambda: words.refusal(error.code, error.facts, self.shell.locale()))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed counts as soon as the field is left."""
        if isinstance(event.widget, CountField) and self._typing is not None:
            self.take_count()

    def take_count(self) -> None:
        """Takes the number of tickets as it is typed; a text that is no number waits."""
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
        try:
            count = self.query_one(CountField).read()
        except ValueError:
            return
        draft = self.draft
        if draft.offer is None or count == draft.quantity:
            return
        draft.quantity, self.news = count, None
        if not draft.numbered:
            self.hold_count()
        elif len(draft.seat_ids) > count:
            self.want(Choice(draft.offer.performance.performance_id, draft.seat_ids[:count]))
        self.propose()
        self.tell()

    def hold_count(self) -> None:
        """Holds unnumbered places as the form asks for them."""
        choice = self.draft.choice
        unheld = choice != self.holding or not self.settled
        if not self.draft.numbered and unheld and self.draft.objection() is None:
            self.want(choice)

    # Places

    @on(SeatMap.Chosen)
    def _pick_seat(self, chosen: SeatMap.Chosen) -> None:
        offer, state = self.draft.offer, self.query_one(SeatMap).state_of(chosen.seat_id)
        if offer is None or self.draft.objection() is not None:
            self.tell()
        elif state not in TO_CHOOSE:
            described = self.seat_words(chosen.seat_id)
            self.give_news(lambda: _("{seat}. Choose a free one.").format(seat=described))
        else:
            now = self.draft.choice if self.settled else self.wished
            seats = self.draft.picked(chosen.seat_id, now.seat_ids if now else ())
            performance_id = offer.performance.performance_id
            self.want(Choice(performance_id, seats) if seats else None)

    @on(Proposals.Picked)
    def _pick_proposal(self, picked: Proposals.Picked) -> None:
        self.action_propose(picked.number)

    def action_propose(self, number: int) -> None:
        """Choose proposal `number`, from 1; one that is split is asked about first."""
        if self.draft.offer is None or not 0 < number <= len(self.proposals):
            return
        proposal = self.proposals[number - 1]
        if proposal.kind is ProposalKind.SPLIT:
            self._ask_about_split(proposal)
        else:
            self._take_proposal(proposal)

    def action_next_proposal(self) -> None:
        """Choose the proposal after the one chosen; after the last comes the first."""
        chosen = self.proposal_chosen()
        self.action_propose(1 if chosen is None else (chosen + 1) % len(self.proposals) + 1)

    @flow
    async def _ask_about_split(self, proposal: Proposal) -> None:
        places = say.proposal_places(self.draft, proposal)
        if await confirm(
            self,
            lambda: _("These seats are not together: {places}.").format(places=places),
            N_("Take them"),
        ):
            self._take_proposal(proposal)

    def _take_proposal(self, proposal: Proposal) -> None:
        if self.draft.offer is not None:
            self.query_one(SeatMap).move_to(proposal.seat_ids[0])
            self.want(Choice(self.draft.offer.performance.performance_id, proposal.seat_ids))

    def now_held(self, now: NowHeld) -> None:
        draft = self.draft
        offer, choice = draft.offer, now.choice
        if offer is None or (choice and choice.performance_id != offer.performance.performance_id):
            return
        self._turn += 1
        self.news = None
        draft.seat_ids = choice.seat_ids if choice is not None else ()
        draft.places = choice.quantity if choice is not None else 0
        self.query_one(Countdown).run_until(now.until)
        if now.now is not None:
            self._take_found(now.now)
        elif draft.view is not None:
            released = {
                one: state for one, state in draft.view.states.items() if state is not SeatState.CHOSEN
            }
            self._take_states(released)
            self.look()
        self._follow_category()
        self.tell()

    def _follow_category(self) -> None:
        """A seat picked by hand in another category brings that category's prices."""
        seat_ids = self.draft.seat_ids
        category = self.draft.category_of(seat_ids[-1]) if seat_ids else None
        if category is not None and category.category_id != self.draft.category_id:
            self.draft.category_id = category.category_id
            self.draft.keep_rate()
            self.fill()

    def not_held(self, error: Exception) -> None:
        from boxoffice_tui.services.errors import RefusedError

        if isinstance(error, RefusedError):
            self.give_news(explanation(error, self.shell))
        else:
            super().not_held(error)
        self._turn += 1
        self.look()
